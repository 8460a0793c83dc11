"""Finds the mentions of a briefing: candidates from every source, chosen by one overlap policy."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from pipeline.extract.aliases import find_definitions, find_forms
from pipeline.extract.candidates import Candidate, longest_first, trimmed
from pipeline.extract.gazetteer import GazetteerIndex
from pipeline.extract.patterns import NamePatterns
from pipeline.extract.people import find_known, find_titled
from pipeline.extract.typing import HeadIndex
from pipeline.records import MentionMethod, MentionType
from pipeline.titles import TitleIndex

_PERSON_YIELDS_TO = frozenset(
    {
        MentionType.PORT,
        MentionType.INSTITUTE,
        MentionType.ZONE,
        MentionType.GOVERNMENT,
        MentionType.ORGANIZATION,
        MentionType.MEDIA,
    }
)
"""Types whose head noun overrules a model that calls a name a person; Park, Law and Lake are surnames too."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a briefing that is read as one Doc: a turn, or a line outside turns."""

    doc: Doc
    start: int
    turn_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionFinder:
    """The sources of candidates, bound to their resources."""

    gazetteer: GazetteerIndex
    heads: HeadIndex
    titles: TitleIndex
    patterns: NamePatterns
    label_types: Mapping[str, MentionType]

    def find(self, passages: Sequence[Passage], *, known_names: Sequence[str]) -> list[tuple[Candidate, ...]]:
        """Return the flat mentions of each passage, sorted by start.

        Short forms that any passage defines count in all of them; so do the known names.
        """
        found = [list(self._candidates(passage, known_names)) for passage in passages]
        names = {*known_names, *(c.text for group in found for c in group if _is_printed_person(c))}
        names |= {name.split()[-1] for name in names}
        found = [[_as_person(c, names) for c in group] for group in found]
        forms: dict[str, Candidate] = {}
        for passage, candidates in zip(passages, found, strict=True):
            for definition in find_definitions(passage.doc.text, longest_first(candidates), offset=passage.start):
                forms.setdefault(definition.form, definition.full)
        return [
            longest_first([*candidates, *find_forms(passage.doc.text, forms, offset=passage.start)])
            for passage, candidates in zip(passages, found, strict=True)
        ]

    def _candidates(self, passage: Passage, known_names: Sequence[str]) -> Iterable[Candidate]:
        text, offset = passage.doc.text, passage.start
        yield from self._modelled(passage.doc, offset=offset)
        yield from self.gazetteer.find(text, offset=offset)
        breaks = [sentence.start_char for sentence in passage.doc.sents]
        yield from self.patterns.find(text, offset=offset, breaks=breaks)
        yield from find_titled(text, self.titles, offset=offset)
        yield from find_known(text, known_names, offset=offset)

    def _modelled(self, doc: Doc, *, offset: int) -> Iterator[Candidate]:
        """Yield the model's names, trimmed, and typed by gazetteer or head noun where these know better."""
        for entity in doc.ents:
            kind = self.label_types.get(entity.label_)
            if kind is None:
                continue
            start, end = trimmed(doc.text, entity.start_char, entity.end_char)
            end = _without_lower_head(doc.text, start, end)
            text = doc.text[start:end]
            if any(map(str.isupper, text)) and not _is_stage_direction(doc.text, start, end):
                yield self._typed(
                    Candidate(start=offset + start, end=offset + end, text=text, type=kind, method=MentionMethod.MODEL)
                )

    def _typed(self, candidate: Candidate) -> Candidate:
        types = {row.type for row in self.gazetteer.lookup(candidate.text)}
        if len(types) == 1:
            return replace(candidate, type=types.pop())
        head = self.heads.type_of(candidate.text)
        if head is None or (candidate.type is MentionType.PERSON and head.type not in _PERSON_YIELDS_TO):
            return candidate
        return replace(candidate, type=head.type, subtype=head.subtype)


def _is_printed_person(candidate: Candidate) -> bool:
    return candidate.type is MentionType.PERSON and candidate.method is not MentionMethod.MODEL


def _as_person(candidate: Candidate, names: Collection[str]) -> Candidate:
    """Return a name of the model as a person where the briefing prints a person of that name or surname."""
    if candidate.method is not MentionMethod.MODEL or candidate.text not in names:
        return candidate
    return replace(candidate, type=MentionType.PERSON, subtype=None)


def _without_lower_head(text: str, start: int, end: int) -> int:
    """Return where a name ends without the lower-case words behind it: ``Guangdong`` province."""
    words = text[start:end].split(" ")
    while len(words) > 1 and words[-1].islower() and words[-1].isalpha():
        end -= len(words.pop()) + 1
    return end


def _is_stage_direction(text: str, start: int, end: int) -> bool:
    """Tell whether a span is all that a bracket says, with a full stop: ``(Laughter.)``."""
    return text[start - 1 : start] in ("(", "[") and text[end : end + 2] in (".)", ".]")
