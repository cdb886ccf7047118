"""What to ask for next: which addresses are the agency's, and in which order."""
