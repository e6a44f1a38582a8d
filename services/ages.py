"""How old somebody is on a day, and who is a minor."""

from datetime import date

ADULT = 18  # 民法典第17条
CAPABLE = 8  # 民法典第20条: younger children cannot take part in their own name


def age_on(birth_date: date, day: date) -> int:
    """Whole years on ``day``; a birthday counts from its day on."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def is_minor(birth_date: date | None, day: date) -> bool:
    """Whether somebody of a known birth date is under 18 on ``day``."""
    return birth_date is not None and age_on(birth_date, day) < ADULT
