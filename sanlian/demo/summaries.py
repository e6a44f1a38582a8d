"""What was written after each session: summaries with photos; those of the last days are still on their way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw

from orgs.enums import Role
from orgs.models import User
from projects.uploads import stored, stored_name
from sanlian.demo import clock
from sanlian.demo.sessions import Dated
from sanlian.demo.world import World
from services import workflow
from services.enums import GoalResult, SummaryState
from services.models import Session, Summary, SummaryEvent, SummaryPhoto
from services.operations import add_summary_photo, return_summary, start_summary, submit_summary, update_summary
from services.photos import Photo, redrawn

DUE = 3  # days, the default of the rule centre
PICTURES = 6
EACH = 3  # photos of a summary
BATCH = 500
COLOURS = ((196, 64, 52), (38, 104, 168), (60, 132, 84), (180, 128, 40), (108, 76, 148), (52, 128, 140))
CAPTIONS = ("现场签到", "活动进行中", "交流互动")
PROCESS = "按策划书完成签到、主体环节和现场评价。{venue}到场{came}人次，其中实名{named}人次；秩序良好，按时结束。"
GOALS = "达到预计规模，参加者反馈积极。"
PROBLEMS = "个别参加者签到较晚，下次提前一天短信提醒。"


@dataclass(frozen=True)
class Picture:
    """A photo kept once and shown in many summaries: approved ones never lose a file."""

    photo: Photo
    columns: dict
    thumbnail: str


def save_summaries(world: World, held: list[Dated]) -> int:
    """Approved by the contractor's head, for everything whose summary was due before today."""
    old = [item for item in held if item.session.starts_on < world.day(-DUE)]
    counts = Session.objects.in_bulk([item.session.pk for item in old])
    pictures = [keep(world, picture) for picture in draw(PICTURES)]
    rows = [summary(world, item, counts[item.session.pk]) for item in old]
    Summary.objects.bulk_create(rows, batch_size=BATCH)
    with clock.backdated():
        SummaryEvent.objects.bulk_create([event for row in rows for event in events_of(row)], batch_size=2 * BATCH)
    SummaryPhoto.objects.bulk_create(
        [photo for number, row in enumerate(rows) for photo in photos(row, number, pictures)], batch_size=BATCH
    )
    return len(rows)


def summary(world: World, item: Dated, counted: Session) -> Summary:
    session = item.session
    return Summary(
        session=session,
        process=PROCESS.format(venue=session.venue, came=counted.person_times, named=counted.named_times),
        goal_result=world.rng.choice((GoalResult.MET, GoalResult.MET, GoalResult.MET, GoalResult.MOSTLY)),
        goals=GOALS, problems=PROBLEMS if world.rng.random() < 0.3 else "",
        cost=Decimal(item.profile.fee) + Decimal(item.profile.material),
        audience=unnamed(item, counted), due_on=session.starts_on + timedelta(days=DUE),
        written_by=session.activity.lead, submitted_at=written_at(session) + timedelta(hours=1),
        approved_by=world.staff(Role.NGO, item.plan.contractor), version=1, state=SummaryState.APPROVED,
    )  # fmt: skip


def unnamed(item: Dated, counted: Session) -> dict[str, int]:
    """Most of those nobody asked for their name belong to whom the service is for."""
    number = (counted.person_times - counted.named_times) * 3 // 4
    return {item.profile.group: number} if number else {}


def written_at(session: Session) -> datetime:
    """The day after, in the morning."""
    return session.ends_at + timedelta(hours=14, minutes=session.pk % 180)


