"""Who may do what, where it is not simply a permission of a model."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy


class FixedRows(ModelPermissionPolicy):
    """There is one masthead a language, made with the newsroom: none is added or deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"change", "view"} and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:  # noqa: ARG002 - Wagtail's
        return self.user_has_permission(user, action)
