"""Demo accounts may exist only in a directory that began as a demo."""

import json

import pytest

from sanlian import demo, keys, launch
from sanlian.embedded import Servers

pytestmark = pytest.mark.servers
quiet = {"say": lambda text: None}


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    servers = Servers(tmp_path_factory.mktemp("marker") / "home", durable=False)
    servers.up(redis=False, **quiet)
    yield servers
    servers.down()


@pytest.fixture
def url(servers):
    """An empty embedded database and no marker."""
    servers.postgres.ensure_database(anew=True)
    (servers.home / "demo.json").unlink(missing_ok=True)
    return servers.postgres.url()


def fill(servers: Servers) -> None:
    connection = servers.postgres.connect("sanlian")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE filled (n int)")
    connection.close()


def test_an_empty_database_becomes_a_demo_until_it_is_loaded(servers, url):
    demo.mark(servers.home, url)
    assert demo.is_demo(servers.home, url) and demo.is_wanted(servers.home, url)
    demo.loaded(servers.home)
    assert demo.is_demo(servers.home, url) and not demo.is_wanted(servers.home, url)


def test_a_database_with_data_never_becomes_a_demo(servers, url, capsys):
    fill(servers)
    demo.mark(servers.home, url)
    assert not demo.is_demo(servers.home, url)
    assert "already holds data" in capsys.readouterr().out


def test_foreign_data_is_not_touched_with_the_keys_of_a_demo(servers, url):
    fill(servers)
    with pytest.raises(SystemExit, match="nothing was touched"):
        launch.prepare({"DATABASE_URL": url}, servers.home, servers, "")
    with servers.postgres.connect("sanlian").cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        assert cursor.fetchall() == [("filled",)]


def test_another_database_is_no_demo_though_the_directory_is(servers, url):
    demo.mark(servers.home, url)
    for other in ("postgresql://a:b@db.example/sanlian", servers.postgres.url("other"), url + "-elsewhere"):
        assert not demo.is_demo(servers.home, other)
        assert not demo.is_wanted(servers.home, other)


def test_a_half_loaded_demo_starts_from_an_empty_database(servers, url):
    demo.mark(servers.home, url)
    fill(servers)
    demo.clear_half_loaded(servers.home, url, servers)
    assert not demo.has_tables(url)


def test_a_loaded_demo_is_never_emptied(servers, url):
    demo.mark(servers.home, url)
    fill(servers)
    demo.loaded(servers.home)
    demo.clear_half_loaded(servers.home, url, servers)
    assert demo.has_tables(url)


def test_keys_are_made_once_and_kept_private(tmp_path):
    first = keys.demo_environment(tmp_path)
    assert keys.demo_environment(tmp_path) == first
    assert (tmp_path / "secrets.json").stat().st_mode & 0o077 == 0


def test_lost_keys_stop_the_start_instead_of_making_data_unreadable(tmp_path):
    (tmp_path / "demo.json").write_text(json.dumps({"database": "embedded/sanlian", "loaded": True}))
    with pytest.raises(SystemExit, match=r"secrets\.json is gone"):
        keys.demo_environment(tmp_path)
