"""The drain window: its form, its tables and bar charts; its sentences are the domain's."""
