"""Evidence that stands up later: archives, verification, appeals, removal and repair."""
