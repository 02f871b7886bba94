"""The editor's script asks here what a paste, or pictures that were dropped, are as blocks. Nothing is stored."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.auth import require_admin_access
from wagtail.permissions import policy_registry

from skaryna.errors import SkarynaError
from skaryna.newsroom import blocks_in
from skaryna.newsroom.models import Article, NewsImage
from skaryna.newsroom.pasted import pasted
from skaryna.newsroom.place import current
from skaryna.newsroom.screens.refusing import sentence

MAX_PICTURES = 50
MAX_OWN_LINKS = 200
_MAY = ("newsroom.add_article", "newsroom.change_article", "newsroom.change_standingpage")


@require_admin_access
@require_POST
def paste(request: HttpRequest) -> JsonResponse:
    """Answer `{"blocks": […], "said": "…"}`, as the block editor's script takes them, or `{"problem": "…"}`."""
    if not any(request.user.has_perm(each) for each in _MAY):
        raise PermissionDenied
    try:
        if numbers := request.POST.getlist("picture")[:MAX_PICTURES]:
            stored, said = _figures(request, [each for each in numbers if each.isascii() and each.isdigit()])
        else:
            stored, said = _written(request.POST.get("html", ""))
    except SkarynaError as error:
        return JsonResponse({"problem": sentence(error)}, status=400)
    body = Article._meta.get_field("body").stream_block
    return JsonResponse({"blocks": body.get_form_state(body.to_python(stored)), "said": said})


def _written(markup: str) -> tuple[list[dict[str, Any]], str]:
    found = pasted(markup, own=_OwnLinks())
    said = ngettext("Pasted as %(count)s block.", "Pasted as %(count)s blocks.", len(found.blocks)) % {
        "count": len(found.blocks)
    }
    if found.pictures:
        said += " " + ngettext(
            "%(count)s picture was left out: upload it.", "%(count)s pictures were left out: upload them.",
            found.pictures,
        ) % {"count": found.pictures}  # fmt: skip
    return blocks_in.stored(found.blocks, lambda _image: None), said


def _figures(request: HttpRequest, numbers: list[str]) -> tuple[list[dict[str, Any]], str]:
    """Return a block for each picture that this account may use."""
    policy = policy_registry.get_by_type(NewsImage)
    allowed: QuerySet = policy.instances_user_has_any_permission_for(request.user, ["choose"])
    rows = allowed.in_bulk([int(each) for each in numbers])
    stored = [
        {
            "type": "figure",
            "value": {"image": int(each), "alt": "", "caption": "", "credit": ""},
            "id": str(uuid.uuid4()),
        }
        for each in numbers
        if int(each) in rows
    ]
    return stored, _("Put in. Describe each picture for those who cannot see it.")


class _OwnLinks:
    """Makes links to our own readers' pages links to our articles, which survive a change of address."""

    def __init__(self) -> None:
        self.publication = current().publication
        self.asked = 0

    def __call__(self, address: str) -> str:
        start = f"{self.publication.root}/"
        if not address.startswith(start) or self.asked >= MAX_OWN_LINKS:
            return address
        self.asked += 1
        page, _hash, _anchor = address.removeprefix(start).partition("#")
        language, _slash, rest = page.partition("/")
        language, page = (language, rest) if language in self.publication.languages else (self.publication.main, page)
        group = (
            Article.objects.filter(locale__language_code=language, address=page.removesuffix(".html"), live=True)
            .exclude(address="")
            .values_list("group", flat=True)
            .first()
        )
        return f"article:{group}" if group else address


urls = [path("paste/", paste, name="newsroom_paste")]
