"""Articles, forms and rescued sources for the tests."""

import hashlib
import io
import re
from typing import Any

from PIL import Image as Pillow

from skaryna.model import Draft, DraftByline, DraftTopic, Finding, Paragraph, Rescued
from skaryna.newsroom.richtext import INLINE


def article(title: str = "A story", *, body: Any = None, language: str = "en", **more: Any) -> Any:
    """Save an article as a draft."""
    from wagtail.models import Locale

    from skaryna.newsroom.models import Article

    row = Article(
        title=title,
        locale=Locale.objects.get(language_code=language),
        live=False,
        body=[{"type": "paragraph", "value": "<p>It happened.</p>"}] if body is None else body,
        **more,
    )
    row.save()
    row.save_revision(clean=False)
    return row


def published(title: str = "A story", **more: Any) -> Any:
    """Save an article and publish it."""
    from skaryna.newsroom.models import Article

    row = article(title, **more)
    row.get_latest_revision().publish()
    return Article.objects.get(pk=row.pk)


def person(name: str = "Ann River", **more: Any) -> Any:
    return _named("Person", name, more)


def topic(name: str = "Law", **more: Any) -> Any:
    return _named("Topic", name, more)


def _named(kind: str, name: str, more: dict[str, Any]) -> Any:
    from wagtail.models import Locale

    from skaryna.newsroom import models

    row = getattr(models, kind)(name=name, locale=Locale.objects.get(language_code="en"), **more)
    row.save()
    return row


def form(
    title: str = "A story", *, action: str = "", body: Any = None, bylines: Any = (), **more: Any
) -> dict[str, Any]:
    """What the browser sends from the article's form."""
    from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

    blocks = [("paragraph", rich_text("<p>It happened.</p>", features=INLINE))] if body is None else body
    data = {
        "title": title,
        "lead": "",
        "slug": "",
        "body": streamfield(blocks),
        "lead_image": "",
        "lead_alt": "",
        "lead_caption": rich_text("", features=INLINE),
        "lead_credit": "",
        "published_at": "",
        "updated_at": "",
        "legacy_reads": "",
        "old_addresses": "",
        "bylines": inline_formset([{"person": str(each.pk), "role": ""} for each in bylines]),
        "topic_links": inline_formset([]),
        "corrections": inline_formset([]),
        **more,
    }
    sent: dict[str, Any] = nested_form_data(data)
    return {**sent, action: "x"} if action else sent


def rescued(source: str = "page.txt", *, title: str = "Lost and found", **more: Any) -> Rescued:
    """A source as rescue hands it over."""
    findings = more.pop(
        "quarantine", (Finding(kind="intruder", reason="It sells.", text="buy now http://spam.example"),)
    )
    values: dict[str, Any] = {
        "slug": "",
        "language": "en",
        "lead": "A lead.",
        "bylines": (DraftByline(name="Ann River", bio="Writes."),),
        "topics": (DraftTopic(name="Law"), DraftTopic(name="Belarus law", sure=False)),
        "body": (Paragraph(html=f"The words of {source}."),),
        **more,
    }
    return Rescued(
        source=source,
        digest=hashlib.sha256(source.encode()).hexdigest(),
        draft=Draft(title=title, **values),
        quarantine=findings,
    )


def photograph(*, width: int = 640, height: int = 480) -> bytes:
    """A JPEG with everything that betrays a photographer: place, camera, time, comment, thumbnail's marker."""
    picture = Pillow.new("RGB", (width, height), (120, 40, 20))
    exif = Pillow.Exif()
    exif[0x010F], exif[0x0110], exif[0x0132] = "SecretCam", "Model of Ivan", "2022:03:09 10:11:12"
    exif.get_ifd(0x8825).update({1: "N", 2: (53.0, 54.0, 8.0), 3: "E", 4: (27.0, 33.0, 59.0)})
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", exif=exif, comment=b"taken at home", quality=80)
    return buffer.getvalue()


def token(page: str) -> str:
    """Return what the page that shows what readers will get sends along with its Publish."""
    found = re.search(r'name="leaving-seen" value="([^"]+)"', page)
    assert found, "the page has no token"
    return found[1]


def confirmed(client: Any, answer: Any) -> Any:
    """Look at what readers will get, where a Publish led there, and publish it."""
    assert "/leaving/article/" in answer["Location"], answer["Location"]
    page = client.get(answer["Location"]).content.decode()
    return client.post(answer["Location"], {"leaving-seen": token(page)})


def rich(markup: str) -> tuple[str, Any]:
    """Return a paragraph of the form."""
    from wagtail.test.utils.form_data import rich_text

    return ("paragraph", rich_text(markup, features=INLINE))
