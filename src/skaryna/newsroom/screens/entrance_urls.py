"""Addresses before the newsroom. The login stands where Wagtail has its own, and hides it."""

from allauth.account import views as allauth_views
from allauth.mfa.base.views import authenticate
from allauth.mfa.webauthn.views import login_webauthn
from django.urls import path

from skaryna.newsroom.screens import entrance
from skaryna.newsroom.screens.entrance import spoken

urlpatterns = [
    path("login/", entrance.login, name="account_login"),
    path("login/second/", spoken(authenticate), name="mfa_authenticate"),
    path("login/passkey/", spoken(login_webauthn), name="mfa_login_webauthn"),
    path("login/leave/", entrance.leave, name="account_logout"),
    path("join/", entrance.join, name="newsroom_join"),
    path("join/account/", entrance.join_account, name="newsroom_join_account"),
    path("second-factor/", entrance.enrolment, name="newsroom_enrol"),
    path("account/again/", spoken(allauth_views.reauthenticate), name="account_reauthenticate"),
]
