"""Our own scripts made small: comments, indentation, spaces and long names go. Pure.

It knows only how our sources are written (comments on lines of their own, no template inside a template, no brace
inside `${…}`), which is why it fits on a screen; a test runs what comes out.
"""

import itertools
import re
import string
from collections.abc import Callable

_PIECE = re.compile(
    r"""(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
    r"|(?P<template>`[^`]*`)"
    r"|(?P<pattern>(?<=[(=?:&|!,+] )/(?![/*])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/\w*"
    r"|(?<=[(!])/(?![/*])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/\w*)"
    r"|(?P<code>[^\"'`/]+|/)"
)
_DECLARED = re.compile(
    r"\b(?:const|let)\s+(\w+)"
    r"|\b(?:const|let)\s*[\[{]([^=]*?)[\]}]\s*(?:=|of)"
    r"|\(([\w, ]+)\)\s*=>|\((\w+)\s*=|(\w+)\s*=>|\[([\w, ]+)\]\)? *(?:=>|of)"
)
_PROPERTY = re.compile(r"(?<!\.\.)\.\s*([A-Za-z_]\w*)|([A-Za-z_]\w*)(?=\s*:)")
_BRACES = re.compile(r"\{([^{}]*)\}")
_KEYWORDS = frozenset(
    word
    for line in (
        "async await break case catch class const continue delete do else finally for from function if in instanceof",
        "let new null of return static switch this throw true false try typeof undefined void while yield",
    )
    for word in line.split()
)


def bare(script: str) -> str:
    """Drop comments and indentation."""
    script = re.sub(r"^\s*/\*\*.*?\*/\n", "", script, flags=re.DOTALL | re.MULTILINE)
    lines = (line.strip() for line in script.split("\n"))
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


def short(script: str) -> str:
    """Give a script's own names short ones, and drop needless spaces.

    A name that is a property's anywhere is left alone; every other is the same thing wherever it stands, so renaming
    all of it at once changes nothing.
    """
    code = _mapped(script, lambda text: text, keep=False)
    words = set(re.findall(r"[A-Za-z_$]\w*", code))
    properties = {name for found in _PROPERTY.findall(code) for name in found if name} | _in_braces(code)
    declared = {
        name
        for found in _DECLARED.findall(code)
        for part in found
        if part
        for name in re.findall(r"[A-Za-z_]\w*", part)
    }
    ours = sorted(declared - properties - _KEYWORDS, key=lambda name: (-len(name) * code.count(name), name))
    fresh = (name for name in _names() if name not in words | _KEYWORDS)
    renamed = {name: next(fresh) for name in ours if len(name) > 1}
    return _mapped(script, lambda text: _tight(re.sub(r"[A-Za-z_$]\w*", lambda m: renamed.get(m[0], m[0]), text)))


def _in_braces(code: str) -> set[str]:
    """Return names that stand for a property by themselves: `{ name }`, `{ name = 1 }`. A few too many do no harm."""
    names: set[str] = set()
    while found := _BRACES.findall(code):
        for inner in found:
            if ";" not in inner:
                names.update(re.findall(r"(?:^|,)\s*([A-Za-z_]\w*)\s*(?=[,=]|$)", inner))
        code = _BRACES.sub("0", code)
    return names


def _names() -> "itertools.chain[str]":
    letters = string.ascii_letters
    return itertools.chain(letters, map("".join, itertools.product(letters, letters)))


def _tight(code: str) -> str:
    code = re.sub(r" *([=<>!+\-*/%&|?:,;(){}\[\]]+) *", r"\1", code)
    code = re.sub(r"(?<=[,;{(\[])\n|\n(?=[)\].?:])", "", code)
    code = re.sub(r"[,;](?=[}\])])", "", code)
    code = re.sub(r"(\b)?\((\w+)\)=>", lambda arrow: f"{' ' if arrow[1] is not None else ''}{arrow[2]}=>", code)
    return re.sub(r"\b(?:const \w+=[\w.]+;){2,}", lambda run: run[0].replace(";const ", ","), code)


def _mapped(script: str, change: Callable[[str], str], *, keep: bool = True) -> str:
    """Change what is code, leave what is text; without `keep`, return the code alone."""
    parts = []
    for piece in _PIECE.finditer(script):
        if piece["code"]:
            parts.append(change(piece["code"]))
        elif piece["template"]:
            if keep:
                parts.append(re.sub(r"\$\{([^{}]*)\}", lambda m: "${" + _mapped(m[1], change) + "}", piece[0]))
            else:
                parts += [f" {inner} " for inner in re.findall(r"\$\{([^{}]*)\}", piece[0])]
        else:
            parts.append(piece[0] if keep else " ")
    return "".join(parts)
