"""Papers of this app as Word."""
