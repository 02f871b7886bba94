"""Three roles, as groups: contributor, editor, administrator."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

GROUPS = {"contributor": "Contributors", "editor": "Editors", "administrator": "Administrators"}
"""Role, as the command line names it, and its group."""

_WRITE = {
    "wagtailadmin.access_admin",
    "newsroom.add_article",
    "newsroom.change_article",
    "newsroom.view_article",
    "newsroom.view_person",
    "newsroom.view_topic",
    "newsroom.view_standingpage",
}
_EDIT = {
    "newsroom.delete_article",
    "newsroom.publish_article",
    "newsroom.lock_article",
    "newsroom.unlock_article",
    "newsroom.add_person",
    "newsroom.change_person",
    "newsroom.delete_person",
    "newsroom.add_topic",
    "newsroom.change_topic",
    "newsroom.delete_topic",
    "newsroom.add_standingpage",
    "newsroom.change_standingpage",
    "newsroom.delete_standingpage",
    "newsroom.view_finding",
    "newsroom.change_finding",
}
_ADMINISTER = {
    # Nobody deletes an account by a click: what it wrote would lose its author. `skaryna user forget` does that.
    "newsroom.add_account",
    "newsroom.change_account",
    "newsroom.view_account",
    "newsroom.change_masthead",
    "newsroom.view_masthead",
    "newsroom.add_review",
    "newsroom.change_review",
    "newsroom.delete_review",
    "newsroom.view_review",
}
_PERMISSIONS = {
    "contributor": _WRITE,
    "editor": _WRITE | _EDIT,
    "administrator": _WRITE | _EDIT | _ADMINISTER,
}
_PICTURES = {
    "contributor": ("add_image", "choose_image"),
    "editor": ("add_image", "change_image", "choose_image", "delete_image"),
    "administrator": ("add_image", "change_image", "choose_image", "delete_image"),
}


@transaction.atomic
def ensure() -> None:
    """Make the three groups what this module says; groups of Wagtail's own that are not ours go."""
    Group.objects.exclude(name__in=GROUPS.values()).filter(name__in=("Moderators",)).delete()
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    root = Collection.get_first_root_node()
    for role, name in GROUPS.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.set(known[code] for code in sorted(_PERMISSIONS[role]))
        GroupPagePermission.objects.filter(group=group).delete()
        GroupCollectionPermission.objects.filter(group=group).delete()
        for codename in _PICTURES[role]:
            GroupCollectionPermission.objects.create(
                group=group, collection=root, permission=known[f"wagtailimages.{codename}"]
            )
