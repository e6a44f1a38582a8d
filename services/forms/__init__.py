"""Forms of pages and public pages."""
