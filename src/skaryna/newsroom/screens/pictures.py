"""Screens of pictures that Wagtail does not have: what a file says of itself, and covering a part for good."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.auth import require_admin_access
from wagtail.admin.widgets.button import HeaderButton
from wagtail.images.views import images, multiple
from wagtail.permissions import policy_registry

from skaryna.errors import SkarynaError, SourceError
from skaryna.newsroom import covering, events
from skaryna.newsroom.models import NewsImage
from skaryna.newsroom.pictures import cleaned
from skaryna.newsroom.screens.refusing import sentence
from skaryna.outside.covering import MAX_REGIONS, MIN_EDGE_PX
from skaryna.outside.picture_words import words_of

MAX_WORDS_BYTES = 16 << 20
"""Words stand in the head of a JPEG; the screen sends no more than that of it."""


class ManyView(multiple.AddView):
    """Many pictures at once; each form is filled with what the file says of itself."""

    page_title = gettext_lazy("Add pictures")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Clean first: where another field is at fault, Wagtail would put the file aside as it came."""
        upload = request.FILES.get("files[]")
        if upload is not None:
            try:
                request.FILES["files[]"] = cleaned(upload.read(), name=upload.name).unnamed()
            except SourceError:
                # The form says so, and then nothing is put aside.
                upload.seek(0)
        return super().post(request)

    def save_object(self, form: Any) -> Any:
        self.words = form.cleaned_data["file"].words
        return super().save_object(form)

    def get_edit_object_form_context_data(self) -> dict[str, Any]:
        context: dict[str, Any] = super().get_edit_object_form_context_data()
        context["form"].offer(self.words)
        return context


class PutAsideView(multiple.CreateFromUploadedImageView):
    """A picture that was put aside becomes one of the library, by the same way as all others."""

    def save_object(self, form: Any) -> None:
        with self.upload.file.open() as file:
            self.object.file = cleaned(file.read(), name=self.upload.file.name).unnamed()
        self.object.uploaded_by_user = self.request.user
        form.save()


class EditView(images.EditView):
    """Wagtail's, with the way to cover a part."""

    @cached_property
    def header_buttons(self) -> list[Any]:
        url = reverse("newsroom_cover", args=[self.object.pk])
        return [HeaderButton(_("Cover faces or places"), url=url, icon_name="no-view"), *super().header_buttons]


@require_admin_access
@require_POST
def file_words(request: HttpRequest) -> JsonResponse:
    """Answer what a chosen file says of itself, before it is uploaded. Nothing of the file is kept."""
    if not policy_registry.get_by_type(NewsImage).user_has_any_permission(request.user, ["add", "change"]):
        raise PermissionDenied
    upload = request.FILES.get("file")
    if upload is None or upload.size > MAX_WORDS_BYTES:
        return JsonResponse({})
    words = words_of(upload.read())
    return JsonResponse({name: getattr(words, name) for name in words.names})


@require_admin_access
def cover(request: HttpRequest, key: int) -> HttpResponse:
    """The screen where parts of a picture are covered, and the deed itself."""
    picture = get_object_or_404(NewsImage, pk=key)
    if not policy_registry.get_by_type(NewsImage).user_has_permission_for_instance(request.user, "change", picture):
        raise PermissionDenied
    if request.method == "POST":
        return _covered(request, picture)
    context = {
        "picture": picture,
        "header_title": _("Cover faces or places"),
        "shown_by": covering.shown_by(picture),
        "twins": covering.twins(picture),
        "max_regions": MAX_REGIONS,
        "min_edge": MIN_EDGE_PX,
        "words": _script_words(),
    }
    return TemplateResponse(request, "newsroom/cover.html", context)


def _covered(request: HttpRequest, picture: NewsImage) -> HttpResponse:
    had_readers = bool(covering.shown_by(picture))
    try:
        if not request.POST.get("for-good"):
            messages.error(request, _("Nothing was covered: say first that you know it cannot be undone."))
            return redirect("newsroom_cover", picture.pk)
        regions = covering.regions_of(request.POST.get("regions", ""))
        covering.cover(picture.pk, regions, digest=request.POST.get("digest", ""))
        events.note("covered", picture, by=request.user)
    except SkarynaError as error:
        messages.error(request, sentence(error))
        return redirect("newsroom_cover", picture.pk)
    messages.success(
        request,
        _("Covered for good. The file that showed what is covered, and all smaller copies of it, are gone from here."),
    )
    if had_readers:
        messages.warning(
            request,
            _(
                "Readers get the covered picture with the next edition. The earlier editions that this folder keeps "
                "still hold the old one: after the next edition, let whoever runs the press call "
                "`skaryna editions forget`. Copies that others made, and backups, are out of reach."
            ),
        )
    answer = redirect("wagtailimages:edit", picture.pk)
    # The browser need not keep the old picture either.
    answer["Clear-Site-Data"] = '"cache"'
    return answer


def _script_words() -> dict[str, str]:
    """Return what the script says."""
    return {
        "region": _("Part {number}: {width} by {height} pixels"),
        "added": _("Part {number} was added. Arrow keys move it, with Shift they change its size, Delete removes it."),
        "removed": _("The part was removed."),
        "none": _("Draw a rectangle over what nobody must see, or add one with the button."),
        "full": _("These are as many parts as one step takes. Cover them, then come back for more."),
    }


urls = [
    path("images/multiple/add/", ManyView.as_view()),
    path("images/multiple/create_from_uploaded_image/<int:uploaded_file_id>/", PutAsideView.as_view()),
    path("images/<int:image_id>/", EditView.as_view()),
    path("images/<int:key>/cover/", cover, name="newsroom_cover"),
    path("images/words/", file_words, name="newsroom_file_words"),
]
