"""The records that stages hand on: frozen, and each the row of one table (field names are column names).

All ``start`` and ``end`` are code points into the stored text of the briefing, end exclusive. ``None`` is "unknown".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """What a speaker does in a turn."""

    OFFICIAL = "official"
    MODERATOR = "moderator"
    JOURNALIST = "journalist"
    OTHER = "other"


class Kind(StrEnum):
    """What a turn is."""

    STATEMENT = "statement"
    QUESTION = "question"
    ANSWER = "answer"
    PROCEDURE = "procedure"


class NoteKind(StrEnum):
    """What a line is that is no speech."""

    HEADER = "header"
    FURNITURE = "furniture"
    STAGE = "stage"
    CAPTION = "caption"


class MentionType(StrEnum):
    """What a mention names, as the annotation guidelines define it."""

    PERSON = "person"
    PORT = "port"
    INSTITUTE = "institute"
    GOVERNMENT = "government"
    ORGANIZATION = "organization"
    MEDIA = "media"
    ZONE = "zone"
    PLACE = "place"
    POLICY = "policy"
    EVENT = "event"


class MentionMethod(StrEnum):
    """How a mention was found."""

    MODEL = "model"
    GAZETTEER = "gazetteer"
    PATTERN = "pattern"
    ALIAS = "alias"
    HEADER = "header"


class SpeakerMethod(StrEnum):
    """Where a speaker's row comes from; the first that applies."""

    HEADER = "header"
    INTRODUCTION = "introduction"
    TITLE = "title"
    LABEL = "label"


class Part(StrEnum):
    """Which part of an exchange a turn is."""

    QUESTION = "question"
    ANSWER = "answer"


class AliasSource(StrEnum):
    """Where an alias was learnt."""

    GAZETTEER = "gazetteer"
    DEFINITION = "definition"
    SHORT_FORM = "short form"
    ACRONYM = "acronym"
    SURNAME = "surname"


class Modality(StrEnum):
    """The words by which a commitment commits."""

    WILL = "will"
    GOING_TO = "going_to"
    IS_TO = "is_to"
    PLAN = "plan"
    INTEND = "intend"
    COMMITTED = "committed"


class Bound(StrEnum):
    """How a figure is hedged."""

    EXACT = "exact"
    ABOUT = "about"
    OVER = "over"
    UNDER = "under"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Change(StrEnum):
    """The direction of an amount of change."""

    INCREASE = "increase"
    DECREASE = "decrease"


