"""Screens of people: who may come in, in which role, and who is invited. Nothing there names a person."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.auth import permission_required
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.account import AccountView
from wagtail.users.views.groups import GroupViewSet
from wagtail.users.views.users import EditView, IndexView, UserFilterSet, UserViewSet

from skaryna.newsroom import accounts, events, factors, invitations, sessions
from skaryna.newsroom.adapters import STRONG
from skaryna.newsroom.models import Account, Invitation, Session
from skaryna.newsroom.place import current
from skaryna.newsroom.screens.refusing import Refusing

_NO_SETTINGS = {"name_email", "avatar", "notifications"}
"""Names and mail identify people; an avatar is a photograph that nobody cleans; no mail is sent."""

_ADMINISTRATORS = permission_required("newsroom.change_account")

ROLES = (
    ("contributor", _("Contributor: writes drafts")),
    ("editor", _("Editor: publishes")),
    ("administrator", _("Administrator: also lets people in and changes the masthead")),
)


class AccountForm(forms.ModelForm):
    """The name of an account, and its role."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLES, widget=forms.RadioSelect)

    class Meta:
        model = Account
        fields = ("username",)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        options.pop("editing_self", None)
        super().__init__(*arguments, **options)
        name = self.fields["username"]
        name.label = _("Name of the account")
        name.help_text = _("Not the person's own name. Letters, digits and @ . + - _")
        self.fields["role"].initial = accounts.role_of(self.instance)

    def save(self, commit: bool = True) -> Account:
        words = self.cleaned_data
        if not commit:
            return self.instance
        account = Account.objects.get(pk=self.instance.pk)
        accounts.change(account, name=words["username"], role=words["role"], by=None)
        return account


class AccountFilters(UserFilterSet):
    """Wagtail's, in our words, and without its own administrators: nobody is one."""

    is_superuser = None

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.filters["is_active"].label = _("May come in")
        self.filters["group"].label = _("Role")
        self.filters["last_login"].label = _("Last here")


class AccountsView(IndexView):
    """The list: who, in which role, when last."""

    page_title = _("People")
    add_item_label = _("Invite somebody")

    @cached_property
    def columns(self) -> list[Any]:
        return [
            self._get_title_column("username"),
            Column("role", label=_("Role"), accessor=_role),
            _AccessColumn("access", label=_("Access")),
            Column("factor", label=_("Second factor"), accessor=_factor),
            DateColumn("last_login", label=_("Last here"), sort_key="last_login"),
        ]

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().prefetch_related("groups", "authenticator_set")

    def get_list_buttons(self, instance: Account) -> list[Any]:  # noqa: ARG002 - Wagtail's
        return []


class _AccessColumn(Column):
    """Whether an account may come in, and the one click that ends it."""

    cell_template_name = "newsroom/people/access_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        # A table's cells do not get the page's token.
        return {**context, "account": instance, "csrf_token": get_token(parent_context["request"])}


def _role(account: Account) -> str:
    role = accounts.role_of(account)
    return str(dict(ROLES)[role]).partition(":")[0] if role else "—"


def _factor(account: Account) -> str:
    return _t("yes") if any(row.type in STRONG for row in account.authenticator_set.all()) else _t("none")


class AccountEditView(Refusing, EditView):
    """An account: name and role, and beside them what ends its access or gives it a new start."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**more),
            "account": self.object,
            "factors": factors.count(self.object),
            "has_factor": factors.has_one(self.object),
            "open_sessions": Session.objects.filter(account=self.object).count(),
        }


class InviteForm(forms.Form):
    """Whom to let in: a role, and nothing about the person."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLES, initial="contributor", widget=forms.RadioSelect)


@method_decorator(_ADMINISTRATORS, name="dispatch")
@method_decorator(reauthentication_required(app="allauth.mfa", allow_get=True), name="dispatch")
class InviteView(View):
    """Make a link, shown once; what is open stands below."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, InviteForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = InviteForm(request.POST)
        if not form.is_valid():
            return self._show(request, form)
        invitation, token = invitations.make(role=form.cleaned_data["role"], by=request.user)
        return self._show(request, InviteForm(), link=_link(request, token), invitation=invitation)

    def _show(self, request: HttpRequest, form: forms.Form, **more: Any) -> HttpResponse:
        rows = Invitation.objects.open().select_related("made_by", "account").order_by("-pk")
        context = {"form": form, "rows": rows, "hours": current().settings.access.invitation_hours, **more}
        return render(request, "newsroom/people/invite.html", context)


def _link(request: HttpRequest, token: str) -> str:
    return invitations.address(request.build_absolute_uri("/"), token)


@_ADMINISTRATORS
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an open link useless."""
    _only_post(request)
    invitations.withdraw(get_object_or_404(Invitation, pk=pk), by=request.user)
    messages.success(request, _t("The link no longer works."))
    return redirect("wagtailusers_users:add")


