"""Who is logged in where."""

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _


class Session(AbstractBaseSession):
    """A browser that came in. No network address is kept, and the key only as a digest (`newsroom.sessions`)."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.CASCADE,
        related_name="sessions",
        verbose_name=_("account"),
    )
    device = models.CharField(_("device"), max_length=60, blank=True)
    began_at = models.DateTimeField(_("since"), null=True)
    seen_at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    def __str__(self) -> str:
        return f"{self.account}: {self.device}"
