"""Who may come in."""

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext_lazy as _


class Account(AbstractUser):
    """An account of the newsroom. Its name never leaves it; no real name and no e-mail address is asked for.

    A model of our own from the first migration on, because Django cannot change it later.
    """

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.get_username()
