"""`oit serve`: audits on demand in a browser. Wires pages, queue and the isolated jobs; judges and renders nothing."""
