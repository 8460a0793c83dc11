"""Clauses of intention: a subject, words that commit it ("will", "plans to"), and the act; judged by rows of cues."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache

from spacy.tokens import Doc, Token

from pipeline.config import DATA
from pipeline.records import Modality
from pipeline.resources import numbered_rows, unique

_PRONOUNS = ("we", "he", "she")
_SUBJECTS = ("nsubj", "nsubjpass")
_INTENTIONS = {"plan": Modality.PLAN, "intend": Modality.INTEND}
_SHORT_BE = frozenset(["'re", "’re", "'s", "’s", "'m", "’m"])


class CommitmentCueKind(Enum):
    """What a lemma says against, or an actor's noun for, a commitment."""

    HOUSEKEEPING = "housekeeping"  # acts of the briefing itself
    HOUSEKEEPING_OBJECT = "housekeeping_object"
    AGENDA = "agenda"  # the day's schedule
    INTRANSITIVE = "intransitive"  # no act of policy without an object: "we will start with Mary"
    STATIVE = "stative"  # no deliberate act
    OFFICE_AGENDA = "office_agenda"  # what an office holder's schedule announces: speeches, visits
    OFFICE = "office"  # words that name an office holder
    NOT_ACTOR = "not_actor"  # heads of names that no one acts under: laws, plans, events, places
    ACTOR = "actor"  # common nouns for government bodies and office holders
    ADVERBIAL = "adverbial"  # prepositions that, after an object, say when, where or how
    TIME = "time"  # nouns for spans of time
    CONDITION = "condition"  # subordinators under which nothing is promised


