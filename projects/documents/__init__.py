"""Word, Excel and ZIP files made from the records."""
