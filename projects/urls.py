"""Every page of this app."""

from django.urls import path

from projects.views import archive, commission, ledger, need, project

app_name = "projects"
urlpatterns = [
    path("needs/", need.NeedListView.as_view(), name="need-list"),
    path("needs/create/", need.NeedCreateView.as_view(), name="need-create"),
    path("needs/options/", need.NeedOptionsView.as_view(), name="need-options"),
    path("needs/<int:pk>/", need.NeedDetailView.as_view(), name="need-detail"),
    path("needs/<int:pk>/file/", need.NeedFileView.as_view(), name="need-file"),
    path("needs/<int:pk>/verify/", need.NeedVerifyView.as_view(), name="need-verify"),
    path("needs/<int:pk>/reject/", need.NeedRejectView.as_view(), name="need-reject"),
    path("", project.ProjectListView.as_view(), name="project-list"),
    path("create/", commission.ProjectCreateView.as_view(), name="project-create"),
    path("<int:pk>/", project.ProjectDetailView.as_view(), name="project-detail"),
    path("<int:pk>/update/", commission.ProjectUpdateView.as_view(), name="project-update"),
    path("<int:pk>/submit/", project.ProjectSubmitView.as_view(), name="project-submit"),
    path("<int:pk>/approve/", project.ProjectApproveView.as_view(), name="project-approve"),
    path("<int:pk>/return/", project.ProjectReturnView.as_view(), name="project-return"),
    path("<int:pk>/reject/", project.ProjectRejectView.as_view(), name="project-reject"),
    path("<int:pk>/activate/", project.ProjectActivateView.as_view(), name="project-activate"),
    path("<int:pk>/conclude/", project.ProjectConcludeView.as_view(), name="project-conclude"),
    path("<int:pk>/complete/", project.ProjectCompleteView.as_view(), name="project-complete"),
    path("funds/", ledger.FundListView.as_view(), name="fund-list"),
    path("funds/create/", ledger.FundCreateView.as_view(), name="fund-create"),
    path("funds/<int:pk>/", ledger.FundDetailView.as_view(), name="fund-detail"),
    path("funds/<int:pk>/appropriate/", ledger.FundAppropriateView.as_view(), name="fund-appropriate"),
    path("ledger/", ledger.LedgerEntryListView.as_view(), name="ledgerentry-list"),
    path("instalments/", ledger.InstalmentListView.as_view(), name="instalment-list"),
    path("instalments/<int:pk>/pay/", ledger.InstalmentPayView.as_view(), name="instalment-pay"),
]

urlpatterns += [
    path("archives/", archive.ArchiveListView.as_view(), name="archive-list"),
    path("archives/<int:pk>/", archive.ArchiveDetailView.as_view(), name="archive-detail"),
    path("archives/<int:pk>/add/", archive.ArchiveAddView.as_view(), name="archive-add"),
    path("archives/<int:pk>/waive/", archive.ArchiveWaiveView.as_view(), name="archive-waive"),
    path("archives/<int:pk>/seal/", archive.ArchiveSealView.as_view(), name="archive-seal"),
    path("archives/<int:pk>/download/", archive.ArchiveDownloadView.as_view(), name="archive-download"),
    path("archives/items/<int:pk>/file/", archive.ArchiveItemFileView.as_view(), name="archiveitem-file"),
    path("<int:pk>/archive/open/", archive.ArchiveOpenView.as_view(), name="archive-open"),
    path("<int:pk>/archive/", archive.ProjectArchiveView.as_view(), name="project-archive-fragment"),
]
