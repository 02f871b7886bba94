"""The newsroom as a Django application."""

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    """Connects what editors approve with the journal."""

    name = "skaryna.newsroom"
    label = "newsroom"
    verbose_name = "Newsroom"

    def ready(self) -> None:
        from skaryna.newsroom import approvals, counting, events, following, given, marking

        approvals.connect()
        events.connect()
        marking.connect()
        following.connect()
        given.connect()
        counting.mend()
        _fix_mastheads()
        _guard_pictures()


def _fix_mastheads() -> None:
    """There is one masthead a language, made with the newsroom: no screen adds or deletes one."""
    from wagtail.permissions import register_permission_policy

    from skaryna.newsroom.models import Masthead, Review
    from skaryna.newsroom.policies import FixedRows

    register_permission_policy(Masthead, FixedRows(Masthead))
    # Else Wagtail would ask for the permission on all kinds of tasks.
    register_permission_policy(Review)


def _guard_pictures() -> None:
    """Changing a picture that readers have is publishing."""
    from wagtail.permissions import register_permission_policy

    from skaryna.newsroom.models import NewsImage
    from skaryna.newsroom.policies import PicturePolicy

    policy = PicturePolicy(NewsImage, auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user")
    # Of this very class, since Wagtail registers its own for the model after us.
    register_permission_policy(NewsImage, policy, exact_class=True)
