"""Screens of accounts: a name to log in with, a password, a role, and nothing that names a person."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views.account import AccountView
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.groups import GroupViewSet
from wagtail.users.views.users import IndexView, UserViewSet

from skaryna.newsroom.models import Account

_NO_SETTINGS = {"name_email", "avatar", "notifications"}
"""Names and mail identify people; an avatar is a photograph that nobody cleans; no mail is sent."""


class _NoNames(forms.ModelForm):
    """Takes out of Wagtail's forms what a newsroom in danger must not hold."""

    first_name = None
    last_name = None
    is_superuser = None
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("Not needed; nothing is ever sent to it. Better left empty.")
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["groups"].label = _("Role")
        self.fields["groups"].help_text = _(
            "Contributors write drafts. Editors publish. Administrators also make accounts and change the masthead."
        )


class AccountCreationForm(_NoNames, UserCreationForm):
    """A new account."""

    class Meta(UserCreationForm.Meta):
        model = Account
        fields = ("username", "email", "groups")


class AccountEditForm(_NoNames, UserEditForm):
    """An account; "active" off ends its access."""

    class Meta(UserEditForm.Meta):
        model = Account
        fields = ("username", "email", "is_active", "groups")


class AccountsView(IndexView):
    """The list: who, in which role, when last."""

    add_item_label = _("Add an account")

    @cached_property
    def columns(self) -> list[Any]:
        return [
            self._get_title_column("username"),
            Column("role", label=_("Role"), accessor=_roles),
            BooleanColumn("is_active", label=_("May come in")),
            DateColumn("last_login", label=_("Last here"), sort_key="last_login"),
        ]

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().prefetch_related("groups")


def _roles(account: Account) -> str:
    return ", ".join(group.name for group in account.groups.all())


class AccountViewSet(UserViewSet):
    """People who may come in."""

    menu_order = 170
    index_view_class = AccountsView
    add_to_settings_menu = False
    add_to_admin_menu = True
    copy_view_enabled = False
    create_template_name = "newsroom/account_form.html"
    edit_template_name = "newsroom/account_form.html"

    def get_form_class(self, for_update: bool = False) -> Any:
        return AccountEditForm if for_update else AccountCreationForm


class RoleViewSet(GroupViewSet):
    """Roles are fixed (`newsroom.roles`); nobody but a developer's superuser comes here."""

    add_to_settings_menu = False


class OwnAccountView(AccountView):
    """What people set for themselves: language, theme, password."""

    def get_panels(self) -> list[Any]:
        return [panel for panel in super().get_panels() if panel.name not in _NO_SETTINGS]
