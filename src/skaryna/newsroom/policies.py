"""Who may do what, where it is not simply a permission of a model."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy


class FixedRows(ModelPermissionPolicy):
    """There is one masthead a language, made with the newsroom: none is added or deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"change", "view"} and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:  # noqa: ARG002 - Wagtail's
        return self.user_has_permission(user, action)


class PicturePolicy(CollectionOwnershipPermissionPolicy):
    """Whoever uploaded a picture may change it, until readers have it: then a change is a publication."""

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        actions = set(actions)
        if actions & {"change", "delete"} and not user.has_perm("newsroom.publish_article") and _is_shown(instance):
            actions -= {"change", "delete"}
        return bool(actions) and bool(super().user_has_any_permission_for_instance(user, actions, instance))


def _is_shown(picture: Any) -> bool:
    from skaryna.newsroom.approvals import users_of

    return bool(picture.pk) and next(users_of(picture), None) is not None
