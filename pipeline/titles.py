"""Printed titles and names: which office stands by a name, which body it belongs to, and what it says of a role."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.records import Role
from pipeline.resources import Title, TitlePosition

_CAPITAL_WORD = re.compile(
    r"(?:(?:Mc|Mac|La|Le|De|Di|Van|O['’])?[^\W\d_a-zà-öø-ÿ]+(?:['’\-.][^\W\d_a-zà-öø-ÿ]+)*\.?)",
)
_MIXED_PREFIX = re.compile(r"(?:Mc|Mac|La|Le|De|Di|Van|O)(?=[A-Z]{2})")
_ORGANIZATION = re.compile(
    r"\b(?:of|at|for)\s+(?:the\s+)?(?P<organization>[A-Z][^,;()]*?)(?:\s*\([^)]*\))?"
    r"(?=,|;|\)|$|\s+and\s+(?:an?\s|the\s|[a-z]))"
)


@dataclass(frozen=True, slots=True)
class NameParts:
    """A label or list entry taken apart; each may be None, a name where the label is an office only."""

    name: str | None
    honorific: str | None
    title: str | None


class TitleIndex:
    """Printed titles by their words. Case and a final full stop do not count."""

    def __init__(self, titles: Sequence[Title]) -> None:
        """Index the rows of ``data/titles.csv``."""
        self._before = _by_words(row for row in titles if row.position is not TitlePosition.POST)
        self._after = _by_words(row for row in titles if row.position in (TitlePosition.POST, TitlePosition.BOTH))

    def prefix(self, text: str) -> tuple[Title, str] | None:
        """Return the longest title that begins a text before a name, and the rest of the text; or None."""
        words = text.split()
        for length in range(min(_LONGEST, len(words) - 1), 0, -1):
            row = self._before.get(_key(words[:length]))
            if row is not None:
                return row, " ".join(words[length:])
        return None

    def suffix(self, words: Sequence[str]) -> tuple[Title, int] | None:
        """Return the longest title that ends a run of words, and its number of words; or None."""
        for length in range(min(_LONGEST, len(words)), 0, -1):
            row = self._before.get(_key(words[-length:]))
            if row is not None:
                return row, length
        return None

    def office(self, text: str) -> Title | None:
        """Return the longest title that begins a phrase after a name: ``secretary of ...``; or None."""
        words = re.findall(r"[\w’'\-]+", text[:200])
        for length in range(min(_LONGEST, len(words)), 0, -1):
            row = self._after.get(_key(words[:length]))
            if row is not None:
                return row
        return None

    def split(self, text: str) -> NameParts:
        """Return name, honorific and title of a label: ``Dr. A``, ``Governor B`` or ``C D, minister of E``.

        A label that is an office (``Secretary for Harbours``, ``Harbour Board Chief Executive``) has no name.
        """
        if self._is_office(text):
            return NameParts(None, None, text)
        name, _, office = text.replace(" – ", ", ").replace(" — ", ", ").partition(",")
        honorific, title = None, office.strip() or None
        while (found := self.prefix(name)) is not None:
            row, rest = found
            printed = name[: len(name) - len(rest)].strip()
            printed = printed.title() if is_capitals(printed) else printed
            if row.position is TitlePosition.HONORIFIC:
                honorific = printed
            else:
                title = f"{printed}, {title}" if title else printed
            name = rest
        return NameParts(spelled(name.strip()), honorific, title)

    def is_titled(self, text: str) -> bool:
        """Tell whether a label bears a title or an honorific."""
        parts = self.split(text)
        return parts.title is not None or parts.honorific is not None

    def _is_office(self, text: str) -> bool:
        found = self.prefix(text)
        if found is not None and found[0].position is not TitlePosition.HONORIFIC:
            return found[1][0].islower() or self.suffix(text.split()) is not None
        ended = self.suffix(text.split())
        return ended is not None and ended[0].position is not TitlePosition.HONORIFIC and "," not in text

    def role(self, text: str) -> Role | None:
        """Return the role of who bears the title that begins a text or stands in it; None for an honorific or none."""
        found = self.prefix(text)
        while found is not None and found[0].position is TitlePosition.HONORIFIC:
            found = self.prefix(found[1])
        if found is None:
            words = text.partition(",")[0].split()
            inner = (self.suffix(words[:length]) for length in range(len(words) - 1, 0, -1))
            found = next(((row, "") for row, _ in filter(None, inner)), None)
            return found[0].role if found and found[0].position is not TitlePosition.HONORIFIC else None
        return found[0].role


_MAX_CAPITALS = 16
"""Words of the longest label in capitals: a name with its offices."""

_LONGEST = 6
"""Words of the longest title that is looked up."""


def _by_words(rows: Iterable[Title]) -> dict[str, Title]:
    return {_key(row.title.split()): row for row in rows}


def _key(words: Sequence[str]) -> str:
    return " ".join(words).casefold().rstrip(".")


def is_capitals(text: str) -> bool:
    """Tell whether a text is in capitals, Mc, La and the like apart: ``MS. PSAKI``, ``SECRETARY LaHOOD``."""
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    if not 1 <= len(words) <= _MAX_CAPITALS or sum(map(str.isalpha, text)) < 2:
        return False
    return all(_CAPITAL_WORD.fullmatch(word.strip(",()")) for word in words)


def spelled(name: str) -> str:
    """Return a name in capitals as it is written elsewhere: ``PSAKI`` as ``Psaki``, ``McDONOUGH`` as ``McDonough``."""
    if not is_capitals(name):
        return name
    return re.sub(r"[^\W\d_]+", lambda match: _spelled_word(match.group()), name)


def _spelled_word(word: str) -> str:
    prefix = _MIXED_PREFIX.match(word)
    if prefix and not word.isupper():
        return prefix.group() + word[prefix.end() :].capitalize()
    return word.capitalize()


def organization_of(title: str | None) -> str | None:
    """Return the body that a printed office belongs to: ``minister of the X (Y) and ...`` gives ``X``."""
    match = _ORGANIZATION.search(title or "")
    return match["organization"].strip() if match else None
