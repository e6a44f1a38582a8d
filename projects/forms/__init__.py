"""Forms for needs, projects and money."""
