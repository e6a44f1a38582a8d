"""This app's part of /api/v1/."""

from rest_framework.routers import SimpleRouter

from projects import api
from projects.api.archive import ArchiveViewSet

router = SimpleRouter(use_regex_path=False)
router.register("needs", api.NeedViewSet, basename="need")
router.register("projects", api.ProjectViewSet, basename="project")
router.register("funds", api.FundViewSet, basename="fund")
router.register("instalments", api.InstalmentViewSet, basename="instalment")
router.register("ledger", api.LedgerEntryViewSet, basename="ledgerentry")
router.register("archives", ArchiveViewSet, basename="archive")
urlpatterns = router.urls
