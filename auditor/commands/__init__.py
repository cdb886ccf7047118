"""One module for each family of commands. They parse, call one function and print; heavy imports stand inside."""

DONE, TROUBLE, USAGE, BUG, BELOW, STOPPED = 0, 1, 2, 3, 10, 130
"""Exit codes: see the README."""
