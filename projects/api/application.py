"""Applications over the API: the pages' scope, filters, forms and operations."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from core.api import CreateMixin, NoteSerializer, ReasonSerializer, ScopedViewSet
from core.rest import ExactJSONParser
from projects import content, operations
from projects.filters.application import ApplicationFilter
from projects.forms.application_edit import SectionForm, as_posted
from projects.models import Application
from projects.queries.application import told_checks
from projects.serializers.application import (
    ApplicationCreateSerializer,
    ApplicationSerializer,
    ChangeOfRevisionSerializer,
    EligibilityCheckSerializer,
    FindingSerializer,
    RevisionSerializer,
    SectionSerializer,
    SectionsSerializer,
    UploadSerializer,
)


class ApplicationViewSet(CreateMixin, ScopedViewSet):
    queryset = Application.objects.select_related(
        "call__organization", "contractor", "organization", "worker"
    ).prefetch_related("communities", "needs", "files")
    serializer_class = ApplicationSerializer
    filterset_class = ApplicationFilter
    create_operation = staticmethod(operations.create_application)
    create_serializer_class = ApplicationCreateSerializer

    def get_queryset(self):
        rows = super().get_queryset()
        return rows if getattr(self, "swagger_fake_view", False) else rows.open_to(self.request.user)

    @extend_schema(responses=SectionsSerializer)
    @action(detail=True, methods=["get"], filterset_class=None, pagination_class=None)
    def sections(self, request, pk):
        """Everything written so far, with what is missing."""
        application = self.get_object()
        snapshot = content.snapshot(application)
        body = {
            "version": application.version, "sections": snapshot, "problems": content.problems_of(snapshot),
        }  # fmt: skip
        return Response(SectionsSerializer(body).data)

    @extend_schema(request=SectionSerializer, responses=ApplicationSerializer)
    @sections.mapping.patch
    def save_section(self, request, pk):
        """One section; what is not named in ``data`` stays as it is, rows are replaced together."""
        application = self.get_object()
        self._require(operations.save_section, application)
        body = SectionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        section = content.BY_NAME[body.validated_data["section"]]
        form = section_form(application, section, body.validated_data["data"], request.user)
        operations.save_section(
            application, by=request.user, section=section.name, data=form.values,
            version=body.validated_data["version"],
        )  # fmt: skip
        return self.respond(application)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def submit(self, request, pk):
        return self.perform(operations.submit_application)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def recall(self, request, pk):
        return self.perform(operations.recall_application)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def withdraw(self, request, pk):
        return self.perform(operations.withdraw_application)

    @action(
        detail=True,
        methods=["post"],
        serializer_class=UploadSerializer,
        parser_classes=[MultiPartParser, ExactJSONParser],
    )
    def upload(self, request, pk):
        return self.perform(operations.add_application_file)

    @extend_schema(responses=RevisionSerializer(many=True))
    @action(detail=True, methods=["get"], filterset_class=None, pagination_class=None)
    def revisions(self, request, pk):
        rows = self.get_object().revisions.select_related("by")
        return Response(RevisionSerializer(rows, many=True).data)

    @extend_schema(
        parameters=[OpenApiParameter("from", int), OpenApiParameter("to", int)],
        responses=ChangeOfRevisionSerializer(many=True),
    )
    @action(detail=True, methods=["get"], filterset_class=None, pagination_class=None)
    def changes(self, request, pk):
        """What differs between the revisions ``from`` and ``to``."""
        numbered = {str(revision.number): revision for revision in self.get_object().revisions.all()}
        before, after = (numbered.get(request.query_params.get(name, "")) for name in ("from", "to"))
        if before is None or after is None:
            raise ValidationError({"from": ["请用 from 和 to 写明两个版次。"]})
        return Response(ChangeOfRevisionSerializer(content.diff(before.content, after.content), many=True).data)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def check(self, request, pk):
        return self.perform(operations.check_application)

    @extend_schema(responses=EligibilityCheckSerializer(many=True))
    @action(detail=True, methods=["get"], filterset_class=None, pagination_class=None)
    def eligibility(self, request, pk):
        """The newest finding on each condition; the applicant reads them once the check is over."""
        rows = told_checks(self.get_object(), request.user)
        return Response(EligibilityCheckSerializer(rows, many=True).data)

    @extend_schema(request=FindingSerializer, responses={201: EligibilityCheckSerializer})
    @eligibility.mapping.post
    def record_eligibility(self, request, pk):
        application = self.get_object()
        self._require(operations.record_eligibility, application)
        body = FindingSerializer(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        finding = operations.record_eligibility(application, by=request.user, **body.validated_data)
        return Response(EligibilityCheckSerializer(finding).data, status=status.HTTP_201_CREATED)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer, url_path="pass")
    def let_pass(self, request, pk):
        return self.perform(operations.pass_application)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer, url_path="return")
    def send_back(self, request, pk):
        return self.perform(operations.return_application)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def fail(self, request, pk):
        return self.perform(operations.fail_application)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def decline(self, request, pk):
        return self.perform(operations.decline_application)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def disqualify(self, request, pk):
        return self.perform(operations.disqualify_application)


def section_form(application: Application, section: content.Section, data: dict, user) -> SectionForm:
    """The page's own form over what is written and what is sent; raises 400 by field."""
    known = {field.name for field in section.fields} | ({"rows"} if section.rows else set())
    if set(data) - known:
        raise ValidationError({"data": {name: ["没有这个字段。"] for name in sorted(set(data) - known)}})
    rows = data.get("rows", content.rows(application.content, section.name))
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValidationError({"data": {"rows": ["应是由各行组成的列表。"]}})
    unknown = {name for row in rows for name in row} - {field.name for field in section.rows}
    if unknown:
        raise ValidationError({"data": {"rows": [f"没有这些字段：{'、'.join(sorted(unknown))}。"]}})
    refuse_nested(section, data, rows)
    form = SectionForm(application=application, section=section, user=user)
    written = {bound.name: bound.value() for bound in form}
    posted = as_posted(written | data | {"rows": rows})
    form = SectionForm(posted, application=application, section=section, user=user)
    if not form.is_valid():
        errors = dict(form.errors)
        if form.rows is not None and not form.rows.is_valid():
            errors["rows"] = form.rows.errors
        raise ValidationError({"data": errors})
    return form


def refuse_nested(section: content.Section, data: dict, rows: list[dict]) -> None:
    """A cell is one value; only questions with several answers take a list of them."""
    several = {field.name for field in section.fields if field.kind in (content.Kind.RECORDS, content.Kind.CHOICES)}
    cells = [(name, value) for name, value in data.items() if name != "rows"]
    cells += [cell for row in rows for cell in row.items()]
    for name, value in cells:
        values = value if isinstance(value, list) and name in several else [value]
        if any(isinstance(one, dict | list) for one in values):
            raise ValidationError({"data": {name: ["应是一个值。"]}})
