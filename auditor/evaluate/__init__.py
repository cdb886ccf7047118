"""How often recognition is right: measured on labelled real material, pinned, and written down."""
