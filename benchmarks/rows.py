"""What the generated city is made of, table by table; every row keeps the rules the operations keep."""

import secrets
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from datetime import time as clock
from functools import lru_cache

from django.utils import timezone

from core.crypto import blind_index, encrypt
from services.time_band import band_of

LENGTH = timedelta(minutes=90)
YEAR = 364  # days back from yesterday: all within the last twelve months
RATED = 2  # participants of a session who rate it
band = lru_cache(band_of)  # some 1,800 different starts for 100,000 sessions


def project_rows(size, dice, user, funds, communities, contractors) -> Iterator[dict]:
    for number in range(size.projects):
        yield {
            "code": f"XM-B{number:05d}",
            "name": f"服务项目{number}",
            "category": dice.choice(("health", "psychology", "law", "culture")),
            "organization": dice.choice(communities),
            "contractor": dice.choice(contractors),
            "worker": user.pk,
            "goal": "基准",
            "starts_on": timezone.localdate() - timedelta(days=400),
            "ends_on": timezone.localdate() + timedelta(days=60),
            "budget": "50000.00",
            "fund": funds[number % len(funds)],
            "own_contribution": 0,
            "committed": 0,
            "paid": 0,
            "spent": 0,
            "created_by": user.pk,
            "created_at": timezone.now(),
            "state": "active",
        }


def commitment_rows(user, projects) -> Iterator[dict]:
    for project in projects:
        yield {
            "fund": project["fund"],
            "project": project["id"],
            "kind": "commitment",
            "amount": project["budget"],
            "key": f"commitment:{project['id']}",
            "note": "",
            "by": user.pk,
            "on": timezone.localdate() - timedelta(days=project["id"] % YEAR),
            "at": timezone.now(),
        }


def activity_rows(size, dice, user, projects) -> Iterator[dict]:
    for number in range(size.activities):
        yield {
            "project": projects[number % len(projects)]["id"],
            "name": f"{dice.choice(('心理讲座', '义诊', '普法咨询', '文艺快闪', '技能培训'))}{number}",
            "kind": dice.choice(("psychology", "clinic", "law", "performance", "training")),
            "lead": user.pk,
            "description": "",
            "token": secrets.token_urlsafe(12),
            "created_at": timezone.now(),
            "state": "published",
        }


def person_rows(size, served: list[int]) -> Iterator[dict]:
    """They live where services take place, evenly."""
    for number in range(size.people):
        phone = f"139{number:08d}"
        yield {
            "name": f"基准{number}",
            "gender": "unknown",
            "id_number": "\\x",
            "id_number_index": "",
            "phone": "\\x" + encrypt(phone).hex(),
            "phone_index": blind_index(phone),
            "groups": "{employee}",
            "is_member": True,
            "organization": served[number % len(served)],
            "created_at": timezone.now(),
        }


def link_rows(people) -> Iterator[dict]:
    for person in people:
        yield {"person": person["id"], "organization": person["organization"], "since": timezone.now()}


def session_rows(size, dice, activities, place: dict[int, int]) -> Iterator[dict]:
    """In the order of their days, as a platform in use has them."""
    yesterday = timezone.localdate() - timedelta(days=1)
    for number in range(size.sessions):
        activity = activities[number % len(activities)]
        day = yesterday - timedelta(days=(size.sessions - 1 - number) * YEAR // size.sessions)
        starts_at = timezone.make_aware(datetime.combine(day, clock(dice.choice((9, 14, 15, 18, 19)))))
        yield {
            "activity": activity["id"],
            "organization": place[activity["project"]],
            "venue": "职工之家",
            "starts_at": starts_at,
            "ends_at": starts_at + LENGTH,
            "starts_on": day,
            "time_band": band(starts_at),
            "capacity": 50,
            "registered": 0,
            "person_times": 0,
            "named_times": 0,
            "token": secrets.token_urlsafe(12),
            "state": "held",
        }


def attendance_rows(size, dice, user, sessions, neighbours: dict[int, list[int]]) -> Iterator[dict]:
    """Neighbours of the place, from a random one on: nobody twice in a session, everybody at some."""
    for session in sessions:
        near = neighbours[session["organization"]]
        first = dice.randrange(len(near))
        for step in range(min(size.each, len(near))):
            yield {
                "session": session["id"],
                "person": near[(first + step) % len(near)],
                "headcount": 1,
                "role": "participant",
                "method": "qr",
                "at": session["starts_at"],
                "by": user.pk,
            }


def rating_rows(size, dice, sessions) -> Iterator[dict]:
    for session in sessions:
        for _ in range(min(RATED, size.each)):
            yield {
                "id": uuid.UUID(int=dice.getrandbits(128), version=4),
                "session": session["id"],
                "score": dice.choices((5, 4, 3, 2), (60, 33, 5, 2))[0],
                "on": session["starts_on"],
            }
