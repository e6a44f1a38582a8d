"""The pages of this app."""

from core.views import DetailPage
from projects.models import Fund, Need, Project


class NeedDetailView(DetailPage):
    model = Need
    template_name = "generic/detail.html"


class ProjectDetailView(DetailPage):
    model = Project
    template_name = "generic/detail.html"


class FundDetailView(DetailPage):
    model = Fund
    template_name = "generic/detail.html"
