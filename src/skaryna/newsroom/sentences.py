"""Sentences that were written where nobody speaks anything but English, in the editor's language.

The model, rescue and the press know no Django, so their sentences reach the newsroom finished: in an error, in the
database, in the ledger of the press. Each is known here by its form; one that is not stays as it is.
"""

import functools
import re

from django.utils.translation import get_language, gettext

from skaryna.errors import SkarynaError


def _(form: str) -> str:
    """Mark a form for the catalogues; it is translated where it is met."""
    return form


SENTENCES = (
    # The model
    _("A %(where)s is empty."),
    _("The %(where)s %(text)s has line breaks or invisible characters."),
    _("The %(where)s has an address that is not allowed: %(address)s."),
    _("A %(where)s has %(count)s characters; at most %(most)s are allowed."),
    _("A %(where)s has the invisible character U+%(character)s."),
    _("A %(where)s has markup that is not allowed: %(markup)s."),
    _("A %(where)s has a link that is not allowed: %(address)s."),
    _("A %(where)s closes <%(mark)s> where it is not open."),
    _("A %(where)s does not close <%(mark)s>."),
    _("A byline has invisible characters."),
    _("A correction is empty."),
    _("A figure has neither a picture nor a caption."),
    _("A list has no points."),
    _("A table's rows differ in length, or it has none."),
    _("A table has more than %(count)s cells."),
    _("A block of fixed text is empty or has invisible characters."),
    _("A picture has a digest that is none: %(digest)s."),
    _("A %(where)s has a digest that is none: %(digest)s."),
    _("A claim is too long, or has line breaks or invisible characters."),
    _("A claim has no words or no verdict."),
    _("A claim has an address that is not allowed: %(address)s."),
    _("A claim has a day that is none: %(day)s."),
    _("A picture has a file name outside of media/: %(name)s."),
    _("The picture %(name)s has no size."),
    _("The picture %(name)s has its focal point outside of itself."),
    _("The article %(address)s has no title, or one with invisible characters."),
    _("The lead of %(address)s has invisible characters."),
    _("The article %(address)s has %(count)s reads."),
    _("The article %(address)s has %(count)s blocks; at most %(most)s."),
    _("The old address %(address)s is not a path."),
    _("Write it as /2019/03/09/title/ , without the domain."),
    _("The %(what)s has the slug %(slug)s."),
    _("A slug has lower-case Latin letters and digits, with single hyphens between words."),
    _("The %(what)s has an identifier that is none: %(name)s."),
    _("The %(what)s has the address %(address)s; it should look like 2022/slug."),
    _("The %(what)s is in the language %(language)s."),
    _("Known languages: %(languages)s."),
    _("The %(what)s has the time %(time)s, which is not in UTC."),
    _("A page has no title, or one with invisible characters."),
    _("An author has no name, or one with invisible characters."),
    _("A topic has no name, or text with invisible characters."),
    _("An appeal needs a title and the words of its link."),
    _("A masthead has no title."),
    _("A masthead has invisible characters."),
    _("The contact address %(address)s is no e-mail address."),
    # Copies of sources
    _("There is no copy of %(address)s in it."),
    _("There is no copy of %(address)s in it, only of %(names)s."),
    _("Give the file that was made of the page which the article cites."),
    _("It is neither a web archive nor a saved page."),
    _("Give a WARC, a WACZ, a page saved as one file (MHTML), or a page saved as HTML."),
    _("The host answers %(status)s for %(address)s; no copy was taken."),
    _("Look whether the page is there."),
    _("The page took too long; no copy was taken."),
    _("Try again later."),
    _("A section of the home page names what it cannot show."),
    _("A section of the home page has %(count)s articles."),
    _("Give it between 1 and %(count)s."),
    _("The home page has an article twice."),
    _("The home page has a section twice."),
    _("Leave it at one of its places."),
    _("The home page has %(count)s stories beside the first one."),
    _("The home page has %(count)s sections."),
    _("At most %(count)s fit."),
    _("The home page has its own language as a section."),
    _("The page to leave to is %(address)s."),
    _("Write its whole https:// address, without a question mark, such as https://en.wikipedia.org/"),
    _("Łacinka is asked for, but Belarusian is not among the languages."),
    _('Add "be" to languages, or take the line out.'),
    _("Take it out."),
    _("A section of the home page is of no known kind."),
    # The newsroom, where the database is compared with the journal
    _("The article “%(title)s” is live here, but nobody approved it."),
    _("The article “%(title)s” differs from what was approved."),
    _("The %(what)s “%(title)s” differs from what was approved."),
    _("The %(what)s %(key)s was approved, and is no longer live here."),
    _("What waits as “%(title)s” was not saved in the newsroom."),
    # The press
    _("%(name)s links to %(address)s, and no such article is published."),
    _("Publish that article, or take the link out and publish again."),
    _("%(name)s leads to %(path)s, which is not in this edition."),
    _("Readers keep the edition they have. Mend the link in the newsroom and publish again."),
    # What rescue took out, and why
    _("The site's own navigation or labels, not the article."),
    _("It stands on most pages of this site: the site's own furniture."),
    _("The site asks for support here; Skaryna shows its own appeal."),
    _("A counter of reads; its number is kept with the article."),
    _("A line with the date; the date is kept with the article."),
    _("It repeats the title."),
    _("It repeats the lead, which is told once, on top."),
    _("The teaser, kept as the lead without its link to the whole text."),
    _("A line of topics; they are kept with the article."),
    _("The author's name; it is kept with the article."),
    _("No article was found around it; it is kept as it stood."),
    _("Scripts of the old site; none is taken along."),
    _("What the page says of an author; the sentence is kept with the author."),
    _("The page kept it hidden until it was opened."),
    _("The site's navigation."),
    _("The head of the page: the site's name, the date, the author."),
    _("The foot of the page or of the article."),
    _("It stood beside the article: lists, boxes, advertisements."),
    _("Readers' comments on the former site."),
    _("The page's frame: buttons, labels, links to other articles."),
    _("Running text that was not taken for a part of the article."),
    _("The newsroom asks readers for support or letters; that is no part of the article."),
    _("Addresses that only the former page could follow; their words stay in the article."),
    _("Addresses that the article does not lead to; their words stay in it."),
    _("Readers' comments on the former site, kept without their addresses."),
    _("Comments that the former site did not show: waiting, deleted, or taken for spam."),
    _("What the former site's system and its plug-ins kept with the post."),
    _("Remarks in the text that readers never saw."),
    _("A part that the former site's system made anew at each visit; its words are not in the export."),
    _("Code that the former site put into this page's head or foot; nobody needs it here."),
    _("Other fields of the export, which the article has no place for."),
    _("Another version of the text in the same export says this, and the article does not."),
    _("It repeats the beginning of the text."),
    _("Substack's buttons and boxes that ask readers to subscribe, share or comment."),
    _("Pictures whose files were not among what was given; upload them if you have them."),
    _("Nobody could see it on the former site, and nothing says whose it is."),
    _("It cannot be read as a page; it is kept as it stood."),
    _("Words of drawings, and rules of style; no reader saw them as text."),
    _("Words in the page's drawings: icons, charts. No drawing is taken along."),
    _("Its words or its address say “%(word)s”."),
    # What rescue was not sure of
    _("“%(name)s” may be a topic; add it if it is one."),
    _("The language was not recognised; the article was put among those in “%(language)s”."),
    _(
        "The text seems to be in “%(other)s”, which is not a language of this publication; "
        "it was put among the articles in “%(language)s”."
    ),
    _("The picture %(name)s is not in the library; upload it if you have it."),
    _("“%(text)s” was taken for the caption of a lost picture."),
    _("“%(text)s” was taken for the author's name."),
    _("No title was found; the first words stand in its place."),
    _("The page names more than one day of publication; none was taken."),
    _("A picture was at %(address)s: upload it, if you have it."),
    _("A drawing in the article says “%(text)s”; it was not taken along."),
    _("“%(text)s” was taken for a heading; it may be the caption of a picture."),
    _("“%(text)s” was taken for a caption; it may be a heading."),
    _("Topics: it is not sure where one ends and the next begins in “%(text)s”."),
    _("The page says it is of %(day)s, its address says %(other)s; no date was taken."),
    _("The link “%(text)s” to %(site)s may not be an editor's: %(reason)s"),
    _("It had no title on the former site; its first words stand for one."),
    _("The export ends in the middle of this article: what came after is not in it."),
    _("The export names an author without a name that readers saw."),
    _("The export names only %(account)s as its author, and no name that readers saw."),
    _("The file names an e-mail address as its author, and no name that readers saw."),
    _("On the former site it was of the kind “%(kind)s”, not an ordinary post."),
    _("Pictures of a gallery that the export has not: %(count)s."),
    _("A part of the page (%(name)s) was made by the former site's system: “%(text)s”"),
    _("A picture of it was not among the files that were given; the quarantine has where each was."),
    _("%(count)s of its pictures were not among the files that were given; the quarantine has where each was."),
    _(
        "Shortcodes of the former site that nobody here knows stand in the text as they were: %(names)s. "
        "Take them out, or put what they showed."
    ),
    _("Shortcodes of the former site that nobody here knows stand in the text as they were: %(names)s."),
    _("Not published by itself: it was a draft on the former site."),
    _("Not published by itself: it is a notice that an article was withdrawn."),
    # Pictures that cannot be taken in
    _("The picture %(name)s is damaged: %(why)s."),
    _("Export it again and upload that."),
    _("%(name)s is not a picture that can be read."),
    _("JPEG, PNG and WebP are known."),
    _("The picture %(name)s is larger than %(size)s MB."),
    _("The picture %(name)s has more than %(count)s million pixels."),
    _("Make it smaller first."),
    _("“%(text)s” may not be the newsroom's. %(reason)s It was kept."),
    _("“%(text)s” may not be the newsroom's. %(reason)s It was kept where it stood."),
)  # fmt: skip

