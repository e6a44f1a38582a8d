"""Who is told about sessions: those who run them and the community that hosts them."""
