"""What the records of a project supply for the fourteen parts of its volume (归档目录)."""

from projects.documents import volume_delivery as delivery
from projects.documents import volume_purchase as purchase
from projects.models import Project
from projects.sources import VolumeDocument, volume_documents

SECTIONS = (
    purchase.budget, purchase.call, purchase.application, purchase.review, purchase.publicity, delivery.contract,
    delivery.payment, delivery.process, delivery.reports, delivery.midterm, delivery.performance, delivery.settlement,
)  # fmt: skip


def supplies(project: Project) -> list[VolumeDocument]:
    """Every document the records hold for the volume, in the order of the parts. Nothing is built yet."""
    own = [document for section in SECTIONS for document in section(project)]
    return sorted([*own, *volume_documents(project)], key=lambda document: document.part)
