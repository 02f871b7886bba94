"""Who approved which words. An agreement holds for exactly the words that were there when it was given."""

from django.conf import settings
from django.db import models


class Agreement(models.Model):
    """An account approves what readers would get of a revision; `words` is the digest of that.

    Wagtail's autosave writes over a revision, so its number alone would say nothing. `mark` proves that the newsroom
    wrote the row, and not somebody with the database alone.
    """

    article = models.ForeignKey("newsroom.Article", on_delete=models.CASCADE, related_name="agreements")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=64)
    mark = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("article", "account", "words"), name="one_agreement_an_account"),
        )

    def __str__(self) -> str:
        return f"{self.account} {self.words[:12]}"
