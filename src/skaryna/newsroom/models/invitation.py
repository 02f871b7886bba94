"""Links that let a person in once: to make an account, or to choose a new password for one."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class InvitationQuerySet(models.QuerySet):
    """Invitations by their state."""

    def open(self) -> Any:
        """Return those that can still be used."""
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """A link that was handed out. Only its digest is here: whoever reads the table cannot use it.

    There is no field for whom it is meant for: that would be a name. `account` is the one that was made with it or,
    where `is_reset`, the one that gets a new password.
    """

    digest = models.CharField(max_length=64, unique=True)
    role = models.CharField(_("role"), max_length=20, blank=True)
    is_reset = models.BooleanField(default=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("works until"), db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"{_('Invitation')} {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be used."""
        return self.used_at is None and self.withdrawn_at is None and self.expires_at > timezone.now()
