"""What an export must not bring along: passwords, keys, members, readers' addresses. It is named, and not copied."""

import re
from collections import Counter

_SECRET_NAME = re.compile(
    r"passw|passphrase|secret|token|api[_-]?key|private[_-]?key|licen[cs]e[_-]?key|auth[_-]?(?:key|code|cookie)|session|nonce|salt"
    r"|e-?mail|(?:^|[_-])ip(?:$|[_-])|ip_?address|phone|iban|card_?number|billing|shipping|customer|stripe|paypal",
    re.IGNORECASE,
)
_SECRET_VALUE = re.compile(
    r"\$P\$[./A-Za-z0-9]{20,}|\$2[aby]\$\d\d\$[./A-Za-z0-9]{20,}|\$argon2[a-z]{1,2}\$\S{10,}|-----BEGIN [A-Z ]{0,20}PRIVATE KEY"
    r"|\b(?:sk|rk|pk)_live_[0-9A-Za-z]{10,}|\bAKIA[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_-]{30,}|\bghp_[0-9A-Za-z]{30,}"
)
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
LEFT_OUT = "[left out]"


class Refused:
    """What was left out, counted by what it is."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def note(self, what: str, count: int = 1) -> None:
        self.counts[what] += count

    def sentences(self) -> tuple[str, ...]:
        """Name what was left out; never its value."""
        return tuple(
            f"Left out, and not copied anywhere: {what} ({count:,})." for what, count in sorted(self.counts.items())
        )


def is_secret(name: str, value: str) -> bool:
    """Whether a setting is a key, a password or somebody's address, by its name or its shape."""
    return bool(_SECRET_NAME.search(name)) or bool(_SECRET_VALUE.search(value[:10_000]))


def without_emails(text: str, refused: Refused, what: str) -> str:
    """Return a text with e-mail addresses left out."""
    if "@" not in text:
        return text
    cleaned, count = _EMAIL.subn(LEFT_OUT, text)
    if count:
        refused.note(what, count)
    return cleaned


def is_email(text: str) -> bool:
    return _EMAIL.fullmatch(text.strip()) is not None
