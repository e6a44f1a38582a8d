"""Contracts, changes and a project's own halts over the API."""

from rest_framework.decorators import action

from core.api import NoteSerializer, ReasonSerializer, ScopedViewSet
from projects import operations
from projects.filters.contract import ChangeFilter, ContractFilter
from projects.models import Change, Contract
from projects.serializers.bond import CallBondSerializer, ReturnBondSerializer, TakeBondSerializer
from projects.serializers.contract import (
    AnnounceSerializer,
    ChangeRequestSerializer,
    ChangeSerializer,
    ContractSerializer,
    ContractUpdateSerializer,
    DataReturnSerializer,
    RegisterSerializer,
    SignSerializer,
    SupplementSignSerializer,
    TerminateSerializer,
)


class ContractViewSet(ScopedViewSet):
    queryset = Contract.objects.select_related("party_a", "party_b", "party_c", "project").prefetch_related(
        "items", "supplements", "bond_entries"
    )
    serializer_class = ContractSerializer
    filterset_class = ContractFilter

    @action(detail=True, methods=["post"], serializer_class=ContractUpdateSerializer, url_path="update")
    def revise(self, request, pk):
        return self.perform(operations.update_contract)

    @action(detail=True, methods=["post"], serializer_class=SignSerializer)
    def sign(self, request, pk):
        return self.perform(operations.sign_contract)

    @action(detail=True, methods=["post"], serializer_class=RegisterSerializer)
    def register(self, request, pk):
        return self.perform(operations.register_contract)

    @action(detail=True, methods=["post"], serializer_class=AnnounceSerializer)
    def announce(self, request, pk):
        return self.perform(operations.announce_contract)

    @action(detail=True, methods=["post"], serializer_class=DataReturnSerializer, url_path="confirm-data")
    def confirm_data(self, request, pk):
        return self.perform(operations.confirm_data_return)

    @action(detail=True, methods=["post"], serializer_class=TakeBondSerializer, url_path="take-bond")
    def take_bond(self, request, pk):
        return self.perform(operations.take_bond)

    @action(detail=True, methods=["post"], serializer_class=ReturnBondSerializer, url_path="return-bond")
    def return_bond(self, request, pk):
        return self.perform(operations.return_bond)

    @action(detail=True, methods=["post"], serializer_class=CallBondSerializer, url_path="call-bond")
    def call_bond(self, request, pk):
        return self.perform(operations.call_bond)


class ChangeViewSet(ScopedViewSet):
    queryset = Change.objects.select_related("requested_by", "project")
    serializer_class = ChangeSerializer
    filterset_class = ChangeFilter

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def approve(self, request, pk):
        return self.perform(operations.approve_change)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def reject(self, request, pk):
        return self.perform(operations.reject_change)

    @action(detail=True, methods=["post"], serializer_class=SupplementSignSerializer)
    def supplement(self, request, pk):
        return self.perform(operations.sign_supplement)


class ContractedMixin:
    """What a contracted project can be asked for; joins ``ProjectViewSet``."""

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer, url_path="draft-contract")
    def draft_contract(self, request, pk):
        return self.perform(operations.draft_contract)

    @action(detail=True, methods=["post"], serializer_class=ChangeRequestSerializer, url_path="request-change")
    def request_change(self, request, pk):
        return self.perform(operations.request_change)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def suspend(self, request, pk):
        return self.perform(operations.suspend_project)

    @action(detail=True, methods=["post"], serializer_class=NoteSerializer)
    def resume(self, request, pk):
        return self.perform(operations.resume_project)

    @action(detail=True, methods=["post"], serializer_class=TerminateSerializer)
    def terminate(self, request, pk):
        return self.perform(operations.terminate_project)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer, url_path="lift-breach")
    def lift_breach(self, request, pk):
        return self.perform(operations.lift_breach)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer, url_path="claw-back")
    def claw_back(self, request, pk):
        return self.perform(operations.claw_back_project)
