"""The newsroom as a Django application."""

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    """Connects what editors approve with the journal."""

    name = "skaryna.newsroom"
    label = "newsroom"
    verbose_name = "Newsroom"

    def ready(self) -> None:
        from skaryna.newsroom import approvals, events, marking

        approvals.connect()
        events.connect()
        marking.connect()
        _fix_mastheads()


def _fix_mastheads() -> None:
    """There is one masthead a language, made with the newsroom: no screen adds or deletes one."""
    from wagtail.permissions import register_permission_policy

    from skaryna.newsroom.models import Masthead
    from skaryna.newsroom.policies import FixedRows

    register_permission_policy(Masthead, FixedRows(Masthead))
