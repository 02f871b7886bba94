"""One record of a WordPress export: a post for the newsroom, or something that is none, with its words."""

import datetime as dt
import email.utils
import html
import re
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

import msgspec

from skaryna.model import inline
from skaryna.model.draft import DraftByline, DraftTopic
from skaryna.model.finding import Carried
from skaryna.rescue.exports import discussion, metas
from skaryna.rescue.exports.carried import carried_kind
from skaryna.rescue.exports.gutenberg import prepared
from skaryna.rescue.exports.library import Library, Person
from skaryna.rescue.exports.parsing import Field, Parsed
from skaryna.rescue.exports.post import A_NOTICE, A_PAGE, OTHER_FIELDS, Aside, Picture, Post
from skaryna.rescue.exports.secrets import Refused, is_email, is_secret, without_emails
from skaryna.rescue.exports.telling import domain_in
from skaryna.rescue.structure import dates
from skaryna.rescue.wordlist import listed

MAX_TOPICS = 60
HOUSE_KINDS = listed(
    "nav_menu_item revision custom_css customize_changeset oembed_cache wp_global_styles wp_template wp_template_part"
    " wp_navigation wp_font_family wp_font_face wp_block wpcf7_contact_form acf-field acf-field-group elementor_library"
    " guest-author attachment mc4wp-form wpforms ninja_form popup elementor_snippet"
)
PRIVATE_KINDS = listed(
    "feedback flamingo_inbound flamingo_outbound flamingo_contact shop_order shop_order_refund shop_subscription"
    " shop_coupon edd_payment nf_sub user_request scheduled-action give_payment wpforms_entry memberpressproduct"
    " mailpoet_subscriber newsletter bp-email wp_log"
)
"""Messages, orders, members: people's addresses stand in them. They are counted, and nothing of them is copied."""
_CONSUMED = listed(
    "title link pubDate creator guid encoded description post_id post_date post_date_gmt post_modified post_modified_gmt"
    " comment_status ping_status post_name status post_parent menu_order post_type post_password is_sticky attachment_url"
    " category postmeta comment enclosure author"
)
_MANY = frozenset({"category", "postmeta", "comment", "enclosure", "author", "link"})
_HELD = {
    "draft": "it was a draft on the former site",
    "auto-draft": "it was a draft on the former site",
    "pending": "it waited for an editor's approval on the former site",
    "private": "it was private on the former site",
    "future": "it was to be published later on the former site",
    "trash": "it was in the bin of the former site",
    "inherit": "the export does not say whether readers could see it",
    "": "the export does not say whether readers could see it",
}
_UNDATED = frozenset({"draft", "auto-draft", "pending", "trash", "future"})
_ACCOUNTS = listed("admin administrator root user editor wordpress webmaster test author support info office")
_NO_TOPICS = listed(
    "post_format author language post_translations term_translations nav_menu translation_priority wp_theme post_group"
)
_EMPTY_TOPICS = frozenset({"uncategorized", "без рубрики", "без рубрыкі", "без категорії", "bez kategorii", ""})


DAMAGED = "its record in the export is damaged, and may have lost that it was private"
TORN = "The export ends in the middle of this article: what came after is not in it."


@dataclass(frozen=True, slots=True)
class Other:
    """A record that is no article: its kind and its words. `is_private`: nothing of it may be copied."""

    source: str
    kind: str
    text: str
    is_private: bool = False


def kind_of(root: Field) -> str:
    """Return the post type; an old export that does not say it means a post."""
    return root.get("post_type").strip().lower() or ("attachment" if root.get("attachment_url").strip() else "post")


def is_article(kind: str) -> bool:
    """Whether records of a kind have words for readers."""
    return kind not in HOUSE_KINDS and kind not in PRIVATE_KINDS


def origin_of(root: Field, base: str) -> str:
    """Return what a record is for ever: its identifier on its site; the same in every export of that site."""
    guid, number, link = root.get("guid").strip(), root.get("post_id").strip(), root.get("link").strip()
    if guid:  # Some exports give several posts one identifier: the number tells them apart.
        return f"wordpress {guid} {number}"
    if base and number:
        return f"wordpress {base.rstrip('/')} {kind_of(root)} {number} {root.get('post_name').strip()}"
    if link.startswith("http"):
        return f"wordpress {link}"
    return f"wordpress {number} {root.get('title')} {root.get('post_name')} {root.get('encoded', 'content')[:2_000]}"


