"""What the clock may do: an editor said so, and the row proves it."""

from django.db import models


class Appointment(models.Model):
    """An article goes to readers (`begin`) or is taken from them (`end`) at a time.

    Wagtail keeps the times themselves; this row says that the newsroom set them: for which revision, with which
    content, and who approved it. `mark` is an authenticator over all of that (`newsroom.appointments`).
    """

    BEGIN, END = "begin", "end"

    article = models.ForeignKey("newsroom.Article", on_delete=models.CASCADE, related_name="appointments")
    kind = models.CharField(max_length=5)
    at = models.DateTimeField()
    names = models.CharField(max_length=320, blank=True)
    mark = models.CharField(max_length=64)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = (models.UniqueConstraint(fields=("article", "kind"), name="one_appointment_a_kind"),)

    def __str__(self) -> str:
        return f"{self.article} {self.kind} {self.at:%Y-%m-%d %H:%M}"