PIECES = (
    _("a script decodes a hidden text and runs it"),
    _("a script writes something that readers cannot see"),
    _("a script writes links into the page"),
    _("a script is written in character codes and runs them"),
    _("it stands after the end of the page"),
    _("%(count)s links to other sites stand close together"),
    _("it says “%(word)s” %(times)s times and makes no sentence"),
    _("it repeats the same words and makes no sentence"),
    _("%(count)s words stand in a row without a sentence"),
    _("%(unknown)s of its %(count)s words stand nowhere else on the site"),
    _("it is in %(script)s letters on a page in %(other)s letters"),
    _("%(count)s of its words have letters that the page's language has not"),
    _("it is not in the page's language (%(language)s)"),
    _("readers cannot see it (%(how)s)"),
    _("it uses the words of %(trade)s (%(words)s)"),
    _("it leads to another site"),
    _("it runs a program from another site"),
    _("it comes from a server that has a number and no name"),
    _("the page itself sends its readers to another site"),
    _("it makes the page's own short addresses lead to another site"),
    _("it has %(count)s links to other sites"),
    _("only browsers without scripts, and search engines, see it"),
    _("it stands %(place)s"),
    _("an older copy of this page does not have it"),
    _("search engines are given it, and readers' browsers are not"),
    _("%(count)s pages have the same block or lead to the same sites"),
    _("the words of its link (“%(words)s”) stand nowhere else on the site"),
    _("it says “%(word)s”"),
)
"""What spoke against a passage; rescue makes one sentence of several."""

