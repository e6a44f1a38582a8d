"""Speed measured beside its physical limit: ``make bench``."""
