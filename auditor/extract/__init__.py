"""Fetched bytes to Documents. Content decides what a body is; a body that cannot be read is a problem with a name."""
