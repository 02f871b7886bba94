"""The documentation names every command, setting and piece of evidence, and its links lead somewhere."""

import re
from pathlib import Path

import pytest
import typer

from skaryna.cli import commands
from skaryna.cli.application import app
from skaryna.model.evidence import MEANINGS
from skaryna.model.settings import _KEYS
from skaryna.rescue import intruders

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
    sources = sorted(Path(intruders.__file__ or "").parent.glob("*.py"))
    spoken = {name for each in sources for name in re.findall(r'Evidence\(\s*"[A-Z]", "([^"]+)"', each.read_text())}
    assert len(spoken) >= len(intruders.TRICKS)
    for name in spoken | set(MEANINGS):
        assert name in MEANINGS, f"{name} has no words for an editor"
        assert f"| {MEANINGS[name].letter} | {name} |" in text, name


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


def test_nobody_is_sent_to_a_package_that_is_not_ours() -> None:
    """There is no package of our name: whoever registered one would be run by those who want to check a copy."""
    words = sorted((ROOT / "src/skaryna").rglob("*.toml"))
    for page in [*PAGES, *words, *sorted((ROOT / "src/skaryna").rglob("*.py"))]:
        assert not re.search(r"pip install (--upgrade )?['\"]?skaryna", page.read_text()), page
