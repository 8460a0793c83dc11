"""Themes of turns and sentences by the cues of a codebook.

A sentence speaks for a code with ``1 - exp(-w)``, ``w`` the sum of its cues' weights, so that a list of like words
counts little more than two of them. A turn adds up its sentences, part of what the turns across its exchanges add up
to, and a little of the briefing's mean: an answer seldom repeats the words of its question. The share of a code in
that total becomes its score by a curve fitted to annotated turns, so that a score says about how often such a code
is right. The constants were searched one after the other and rounded: ``TURN_*`` and ``SHARE_*`` on annotated
briefings, by micro-F1 and by the precision of each tenth of scores, ``SENTENCE_*`` on the coded sentences of State of
the Union addresses of the Comparative Agendas Project, by accuracy and log loss.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pipeline.config import DATA, load_settings
from pipeline.errors import UsageError
from pipeline.records import Kind, Part, SentenceTheme, ThemeTag
from pipeline.resources import Code, load_codebook, load_cues
from pipeline.tag.cues import CueIndex
from pipeline.views import blank

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipeline.config import Settings
    from pipeline.records import Briefing, Turn

    type Scores = NDArray[np.float64]

METHOD = "cues"
NO_POLICY = "0"
"""The column of ``theme_scores`` for text without policy content."""

MAX_THEMES = 3
MIN_SCORE = 0.35  # a second and third theme need it: half the best F1, where a threshold that maximises F1 lies
TURN_EVIDENCE = 0.25  # what a turn with its exchange must add up to, or it has no theme
TURN_EXCHANGE = 0.6  # weight of the turns across its exchanges
TURN_BRIEFING = 0.3  # weight of the briefing's mean turn
TURN_NOTHING = 0.5  # what stands in the total for what cues do not see
SHARE_HALF, SHARE_SLOPE = 0.2, 2.6  # a share of 0.2 is right about half of the time, one of 0.4 six times in seven
SENTENCE_NEIGHBOUR = 0.5  # weight of the sentence before and of the one after
SENTENCE_NOTHING = 0.2  # what speaks for no policy content in every sentence
SENTENCE_FLOOR, SENTENCE_POWER = 0.1, 2.0  # smoothing of the posterior, and its sharpness


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagger:
    """What tagging needs, bound once. ``min_theme_words`` is what ``Turn.themes_tried`` was decided by."""

    name: str
    codebook: tuple[Code, ...]
    cues: CueIndex
    min_theme_words: int
    uncertain_below: float


def make_tagger(settings: Settings) -> Tagger:
    """Return the tagger of the settings' codebook: ``cap``, or a folder with its own codebook.csv and cues.csv.

    Raises:
        ConfigError: A file is missing or one of its rows is not valid; names file and line.
    """
    folder = DATA if settings.codebook == "cap" else Path(settings.codebook)
    codebook = load_codebook(folder / "codebook.csv")
    return Tagger(
        name=settings.codebook if folder == DATA else folder.name,
        codebook=codebook,
        cues=CueIndex(load_cues(folder / "cues.csv"), [row.code for row in codebook]),
        min_theme_words=settings.min_theme_words,
        uncertain_below=settings.uncertain_below,
    )


@cache
def default_tagger() -> Tagger:
    """Return the tagger of the default settings."""
    return make_tagger(load_settings())


def tag_briefing(briefing: Briefing, tagger: Tagger) -> dict[str, tuple[ThemeTag, ...] | tuple[SentenceTheme, ...]]:
    """Return the themes of a briefing's turns and sentences.

    Args:
        briefing: With ``turns``; ``sentences``, ``exchange_turns`` and ``notes`` are used where it has them.
        tagger: What ``make_tagger`` returned.

    Returns:
        ``themes``: at most three rows for each question and each turn with ``themes_tried``, ranked; none where
        there is no policy content. A theme that only the exchange or the briefing speaks for has no evidence.
        ``sentence_themes``: one row for each sentence with a cue.
    """
    view = blank(briefing.text, [(note.start, note.end) for note in briefing.notes if note.turn_id])
    strengths = _strengths([view[s.start : s.end] for s in briefing.sentences], tagger)
    return {
        "themes": _turn_themes(briefing, view, _turn_sums(briefing, view, strengths, tagger), tagger),
        "sentence_themes": _sentence_themes(briefing, strengths, tagger),
    }


def theme_scores(
    texts: Sequence[str],
    before: Sequence[str] | None = None,
    after: Sequence[str] | None = None,
    *,
    tagger: Tagger | None = None,
    sequence: bool = True,
) -> tuple[Scores, tuple[str, ...]]:
    """Return how probable each code is for each text.

    Args:
        texts: Sentences.
        before: The sentence before each text ("" where there is none).
        after: The sentence after each text.
        tagger: Whose codebook and cues; the default settings' if None.
        sequence: The texts are consecutive sentences of one text, so each is context of the next; where ``before``
            or ``after`` is given, it is used instead.

    Returns:
        An array (n_texts, 1 + n_codes) whose rows sum to 1, and its columns: "0" (no policy content), then the codes.

    Raises:
        UsageError: ``before`` or ``after`` has another length than ``texts``.
    """
    tagger = tagger or default_tagger()
    own = _strengths(texts, tagger)
    context = np.zeros_like(own)
    for side, given, shift in (("before", before, 1), ("after", after, -1)):
        if given is not None:
            if len(given) != len(texts):
                raise UsageError(f"{side}: {len(given)} texts for {len(texts)}; give one for each text")
            context += _strengths(given, tagger)
        elif sequence:
            context += _shifted(own, shift)
    return _posterior(own + SENTENCE_NEIGHBOUR * context), (NO_POLICY, *(row.code for row in tagger.codebook))


def _strengths(texts: Sequence[str], tagger: Tagger) -> Scores:
    """Return saturated cue scores (n_texts, n_codes), each in [0, 1)."""
    return -np.expm1(-tagger.cues.scores(texts))


def _shifted(rows: Scores, by: int) -> Scores:
    shifted = np.zeros_like(rows)
    if by > 0:
        shifted[by:] = rows[:-by]
    else:
        shifted[:by] = rows[-by:]
    return shifted


def _posterior(strengths: Scores) -> Scores:
    nothing = np.full((len(strengths), 1), SENTENCE_NOTHING)
    odds = (np.hstack([nothing, strengths]) + SENTENCE_FLOOR) ** SENTENCE_POWER
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def _turn_sums(briefing: Briefing, view: str, strengths: Scores, tagger: Tagger) -> Scores:
    """Return what each turn's sentences add up to (n_turns, n_codes); a turn without sentences counts as one."""
    row = {turn.turn_id: number for number, turn in enumerate(briefing.turns)}
    sums = np.zeros((len(row), len(tagger.codebook)))
    placed = [(row[s.turn_id], number) for number, s in enumerate(briefing.sentences) if s.turn_id in row]
    np.add.at(sums, [turn for turn, _ in placed], strengths[[number for _, number in placed]])
    whole = sorted(set(range(len(row))) - {turn for turn, _ in placed})
    sums[whole] = _strengths([view[briefing.turns[n].start : briefing.turns[n].end] for n in whole], tagger)
    return sums


