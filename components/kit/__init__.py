"""What every screen uses: links, tables, marks, style, menu, inputs, view options, figures, export, run context."""
