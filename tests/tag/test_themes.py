"""Themes of turns, sentences and texts."""

from itertools import pairwise

import numpy as np
import pytest

from pipeline.config import load_settings
from pipeline.errors import ConfigError, UsageError
from pipeline.records import (
    Briefing,
    ExchangeTurn,
    Kind,
    Note,
    NoteKind,
    Part,
    Role,
    Sentence,
    SentenceTheme,
    ThemeTag,
    Transcript,
    Turn,
)
from pipeline.tag.themes import Tagger, make_tagger, tag_briefing, theme_scores

TOP_LABELS = [
    ("Inflation slowed again, and the central bank left its interest rate where it was.", "macroeconomics"),
    ("The budget deficit will narrow because tax revenue has grown with economic growth.", "macroeconomics"),
    ("Nobody may be denied the right to vote because of racial discrimination.", "civil_rights"),
    ("Freedom of speech and gender equality are guaranteed by the amended statute.", "civil_rights"),
    ("Nurses in every hospital have been vaccinated, and the clinic received more vaccine doses.", "health"),
    ("Prescription drug prices and health insurance premiums are what patients ask us about.", "health"),
    ("Farmers have sown winter wheat early, and grain output should pass last year's harvest.", "agriculture"),
    ("African swine fever hit pig farms, so livestock farmers will be compensated.", "agriculture"),
    ("The trade union and employers agreed on a higher minimum wage for all workers.", "labor"),
    ("Unemployment fell, and apprenticeship places were found for young job seekers.", "labor"),
    ("Primary schools will hire teachers so that pupils learn in smaller classrooms.", "education"),
    ("Tuition at public universities is frozen and student loans are forgiven for college students.", "education"),
    ("Air pollution is down, and greenhouse gas emissions must follow to limit climate change.", "environment"),
    ("Wetlands were restored, and biodiversity and endangered species have recovered.", "environment"),
    ("The power grid took on more solar power and wind power than coal-fired electricity.", "energy"),
    ("Crude oil and natural gas stocks are full, and the refinery is running again.", "energy"),
    ("Visa-free entry was extended, and a residence permit now takes the immigration office a week.", "immigration"),
    ("Asylum seekers and refugees at the southern border are heard within a month.", "immigration"),
    ("The high-speed railway opens in May, and passengers reach the airport by subway.", "transportation"),
    ("Container throughput at the port grew after the shipping channel was dredged.", "transportation"),
    ("Police arrested nine suspects for drug trafficking, and prosecutors charged them.", "law_and_crime"),
    ("Gun violence fell after background checks became law, the attorney general said.", "law_and_crime"),
    ("The basic pension was raised, and elderly people in poverty receive social assistance.", "social_welfare"),
    ("Child care is subsidized for low-income families with disabled parents.", "social_welfare"),
    ("Rents rose, so affordable housing and rental assistance for tenants have priority.", "housing"),
    ("Urban renewal covers dilapidated houses, and homelessness fell by a tenth.", "housing"),
    ("Small businesses got bank loans more easily, and insurers and stock exchanges did well.", "domestic_commerce"),
    ("The hurricane flooded three counties, and disaster relief reached every family.", "domestic_commerce"),
    ("The army sent troops and artillery to the front, and the navy a destroyer.", "defense"),
    ("Ballistic missiles and nuclear weapons were on the table in the arms control talks.", "defense"),
    ("Scientists use artificial intelligence and quantum computing in basic research.", "technology"),
    ("The spacecraft docked with the space station, and a satellite was launched into orbit.", "technology"),
    ("Imports and exports grew, customs clearance got faster and tariffs were cut.", "foreign_trade"),
    ("The pilot free trade zone draws foreign investment under a shorter negative list.", "foreign_trade"),
    ("The foreign minister met the ambassador on diplomatic relations and humanitarian aid.", "international_affairs"),
    ("The Security Council of the United Nations heard the envoy on the peace process.", "international_affairs"),
    ("The nominee awaits Senate confirmation while a government shutdown looms.", "government_operations"),
    ("Civil servants deal with less red tape since the administrative reform.", "government_operations"),
    ("National parks and public lands were enlarged with tribal nations.", "public_lands"),
    (
        "Reservoirs and flood control in the river basin serve the new area and its regional development.",
        "public_lands",
    ),
    ("The museum shows cultural relics and intangible cultural heritage with folk music.", "culture"),
    ("Athletes trained for the Olympic Games, and the film festival drew crowds.", "culture"),
]

NO_THEME = [
    "Good morning, everyone, and thank you for coming in such numbers on a rainy day.",
    "I'll take two more, and then we have to let our guests go. The lady in the third row, please.",
    "As I said a moment ago, I have nothing to add to what my colleague told you on Monday.",
    "Could you say that again? I did not hear the second half, sorry.",
    "...",
]

LONG_TURN = (
    "Imports and exports grew fast, and customs clearance is quicker. Tariffs came down. "
    "The free trade zone drew foreign investment. Farmers sold more grain and fruit abroad. "
)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return make_tagger(load_settings())