def revision_of(root: Field) -> str:
    """Return when a record says that it was last changed; sortable."""
    for name in ("post_modified_gmt", "post_modified", "post_date_gmt", "post_date"):
        said = root.get(name).strip()
        if said and not said.startswith("0000"):
            return said
    return ""


def picture_of(root: Field) -> Picture:
    """Return what an attachment says of its file."""
    said = dict(metas.pairs(root))
    address = root.get("attachment_url").strip() or root.get("guid").strip()
    caption = root.get("encoded", "excerpt").strip()
    return Picture(address, said.get("_wp_attachment_image_alt", "").strip(), caption, metas.credit_in(said))


def guest_of(root: Field) -> tuple[str, Person]:
    """Return a guest author by the name under which posts name them."""
    said = dict(metas.pairs(root))
    name = said.get("cap-display_name") or root.get("title")
    bio = said.get("cap-description", "") or root.get("encoded", "content")
    slug = (root.get("post_name") or said.get("cap-user_login") or name).strip().removeprefix("cap-")
    return slug, Person(inline.plain(html.unescape(name)), inline.plain(inline.text_of(inline.clean(bio))))


def words_of_term(root: Field, refused: Refused) -> str:
    """Return what a category, tag or other term says of itself beyond its name."""
    if root.name == "author":  # What a damaged one has swallowed; its own fields are addresses and names.
        loose = [root.text, *(all_text(each) for each in root.inner if not each.name.startswith("author_"))]
        return without_emails(" ".join(" ".join(loose).split()), refused, "e-mail addresses in settings")
    if root.name not in {"category", "tag", "term"}:
        return ""
    said = [root.get(name).strip() for name in ("category_description", "tag_description", "term_description")]
    for each in root.all("termmeta"):
        key, value = each.get("meta_key"), each.get("meta_value")
        if key.startswith("_skaryna_"):
            continue
        if is_secret(key, value):
            refused.note(f"settings of terms with keys or addresses ({key[:40]})")
        elif value.strip():
            said.append(f"{key}: {value}")
    name = root.get("cat_name") or root.get("tag_name") or root.get("term_name")
    words = "\n".join(filter(None, said))
    return f"{name}: {words}" if words else ""


def told(made: Parsed, library: Library, refused: Refused, *, name: str, is_torn: bool = False) -> Post | Other:
    """Return a record as a post, or as something that is none."""
    root = made.root
    kind = kind_of(root)
    number = root.get("post_id").strip()
    source = f"{name}: {kind} {number or root.get('title')[:60] or '?'}"
    if kind in PRIVATE_KINDS:
        refused.note(f"messages, orders or members, kind “{kind}”: they have people's addresses")
        return Other(source, kind, "", is_private=True)
    if not is_article(kind):
        return Other(source, kind, _words(root, refused))
    post = _post(root, library, refused, kind=kind, number=number, source=source)
    if made.is_doubtful:
        # A password or a state of which only the name is damaged is no reason to publish what they kept back.
        post = replace(post, held="; ".join(filter(None, (post.held, DAMAGED))))
    if is_torn:
        post = replace(post, marks=(*post.marks, TORN))
    return post


def _words(root: Field, refused: Refused) -> str:
    said = [
        root.get("title"),
        root.get("encoded", "content"),
        root.get("encoded", "excerpt"),
        root.get("attachment_url"),
    ]
    said += [each.text for each in metas.asides(root, refused)]
    # Pictures and earlier versions have comments too.
    said += [each.text for each in discussion.asides(root, refused)]
    said += [each.text for each in _rest(root, refused)]
    return without_emails(
        "\n".join(each.strip() for each in said if each.strip()), refused, "e-mail addresses in settings"
    )


