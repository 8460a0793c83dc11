"""Reads the titles of the people named, tells who holds public office, and writes down the offices with evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.extract.candidates import Candidate
from pipeline.extract.mentions import Passage
from pipeline.extract.people import PrintedTitle, title_of
from pipeline.ids import MENTION, OFFICE, row_id
from pipeline.records import Briefing, MentionType, Office, Role
from pipeline.titles import TitleIndex

_BODIES = frozenset({MentionType.GOVERNMENT, MentionType.ORGANIZATION, MentionType.INSTITUTE, MentionType.MEDIA})
"""Types of what an office can belong to."""

type Linked = Sequence[Sequence[tuple[Candidate, str | None]]]
"""The mentions of each passage with the ids of their entities."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Titles:
    """The titles of one briefing: by start of the person's mention; and who is an official, by entity id."""

    printed: Mapping[int, PrintedTitle]
    officials: frozenset[str]
    offices: tuple[Office, ...]


class OfficeReader:
    """Reads titles and offices; bound to the rows of printed titles."""

    def __init__(self, titles: TitleIndex) -> None:
        """Keep the titles."""
        self._titles = titles

    def read(self, briefing: Briefing, passages: Sequence[Passage], linked: Linked) -> Titles:
        """Return the printed titles, officials and offices of a briefing.

        A person is an official where any of the mentions bears a public office, or where the person speaks for the
        government in the briefing.
        """
        printed: dict[int, PrintedTitle] = {}
        offices: list[Office] = []
        officials = {
            speaker.entity_id
            for speaker in briefing.speakers
            if speaker.entity_id and speaker.role in (Role.OFFICIAL, Role.MODERATOR)
        }
        for passage, mentions in zip(passages, linked, strict=True):
            candidates = [candidate for candidate, _ in mentions]
            for candidate, key in mentions:
                if candidate.type is not MentionType.PERSON:
                    continue
                title = self._title(passage, candidate, candidates)
                if title is None:
                    continue
                printed[candidate.start] = title
                if title.official and key:
                    officials.add(key)
                if title.office and key:
                    offices.append(_office(briefing, candidate, key, title, mentions))
        return Titles(printed=printed, officials=frozenset(officials), offices=tuple(offices))

    def _title(self, passage: Passage, person: Candidate, others: Sequence[Candidate]) -> PrintedTitle | None:
        position = person.start - passage.start
        sentence = next((s for s in passage.doc.sents if s.start_char <= position < s.end_char), None)
        limit = sentence.end_char if sentence is not None else len(passage.doc.text)
        return title_of(passage.doc.text, person, others, self._titles, offset=passage.start, limit=limit)


def _office(
    briefing: Briefing,
    person: Candidate,
    key: str,
    title: PrintedTitle,
    mentions: Sequence[tuple[Candidate, str | None]],
) -> Office:
    body = next(
        (
            entity
            for other, entity in mentions
            if title.start <= other.start and other.end <= title.end and other.type in _BODIES
        ),
        None,
    )
    speaker = next((row.speaker_id for row in briefing.speakers if row.entity_id == key), None)
    return Office(
        office_id=row_id(briefing.id, OFFICE, person.start),
        briefing_id=briefing.id,
        entity_id=key,
        title=title.text,
        organization_id=body,
        dated_on=briefing.header.dated_on if briefing.header else None,
        mention_id=row_id(briefing.id, MENTION, person.start),
        speaker_id=speaker,
    )