_NAMING = frozenset({"where", "what", "place"})
_BETWEEN = re.compile(
    r", (?:and )?"
    r"(?=it |a script |only browsers|an older|search engines are|the words of|[\d,]+ (?:links|words|of its|pages))"
)
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def said(error: SkarynaError) -> str:
    """Return what an error says and what to do, in the editor's language."""
    return f"{in_words(error.message)} {in_words(error.hint)}".strip()


def in_words(sentence: str) -> str:
    """Return a finished English sentence in the language that is spoken now."""
    if not sentence or (get_language() or "en").startswith("en"):
        return sentence
    return _known(sentence, SENTENCES) or _of_pieces(sentence) or sentence


def _known(sentence: str, forms: tuple[str, ...]) -> str:
    for form in forms:
        if found := _pattern(form).fullmatch(sentence):
            values = {name: _value(name, text) for name, text in found.groupdict().items()}
            return str(gettext(form) % values) if values else str(gettext(form))
    return ""


def _value(name: str, text: str) -> str:
    if name == "reason":
        return in_words(text)
    return str(gettext(text)) if name in _NAMING and text in _NOUNS else text


def _of_pieces(sentence: str) -> str:
    """Translate a sentence of several pieces; only if all of them are known."""
    parts = _BETWEEN.split(f"{sentence[:1].lower()}{sentence[1:]}".removesuffix("."))
    told = [_known(part, PIECES) for part in parts]
    if not all(told):
        return ""
    text = ", ".join(told)
    return f"{text[:1].upper()}{text[1:]}."


@functools.cache
def _pattern(form: str) -> re.Pattern[str]:
    parts = _PLACEHOLDER.split(form)
    made = "".join(re.escape(part) if at % 2 == 0 else f"(?P<{part}>.+?)" for at, part in enumerate(parts))
    return re.compile(made, re.DOTALL)


_NOUNS = frozenset(
    {
        _("article"), _("author"), _("topic"), _("page"), _("masthead"), _("correction"), _("byline"), _("paragraph"),
        _("home page"), _("section of the home page"),
        _("heading"), _("quotation"), _("attribution"), _("caption"), _("list point"), _("table cell"),
        _("table caption"), _("source"), _("source title"), _("source note"), _("link card"), _("link card title"),
        _("appeal"), _("person"), _("copy of a source"), _("in the menu"), _("in the header"), _("in the footer"),
        _("in the sidebar"), _("beside the article"), _("in the comments"), _("in the article"),
        _("after the end of the page"),
    }
)  # fmt: skip
