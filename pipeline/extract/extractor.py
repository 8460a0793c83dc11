"""Extracts from one briefing: sentences, mentions, entities, aliases, offices, figures and commitments."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Span

from pipeline.config import Settings
from pipeline.extract.candidates import Candidate
from pipeline.extract.commitments import find_commitments, may_hold_commitment
from pipeline.extract.figures import find_figures, may_hold_figure
from pipeline.extract.gazetteer import GazetteerIndex
from pipeline.extract.language import English, load_language
from pipeline.extract.linking import Linker
from pipeline.extract.mentions import MentionFinder, Passage
from pipeline.extract.offices import OfficeReader, Titles
from pipeline.extract.patterns import NamePatterns
from pipeline.extract.points import PointCounter
from pipeline.extract.sentences import ParsedSentence
from pipeline.extract.typing import HeadIndex
from pipeline.extract.units import Units
from pipeline.ids import MENTION, SENTENCE, row_id
from pipeline.records import (
    Briefing,
    Commitment,
    Figure,
    Mention,
    MentionType,
    NoteKind,
    Problem,
    Sentence,
    Severity,
    Turn,
)
from pipeline.resources import (
    load_gazetteer,
    load_heads,
    load_label_types,
    load_ordinals,
    load_titles,
)
from pipeline.titles import TitleIndex
from pipeline.views import make_view

LANGUAGE = "en"
"""ISO 639-1 code of the language that is extracted; other texts are segmented only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extractor:
    """What extraction needs, loaded once."""

    language: English
    mentions: MentionFinder
    offices: OfficeReader
    points: PointCounter
    units: Units


def make_extractor(settings: Settings) -> Extractor:
    """Return an extractor with its model and resources.

    Raises:
        ModelError: The language model is not installed or does not fit.
        ConfigError: A resource row is invalid.
    """
    language = load_language(settings.model, batch_size=settings.batch_size)
    heads, titles = HeadIndex(load_heads()), TitleIndex(load_titles())
    return Extractor(
        language=language,
        mentions=MentionFinder(
            gazetteer=GazetteerIndex(load_gazetteer()),
            heads=heads,
            titles=titles,
            patterns=NamePatterns(heads, stop_words=language.stop_words),
            label_types={row.label: row.type for row in load_label_types()},
        ),
        offices=OfficeReader(titles),
        points=PointCounter(load_ordinals()),
        units=Units.load(),
    )


def extract_briefing(briefing: Briefing, extractor: Extractor) -> dict[str, object]:
    """Return the rows that extraction produces; a text that is not English gets none, and a warning."""
    if briefing.header is None or briefing.header.language != LANGUAGE:
        linker = _linker(briefing, extractor, people=())
        return {"problems": (_not_english(briefing),), "entities": linker.entities}
    view = make_view(briefing.text, _furniture(briefing))
    passages = _passages(briefing, view, extractor.language)
    sentences, spans = _sentences(briefing, passages, extractor.points)
    names = [speaker.name for speaker in briefing.speakers if speaker.name and speaker.outlet_id is None]
    found = extractor.mentions.find(passages, known_names=names)
    people = [*names, *(c.text for group in found for c in group if c.type is MentionType.PERSON)]
    linker = _linker(briefing, extractor, people=people)
    linked = [[(candidate, linker.link(candidate)) for candidate in group] for group in found]
    titles = extractor.offices.read(briefing, passages, linked)
    mentions = _mentions(briefing, passages=passages, linked=linked, titles=titles, sentences=sentences, linker=linker)
    figures, commitments = _counted_and_promised(briefing, sentences, spans, extractor)
    commitments = _with_actors(briefing, commitments, mentions, linker)
    return {
        "problems": (),
        "sentences": sentences,
        "mentions": mentions,
        "entities": linker.entities,
        "aliases": linker.aliases,
        "offices": titles.offices,
        "figures": figures,
        "commitments": commitments,
    }


def _linker(briefing: Briefing, extractor: Extractor, *, people: Iterable[str]) -> Linker:
    linker = Linker(
        briefing_id=briefing.id,
        gazetteer=extractor.mentions.gazetteer,
        people=people,
        synthetic=briefing.transcript.provenance.synthetic,
    )
    linker.add_speakers(briefing.speakers)
    return linker


def _not_english(briefing: Briefing) -> Problem:
    language = briefing.header.language if briefing.header else "unknown"
    return Problem(
        problem_id=f"{briefing.id}#extract-language",
        source_file=briefing.transcript.source_file,
        stage="extract",
        severity=Severity.WARNING,
        message=f"its language is {language!r}, not English: it is segmented, but nothing is extracted from it",
    )


def _furniture(briefing: Briefing) -> list[tuple[int, int]]:
    return [(note.start, note.end) for note in briefing.notes if note.kind is NoteKind.FURNITURE and note.turn_id]


def _passages(briefing: Briefing, view: str, language: English) -> list[Passage]:
    """Return every turn and every line outside turns, in order, each read as a Doc of its own."""
    spans: list[tuple[int, int, str | None]] = [(turn.start, turn.end, turn.turn_id) for turn in briefing.turns]
    spans += [(note.start, note.end, None) for note in briefing.notes if note.turn_id is None]
    spans.sort()
    docs = language.read(view[start:end] for start, end, _ in spans)
    return [Passage(doc, start, turn_id) for doc, (start, _, turn_id) in zip(docs, spans, strict=True)]


