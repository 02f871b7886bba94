"""Before the newsroom: the login, an invitation's two steps, and the second factor of who has none."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as allauth_views
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from wagtail.admin.localization import get_localized_response
from wagtail.log_actions import LogContext

from skaryna.errors import SkarynaError
from skaryna.newsroom import door, factors, invitations
from skaryna.newsroom.models import Account, Invitation
from skaryna.newsroom.screens.refusing import sentence

INVITATION = "invitation"
"""In the session of who opened a link: which one."""
MAX_PASSWORD_CHARS = 1_000
"""Argon2 reads all of it; nobody's passphrase is longer."""

_Screen = Callable[..., Any]


def spoken(view: _Screen) -> _Screen:
    """Show a screen in its reader's language: the account's own or, before the login, the browser's."""

    @wraps(view)
    def shown(request: HttpRequest, *arguments: Any, **options: Any) -> Any:
        if request.user.is_authenticated:
            with LogContext(user=request.user):
                return get_localized_response(view, request, *arguments, **options)
        with override(get_language_from_request(request)):
            answer = view(request, *arguments, **options)
            return answer.render() if hasattr(answer, "render") and callable(answer.render) else answer

    return never_cache(shown)


class LoginForm(AllauthLoginForm):
    """Name and password; browsers' own stores of passwords know the fields by these names."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        login, password = self.fields["login"], self.fields["password"]
        login.label = _("Name")
        login.widget.attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        password.label = _("Password")
        password.help_text = ""
        password.max_length = MAX_PASSWORD_CHARS
        password.widget.attrs = {"autocomplete": "current-password"}

    def add_prefix(self, field_name: str) -> str:
        return str(super().add_prefix("username" if field_name == "login" else field_name))


class LoginView(allauth_views.LoginView):
    """The first step."""

    template_name = "newsroom/entrance/login.html"

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context = super().get_context_data(**more)
        # A cookie without a session behind it: it was here, and time is over.
        ended = settings.SESSION_COOKIE_NAME in self.request.COOKIES and not self.request.session.session_key
        return {**context, "ended": ended and self.request.method == "GET", **passkey_place(self.request)}


def passkey_place(request: HttpRequest) -> dict[str, Any]:
    """Say where passkeys work: browsers tie them to a name, and 127.0.0.1 is none."""
    host, _colon, port = request.get_host().rpartition(":") if request.get_host()[-1:].isdigit() else ("", "", "")
    host = host or request.get_host()
    if host not in {"127.0.0.1", "[::1]"}:
        return {"passkeys_here": True}
    return {"passkeys_here": False, "passkeys_there": f"http://localhost:{port}{request.get_full_path()}"}


class TokenForm(forms.Form):
    """The part of a link behind its #."""

    token = forms.CharField(label=_("Code of the invitation"), max_length=invitations.MAX_TOKEN_CHARS)


class JoinView(View):
    """A link was opened. What stands behind its # comes by POST, so that no log has it."""

    @method_decorator(sensitive_post_parameters("token"))
    def dispatch(self, request: HttpRequest, *arguments: Any, **options: Any) -> HttpResponse:
        if request.user.is_authenticated:
            messages.warning(request, _t("You are logged in. Log out first to use an invitation."))
            return redirect("wagtailadmin_home")
        return super().dispatch(request, *arguments, **options)

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "newsroom/entrance/join.html", {"form": TokenForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        refused = ratelimit.consume_or_429(request, action="signup")
        if refused:
            return refused
        form = TokenForm(request.POST)
        invitation = invitations.find(form.cleaned_data["token"]) if form.is_valid() else None
        if invitation is None:
            return render(request, "newsroom/entrance/join.html", {"form": TokenForm(), "is_refused": True})
        request.session.cycle_key()
        request.session[INVITATION] = invitation.pk
        return redirect("newsroom_join_account")


class _PasswordForm(forms.Form):
    """A new password, twice."""

    password1 = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=MAX_PASSWORD_CHARS,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("12 characters or more. Four words that have nothing to do with each other are good."),
    )
    password2 = forms.CharField(
        label=_("The same password again"),
        strip=False,
        max_length=MAX_PASSWORD_CHARS,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password2(self) -> str:
        again = str(self.cleaned_data["password2"])
        if again != self.cleaned_data.get("password1"):
            raise forms.ValidationError(_("The two passwords differ."))
        return again


class _AccountForm(_PasswordForm):
    """A new account."""

    name = forms.CharField(
        label=_("Name of your account"),
        max_length=Account._meta.get_field("username").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("Not your own name. Only people inside the newsroom see it, but they do."),
    )
    field_order = ("name", "password1", "password2")


class JoinAccountView(View):
    """The invited person chooses; nobody else ever knows the password."""

    @method_decorator(sensitive_post_parameters())
    def dispatch(self, request: HttpRequest, *arguments: Any, **options: Any) -> HttpResponse:
        pk = request.session.get(INVITATION)
        self.invitation = Invitation.objects.open().filter(pk=pk).select_related("account").first()
        if request.user.is_authenticated or self.invitation is None:
            return redirect("newsroom_join")
        return super().dispatch(request, *arguments, **options)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, self._form_class()())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form_class()(request.POST)
        if not form.is_valid():
            return self._show(request, form)
        words = form.cleaned_data
        try:
            account = invitations.accept(self.invitation.pk, name=words.get("name", ""), password=words["password1"])
        except SkarynaError as error:
            form.add_error(None, sentence(error))
            return self._show(request, form)
        del request.session[INVITATION]
        if self.invitation.is_reset:
            messages.success(request, _t("Your new password is set. Log in with it."))
            return redirect("account_login")
        account.backend = settings.AUTHENTICATION_BACKENDS[0]
        answer: HttpResponse = perform_login(request, account, redirect_url=reverse("newsroom_enrol"))
        return answer

    def _form_class(self) -> type[_PasswordForm]:
        return _PasswordForm if self.invitation.is_reset else _AccountForm

    def _show(self, request: HttpRequest, form: forms.Form) -> HttpResponse:
        context = {"form": form, "invitation": self.invitation, "rules": password_validators_help_texts()}
        return render(request, "newsroom/entrance/join_account.html", context)


def enrol(request: HttpRequest) -> HttpResponse:
    """Offer the second factors to who has none."""
    if factors.has_one(request.user):
        return HttpResponseRedirect(reverse("mfa_index"))
    context = {"is_required": door.is_required(request), **passkey_place(request)}
    return render(request, "newsroom/entrance/enrol.html", context)


login = spoken(LoginView.as_view())
leave = spoken(require_POST(allauth_views.logout))
join = spoken(JoinView.as_view())
join_account = spoken(JoinAccountView.as_view())
enrolment = spoken(enrol)
