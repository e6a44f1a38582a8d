"""Pages anybody may read without an account: calls, their questions, publicity and objections."""

from django.urls import path

from projects.views import announcement, contract_announcement, objecting, reward

app_name = "call"
urlpatterns = [
    path("", announcement.CallListPublicView.as_view(), name="list"),
    path("reward/<slug:token>/", reward.RewardPublicView.as_view(), name="reward"),
    path("publicity/<slug:token>/", objecting.PublicityPublicView.as_view(), name="publicity"),
    path("contracts/<slug:number>/", contract_announcement.ContractPublicView.as_view(), name="contract"),
    path("<slug:token>/", announcement.CallPublicView.as_view(), name="call"),
    path("<slug:token>/files/<int:number>/", announcement.CallFilePublicView.as_view(), name="file"),
    path("<path:rest>/", announcement.NowhereView.as_view(), name="nowhere"),
]
