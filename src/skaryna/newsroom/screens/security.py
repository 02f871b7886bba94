"""What people see of their own way in: second factors, and where they are logged in."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as factor_views
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as code_views
from allauth.mfa.totp import views as app_views
from allauth.mfa.webauthn import views as passkey_views
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import path, reverse_lazy
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from skaryna.newsroom import events, factors, sessions
from skaryna.newsroom.adapters import STRONG
from skaryna.newsroom.models import Session
from skaryna.newsroom.screens.entrance import passkey_place, spoken


class SecurityView(WagtailAdminTemplateMixin, TemplateView):
    """Second factors and sessions of whoever looks."""

    template_name = "newsroom/people/security.html"
    page_title = _("Login and devices")
    header_icon = "key"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse_lazy("wagtailadmin_account"), "label": _t("Account")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        account, key = self.request.user, self.request.session.session_key or ""
        rows = list(Authenticator.objects.filter(user=account).order_by("pk"))
        here = sessions.digest(key)
        return {
            **super().get_context_data(**more),
            "passkeys": [(row, row.wrap().name) for row in rows if row.type == Authenticator.Type.WEBAUTHN],
            "app": next((row for row in rows if row.type == Authenticator.Type.TOTP), None),
            "codes": factors.count(account)["codes"],
            "has_one": any(row.type in STRONG for row in rows),
            "sessions": [
                (row, row.session_key == here) for row in Session.objects.filter(account=account).order_by("-seen_at")
            ],
            **passkey_place(self.request),
        }


class EndOthersView(View):
    """End every session of this account but the one that asks."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        ended = sessions.end(request.user, but=request.session.session_key or "")
        events.note("sessions_ended", request.user)
        messages.success(request, _t("Other sessions ended: %(ended)s.") % {"ended": ended})
        return redirect("newsroom_security")


class RemovePasskeyView(passkey_views.RemoveWebAuthnView):
    """allauth's, which would let the last second factor go."""

    def form_valid(self, form: Any) -> HttpResponse:
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(self.request, str(adapter.error_messages["cannot_delete_authenticator"]))
            return HttpResponseRedirect(self.get_success_url())
        answer: HttpResponse = super().form_valid(form)
        return answer


def _own(request: HttpRequest, *_arguments: Any, **_options: Any) -> HttpResponse:  # noqa: ARG001 - Django's
    """The own overviews of allauth lead to ours."""
    return redirect("newsroom_security")


urlpatterns = [
    path("account/security/", require_admin_access(SecurityView.as_view()), name="newsroom_security"),
    path("account/sessions/end/", require_admin_access(EndOthersView.as_view()), name="newsroom_end_others"),
    path("account/factors/", spoken(_own), name="mfa_index"),
    path("account/factors/passkeys/", spoken(_own), name="mfa_list_webauthn"),
    path("account/factors/passkeys/add/", spoken(passkey_views.add_webauthn), name="mfa_add_webauthn"),
    path("account/factors/passkeys/<int:pk>/", spoken(passkey_views.edit_webauthn), name="mfa_edit_webauthn"),
    path("account/factors/passkeys/<int:pk>/remove/", spoken(RemovePasskeyView.as_view()), name="mfa_remove_webauthn"),
    path("account/factors/app/add/", spoken(app_views.activate_totp), name="mfa_activate_totp"),
    path("account/factors/app/remove/", spoken(app_views.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/factors/codes/", spoken(code_views.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("account/factors/codes/new/", spoken(code_views.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("account/again/code/", spoken(factor_views.reauthenticate), name="mfa_reauthenticate"),
    path("account/again/passkey/", spoken(passkey_views.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
]
