"""Pages anybody can reach: no account, no cookie, a limit on what one address may ask."""

from django.conf import settings
from django.core.cache import cache
from django.shortcuts import render
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

MINUTE = 60


class PublicPage(View):
    """A page behind a QR code. More than ``PUBLIC_POSTS_PER_MINUTE`` or ``PUBLIC_GETS_PER_MINUTE`` from one address
    get 429. Both are generous: a hall on one Wi-Fi shares an address; they stop machines, not crowds."""

    @classmethod
    def as_view(cls, **initkwargs):
        """Here and not on ``dispatch``, where a subclass with a dispatch of its own would lose the exemption.

        SECURITY: exempt because the sender's browser holds nothing these pages trust: no login and no cookie, only
        what is typed or signed into the address. A forged post can do no more than its author could do alone.
        """
        return csrf_exempt(never_cache(super().as_view(**initkwargs)))

    def dispatch(self, request, *args, **kwargs):
        if asks_too_often(request):
            return render(request, "public/too_many.html", status=429)
        return self.refusal() or super().dispatch(request, *args, **kwargs)

    def refusal(self):
        """What is answered instead of the page, else None: nothing is here, or it costs more than one may ask for.
        Asking counts in any case."""
        return None


class NowherePage(PublicPage):
    """Any other address a phone opens: what the office is answered with carries a cookie and leads to the workbench."""

    title = ""
    text = ""

    def get(self, request, *args, **kwargs):
        context = {"title": self.title, "text": self.text, "good": False}
        return render(request, "public/result.html", context, status=404)

    post = get


class DrawnPage(PublicPage):
    """A PDF, which is drawn for each request: a minute has room for ``PUBLIC_PDFS_PER_MINUTE`` from one address."""

    def refusal(self):
        if counted("pdfs", self.request) > settings.PUBLIC_PDFS_PER_MINUTE:
            return render(self.request, "public/too_many.html", status=429)
        return super().refusal()


def asks_too_often(request) -> bool:
    """Whether this address has used up its minute, counted apart for looking and for sending."""
    if request.method == "POST":
        return counted("posts", request) > settings.PUBLIC_POSTS_PER_MINUTE
    return counted("gets", request) > settings.PUBLIC_GETS_PER_MINUTE


def client_address(request) -> str:
    """Where the request comes from, as the settings say to read it."""
    return request.META.get(settings.CLIENT_ADDRESS, "")


def counted(kind: str, request, seconds: int = MINUTE) -> int:
    """How many of ``kind`` this address has sent, this one included, in the time that its first one opened."""
    return counted_as(f"{kind}:{client_address(request)}", seconds)


def counted_as(what: str, seconds: int = MINUTE) -> int:
    """How many times ``what`` was counted, this one included, in the time that the first one opened."""
    key = f"public:{what}"
    if cache.add(key, 1, timeout=seconds):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # the time ended between the two lines: this one opens the next
        cache.set(key, 1, timeout=seconds)
        return 1
