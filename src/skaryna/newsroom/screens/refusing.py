"""Where a rule of the model refuses a value, the form says it, and nothing is half-saved."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from skaryna.errors import SkarynaError
from skaryna.newsroom.sentences import said


def sentence(error: SkarynaError) -> str:
    return said(error)


class Refusing:
    """Mixed into create and edit views of what is handed over when it is saved."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Save row and journal in one transaction, or show the form again with the reason."""
        is_new = form.instance.pk is None
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc]
        except SkarynaError as error:
            if is_new:
                form.instance.pk = None
                self.object = None
            form.add_error(None, sentence(error))
            # Wagtail's plain views note it where a form is checked, and look for it here.
            self.produced_error_code, self.produced_error_message = "validation_error", sentence(error)
            return self.form_invalid(form)  # type: ignore[attr-defined]


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's protocol
    """Answer a form without this browser's token: another site sent it, or it is from before a login."""
    return render(request, "newsroom/entrance/too_old.html", status=403)