def _post(  # noqa: PLR0913 - what a post is and where it stands
    root: Field, library: Library, refused: Refused, *, kind: str, number: str, source: str
) -> Post:
    status = root.get("status").strip().lower()
    said = dict(metas.pairs(root))
    address = root.get("link").strip()
    text = prepared(root.get("encoded", "content"), library, number=number, notes=said.get("footnotes", ""))
    asides, marks = list(text.asides), list(text.marks)
    markup = text.markup + _enclosures(root, said)
    asides += metas.asides(root, refused)
    asides += discussion.asides(root, refused)
    asides += _rest(root, refused)
    bylines = _bylines(root, library, marks)
    published = _published(root) if status not in _UNDATED and not _is_filled_in(root, said) else None
    held = _held(root, status, kind, refused)
    if kind not in {"post", "page"}:
        marks.append(f"On the former site it was of the kind “{kind[:40]}”, not an ordinary post.")
    post = Post(
        origin=origin_of(root, library.base),
        source=source,
        title=html.unescape(root.get("title")),
        markup=markup,
        lead=root.get("encoded", "excerpt"),
        slug=unquote(root.get("post_name").strip()),
        language=_language(root, library),
        address=address if address.startswith("http") else "",
        own=frozenset(domain for each in library.hosts if (domain := domain_in(each))),
        topics=_topics(root),
        bylines=bylines,
        picture=_featured(said, library),
        published_at=published,
        reads=metas.views(said),
        old_addresses=_old(address, root),
        held=held,
        asides=tuple(asides),
        marks=tuple(marks),
        alts=_alts(text.markup, library),
        record=_record(root),
        revision=revision_of(root),
    )
    value = said.get("_skaryna_value", "")
    if value:
        own = carried_kind(kind, said.get("_skaryna_kind", ""))
        held = A_NOTICE if own == "withdrawal" and status == "private" else held  # As we wrote it.
        return replace(
            post,
            held=held,
            carried=Carried(kind=own, value=value),
            carried_markup=root.get("encoded", "content"),
        )
    return post


def _held(root: Field, status: str, kind: str, refused: Refused) -> str:
    reasons = []
    if status != "publish":
        reasons.append(_HELD.get(status, f"its state on the former site was “{status[:30]}”"))
    if root.get("post_password").strip():
        refused.note("passwords of posts")
        reasons.append("it was behind a password on the former site")
    if kind == "page":
        reasons.append(A_PAGE)
    return "; ".join(reasons)


def _is_filled_in(root: Field, said: dict[str, str]) -> bool:
    """Whether the day is one that our own export wrote where none was known: WordPress must have one."""
    stamp = root.get("post_date_gmt") or root.get("post_date")
    return said.get("_skaryna_undated") == "1" and stamp.strip().endswith("-01-01 00:00:00")


def _bylines(root: Field, library: Library, marks: list[str]) -> tuple[DraftByline, ...]:
    names = [
        each.attributes.get("nicename", "") or each.text
        for each in root.all("category")
        if each.attributes.get("domain") == "author"
    ]
    shown = {each.attributes.get("nicename", ""): each.text.strip() for each in root.all("category")}
    creator = root.get("creator").strip() or root.get("author").strip()
    found: dict[str, str] = {}
    for name in names or [creator]:
        person = library.person(name.strip())
        if person is None and library.version.startswith("1.0") and name and not is_email(name) and " " in name:
            person = Person(name)  # The oldest form names authors as readers saw them.
        if person is None and name in shown and shown[name] and " " in shown[name]:
            person = Person(shown[name])
        if person is not None and person.name.casefold() not in _ACCOUNTS and not is_email(person.name):
            found.setdefault(inline.plain(person.name), person.bio)
        elif name.strip():
            account = "an e-mail address" if is_email(name) else f"the account “{inline.plain(name)[:60]}”"
            marks.append(f"The export names only {account} as its author, and no name that readers saw.")
    return tuple(DraftByline(name=name, bio=bio) for name, bio in found.items() if name)


def _topics(root: Field) -> tuple[DraftTopic, ...]:
    found: dict[str, DraftTopic] = {}
    known = ("category", "post_tag", "tag", "")
    listed_terms = root.all("category")
    ordered = sorted(
        listed_terms,
        key=lambda each: known.index(d) if (d := each.attributes.get("domain", "")) in known else len(known),
    )
    for each in ordered:
        domain = each.attributes.get("domain", "")
        name = inline.plain(html.unescape(html.unescape(each.text))).strip()
        if domain in _NO_TOPICS or name.casefold() in _EMPTY_TOPICS:
            continue
        found.setdefault(name.casefold(), DraftTopic(name=name[:200], sure=domain in known))
    return tuple(found.values())[:MAX_TOPICS]


