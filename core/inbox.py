"""The inbox: one's own notifications, unread first."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views import View
from django.views.generic import ListView

from core.models import Notification


class NotificationListView(LoginRequiredMixin, ListView):
    template_name = "core/notification_list.html"
    paginate_by = 50

    def get_queryset(self):
        return Notification.objects.visible_to(self.request.user).unread_first()


class NotificationOpenView(LoginRequiredMixin, View):
    """Mark one as read and go to what it is about."""

    def get(self, request, pk):
        own = Notification.objects.visible_to(request.user)
        notification = get_object_or_404(own, pk=pk)
        own.filter(pk=pk).mark_read()
        return HttpResponseRedirect(notification.url or reverse("notification-list"))


class NotificationReadView(LoginRequiredMixin, View):
    """Mark everything as read."""

    def post(self, request):
        Notification.objects.visible_to(request.user).mark_read()
        return HttpResponseRedirect(reverse("notification-list"))
