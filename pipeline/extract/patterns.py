"""Finds names by their shape: runs of capitalised words that a head noun ends or begins."""

import re
from calendar import day_name, month_name
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from pipeline.extract.candidates import Candidate
from pipeline.extract.typing import LOWER_CASE_HEADS, HeadIndex, straight
from pipeline.records import MentionMethod, MentionType
from pipeline.resources import Head

_CAPITAL = r"(?:(?:[^\W\d_a-zà-öø-ÿ]\.){2,}|[^\W\d_a-zà-öø-ÿ][\w’'\-/]*\.?)"
_RE_WORD = re.compile(
    rf"\((?:{_CAPITAL})(?: (?:{_CAPITAL})){{0,3}}\)(?= [^\W\d_a-z])|\d{{1,3}}(?:st|nd|rd|th)\b|{_CAPITAL}|&"
)
_RE_JOINT = re.compile(r" (?P<word>of|for|on) (?:the )?")
_CALENDAR = frozenset([*month_name[1:], *day_name])
_RE_POSSESSIVE = re.compile(r"['’]s?$")
_RE_LOWER_HEAD = re.compile(r" (?:border |land )?(?:port|crossing|checkpoint|airport)\b(?!s)")

_MAX_JOINTS = 2
"""How often a name may go on with ``of``."""

_EXTENDS = frozenset({MentionType.INSTITUTE, MentionType.GOVERNMENT, MentionType.POLICY, MentionType.ZONE})
"""Types whose names go on after their head: Zone *for* Socialism, Committee *of* the Party."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Capitalised words in a row: their half-open spans in the text."""

    words: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        return self.words[0][0]

    @property
    def end(self) -> int:
        return self.words[-1][1]


class NamePatterns:
    """Patterns over head nouns. Built once from the heads and the stop words of the language."""

    def __init__(self, heads: HeadIndex, *, stop_words: frozenset[str]) -> None:
        """Keep the heads, and the words that begin a sentence with a capital but no name."""
        self._heads = heads
        self._stop_words = stop_words

    def find(self, text: str, *, offset: int, breaks: Collection[int] = ()) -> Iterator[Candidate]:
        """Yield the names in a view that a head noun types.

        Args:
            text: The view.
            offset: Where the text begins in the stored text, in code points.
            breaks: Where sentences begin in the text: no name goes on there.
        """
        runs = list(self._runs(text, frozenset(breaks)))
        for index, run in enumerate(runs):
            for start, end, head in self._names(text, runs, index):
                yield Candidate(
                    start=offset + start,
                    end=offset + end,
                    text=text[start:end],
                    type=head.type,
                    subtype=head.subtype,
                    method=MentionMethod.PATTERN,
                )
            yield from self._lower_case(text, run, offset=offset)

    def _names(self, text: str, runs: Sequence[_Run], index: int) -> Iterator[tuple[int, int, Head]]:
        """Yield the names that begin with a run: those that a head ends, and how they go on; those it begins."""
        run = runs[index]
        words = [text[start:end] for start, end in run.words]
        joints = list(_joints(text, runs, index))
        for length in range(len(words), 0, -1):
            found = self._heads.last(words[:length])
            if found is None:
                continue
            yield run.start, run.words[length - 1][1], found[0]
            if length == len(words) and found[0].type in _EXTENDS:
                yield from ((run.start, end, found[0]) for _, end in joints)
            break
        if joints and joints[0][0] == "of":
            yield from self._headed(words, run, [end for _, end in joints])

    def _headed(self, words: list[str], run: _Run, ends: Sequence[int]) -> Iterator[tuple[int, int, Head]]:
        """Names whose head stands before ``of``: the head may have words of its own before it."""
        for skipped in range(len(words)):
            found = self._heads.first(words[skipped:])
            if found is not None and skipped + found[1] == len(words):
                yield from ((run.start, end, found[0]) for end in ends)
                return

    def _lower_case(self, text: str, run: _Run, *, offset: int) -> Iterator[Candidate]:
        """Yield a name whose head is in lower case: ``Qingdao port``."""
        match = _RE_LOWER_HEAD.match(text, run.end)
        if match is None:
            return
        found = self._heads.last([*(text[start:end] for start, end in run.words), *match.group().split()])
        if found is not None and found[0].type in LOWER_CASE_HEADS:
            yield Candidate(
                start=offset + run.start,
                end=offset + match.end(),
                text=text[run.start : match.end()],
                type=found[0].type,
                subtype=found[0].subtype,
                method=MentionMethod.PATTERN,
            )

    def _runs(self, text: str, breaks: frozenset[int]) -> Iterator[_Run]:
        words: list[tuple[int, int]] = []
        for match in _RE_WORD.finditer(text):
            start, end, possessive = self._word(text, match.start(), match.end())
            if words and (text[words[-1][1] : start] != " " or start in breaks):
                yield from self._run(text, words)
                words = []
            words.append((start, end))
            if possessive or (text[end - 1] == "." and text[end : end + 1] in ("", "\n")):
                yield from self._run(text, words)
                words = []
        yield from self._run(text, words)

    def _word(self, text: str, start: int, end: int) -> tuple[int, int, bool]:
        """Return the span of a word without a possessive, and whether it had one that is not part of a head noun."""
        word = text[start:end]
        possessive = _RE_POSSESSIVE.search(word)
        if possessive and straight(word) not in self._heads.possessives:
            return start, start + possessive.start(), True
        if word.endswith(".") and len(word) > 3 and "." not in word[:-1]:
            return start, end - 1, True
        return start, end, False

    def _run(self, text: str, words: list[tuple[int, int]]) -> Iterator[_Run]:
        """Yield the run without the words at its start that are capitals of a sentence only, and a loose ``&``."""
        kept = list(words)
        while kept and text[kept[0][0] : kept[0][1]].rstrip(".").casefold() in self._stop_words | {"&"}:
            kept.pop(0)
        while kept and text[kept[-1][0] : kept[-1][1]] == "&":
            kept.pop()
        if kept:
            yield _Run(tuple(kept))


def _joints(text: str, runs: Sequence[_Run], index: int) -> Iterator[tuple[str, int]]:
    """Yield how a name may go on after a run: the word that joins, and where the joined run ends.

    A second joint must be ``of``: Institute of Physics of the Academy.
    """
    for here, following in islice(pairwise(runs[index:]), _MAX_JOINTS):
        match = _RE_JOINT.fullmatch(text, here.end, following.start)
        if text[slice(*following.words[0])] in _CALENDAR:
            return
        if match is None or (here is not runs[index] and match["word"] != "of"):
            return
        yield match["word"], following.end
