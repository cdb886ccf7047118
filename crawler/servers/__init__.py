"""Everything between us and a server: who may be asked, how fast, and over which connection."""
