"""Many agencies a night on one machine: the list, the jobs, their politeness, what changed. Renders nothing itself."""
