"""A POST to the API that names an ``Idempotency-Key`` is carried out once, however often a bad line repeats it."""

import hashlib

from django.db import IntegrityError, transaction
from django.utils import timezone
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError

from core.models import IdempotencyKey

LONGEST = 64


class AlreadyDone(APIException):
    """The answer to a repeat: a success, because what was asked for stands."""

    status_code = status.HTTP_200_OK

    def __init__(self, earlier: IdempotencyKey):
        at = timezone.localtime(earlier.at)
        super().__init__(f"这个请求已于{at:%Y-%m-%d %H:%M:%S}办理，没有重复办理。")


class OnceMixin:
    """For a viewset: key, work and answer share one transaction, so a key on record means that the work is done.

    A refused request forgets its key: it may be mended and sent again. A second one that arrives while the first is
    still at work waits for it at the unique constraint.
    """

    def dispatch(self, request, *args, **kwargs):
        if request.method != "POST" or "Idempotency-Key" not in request.headers:
            return super().dispatch(request, *args, **kwargs)
        with transaction.atomic():
            self.claimed, digest = None, hashlib.sha256(request.get_full_path().encode() + b"\0" + request.body)
            self.digest = digest.hexdigest()  # before anybody reads the body as a stream
            response = super().dispatch(request, *args, **kwargs)
            if self.claimed and response.status_code >= status.HTTP_400_BAD_REQUEST:
                self.claimed.delete()
            return response

    def initial(self, request, *args, **kwargs):
        """Once it is known who asks."""
        super().initial(request, *args, **kwargs)
        if request.method == "POST" and "Idempotency-Key" in request.headers:
            self.claimed = claim(request.user, request.headers["Idempotency-Key"], self.digest)


def claim(user, key: str, digest: str) -> IdempotencyKey:
    """Put the key on record, or raise ``AlreadyDone``; the same key for something else is a mistake of the caller."""
    if not (0 < len(key) <= LONGEST and key.isascii() and key.isprintable()):
        raise ValidationError({"Idempotency-Key": [f"幂等键须是1到{LONGEST}个英文字母、数字或符号。"]})
    try:
        with transaction.atomic():
            return IdempotencyKey.objects.create(user=user, key=key, digest=digest)
    except IntegrityError:
        earlier = IdempotencyKey.objects.get(user=user, key=key)
    if earlier.digest != digest:
        raise ValidationError({"Idempotency-Key": ["这个幂等键已用于另一个请求，请换一个。"]})
    raise AlreadyDone(earlier)
