"""The disk transfer: its form, its views and line charts; its sentences are the domain's."""
