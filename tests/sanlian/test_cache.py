"""The cache of the tests: one server, one's own keys."""

from django.core.cache import cache, caches


def test_clearing_leaves_the_keys_of_others_alone():
    others = caches.create_connection("default")
    others.key_prefix = "another_run"
    others.set("code", "123456", timeout=60)
    cache.set("code", "654321", timeout=60)
    cache.clear()
    assert (cache.get("code"), others.get("code")) == (None, "123456")
    others.delete("code")
