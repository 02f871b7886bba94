"""A grammar as small as our feeds need: which children an element has and how many, its order, attributes, texts.

`broken` says in words where an element keeps it not; an empty list means that all of it does, whatever stands inside.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

MANY = 10**9
Check = Callable[[str], bool]


@dataclass(frozen=True)
class Rule:
    """What an element may hold.

    Attributes:
        children: (least, most) by tag; any other element of a namespace that `known` has is a fault.
        order: Tags in the order in which they must stand; () where it means nothing.
        last: A tag after which no other may come.
        needs: Attributes that must be there, each with what its value must be.
        may: Attributes that may be there.
        text: What the text must be; None: no text but spaces.
        extra: A check of the whole element; returns what is wrong, or "".
    """

    children: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    last: str = ""
    needs: Mapping[str, Check] = field(default_factory=dict)
    may: Mapping[str, Check] = field(default_factory=dict)
    text: Check | None = None
    extra: Callable[[Any], str] = lambda _: ""


def broken(element: Any, rules: Mapping[str, Rule], place: str = "") -> list[str]:
    """Return what is wrong with an element and all inside, each with its place."""
    here = f"{place}/{short(element.tag)}"
    rule = rules.get(element.tag)
    if rule is None:
        return [f"{here}: no such element"]
    found = [
        f"{here}: {each}" for each in (*_children(element, rule), *_attributes(element, rule), *_text(element, rule))
    ]
    if said := rule.extra(element):
        found.append(f"{here}: {said}")
    for number, child in enumerate(element):
        found += broken(child, rules, f"{here}[{number}]" if len(element) > 1 else here)
    return found


def short(tag: str) -> str:
    return tag.rpartition("}")[2]


def _children(element: Any, rule: Rule) -> list[str]:
    tags = [child.tag for child in element]
    found = [f"{short(tag)} may not stand here" for tag in dict.fromkeys(tags) if tag not in rule.children]
    for tag, (least, most) in rule.children.items():
        if not least <= tags.count(tag) <= most:
            found.append(f"{short(tag)} stands {tags.count(tag)} times, not {least} to {most}")
    ordered = [tag for tag in tags if tag in rule.order]
    if ordered != sorted(ordered, key=rule.order.index):
        found.append(f"the order is {' '.join(map(short, rule.order))}")
    if rule.last in tags and set(tags[tags.index(rule.last) :]) != {rule.last}:
        found.append(f"{short(rule.last)} stands last")
    return found


def _attributes(element: Any, rule: Rule) -> list[str]:
    found = [f"attribute {short(name)} is missing" for name in rule.needs if name not in element.attrib]
    for name, value in element.attrib.items():
        check = rule.needs.get(name) or rule.may.get(name)
        if check is None:
            found.append(f"attribute {short(name)} may not stand here")
        elif not check(value):
            found.append(f"attribute {short(name)} is {value[:80]!r}")
    return found


def _text(element: Any, rule: Rule) -> list[str]:
    text = element.text or ""
    tails = "".join(child.tail or "" for child in element)
    if tails.strip():
        return ["text stands between its elements"]
    if rule.text is None:
        return ["it has text"] if text.strip() else []
    return [] if rule.text(text) else [f"its text is {text[:80]!r}"]
