"""Figures: numerals, units, what is no figure, and the words around."""

from datetime import date

import pytest
from spacy.language import Language
from spacy.util import get_lang_class

from pipeline.extract.figures import find_figures, may_hold_figure
from pipeline.extract.numbers import find_numerals
from pipeline.extract.sentences import ParsedSentence
from pipeline.extract.units import Units
from pipeline.records import Bound, Change, Figure, Kind, Role, Sentence

OFFSET = 100


@pytest.fixture(scope="module")
def units() -> Units:
    return Units.load()


def figures_of(text: str, nlp: Language, units: Units, *, stored: str | None = None) -> list[Figure]:
    sentence = Sentence(
        sentence_id="b#s0000100",
        briefing_id="b",
        turn_id="b#t0000100",
        seq=1,
        start=OFFSET,
        end=OFFSET + len(text),
        text=stored or text,
    )
    parsed = ParsedSentence(
        sentence=sentence,
        doc=nlp(text),
        role=Role.OFFICIAL,
        kind=Kind.ANSWER,
        dated_on=date(2025, 6, 12),
    )
    return find_figures(parsed, units=units)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2.5 million", [2_500_000]),
        ("4,077", [4077]),
        ("seven hundred and forty", [740]),
        ("six hundred thousand", [600_000]),
        ("four thousand three hundred", [4300]),
        ("twenty-five", [25]),
        ("a dozen", [12]),
        ("two dozen", [24]),
        ("half a trillion", [500_000_000_000]),
        ("six and a quarter million", [6_250_000]),
        ("eight and a half", [8.5]),
        ("3 crore", [30_000_000]),
        ("three-quarters", [0.75]),
        ("the first three quarters", [3]),
        ("5 and 6", [5, 6]),
        ("from two to three", [2, 3]),
        ("two million, three of them new", [2_000_000, 3]),
        ("10-15", [10, 15]),
        ("half of them", []),
        ("several hundred", []),
        ("thousands", []),
        ("COVID-19 and H5N1", []),
        ("at 10:20 on 3/4", []),
    ],
)
def test_numerals_are_read_with_their_magnitudes(text: str, values: list[float]) -> None:
    assert [float(numeral.value) for numeral in find_numerals(text)] == values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We opened six lanes.", True),
        ("Output rose 5%.", True),
        ("It began in 2019.", False),
        ("One of us will go.", False),
        ("The port is busy.", False),
    ],
)
def test_gate_lets_through_what_may_hold_a_figure(text: str, expected: bool) -> None:
    assert may_hold_figure(text) is expected


def test_gate_and_numerals_take_linear_time_on_long_runs() -> None:
    assert find_numerals("9" * 50_000 + ":")[:1] == []
    assert len(find_numerals("two and " * 20_000)) == 20_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The fund holds $6.5 trillion.", [("$6.5 trillion", 6.5e12, "USD")]),
        ("A loan of €7bn was agreed.", [("€7bn", 7e9, "EUR")]),
        ("The city will spend 45 million yuan.", [("45 million yuan", 4.5e7, "yuan")]),
        ("They paid 75 US dollars.", [("75 US dollars", 75, "USD")]),
        ("Exports grew by 6.7 per cent.", [("6.7 per cent", 6.7, "percent")]),
        ("The rate fell 0.9 percentage points.", [("0.9 percentage points", 0.9, "percentage point")]),
        ("The park covers 415 square kilometers.", [("415 square kilometers", 415, "square kilometer")]),
        ("It keeps a 36-hour watch.", [("36-hour", 36, "hour")]),
        ("The new track is 7km long.", [("7km", 7, "kilometer")]),
        ("We built eleven indoor pools.", [("eleven indoor pools", 11, "pool")]),
        ("More than four million people came.", [("four million people", 4e6, "person")]),
        ("They gave away 40 doses and 30 boxes.", [("40 doses", 40, "dose"), ("30 boxes", 30, "box")]),
        ("The team counted 17 moth species.", [("17 moth species", 17, "species")]),
        ("A 31-village league met.", [("31-village", 31, "village")]),
        ("The school bought 26 foot pumps.", [("26 foot pumps", 26, "pump")]),
        ("The share rose from 34 to 57 percent.", [("34", 34, "percent"), ("57 percent", 57, "percent")]),
        ("It costs 2 to 3 million yuan.", [("2", 2e6, "yuan"), ("3 million yuan", 3e6, "yuan")]),
        ("Of 52 kilns, 13 are closed.", [("52 kilns", 52, "kiln"), ("13", 13, "kiln")]),
        ("Six of the 14 murals are done.", [("Six", 6, "mural"), ("14 murals", 14, "mural")]),
    ],
)
def test_figures_have_span_value_and_unit(
    text: str, expected: list[tuple[str, float, str]], nlp: Language, units: Units
) -> None:
    assert [(f.text, f.value, f.unit) for f in figures_of(text, nlp, units)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "It opened on June 12, 2024, and closed on 3 July.",
        "The rules of 2019 still hold.",
        "I have two questions.",
        "Article 5 and Resolution 777 apply.",
        "The session starts at 3 p.m. today.",
        "She is 64 years old.",
        "One day we will know.",
        "There were 0 deaths.",
        "The 3rd Ten-Year Plan ends soon.",
        "Half of the harbor is new.",
        "It is the 20th anniversary.",
    ],
)
def test_dates_ordinals_ages_and_names_are_no_figures(text: str, nlp: Language, units: Units) -> None:
    assert figures_of(text, nlp, units) == []


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("We hired more than 40 divers.", Bound.OVER),
        ("We hired fewer than 40 divers.", Bound.UNDER),
        ("We hired at least 40 divers.", Bound.AT_LEAST),
        ("We hired up to 40 divers.", Bound.AT_MOST),
        ("We hired about 40 divers.", Bound.ABOUT),
        ("We hired 40 divers or more.", Bound.AT_LEAST),
        ("We hired 40 divers.", Bound.EXACT),
    ],
)
def test_hedges_are_bounds(text: str, bound: Bound, nlp: Language, units: Units) -> None:
    assert [figure.bound for figure in figures_of(text, nlp, units)] == [bound]


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("Trade rose by more than 5 percent.", [Change.INCREASE]),
        ("Imports were down 5 percent.", [Change.DECREASE]),
        ("It was an increase of 40 ships.", [Change.INCREASE]),
        ("An additional 90 guards came.", [Change.INCREASE]),
        ("Three more clubs joined.", [Change.INCREASE]),
        ("Prices fell 1.7 percent and 2.6 percent.", [Change.DECREASE, Change.DECREASE]),
        ("The share rose to 73 percent.", [None]),
        ("We lined up 15 bakers.", [None]),
    ],
)
def test_change_is_set_on_amounts_of_change_only(
    text: str, change: list[Change | None], nlp: Language, units: Units
) -> None:
    assert [figure.change for figure in figures_of(text, nlp, units)] == change


