"""One Redis for every run and worker at once: to clear the cache is to clear one's own keys."""

from django.core.cache.backends.redis import RedisCache, RedisCacheClient


class OwnKeysClient(RedisCacheClient):
    def delete_matching(self, pattern: str) -> bool:
        client = self.get_client(None, write=True)
        keys = list(client.scan_iter(match=pattern, count=1000))
        return bool(keys and client.delete(*keys))


class OwnKeysCache(RedisCache):
    """Django's ``clear`` empties the whole server: codes, limits and queues of tests that run beside this one."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self._class = OwnKeysClient

    def clear(self) -> bool:
        return self._cache.delete_matching(f"{self.key_prefix}:*")