@method_decorator(_ADMINISTRATORS, name="dispatch")
class AccessView(View):
    """End an account's access, or let it in again: two acts, each by a click of its own."""

    http_method_names = ("post",)
    is_ending = True

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        account = get_object_or_404(Account, pk=pk)
        if self.is_ending:
            accounts.disable(account)
            messages.success(
                request, _t("%(name)s cannot come in any more; all its sessions have ended.") % {"name": account}
            )
        else:
            accounts.enable(account)
            messages.success(request, _t("%(name)s may come in again.") % {"name": account})
        return redirect("wagtailusers_users:index")


@method_decorator(_ADMINISTRATORS, name="dispatch")
class EndSessionsView(View):
    """Log an account out everywhere."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        account = get_object_or_404(Account, pk=pk)
        sessions.end(account)
        events.note("sessions_ended", account)
        messages.success(request, _t("%(name)s is logged out everywhere.") % {"name": account})
        return redirect("wagtailusers_users:edit", pk)


@method_decorator(_ADMINISTRATORS, name="dispatch")
@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class ResetView(View):
    """Void an account's password; its owner chooses a new one through a link that is shown once."""

    http_method_names = ("post", "get")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG002 - Django's
        return redirect("wagtailusers_users:edit", pk)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        account = get_object_or_404(Account, pk=pk)
        invitation, token = invitations.make_reset(
            account, drop_factors=request.POST.get("drop_factors") == "yes", by=request.user
        )
        context = {"account": account, "link": _link(request, token), "invitation": invitation}
        return render(request, "newsroom/people/reset.html", context)


class AccountViewSet(UserViewSet):
    """People who may come in."""

    menu_label = _("People")
    menu_order = 170
    filterset_class = AccountFilters
    index_view_class = AccountsView
    edit_view_class = AccountEditView
    add_to_settings_menu = False
    add_to_admin_menu = True
    copy_view_enabled = False
    edit_template_name = "newsroom/account_form.html"

    def get_form_class(self, **_which: bool) -> Any:
        return AccountForm  # the one for changing an account: nobody makes one for somebody else

    @property
    def add_view(self) -> Any:
        return InviteView.as_view()

    def get_urlpatterns(self) -> list[Any]:
        # The list stays first: Wagtail's menu leads to the first one.
        return [
            *super().get_urlpatterns(),
            path("invitations/<int:pk>/withdraw/", withdraw, name="withdraw"),
            path("<int:pk>/disable/", AccessView.as_view(), name="disable"),
            path("<int:pk>/enable/", AccessView.as_view(is_ending=False), name="enable"),
            path("<int:pk>/log-out/", EndSessionsView.as_view(), name="log_out"),
            path("<int:pk>/reset/", ResetView.as_view(), name="reset"),
        ]


class RoleViewSet(GroupViewSet):
    """Roles are fixed (`newsroom.roles`); nobody but a developer's superuser comes here."""

    add_to_settings_menu = False


class OwnAccountView(AccountView):
    """What people set for themselves: language, theme, password."""

    def get_panels(self) -> list[Any]:
        return [panel for panel in super().get_panels() if panel.name not in _NO_SETTINGS]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save; a new password ends every other session, and guessing the old one is slowed down."""
        wants_password = bool(request.POST.get("password-old_password"))
        if wants_password and (refused := ratelimit.consume_or_429(request, action="change_password")):
            return refused
        before = request.user.password
        answer: HttpResponse = super().post(request)
        if request.user.password != before:
            sessions.end(request.user, but=request.session.session_key or "")
            events.note("password", request.user)
        return answer


def no_bulk(_request: HttpRequest, **_options: Any) -> HttpResponse:
    """Wagtail's actions on many accounts at once pass by every rule of `newsroom.accounts`."""
    raise Http404


def _only_post(request: HttpRequest) -> None:
    if request.method != "POST":
        raise Http404