@pytest.mark.parametrize(
    ("text", "is_range"),
    [
        ("Between 5 and 8 ships call there.", True),
        ("It takes 5 to 8 days.", True),
        ("It takes 5-8 days.", True),
        ("The share rose from 5 to 8 percent.", False),
        ("We saw 5 ships and 8 trains.", False),
    ],
)
def test_ranges_name_each_other(text: str, is_range: bool, nlp: Language, units: Units) -> None:
    low, high = figures_of(text, nlp, units)
    partners = (low.range_with, high.range_with)
    assert partners == ((high.figure_id, low.figure_id) if is_range else (None, None))


def test_units_are_normalised_by_their_rows(nlp: Language, units: Units) -> None:
    (area,) = figures_of("The site covers 3 hectares.", nlp, units)
    (money,) = figures_of("It cost 5 million yuan.", nlp, units)
    (count,) = figures_of("We built eleven pools.", nlp, units)
    assert (area.unit_norm, area.value_norm, area.unit_kind) == ("square meter", 30_000, "area")
    assert (money.unit_norm, money.value_norm, money.unit_kind) == ("CNY", 5e6, "money")
    assert (count.unit_norm, count.value_norm, count.unit_kind) == (None, None, "count")


@pytest.mark.parametrize(
    ("text", "concept", "period"),
    [
        ("Last year we built eleven indoor pools.", "indoor pools", "Last year"),
        ("The output of steel reached 5 million tonnes in 2024.", "output of steel", "in 2024"),
        ("We shipped 800 tonnes of salt.", "salt", None),
    ],
)
def test_concept_and_period_come_from_the_sentence(
    text: str, concept: str, period: str | None, nlp: Language, units: Units
) -> None:
    (figure,) = figures_of(text, nlp, units)
    assert (figure.concept, figure.period) == (concept, period)


def test_offsets_and_text_are_those_of_the_stored_text(nlp: Language, units: Units) -> None:
    stored = "It has 3\u00a0new\nports."
    (figure,) = figures_of(stored.replace("\u00a0", " ").replace("\n", " "), nlp, units, stored=stored)
    assert figure.text == stored[figure.start - OFFSET : figure.end - OFFSET] == "3\u00a0new\nports"
    assert figure.figure_id == f"b#f{OFFSET + 7:07d}"


def test_without_a_parse_only_measures_are_found(units: Units) -> None:
    figures = figures_of("Six ships brought 40 tonnes.", get_lang_class("en")(), units)
    assert [(figure.text, figure.concept) for figure in figures] == [("40 tonnes", None)]
