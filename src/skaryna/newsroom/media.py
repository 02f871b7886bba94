"""Pictures shown inside the newsroom, to who may be there: unpublished pictures are nobody else's business."""

import mimetypes
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from wagtail.admin.auth import require_admin_access

_TYPES = {"image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"}


@require_admin_access
def show(_request: HttpRequest, name: str) -> FileResponse:
    """Return a picture file of the folder's `media/`."""
    root = Path(settings.MEDIA_ROOT).resolve()
    path = (root / name).resolve()
    kind = mimetypes.guess_type(path.name)[0] or ""
    if not path.is_relative_to(root) or kind not in _TYPES or not path.is_file():
        raise Http404
    answer = FileResponse(path.open("rb"), content_type=kind)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
