"""Pinyin initials, the way people search for a name: 水源地社区联合工会 → sydsqlhgh."""

from pypinyin import Style, lazy_pinyin

LONGEST = 100  # what ``Organization.initials`` holds


def initials(text: str) -> str:
    """First letters of every character, digits kept, everything else dropped."""
    letters = "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()
    return "".join(mark for mark in letters if mark.isascii() and mark.isalnum())[:LONGEST]
