"""Filters of the lists, shared by pages and API."""
