"""The way to what is one's own, without an account."""

from core import sms
from services.forms.volunteer import ProvenForm
from services.views.public import result
from services.views.volunteering import ProvenPhonePage


class OwnRecordPage(ProvenPhonePage):
    """Name and proven phone. SECURITY: never by name and phone alone; where no message can be sent the page stays
    closed, and ``closed`` says whom to ask."""

    form_class = ProvenForm
    closed = ""

    def get(self, request):
        return self.look() if sms.can_send() else self.refer()

    def post(self, request):
        return self.send() if sms.can_send() else self.refer()

    def refer(self):
        return result(self.request, title="暂不能查看", text=self.closed)