def events_of(row: Summary) -> Iterator[SummaryEvent]:
    writer, moment = row.written_by, written_at(row.session)
    draft, submit, approve = SummaryState.DRAFT, workflow.SUBMIT_SUMMARY, workflow.APPROVE_SUMMARY
    yield SummaryEvent(subject=row, kind="create", to_state=draft, by=writer, at=moment)
    for kind, minutes in (("update", 20), ("photo", 40)):
        yield SummaryEvent(subject=row, kind=kind, by=writer, at=moment + timedelta(minutes=minutes))
    for move, before, by, later in (
        (submit, draft, writer, timedelta(hours=1)),
        (approve, submit.target, row.approved_by, timedelta(hours=26)),
    ):
        yield SummaryEvent(
            subject=row, kind=move.name, from_state=before, to_state=move.target, by=by, at=moment + later
        )


def draw(count: int) -> list[ContentFile]:
    """Rooms with people in them, as far as circles and bars can tell."""
    pictures = []
    for number in range(count):
        image = Image.new("RGB", (960, 640), (238, 232, 222))
        pen, colour = ImageDraw.Draw(image), COLOURS[number % len(COLOURS)]
        pen.rectangle((60, 50, 900, 210), fill=colour)
        pen.rectangle((120, 90, 840, 120), fill=(250, 246, 238))
        for seat in range(24):
            x, y = 90 + seat % 8 * 105 + number * 4, 300 + seat // 8 * 110
            shade = tuple(max(part - seat * 3 % 60, 0) for part in colour)
            pen.ellipse((x, y, x + 42, y + 42), fill=(222, 184, 150))
            pen.rounded_rectangle((x - 14, y + 44, x + 56, y + 90), 16, fill=shade)
        written = BytesIO()
        image.save(written, "JPEG", quality=82)
        pictures.append(ContentFile(written.getvalue(), name=f"现场{number + 1}.jpg"))
    return pictures


def keep(world: World, picture: ContentFile) -> Picture:
    photo = redrawn(picture)
    columns = stored(photo.image, by=world.users["city"])
    file, thumbnail = columns["file"], stored_name("jpg")
    folder = f"files/{world.today:%Y/%m}"
    name = default_storage.save(f"{folder}/{file.name}", file)
    return Picture(photo, columns | {"file": name}, default_storage.save(f"{folder}/{thumbnail}", photo.thumbnail))


def photos(row: Summary, number: int, pictures: list[Picture]) -> Iterator[SummaryPhoto]:
    moment = written_at(row.session) + timedelta(minutes=40)
    for place in range(EACH):
        picture = pictures[(number + place) % len(pictures)]
        columns = picture.columns | {"uploaded_by": row.written_by, "uploaded_at": moment}
        yield SummaryPhoto(
            summary=row, caption=CAPTIONS[place], thumbnail=picture.thumbnail, width=picture.photo.width,
            height=picture.photo.height, **columns,
        )  # fmt: skip


def recent_story(world: World, held: list[Dated]) -> Iterator[datetime]:
    """Of the last days' sessions one each has nothing yet, a draft, waits for approval, and came back."""
    recent = [item for item in held if item.session.starts_on >= world.day(-DUE)]
    own = sorted(recent, key=lambda item: (item.plan.contractor != "SO-0001", -item.session.pk))
    for number, item in enumerate(own[:8]):
        writer, final = item.session.activity.lead, number % 4
        if final == 0:
            continue
        yield item.session.ends_at + timedelta(hours=2)
        row = write(item.session, writer, number)
        if final == 1:
            continue
        row = submit_summary(row, by=writer)
        if final == 3:
            yield item.session.ends_at + timedelta(hours=4)
            head: User = world.staff(Role.NGO, item.plan.contractor)
            return_summary(row, by=head, note="请补充目标达成情况的说明，照片注明场景。")


def write(session: Session, writer: User, number: int) -> Summary:
    row = start_summary(session, by=writer)
    row = update_summary(
        row, by=writer, process="活动按时开始，现场签到、互动和评价均已完成。", goal_result=GoalResult.MET
    )
    for place, picture in enumerate(draw(EACH)):
        add_summary_photo(row, by=writer, photo=picture, caption=CAPTIONS[place])
    return row