class Severity(StrEnum):
    """Whether a problem lost a source or part of it (error) or only wants a look (warning)."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The files of one briefing, as POSIX paths relative to the corpus, in page order.

    ``warning`` says what the user should know of how the source was named or joined.
    """

    briefing_id: str
    collection: str
    files: tuple[str, ...]
    warning: str | None = None

    @property
    def source_file(self) -> str:
        """The file that stands for the source in tables and messages."""
        return self.files[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One source file, or one page of it, within the stored text."""

    briefing_id: str
    page: int
    start: int
    end: int
    source_file: str
    source_url: str | None = None
    sha256: str
    retrieved_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What the ``.toml`` beside a source or a page's metadata says; it fills only what the text leaves unknown."""

    source_url: str | None = None
    publisher: str | None = None
    published_on: date | None = None
    held_on: date | None = None
    retrieved_at: str | None = None
    licence: str | None = None
    synthetic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """A source as ingested: the stored text, its pages, and where it comes from.

    ``source_file`` is relative to the corpus; ``sha256`` is that of the source's bytes (of all pages, in order).
    """

    briefing_id: str
    collection: str
    text: str
    source_file: str
    sha256: str
    pages: tuple[Page, ...]
    provenance: Provenance = field(default_factory=Provenance)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the header of a briefing says. ``date_basis`` tells which date ``dated_on`` is."""

    title: str | None = None
    publisher: str | None = None
    government: str | None = None
    style: str
    style_confidence: float
    held_on: date | None = None
    published_on: date | None = None
    location: str | None = None
    language: str
    synthetic: bool = False
    share_covered: float

    @property
    def dated_on(self) -> date | None:
        """The date that the briefing is sorted by: held on, else published on."""
        return self.held_on or self.published_on

    @property
    def date_basis(self) -> str | None:
        """Which of the two dates ``dated_on`` is."""
        if self.held_on:
            return "held_on"
        return "published_on" if self.published_on else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A listed participant or a named label of one briefing."""

    speaker_id: str
    briefing_id: str
    label: str | None = None
    name: str | None = None
    honorific: str | None = None
    title: str | None = None
    organization: str | None = None
    role: Role
    entity_id: str | None = None
    outlet_id: str | None = None
    n_turns: int = 0
    n_words: int = 0
    method: SpeakerMethod


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One uninterrupted contribution by one speaker; ``text`` is the stored text from ``start`` to ``end``."""

    turn_id: str
    briefing_id: str
    seq: int
    speaker_id: str | None = None
    speaker_label: str | None = None
    label_start: int | None = None
    label_end: int | None = None
    themes_tried: bool
    role: Role
    kind: Kind
    page: int
    start: int
    end: int
    n_words: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A question turn with the answers to it."""

    exchange_id: str
    briefing_id: str
    seq: int
    asker_id: str | None = None
    outlet_id: str | None = None
    n_questions: int
    n_answers: int
    follow_up_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeTurn:
    """One turn of an exchange."""

    exchange_id: str
    turn_id: str
    briefing_id: str
    part: Part
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A line that is no speech: header, furniture, stage direction or caption, inside a turn or outside."""

    note_id: str
    briefing_id: str
    turn_id: str | None = None
    kind: NoteKind
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of a turn; ``point`` is the number of the enumerated point that it stands under."""

    sentence_id: str
    briefing_id: str
    turn_id: str
    seq: int
    start: int
    end: int
    point: int | None = None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A named mention; ``title`` and ``official`` are for persons only."""

    mention_id: str
    briefing_id: str
    turn_id: str | None = None
    sentence_id: str | None = None
    start: int
    end: int
    type: MentionType
    subtype: str | None = None
    entity_id: str | None = None
    title: str | None = None
    official: bool | None = None
    method: MentionMethod
    score: float | None = None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """What a mention of one briefing names, as this briefing and the gazetteer know it."""

    briefing_id: str
    entity_id: str
    type: MentionType
    subtype: str | None = None
    name: str
    wikidata_id: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A form by which one briefing names an entity; ``n`` is how often."""

    briefing_id: str
    entity_id: str
    alias: str
    source: AliasSource
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office that a person is said to hold, with its evidence: a mention or a speaker's row."""

    office_id: str
    briefing_id: str
    entity_id: str
    title: str
    organization_id: str | None = None
    dated_on: date | None = None
    mention_id: str | None = None
    speaker_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeTag:
    """One theme of one turn. ``score`` is in [0, 1]; rank 1 is the most salient."""

    briefing_id: str
    turn_id: str
    codebook: str
    rank: int
    code: str
    label: str
    score: float
    uncertain: bool
    evidence: str | None = None
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceTheme:
    """The theme of one sentence. ``score`` is in [0, 1]."""

    sentence_id: str
    briefing_id: str
    codebook: str
    code: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """A clause in which a speaker for the government commits an actor to a future act."""

    commitment_id: str
    briefing_id: str
    turn_id: str
    sentence_id: str
    start: int
    end: int
    actor: str
    actor_id: str | None = None
    action: str
    object: str | None = None
    modality: Modality
    deadline: str | None = None
    deadline_on: date | None = None
    specificity: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A quantity with a unit or a noun; magnitudes are multiplied out in ``value``."""

    figure_id: str
    briefing_id: str
    turn_id: str
    sentence_id: str
    start: int
    end: int
    value: float
    range_with: str | None = None
    bound: Bound
    unit: str
    unit_norm: str | None = None
    value_norm: float | None = None
    unit_kind: str
    change: Change | None = None
    concept: str | None = None
    period: str | None = None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What could not be read, attributed or done, and where."""

    problem_id: str
    source_file: str
    stage: str
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """Everything known of one briefing. Stages fill it field by field; the names are those of the tables."""

    transcript: Transcript
    header: Header | None = None
    speakers: tuple[Speaker, ...] = ()
    turns: tuple[Turn, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    exchange_turns: tuple[ExchangeTurn, ...] = ()
    notes: tuple[Note, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    aliases: tuple[Alias, ...] = ()
    offices: tuple[Office, ...] = ()
    figures: tuple[Figure, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    themes: tuple[ThemeTag, ...] = ()
    sentence_themes: tuple[SentenceTheme, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def id(self) -> str:
        """The briefing's id."""
        return self.transcript.briefing_id

    @property
    def text(self) -> str:
        """The stored text that all offsets point into."""
        return self.transcript.text
