"""Forms by noun; choices start at what the user manages or sees."""
