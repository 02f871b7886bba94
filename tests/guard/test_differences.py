"""What an altered file says instead."""

from skaryna.guard.differences import difference

OWN = frozenset({"ferry.example"})
PAGE = (
    b'<script type="application/ld+json">{"@context":"https://schema.org"}</script>\n'
    b'<p><a href="https://ferry.example/about.html">About</a></p>\n<p>The end.</p>\n'
)


def test_an_added_link_is_named_with_its_line() -> None:
    altered = PAGE.replace(b"The end.", b'The end.<a href="https://escort.invalid/x">x</a>')
    found = difference("a.html", altered, PAGE, own_hosts=OWN)
    assert found.links == ("https://escort.invalid/x",)
    assert "escort.invalid" in found.found[0]
    assert "escort.invalid" not in found.signed[0]


def test_without_the_original_every_link_to_others_is_named_and_no_vocabulary() -> None:
    altered = PAGE + b'<a href="//pills.invalid">x</a><a href="javascript:alert(1)">y</a>'
    found = difference("a.html", altered, None, own_hosts=OWN)
    assert set(found.links) == {"//pills.invalid", "javascript:alert(1)"}


def test_a_picture_is_compared_by_its_bytes() -> None:
    assert "differs from byte 3 on" in difference("a.png", b"\0\0x", b"\0\0y", own_hosts=OWN).note


def test_an_address_in_text_and_in_an_attribute_is_one_and_ways_to_pass_an_article_on_are_none() -> None:
    page = (
        b'<a href="https://escort.invalid/?a=1&amp;b=2">x</a>'
        b'<a href="https://t.me/share/url?url=https%3A%2F%2Fferry.example%2Fx.html&amp;text=X">Telegram</a>'
        b'<a href="https://wa.me/?text=X%20https%3A%2F%2Fferry.example%2Fx.html">WhatsApp</a>'
    )
    found = difference("x.html", page, None, own_hosts={"ferry.example"})
    assert found.links == ("https://escort.invalid/?a=1&b=2",)
