"""What the door page knows: who is expected, who is here, and how many."""

from django.db.models import Exists, OuterRef

from services.counting import standing
from services.models import Attendance, Registration, Session
from services.tickets import fingerprint, ticket_for, voice_code, voice_seconds_left

HERE = standing(Attendance.objects.filter(session=OuterRef("session_id"), person=OuterRef("person_id")))


def expected(session: Session):
    """Those with a confirmed place in order of arrival, and whether they are ``here``."""
    rows = Registration.objects.filter(session=session).coming().select_related("person").order_by("pk")
    return rows.annotate(here=Exists(HERE))


def roster(session: Session) -> list[dict]:
    """What a phone may keep for the hours without network.

    SECURITY: the number of the registration, a fingerprint that knows its ticket again and cannot be turned back into
    one, and the masked name. No phone numbers and no full names.
    """
    rows = expected(session).only("session_id", "person__name")
    return [
        {
            "id": row.pk,
            "print": fingerprint(ticket_for(row.pk)),
            "name": row.person.masked_name,
            "place": place,
            "here": row.here,
        }
        for place, row in enumerate(rows, 1)
    ]


def search(session: Session, text: str) -> list[dict]:
    """Those whose name contains ``text``, or whose phone ends with it; phones are encrypted and read one by one."""
    rows = enumerate(expected(session), 1)
    return [
        {"id": row.pk, "name": row.person.name, "phone": row.person.masked_phone, "place": place, "here": row.here}
        for place, row in rows
        if text in row.person.name or (len(text) >= 4 and text.isdigit() and row.person.phone.endswith(text))
    ]


def counts(session: Session) -> dict:
    """How many are here, and the number staff say aloud."""
    found = Session.objects.values("person_times", "registered").get(pk=session.pk)
    return {**found, "voice": voice_code(session), "voice_seconds": voice_seconds_left()}