def _language(root: Field, library: Library) -> str:
    own = next(
        (
            each.attributes.get("nicename", "")
            for each in root.all("category")
            if each.attributes.get("domain") == "language"
        ),
        "",
    )
    return own or library.language


def _featured(said: dict[str, str], library: Library) -> Picture | None:
    number = said.get("_thumbnail_id", "").strip()
    return library.picture(number) if number else None


def _alts(markup: str, library: Library) -> dict[str, Picture]:
    """Return what the library says of the pictures that a text names."""
    found = {
        number: picture for number in re.findall(r"wp-image-(\d{1,18})", markup) if (picture := library.picture(number))
    }
    for address in re.findall(r"""<img\b[^<>]{0,4000}?\ssrc=["']([^"'<>]{1,2000})["']""", markup):
        if address not in found and (picture := library.picture_at(html.unescape(address))):
            found[html.unescape(address)] = picture
    return found


def _published(root: Field) -> dt.datetime | None:
    for name in ("post_date_gmt", "post_date"):
        if moment := dates.moment_of(root.get(name)):
            return moment
    return moment_of_mail(root.get("pubDate"))


def moment_of_mail(stamp: str) -> dt.datetime | None:
    """Read a date as mails and feeds write it; None for anything else, and for years that no site is from."""
    try:
        moment = email.utils.parsedate_to_datetime(stamp.strip()) if stamp.strip() else None
        if moment is None or not dates.EARLIEST_YEAR <= moment.year <= dates.LATEST_YEAR:
            return None
        return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _old(address: str, root: Field) -> tuple[str, ...]:
    """Return further paths at which the post was: former names of it."""
    try:
        path = urlsplit(address).path
    except ValueError:
        return ()
    name = root.get("post_name").strip()
    former = [value.strip() for key, value in metas.pairs(root) if key == "_wp_old_slug" and value.strip()]
    if not name or name not in path:
        return ()
    return tuple(path.replace(name, each) for each in former[:20])


def _enclosures(root: Field, said: dict[str, str]) -> str:
    addresses = [
        said.get("enclosure", "").split("\n")[0].strip(),
        *(each.attributes.get("url", "") for each in root.all("enclosure")),
    ]
    unique = dict.fromkeys(each for each in addresses if each.startswith("http"))
    return "".join(f'\n<audio src="{html.escape(each)}"></audio>' for each in unique)


def _rest(root: Field, refused: Refused) -> list[Aside]:
    """Return fields that nobody here knows: nothing of a record is dropped in silence."""
    said = []
    seen: set[tuple[str, str]] = set()
    for each in root.inner:
        text = all_text(each)
        is_first = (each.prefix, each.name) not in seen
        seen.add((each.prefix, each.name))
        # A damaged record may have a second text, a second title: of another one that it swallowed.
        is_known = each.name in _CONSUMED and (each.name != "encoded" or each.prefix in {"content", "excerpt"})
        if not text or (is_known and (is_first or each.name in _MANY)):
            continue
        if is_secret(each.name, text):
            refused.note(f"other fields with keys or addresses ({each.name[:40]})")
        else:
            said.append(f"{each.name}: {text}")
    if description := root.get("description").strip():
        said.append(f"description: {description}")
    if root.text.strip():
        said.append(root.text.strip())
    return [Aside("\n".join(said), OTHER_FIELDS, "in other fields", is_foreign=True)] if said else []


def all_text(each: Field) -> str:
    """Return the words of a field and of all that is in it."""
    return " ".join(filter(None, (each.text.strip(), *(all_text(inner) for inner in each.inner))))


def _record(root: Field) -> bytes:
    """Return a record as evidence: without passwords, keys, and the addresses of those who commented."""
    plain = {
        each.name if each.name != "encoded" else f"{each.prefix}:encoded": each.text
        for each in root.inner
        if each.name not in {"postmeta", "comment", "category", "post_password"} and not is_email(each.text)
    }
    value = {
        "fields": plain,
        "terms": [
            [each.attributes.get("domain", ""), each.attributes.get("nicename", ""), each.text]
            for each in root.all("category")
        ],
        "settings": metas.kept(root, Refused(), everything=True),
        "comments": discussion.plain(root),
    }
    return msgspec.json.encode(value, order="sorted")
