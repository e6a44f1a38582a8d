"""The worker's sign of life: a Redis key that expires.

Rather than Celery's own ping: that one costs a broadcast and a reply queue per question, takes its whole
timeout to say no, and other applications on the same broker may answer it.
"""

import contextlib
import time

import redis
from celery import bootsteps
from django.conf import settings

EVERY = 3  # seconds
EXPIRES = 12  # four missed beats: a worker that was killed is reported within this time


class Heartbeat(bootsteps.StartStopStep):
    """Beats from the worker's main loop, so a worker that hangs falls silent too."""

    requires = ("celery.worker.components:Timer",)

    def start(self, worker):
        """Called when the worker is up."""
        self.client = connect()
        self.entry = worker.timer.call_repeatedly(EVERY, self.beat, priority=10)
        self.beat()

    def stop(self, worker):
        """Called on shutdown; another worker's next beat brings the key back."""
        with contextlib.suppress(redis.RedisError):
            self.client.delete(key())

    def beat(self):
        """Write the key; a lost Redis is Celery's to report."""
        with contextlib.suppress(redis.RedisError):
            self.client.set(key(), int(time.time()), ex=EXPIRES)


def key() -> str:
    """The tests' processes share one Redis and keep apart by the cache's prefix."""
    return f"{settings.CACHES['default'].get('KEY_PREFIX', 'sanlian')}:worker"


def connect() -> redis.Redis:
    """A client that gives up after two seconds."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)
