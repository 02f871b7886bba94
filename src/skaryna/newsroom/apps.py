"""The newsroom as a Django application."""

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    """Connects what editors approve with the journal."""

    name = "skaryna.newsroom"
    label = "newsroom"
    verbose_name = "Newsroom"

    def ready(self) -> None:
        from skaryna.newsroom import approvals

        approvals.connect()
