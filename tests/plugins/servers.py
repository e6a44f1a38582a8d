"""Embedded PostgreSQL and Redis for the session: started by the first of all runs, stopped by the last."""

from contextlib import ExitStack

import pytest
from django.conf import settings

from sanlian.embedded import processes

held = pytest.StashKey[ExitStack]()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session):
    """Bring the servers up once, in the controlling process, before any xdist worker starts."""
    config = session.config
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    say = terminal.write_line if terminal else processes.say
    stack = config.stash[held] = ExitStack()
    name = settings.TEST_NAME
    stack.enter_context(
        processes.lock(
            settings.SERVERS.home / "run" / f"{name}.lock",
            notice=f"Another test run uses the database {name}; waiting for it (or set TEST_DATABASE_NAME).",
        )
    )
    wanted = {"postgres": "DATABASE_URL" in settings.EMBEDDED, "redis": "REDIS_URL" in settings.EMBEDDED}
    if any(wanted.values()):
        stack.enter_context(settings.SERVERS.in_use(say=say, **wanted))


def pytest_unconfigure(config):
    """Let go of the servers, also after Ctrl-C."""
    if held in config.stash:
        config.stash[held].close()
