"""Pages anybody can reach: no account, no cookie, a limit on posts from one address."""

from django.conf import settings
from django.core.cache import cache
from django.shortcuts import render
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

MINUTE = 60


class PublicPage(View):
    """A page behind a QR code. More than ``PUBLIC_POSTS_PER_MINUTE`` from one address get 429."""

    @classmethod
    def as_view(cls, **initkwargs):
        """Here and not on ``dispatch``, where a subclass with a dispatch of its own would lose the exemption.

        SECURITY: exempt because the sender's browser holds nothing these pages trust: no login and no cookie, only
        what is typed or signed into the address. A forged post can do no more than its author could do alone.
        """
        return csrf_exempt(never_cache(super().as_view(**initkwargs)))

    def dispatch(self, request, *args, **kwargs):
        if request.method == "POST" and posts_this_minute(request) > settings.PUBLIC_POSTS_PER_MINUTE:
            return render(request, "public/too_many.html", status=429)
        return super().dispatch(request, *args, **kwargs)


def posts_this_minute(request) -> int:
    """How many posts this address has sent, this one included, in the minute that its first one opened."""
    key = f"public:{request.META.get(settings.CLIENT_ADDRESS, '')}"
    cache.add(key, 0, timeout=MINUTE)
    try:
        return cache.incr(key)
    except ValueError:  # the minute ended between the two lines: this post opens the next one
        cache.set(key, 1, timeout=MINUTE)
        return 1
