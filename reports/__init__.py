"""Dashboards and reports: reads everything, owned by nobody below."""
