"""Instalments, vouchers and settlements over the API: the pages' scope, filters and operations."""

from rest_framework.decorators import action
from rest_framework.parsers import FormParser, MultiPartParser

from core.api import CreateMixin, NoteSerializer, ReasonSerializer, ScopedViewSet
from core.rest import ExactJSONParser
from projects import operations
from projects.filters import InstalmentFilter
from projects.filters.expense import ExpenseFilter, SettlementFilter
from projects.models import Expense, Instalment, Settlement
from projects.serializers.instalment import (
    ApplySerializer,
    AuditSerializer,
    ClawBackSerializer,
    ExpenseCreateSerializer,
    ExpenseSerializer,
    ExpenseUpdateSerializer,
    InstalmentSerializer,
    PaySerializer,
    ReceiptSerializer,
    ReturnBalanceSerializer,
    SettlementCreateSerializer,
    SettlementSerializer,
    SettlementUpdateSerializer,
)

PARTIES = ("project__fund__organization", "project__organization", "project__contractor")


class InstalmentViewSet(ScopedViewSet):
    queryset = Instalment.objects.select_related(*PARTIES)
    serializer_class = InstalmentSerializer
    filterset_class = InstalmentFilter

    @action(detail=True, methods=["post"], serializer_class=ApplySerializer)
    def apply(self, request, pk):
        return self.perform(operations.apply_instalment)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def check(self, request, pk):
        return self.perform(operations.check_instalment)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def approve(self, request, pk):
        return self.perform(operations.approve_instalment)

    @action(detail=True, methods=["post"], serializer_class=PaySerializer)
    def pay(self, request, pk):
        return self.perform(operations.pay_instalment)

    @action(detail=True, methods=["post"], serializer_class=ReceiptSerializer)
    def receipt(self, request, pk):
        return self.perform(operations.receipt_instalment)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def reject(self, request, pk):
        return self.perform(operations.reject_instalment)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def hold(self, request, pk):
        return self.perform(operations.hold_instalment)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def release(self, request, pk):
        return self.perform(operations.release_instalment)

    @action(detail=True, methods=["post"], serializer_class=ClawBackSerializer, url_path="claw-back")
    def claw_back(self, request, pk):
        return self.perform(operations.claw_back_instalment)


class ExpenseViewSet(CreateMixin, ScopedViewSet):
    """A voucher needs its picture: POST as multipart/form-data."""

    queryset = Expense.objects.select_related(*PARTIES)
    serializer_class = ExpenseSerializer
    filterset_class = ExpenseFilter
    create_operation = staticmethod(operations.create_expense)
    create_serializer_class = ExpenseCreateSerializer
    parser_classes = (ExactJSONParser, MultiPartParser, FormParser)

    @action(detail=True, methods=["post"], serializer_class=ExpenseUpdateSerializer, url_path="update")
    def revise(self, request, pk):
        return self.perform(operations.update_expense)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def submit(self, request, pk):
        return self.perform(operations.submit_expense)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def check(self, request, pk):
        return self.perform(operations.check_expense)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def accept(self, request, pk):
        return self.perform(operations.accept_expense)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def disallow(self, request, pk):
        return self.perform(operations.disallow_expense)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def reverse(self, request, pk):
        return self.perform(operations.reverse_expense)


class SettlementViewSet(CreateMixin, ScopedViewSet):
    queryset = Settlement.objects.select_related(*PARTIES).prefetch_related("lines")
    serializer_class = SettlementSerializer
    filterset_class = SettlementFilter
    create_operation = staticmethod(operations.draw_up_settlement)
    create_serializer_class = SettlementCreateSerializer

    def make(self):
        """The operation takes the project first, and the right to it depends on the project."""
        body = self.create_serializer_class(data=self.request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        project = body.validated_data.pop("project")
        self._require(type(self).create_operation, project)
        settlement = type(self).create_operation(project, by=self.request.user, **body.validated_data)
        return self.respond(settlement, 201)

    @action(detail=True, methods=["post"], serializer_class=SettlementUpdateSerializer, url_path="update")
    def revise(self, request, pk):
        return self.perform(operations.update_settlement)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def submit(self, request, pk):
        return self.perform(operations.submit_settlement)

    @action(detail=True, methods=["post"], serializer_class=AuditSerializer)
    def audit(self, request, pk):
        return self.perform(operations.audit_settlement)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer, url_path="return")
    def send_back(self, request, pk):
        return self.perform(operations.return_settlement)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer, url_path="carry-over")
    def carry_over(self, request, pk):
        return self.perform(operations.approve_carry_over)

    @action(detail=True, methods=["post"], serializer_class=ReturnBalanceSerializer, url_path="return-balance")
    def return_balance(self, request, pk):
        return self.perform(operations.return_balance)