def brief(
    *texts: str,
    kind: Kind = Kind.STATEMENT,
    tried: bool = True,
    exchange: tuple[int, ...] = (),
    notes: tuple[tuple[int, int], ...] = (),
    sentences: bool = True,
) -> Briefing:
    """Return a briefing with one turn a text; the first turn of ``exchange`` is asked, the others answer."""
    text, turns, found = "", [], []
    for seq, words in enumerate(texts):
        start, end = len(text), len(text) + len(words)
        turns.append(
            Turn(
                turn_id=f"t{seq}",
                briefing_id="b",
                seq=seq,
                themes_tried=tried,
                role=Role.OFFICIAL,
                kind=kind,
                page=1,
                start=start,
                end=end,
                n_words=len(words.split()),
                text=words,
            )
        )
        at = start
        for part in words.split(". ") if sentences else ():
            stop = min(at + len(part) + 1, end)
            found.append(
                Sentence(sentence_id=f"s{at}", briefing_id="b", turn_id=f"t{seq}", seq=0, start=at, end=stop, text=part)
            )
            at = stop + 1
        text += words + "\n"
    rows = [
        ExchangeTurn(
            exchange_id="x",
            turn_id=f"t{seq}",
            briefing_id="b",
            part=Part.ANSWER if place else Part.QUESTION,
            seq=place,
        )
        for place, seq in enumerate(exchange)
    ]
    furniture = [
        Note(note_id=f"n{s}", briefing_id="b", turn_id="t0", kind=NoteKind.FURNITURE, start=s, end=e, text=text[s:e])
        for s, e in notes
    ]
    return Briefing(
        transcript=Transcript(briefing_id="b", collection="c", text=text, source_file="b.txt", sha256="0", pages=()),
        turns=tuple(turns),
        sentences=tuple(found),
        exchange_turns=tuple(rows),
        notes=tuple(furniture),
    )


def themes(briefing: Briefing, tagger: Tagger) -> list[ThemeTag]:
    return [row for row in tag_briefing(briefing, tagger)["themes"] if isinstance(row, ThemeTag)]


def sentence_themes(briefing: Briefing, tagger: Tagger) -> list[SentenceTheme]:
    return [row for row in tag_briefing(briefing, tagger)["sentence_themes"] if isinstance(row, SentenceTheme)]


@pytest.mark.parametrize(("text", "expected"), TOP_LABELS)
def test_the_first_theme_of_a_turn(text: str, expected: str, tagger: Tagger) -> None:
    assert themes(brief(text), tagger)[0].label == expected


def test_every_theme_has_two_cases(tagger: Tagger) -> None:
    labels = [label for _, label in TOP_LABELS]
    assert {row.label for row in tagger.codebook if labels.count(row.label) < 2} == set()


@pytest.mark.parametrize("text", NO_THEME)
def test_a_turn_without_policy_content_has_no_row(text: str, tagger: Tagger) -> None:
    assert tag_briefing(brief(text), tagger) == {"themes": (), "sentence_themes": ()}


@pytest.mark.parametrize(
    ("kind", "tried", "tagged"),
    [
        (Kind.STATEMENT, True, True),
        (Kind.ANSWER, True, True),
        (Kind.QUESTION, False, True),
        (Kind.STATEMENT, False, False),
        (Kind.PROCEDURE, False, False),
    ],
)
def test_questions_and_turns_that_were_tried_are_tagged(kind: Kind, tried: bool, tagged: bool, tagger: Tagger) -> None:
    assert bool(themes(brief("Tariffs on imports fell.", kind=kind, tried=tried), tagger)) == tagged


def test_themes_are_ranked_by_score_at_most_three(tagger: Tagger) -> None:
    text = "Tariffs fell. Railways grew. Hospitals opened. Schools opened. The army and the police marched."
    rows = themes(brief(text), tagger)
    assert [row.rank for row in rows] == list(range(1, len(rows) + 1))
    assert 1 <= len(rows) <= 3
    assert all(first.score >= second.score for first, second in pairwise(rows))


def test_a_dominant_theme_stands_alone(tagger: Tagger) -> None:
    trade = "Tariffs fell. Exports grew. Imports grew. Customs clearance got faster. The free trade zone opened. "
    text = trade + "Foreign investment rose. The negative list is shorter. A single farm closed."
    assert [row.label for row in themes(brief(text), tagger)] == ["foreign_trade"]


def test_two_balanced_themes_are_both_given(tagger: Tagger) -> None:
    text = "Tariffs fell and exports grew. Farmers brought in the harvest of grain."
    assert {row.label for row in themes(brief(text), tagger)} == {"foreign_trade", "agriculture"}


def test_a_row_is_complete(tagger: Tagger) -> None:
    row = themes(brief(LONG_TURN), tagger)[0]
    assert (row.briefing_id, row.turn_id, row.codebook, row.method) == ("b", "t0", "cap", "cues")
    assert (row.code, row.label) == ("18", "foreign_trade")
    assert row.evidence is not None
    assert set(row.evidence.split("|")) <= {"Imports and exports", "customs clearance", "Tariffs", "free trade zone",
                                            "foreign investment"}  # fmt: skip


