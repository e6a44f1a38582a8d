"""Two people seal one volume, or open two: real threads on a real PostgreSQL."""

import pytest
from django.db import transaction

from projects.models import Archive, Project
from projects.operations.archive import open_archive, seal_archive
from tests.cast import make_project, make_world
from tests.projects.build_archive import make_archive, waive_missing
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_sealing_twice_seals_once_and_keeps_no_stray_file(media):
    w = make_world()
    archive = make_archive(w)
    waive_missing(w, archive)
    results = at_once(*[lambda: seal_archive(Archive.objects.get(), by=w.district)] * 2)
    assert results.count("ok") == 1 and sum("已归档" in result for result in results) == 1
    stored = archive.items.exclude(file="")
    assert archive.items.filter(part="14").count() == 1 and Project.objects.get().events.count() == 1
    assert sum(path.is_file() for path in media.rglob("*")) == stored.count()


def test_opening_twice_opens_one():
    w = make_world()
    project = make_project(w, "audited")
    results = at_once(*[lambda: open_archive(project, by=w.district)] * 2)
    assert results.count("ok") == 1 and sum("已经建卷" in result for result in results) == 1
    assert Archive.objects.count() == 1 and not transaction.get_connection().in_atomic_block
