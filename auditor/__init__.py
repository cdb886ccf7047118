"""JUDGE: from stored evidence to verdicts. Never fetches; see ARCHITECTURE.md for the flow."""

__version__ = "0.1.0"