_NO_ACTS = (CommitmentCueKind.HOUSEKEEPING, CommitmentCueKind.AGENDA, CommitmentCueKind.STATIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentCue:
    """A lemma and what it says of a clause."""

    cue: str
    kind: CommitmentCueKind
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A modal and the verb it governs, with the subject (None: taken over from the clause before) and who it names."""

    modality: Modality
    modal: Token
    governor: Token  # what the subject hangs on
    verb: Token
    subject: Token | None
    actor: Token


@cache
def cues() -> Mapping[CommitmentCueKind, frozenset[str]]:
    """Return the cues of ``data/commitment_cues.csv`` by kind, read once.

    Raises:
        ConfigError: The file is missing or a row does not fit.
    """
    path = DATA / "commitment_cues.csv"
    rows = unique(numbered_rows(path, CommitmentCue), lambda row: (row.cue, row.kind))
    return {kind: frozenset(row.cue for row in rows if row.kind is kind) for kind in CommitmentCueKind}


def find_clauses(doc: Doc) -> Iterator[Clause]:
    """Yield the clauses of intention of a parsed sentence in order of their modal, whether they commit or not."""
    for token in doc:
        for modality, governor, verb in _modals(token):
            subject = _subject(governor)
            actor = subject if subject is not None else _inherited_subject(governor)
            if actor is not None:
                yield Clause(modality=modality, modal=token, governor=governor, verb=verb, subject=subject, actor=actor)


def _modals(token: Token) -> Iterator[tuple[Modality, Token, Token]]:
    """Yield the modality of a token with the word that bears the subject and the verb of the act, if it has one."""
    if token.tag_ == "MD" and token.lower_ in ("will", "'ll", "’ll") and token.head.pos_ in ("VERB", "AUX"):
        yield Modality.WILL, token.head, token.head
    elif token.lower_ in ("going", "gon") and (act := _infinitive(token)) is not None and _has_be(token):
        yield Modality.GOING_TO, token, act
    elif token.lemma_ in _INTENTIONS and _is_finite(token) and (act := _infinitive(token)) is not None:
        yield _INTENTIONS[token.lemma_], token, act
    elif token.lower_ == "committed" and (act := _gerund(token)) is not None and _is_present(token):
        yield Modality.COMMITTED, token if _subject(token) is not None else token.head, act
    elif token.lemma_ == "be" and token.tag_ in ("VBZ", "VBP") and (act := _infinitive(token)) is not None:
        yield Modality.IS_TO, token, act


def _is_finite(token: Token) -> bool:
    return token.tag_ in ("VBP", "VBZ", "VBG", "VB") and not any(child.tag_ == "MD" for child in token.children)


def _infinitive(token: Token) -> Token | None:
    """Return the verb of the to-infinitive that complements a word."""
    clauses = (c for c in token.rights if c.dep_ in ("xcomp", "ccomp", "advcl", "acl") and c.pos_ in ("VERB", "AUX"))
    act = next(clauses, None)
    if act is None or _subject(act) is not None:
        return None
    return act if any(aux.lower_ in ("to", "na") and aux.dep_ == "aux" for aux in act.lefts) else None


def _gerund(token: Token) -> Token | None:
    """Return the gerund in "committed to -ing"."""
    for child in token.rights:
        if child.lower_ == "to":
            return next((act for act in child.children if act.tag_ == "VBG"), None)
    return None


def _is_present(committed: Token) -> bool:
    """Tell "is committed" from "committed" and "has been committed"."""
    words = [*committed.lefts, committed.head, *committed.head.lefts]
    return any((w.lemma_ == "be" and w.tag_ in ("VBZ", "VBP")) or w.lower_ in _SHORT_BE for w in words)


def _has_be(token: Token) -> bool:
    return any(child.lemma_ == "be" or child.lower_ in _SHORT_BE for child in token.lefts)


def _subject(token: Token) -> Token | None:
    return next((child for child in token.children if child.dep_ in _SUBJECTS), None)


def _inherited_subject(governor: Token) -> Token | None:
    """Return the subject of the clause that this one is coordinated with: "we will build ... and will open ..."."""
    head = governor
    while head.dep_ == "conj":
        head = head.head
        if (subject := _subject(head)) is not None:
            return subject
    return None


def is_commitment(clause: Clause) -> bool:
    """Tell whether a clause commits: an actor of government, a deliberate act, neither negated nor conditional."""
    return (
        _is_actor(clause.actor)
        and _is_act(clause)
        and not any(child.dep_ == "neg" for token in (clause.governor, clause.verb) for child in token.children)
        and not _is_conditional(clause.governor)
    )


def _is_actor(subject: Token) -> bool:
    """Tell whether a subject can be a government's actor: "we", a name, or a noun for a body ("the ministry")."""
    if subject.pos_ == "PRON":
        return subject.lower_ in _PRONOUNS
    if subject.lemma_.lower() in cues()[CommitmentCueKind.NOT_ACTOR]:
        return False
    if len(subject.text) > 1 and subject.text.isupper():  # acronyms, whatever their tag
        return True
    return subject.pos_ == "PROPN" or subject.lemma_.lower() in cues()[CommitmentCueKind.ACTOR]


def _is_office_holder(subject: Token) -> bool:
    words = [subject, *(child for child in subject.lefts if child.dep_ == "compound")]
    return any(word.lower_ in cues()[CommitmentCueKind.OFFICE] for word in words)


def _is_act(clause: Clause) -> bool:
    """Tell whether the verb is a deliberate act of policy, in the active voice and not of the briefing itself."""
    verb, kinds = clause.verb, cues()
    lemma = verb.lemma_.lower()
    if _is_passive_or_perfect(verb) or any(lemma in kinds[kind] for kind in _NO_ACTS):
        return False
    if lemma in kinds[CommitmentCueKind.OFFICE_AGENDA] and _is_office_holder(clause.actor):
        return False
    objects = [child for child in verb.rights if child.dep_ in ("dobj", "attr", "xcomp", "ccomp")]
    if not objects and lemma in kinds[CommitmentCueKind.INTRANSITIVE]:
        return False
    return not any(child.lemma_.lower() in kinds[CommitmentCueKind.HOUSEKEEPING_OBJECT] for child in objects)


def _is_passive_or_perfect(verb: Token) -> bool:
    return any(
        child.dep_ in ("auxpass", "nsubjpass") or (child.lower_ in ("have", "been") and child.dep_ == "aux")
        for child in verb.children
    )


def _is_conditional(governor: Token) -> bool:
    """Tell whether the clause is a condition, a time clause or a relative clause: it promises nothing by itself."""
    conditions = cues()[CommitmentCueKind.CONDITION]
    clause = governor
    while clause.dep_ == "conj":
        clause = clause.head
    if clause.dep_ == "relcl":
        return True
    return clause.dep_ in ("advcl", "ccomp") and any(
        child.dep_ in ("mark", "advmod") and child.lower_ in conditions for child in clause.lefts
    )
