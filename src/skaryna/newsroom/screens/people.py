"""Screens of accounts and roles."""

from wagtail.users.views.groups import GroupViewSet
from wagtail.users.views.users import UserViewSet


class AccountViewSet(UserViewSet):
    """People who may come in."""


class RoleViewSet(GroupViewSet):
    """Roles and what they may do."""
