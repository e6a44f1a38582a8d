"""Whether a phone is at the place: asked once at check-in, answered with yes or no, the position itself forgotten."""

from math import asin, cos, isfinite, radians, sin, sqrt

from orgs.models import Venue

EARTH = 6_371_000  # metres
TRUSTED = 200  # metres: how far a phone's own doubt about its position is given to it (configurable default)


def distance(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Metres over the surface (haversine), good to half a per cent."""
    height = radians(to_latitude - latitude)
    width = radians(to_longitude - longitude)
    chord = sin(height / 2) ** 2 + cos(radians(latitude)) * cos(radians(to_latitude)) * sin(width / 2) ** 2
    return 2 * EARTH * asin(sqrt(min(chord, 1)))


def is_inside(place: Venue | None, latitude: str, longitude: str, accuracy: str = "") -> bool | None:
    """What a phone said about itself, held against the place's circle; None when either is not known."""
    position = _numbers(latitude, longitude)
    if position is None or place is None or place.latitude is None or not _on_earth(*position):
        return None
    away = distance(*position, float(place.latitude), float(place.longitude))
    doubt = _numbers(accuracy)
    return away <= place.radius + min(max(doubt[0], 0) if doubt else 0, TRUSTED)


def _numbers(*texts: str) -> list[float] | None:
    """None for what is no number: people without position, and machines that make one up."""
    try:
        numbers = [float(text) for text in texts]
    except ValueError:
        return None
    return numbers if all(isfinite(number) and abs(number) <= 100_000 for number in numbers) else None


def _on_earth(latitude: float, longitude: float) -> bool:
    return abs(latitude) <= 90 and abs(longitude) <= 180
