"""The documentation names every command, setting and piece of evidence, and its links lead somewhere."""

import re
from pathlib import Path

import pytest
import typer

from skaryna.cli import commands
from skaryna.cli.application import app
from skaryna.model.settings import _KEYS
from skaryna.rescue import intruders
from skaryna.rescue.intruders import active, after_end, farm, hidden, lexicon, tongue, vocabulary

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_every_command_has_its_line() -> None:
    commands.register(app)
    text = (ROOT / "docs/commands.md").read_text()
    names = [*typer.main.get_command(app).commands]  # type: ignore[attr-defined]
    assert names
    for name in names:
        assert f"`{name} " in text or f"`{name}`" in text, name


def test_every_setting_is_explained() -> None:
    text = (ROOT / "docs/commands.md").read_text()
    for table, keys in _KEYS.items():
        for key in keys:
            assert re.search(rf"\[{table}\][^|]*\b{key}\b", text), (table, key)


def test_every_kind_of_evidence_is_explained() -> None:
    text = (ROOT / "docs/rescue.md").read_text()
    assert len(intruders.TRICKS) == 7
    for trick in (active, after_end, farm, hidden, lexicon, tongue, vocabulary):
        source = Path(trick.__file__ or "").read_text()
        for name in re.findall(r'Evidence\(\s*"[A-Z]", "([^"]+)"', source):
            assert f"| {name} |" in text, name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text()):
        assert target.startswith("http") or (page.parent / target).exists(), target


def test_no_page_mentions_a_command_that_does_not_exist() -> None:
    commands.register(app)
    names = {*typer.main.get_command(app).commands, "add"}  # type: ignore[attr-defined]
    for page in PAGES:
        for name in re.findall(r"`skaryna ([a-z]+)", page.read_text()):
            assert name in names, (page.name, name)