@pytest.mark.parametrize("text", [LONG_TURN, *(text for text, _ in TOP_LABELS[:6])])
def test_scores_are_in_range_rounded_and_evidence_is_at_most_five(text: str, tagger: Tagger) -> None:
    for row in themes(brief(text), tagger):
        assert 0 <= row.score <= 1
        assert row.score == round(row.score, 4)
        assert len((row.evidence or "").split("|")) <= 5


@pytest.mark.parametrize(("below", "expected"), [(0.0, {False}), (1.0, {True})])
def test_uncertain_is_a_score_below_the_setting(below: float, expected: set[bool]) -> None:
    tagger = make_tagger(load_settings(uncertain_below=below))
    assert {row.uncertain for row in themes(brief(LONG_TURN), tagger)} == expected


def test_by_default_much_evidence_is_certain_and_scattered_evidence_is_not(tagger: Tagger) -> None:
    scattered = "Tariffs, trains, hospitals, schools, farmers, troops, police, museums and rents were all mentioned."
    assert not themes(brief(LONG_TURN), tagger)[0].uncertain
    assert themes(brief(scattered), tagger)[0].uncertain


def test_the_other_side_of_the_exchange_counts(tagger: Tagger) -> None:
    question, answer = "Will tariffs on imports rise?", "We have said what we have said on it."
    together = themes(brief(question, answer, exchange=(0, 1)), tagger)
    assert [(row.turn_id, row.label) for row in together] == [("t0", "foreign_trade"), ("t1", "foreign_trade")]
    assert together[1].evidence is None
    assert [row.turn_id for row in themes(brief(question, answer), tagger)] == ["t0"]


def test_furniture_inside_a_turn_is_no_evidence(tagger: Tagger) -> None:
    text = "We went on and on. CUSTOMS TARIFFS EXPORTS - page 2. That is all."
    start = text.index("CUSTOMS")
    page = (start, text.index("That"))
    assert themes(brief(text), tagger) != []
    assert themes(brief(text, notes=(page,)), tagger) == []


def test_a_turn_without_sentences_is_read_whole(tagger: Tagger) -> None:
    assert [row.code for row in themes(brief("Tariffs fell.", sentences=False), tagger)] == ["18"]


def test_a_sentence_with_a_cue_has_one_theme(tagger: Tagger) -> None:
    rows = sentence_themes(brief("Tariffs fell. Nobody knew. The hospital opened."), tagger)
    assert [(row.sentence_id, row.code) for row in rows] == [("s0", "18"), ("s27", "3")]
    assert all(0 < row.score < 1 for row in rows)


def test_a_briefing_without_turns_has_no_themes(tagger: Tagger) -> None:
    assert tag_briefing(brief(), tagger) == {"themes": (), "sentence_themes": ()}


def test_tagging_twice_and_anew_gives_the_same_rows(tagger: Tagger) -> None:
    briefing = brief(*(text for text, _ in TOP_LABELS), exchange=(0, 1, 2))
    assert tag_briefing(briefing, tagger) == tag_briefing(briefing, make_tagger(load_settings()))


def test_an_unknown_codebook_is_an_error() -> None:
    with pytest.raises(ConfigError, match=r"nowhere/codebook\.csv"):
        make_tagger(load_settings(codebook="nowhere"))


def test_theme_scores_rows_sum_to_one_with_a_column_for_no_policy() -> None:
    scores, columns = theme_scores(["Tariffs on imports fell.", "Thank you all.", ""], sequence=False)
    assert scores.shape == (3, 22)
    assert columns[0] == "0"
    assert len(set(columns)) == 22
    assert scores.sum(axis=1) == pytest.approx(np.ones(3))
    assert [columns[best] for best in scores.argmax(axis=1)] == ["18", "0", "0"]


@pytest.mark.parametrize(
    ("before", "after", "sequence", "expected"),
    [
        (None, None, False, "0"),
        (None, None, True, "18"),
        (["", "The hospital has nurses.", ""], None, True, "3"),
        (None, ["", "The hospital has nurses.", ""], False, "3"),
        (["", "", ""], ["", "", ""], True, "0"),
    ],
)
def test_theme_scores_take_neighbours_as_context(
    before: list[str] | None, after: list[str] | None, sequence: bool, expected: str
) -> None:
    texts = ["Tariffs on imports fell.", "That was the plan.", "Let us go on."]
    scores, columns = theme_scores(texts, before, after, sequence=sequence)
    assert columns[int(scores[1].argmax())] == expected


def test_theme_scores_of_nothing_is_empty() -> None:
    assert theme_scores([])[0].shape == (0, 22)


def test_context_of_another_length_is_an_error() -> None:
    with pytest.raises(UsageError, match="before: 1 texts for 2; give one for each text"):
        theme_scores(["a", "b"], ["c"])