def _partners(briefing: Briefing) -> dict[str, list[str]]:
    """Return the turns across the exchanges of each turn: the answers to a question, the questions of an answer."""
    sides: dict[tuple[str, Part], list[str]] = {}
    for row in briefing.exchange_turns:
        sides.setdefault((row.exchange_id, row.part), []).append(row.turn_id)
    found: dict[str, list[str]] = {}
    for (exchange, part), turns in sides.items():
        others = sides.get((exchange, Part.ANSWER if part is Part.QUESTION else Part.QUESTION), [])
        for turn in turns:
            found.setdefault(turn, []).extend(others)
    return found


def _with_exchange(briefing: Briefing, sums: Scores) -> Scores:
    row = {turn.turn_id: number for number, turn in enumerate(briefing.turns)}
    total = sums.copy()
    for turn, others in _partners(briefing).items():
        known = [row[other] for other in others if other in row]
        if known and turn in row:
            total[row[turn]] += TURN_EXCHANGE * sums[known].mean(axis=0)
    return total


def _turn_themes(briefing: Briefing, view: str, sums: Scores, tagger: Tagger) -> tuple[ThemeTag, ...]:
    if not len(sums):
        return ()
    evidence = _with_exchange(briefing, sums)
    total = evidence + TURN_BRIEFING * sums.mean(axis=0)
    share = total / (total.sum(axis=1, keepdims=True) + TURN_NOTHING)
    scores = share**SHARE_SLOPE / (share**SHARE_SLOPE + SHARE_HALF**SHARE_SLOPE)
    return tuple(
        tag
        for number, turn in enumerate(briefing.turns)
        if (turn.themes_tried or turn.kind is Kind.QUESTION) and evidence[number].max() >= TURN_EVIDENCE
        for tag in _ranked(turn, view, scores[number], tagger)
    )


def _ranked(turn: Turn, view: str, scores: Scores, tagger: Tagger) -> list[ThemeTag]:
    best = np.argsort(-scores, kind="stable")[:MAX_THEMES]
    kept = [int(column) for rank, column in enumerate(best) if rank == 0 or scores[column] >= MIN_SCORE]
    tags = []
    for rank, column in enumerate(kept, start=1):
        code, score = tagger.codebook[column], round(float(scores[column]), 4)
        found = tagger.cues.evidence(view[turn.start : turn.end], code.code)
        tags.append(
            ThemeTag(
                briefing_id=turn.briefing_id,
                turn_id=turn.turn_id,
                codebook=tagger.name,
                rank=rank,
                code=code.code,
                label=code.label,
                score=score,
                uncertain=score < tagger.uncertain_below,
                evidence="|".join(found) or None,
                method=METHOD,
            )
        )
    return tags


def _sentence_themes(briefing: Briefing, strengths: Scores, tagger: Tagger) -> tuple[SentenceTheme, ...]:
    posterior = _posterior(strengths)[:, 1:]
    return tuple(
        SentenceTheme(
            sentence_id=sentence.sentence_id,
            briefing_id=sentence.briefing_id,
            codebook=tagger.name,
            code=tagger.codebook[int(own.argmax())].code,
            score=round(float(own.max()), 4),
        )
        for sentence, own, strength in zip(briefing.sentences, posterior, strengths, strict=True)
        if strength.any()
    )
