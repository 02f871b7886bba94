"""Who may come in."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Account(AbstractUser):
    """An account of the newsroom. Its name never leaves it; no real name and no e-mail address is asked for.

    A model of our own from the first migration on, because Django cannot change it later. Django's columns for names
    and a mail stay empty: the database refuses anything in them.
    """

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = (
            models.CheckConstraint(
                condition=Q(first_name="", last_name="", email=""), name="no_name_and_no_mail_of_a_person"
            ),
        )

    def __str__(self) -> str:
        return self.get_username()
