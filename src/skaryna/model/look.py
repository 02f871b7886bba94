"""A publication's own colours: few are said, the rest follows from them, and all can be read.

Contrast is that of WCAG 2.2 (success criterion 1.4.3, level AA): 4.5 to 1 for text.
"""

import re

import msgspec

from skaryna.errors import ValueRefusedError

CONTRAST = 4.5
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_OURS = {
    "paper": "#faf7f0", "ink": "#1f1b16", "accent": "#8f2320",
    "paper_dark": "#171411", "ink_dark": "#ece5d8", "accent_dark": "#e8927c",
}  # fmt: skip
"""The theme's own."""

_RAISED, _LINE = 0.055, 0.17
"""How much ink is in the ground of boxes, and in fine lines."""

Rgb = tuple[int, int, int]


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """Colours as `#rrggbb`; "" is the theme's own. `…_dark` stand where a reader's device is dark."""

    paper: str = ""
    ink: str = ""
    accent: str = ""
    paper_dark: str = ""
    ink_dark: str = ""
    accent_dark: str = ""

    def __post_init__(self) -> None:
        for name, ours in _OURS.items():
            colour = getattr(self, name)
            if colour and not _COLOUR.fullmatch(colour):
                raise ValueRefusedError(
                    f"The colour {name} is {colour[:40]!r}.",
                    hint=f'Write it as six hexadecimal digits, such as {name} = "{ours}".',
                )
        for dark in ("", "_dark"):
            self._check(dark)

    def _check(self, dark: str) -> None:
        """Refuse what cannot be read; each sentence names the nearest colour that can."""
        paper = self.colour(f"paper{dark}")
        raised = _mixed(paper, self.colour(f"ink{dark}"), _RAISED)
        for name in ("ink", "accent"):
            said = f"{name}{dark}"
            colour = self.colour(said)
            worst = min(contrast(colour, ground) for ground in (paper, raised))
            if worst < CONTRAST:
                raise ValueRefusedError(
                    f"The colour {said} ({colour}) has a contrast of {worst:.1f} on paper{dark} ({paper}); "
                    f"readers need {CONTRAST}.",
                    hint=f'The nearest that can be read is {said} = "{readable(colour, paper, raised)}".',
                )

    def colour(self, name: str) -> str:
        """Return what stands for a colour. A dark accent that nobody named follows from the light one."""
        said: str = getattr(self, name)
        if said:
            return said
        if name == "accent_dark" and self.accent:
            paper = self.colour("paper_dark")
            return readable(self.accent, paper, _mixed(paper, self.colour("ink_dark"), _RAISED))
        return _OURS[name]

    def tokens(self, dark: str = "") -> dict[str, str]:
        """Return every colour of the style, by its name there; `dark` is "" or "_dark"."""
        paper, ink = self.colour(f"paper{dark}"), self.colour(f"ink{dark}")
        raised = _mixed(paper, ink, _RAISED)
        return {
            "paper": paper,
            "raised": raised,
            "ink": ink,
            "soft": readable(_mixed(ink, paper, 0.38), paper, raised),
            "line": _mixed(paper, ink, _LINE),
            "strong": ink,
            "accent": self.colour(f"accent{dark}"),
        }


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def readable(colour: str, *grounds: str) -> str:
    """Return a colour, made darker or lighter just so much that it can be read on all grounds."""
    ends = ("#000000", "#ffffff")
    end = max(ends, key=lambda each: min(contrast(each, ground) for ground in grounds))
    for step in range(101):
        tried = _mixed(colour, end, step / 100)
        if all(contrast(tried, ground) >= CONTRAST for ground in grounds):
            return tried
    return end


def _luminance(colour: str) -> float:
    parts = [value / 255 for value in _rgb(colour)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _mixed(one: str, other: str, share: float) -> str:
    """Return a colour with a share of another in it."""
    pairs = zip(_rgb(one), _rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)