def _sentences(
    briefing: Briefing, passages: Sequence[Passage], points: PointCounter
) -> tuple[tuple[Sentence, ...], dict[str, Span]]:
    """Return the sentences of all turns, and the span of each by its id."""
    rows: list[Sentence] = []
    spans: dict[str, Span] = {}
    for passage in passages:
        if passage.turn_id is None:
            continue
        inner = [span for span in map(_without_spaces, passage.doc.sents) if span is not None]
        numbers = points.points([span.text for span in inner])
        for seq, (span, point) in enumerate(zip(inner, numbers, strict=True), start=1):
            start, end = passage.start + span.start_char, passage.start + span.end_char
            row = Sentence(
                sentence_id=row_id(briefing.id, SENTENCE, start),
                briefing_id=briefing.id,
                turn_id=passage.turn_id,
                seq=seq,
                start=start,
                end=end,
                point=point,
                text=briefing.text[start:end],
            )
            rows.append(row)
            spans[row.sentence_id] = span
    return tuple(rows), spans


def _without_spaces(span: Span) -> Span | None:
    """Return a sentence without the white-space tokens at its ends; None where nothing is left."""
    start, end = span.start, span.end
    while start < end and span.doc[start].is_space:
        start += 1
    while end > start and span.doc[end - 1].is_space:
        end -= 1
    return span.doc[start:end] if start < end else None


def _mentions(
    briefing: Briefing,
    *,
    passages: Sequence[Passage],
    linked: Sequence[Sequence[tuple[Candidate, str | None]]],
    titles: Titles,
    sentences: Sequence[Sentence],
    linker: Linker,
) -> tuple[Mention, ...]:
    starts = [sentence.start for sentence in sentences]
    rows: list[Mention] = []
    for passage, group in zip(passages, linked, strict=True):
        for candidate, key in group:
            index = bisect_right(starts, candidate.start) - 1
            person = candidate.type is MentionType.PERSON
            title = titles.printed.get(candidate.start)
            rows.append(
                Mention(
                    mention_id=row_id(briefing.id, MENTION, candidate.start),
                    briefing_id=briefing.id,
                    turn_id=passage.turn_id,
                    sentence_id=sentences[index].sentence_id if passage.turn_id and index >= 0 else None,
                    start=candidate.start,
                    end=candidate.end,
                    type=candidate.type,
                    subtype=linker.subtype(key, candidate),
                    entity_id=key,
                    title=title.text if title else None,
                    official=key in titles.officials if person else None,
                    method=candidate.method,
                    text=briefing.text[candidate.start : candidate.end],
                )
            )
    return tuple(rows)


def _counted_and_promised(
    briefing: Briefing, sentences: Sequence[Sentence], spans: Mapping[str, Span], extractor: Extractor
) -> tuple[tuple[Figure, ...], tuple[Commitment, ...]]:
    """Find figures and commitments; only the sentences that may hold one are parsed."""
    figures: list[Figure] = []
    commitments: list[Commitment] = []
    for parsed in _parsed(briefing, sentences, spans, extractor.language):
        counted = find_figures(parsed, units=extractor.units)
        figures += counted
        commitments += find_commitments(parsed, figures=counted)
    return tuple(figures), tuple(commitments)


def _parsed(
    briefing: Briefing, sentences: Sequence[Sentence], spans: Mapping[str, Span], language: English
) -> Iterator[ParsedSentence]:
    turns: dict[str, Turn] = {turn.turn_id: turn for turn in briefing.turns}
    wanted = [row for row in sentences if may_hold_figure(row.text) or may_hold_commitment(row.text)]
    docs = language.parse([spans[row.sentence_id] for row in wanted])
    for row, doc in zip(wanted, docs, strict=True):
        turn = turns[row.turn_id]
        yield ParsedSentence(
            sentence=row,
            doc=doc,
            role=turn.role,
            kind=turn.kind,
            dated_on=briefing.header.dated_on if briefing.header else None,
        )


def _with_actors(
    briefing: Briefing, commitments: Sequence[Commitment], mentions: Sequence[Mention], linker: Linker
) -> tuple[Commitment, ...]:
    """Return the commitments with the entity of their actor: the body named, or for "we" the speaker's body."""
    speakers = {turn.turn_id: turn.speaker_id for turn in briefing.turns}
    bodies = {speaker.speaker_id: speaker.organization for speaker in briefing.speakers}
    found = []
    for row in commitments:
        body = bodies.get(speakers.get(row.turn_id) or "")
        if row.actor.casefold() == "we":
            actor_id = linker.id_of(body) if body else None
        else:
            named = [
                mention
                for mention in mentions
                if mention.sentence_id == row.sentence_id and mention.end <= row.end and mention.text in row.actor
            ]
            actor_id = next(
                (m.entity_id for m in named if m.start >= row.start), named[-1].entity_id if named else None
            )
        found.append(replace(row, actor_id=actor_id))
    return tuple(found)
