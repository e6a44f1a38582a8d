"""What must be right before production starts."""

from django.conf import settings
from django.core.checks import Error, Warning, register

LOCAL_ONLY = ("core.sms.Console", "core.sms.Memory")


@register
def text_messages(app_configs, **kwargs):
    """SECURITY: in production nobody reads verification codes in a log, and the token travels encrypted."""
    if not settings.IS_PRODUCTION:
        return []
    if settings.SMS_BACKEND in LOCAL_ONLY:
        return [Error("The text message backend shows messages instead of sending them.", id="core.E001")]
    if settings.SMS_BACKEND == "core.sms.Gateway" and not settings.SMS_URL:
        return [Warning("SMS_URL is not set: text messages are kept but not sent.", id="core.W001")]
    if settings.SMS_URL and not settings.SMS_URL.startswith("https://"):
        return [Error("SMS_URL must start with https://.", id="core.E002")]
    return []
