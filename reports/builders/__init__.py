"""A gathered report as files."""
