"""Wagtail's screens for people, without the fields that a newsroom in danger must not have: real names, a mail."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's users application with our forms."""

    user_viewset = "skaryna.newsroom.screens.people.AccountViewSet"
    group_viewset = "skaryna.newsroom.screens.people.RoleViewSet"
