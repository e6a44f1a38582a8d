"""Scans from the door over the API: one, or what gathered while the network was down; and the list a door keeps."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from core.errors import DomainError
from core.permissions import permission_of
from services import operations
from services.models import Session
from services.queries.door import counts, door_of, roster, search
from services.serializers.scan import ScanAnswer, ScanBody, SearchBody, answer, refusal, seen

AT_ONCE = 500
FOUND = 20


class AtDoor(APIView):
    """About one session; open to whoever may check people in there."""

    operation = staticmethod(operations.record_scan)

    def get_session(self) -> Session:
        """The right to check in is held by fewer than may see the session, so asking for it first is enough, and
        the scope is searched only to tell a stranger (404) from a reader (403)."""
        session = door_of(self.kwargs["pk"])  # unscoped: the permission is asked in the next line
        user, permission = self.request.user, permission_of(self.operation)
        if session is None or not user.has_perm(permission, session):
            get_object_or_404(Session.objects.visible_to(user), pk=self.kwargs["pk"])
            raise PermissionDenied
        return session


class SessionScansView(AtDoor):
    """The same nonce again returns the first answer and counts nothing."""

    @extend_schema(request=ScanBody(many=True), responses={200: ScanAnswer(many=True)})
    def post(self, request, pk):
        session, sent = self.get_session(), request.data
        if not isinstance(sent, list):
            body = ScanBody(data=sent)
            body.is_valid(raise_exception=True)
            return Response(self.take(session, body.validated_data))
        if len(sent) > AT_ONCE:
            raise ValidationError({"detail": f"一次最多提交{AT_ONCE}条，请分批。"})
        body = ScanBody()
        return Response({"results": [self.one_of_many(session, body, item) for item in sent], **counts(session)})

    def one_of_many(self, session: Session, body: ScanBody, item) -> dict:
        """A bad one among many must not hold up the others."""
        nonce = item.get("nonce") if isinstance(item, dict) else None
        try:
            return self.take(session, body.run_validation(item))
        except ValidationError:
            return refusal(nonce, "这条记录的内容不完整或格式不对，没有受理。")
        except DomainError as error:
            return refusal(nonce, str(error))

    def take(self, session: Session, values: dict) -> dict:
        nonce = str(values["nonce"])
        return answer(
            operations.record_scan(session, by=self.request.user, nonce=nonce, at=values["at"], seen=seen(values))
        )


class SessionRosterView(AtDoor):
    """Who is expected, as far as a door may keep it on a phone; POST finds those with a name or phone ending, which
    is nothing for an address."""

    @extend_schema(responses={200: dict})
    def get(self, request, pk):
        session = self.get_session()
        return Response({"entries": roster(session), **counts(session)})

    @extend_schema(request=SearchBody, responses={200: dict})
    def post(self, request, pk):
        session, body = self.get_session(), SearchBody(data=request.data)
        body.is_valid(raise_exception=True)
        return Response({"results": search(session, body.validated_data["q"])[:FOUND]})
