"""Names by their shape: capitalised words that a head noun ends or begins, and where they stop."""

import pytest

from pipeline.extract.candidates import Candidate, longest_first
from pipeline.extract.patterns import NamePatterns
from pipeline.extract.typing import HeadIndex
from pipeline.records import MentionMethod, MentionType
from pipeline.resources import Head, HeadPosition, load_heads


def head(text: str, position: str, kind: MentionType, subtype: str | None = None) -> Head:
    return Head(head=text, position=HeadPosition(position), type=kind, subtype=subtype, source="written for this test")


ROWS = (
    head("Port", "last", MentionType.PORT),
    head("Port", "first", MentionType.PORT, "sea"),
    head("Airport", "last", MentionType.PORT, "air"),
    head("Crossing", "last", MentionType.PORT, "land"),
    head("Zone", "last", MentionType.ZONE),
    head("Institute", "last", MentionType.INSTITUTE),
    head("Institute", "first", MentionType.INSTITUTE),
    head("Office", "last", MentionType.GOVERNMENT),
    head("Committee", "last", MentionType.GOVERNMENT),
    head("Committee", "first", MentionType.GOVERNMENT),
    head("Children's Fund", "last", MentionType.ORGANIZATION),
    head("Line", "last", MentionType.ORGANIZATION),
    head("Games", "last", MentionType.EVENT),
)
STOP_WORDS = frozenset({"the", "this", "at", "when", "our", "and"})


@pytest.fixture(scope="module")
def patterns() -> NamePatterns:
    return NamePatterns(HeadIndex(ROWS), stop_words=STOP_WORDS)


@pytest.fixture(scope="module")
def all_patterns() -> NamePatterns:
    return NamePatterns(HeadIndex(load_heads()), stop_words=STOP_WORDS)


def names(patterns: NamePatterns, text: str, *breaks: int) -> list[str]:
    return [found.text for found in longest_first(patterns.find(text, offset=0, breaks=breaks))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ships wait at Larkhaven Port today.", ["Larkhaven Port"]),
        ("The Larkhaven Port is full.", ["Larkhaven Port"]),
        ("At Larkhaven Port we wait.", ["Larkhaven Port"]),
        ("When The Larkhaven Port opens, we sail.", ["Larkhaven Port"]),
        ("The Port is full.", []),
        ("Larkhaven is a town.", []),
        ("They met at the Old North Esker Harbour Office yesterday.", ["Old North Esker Harbour Office"]),
        ("Larkhaven Port Authority is new.", ["Larkhaven Port"]),
        ("The Esker Office and the Tarn Office agree.", ["Esker Office", "Tarn Office"]),
        ("The Esker Office, Tarn Office and Vane Office agree.", ["Esker Office", "Tarn Office", "Vane Office"]),
        ("the 14th Esker Games", ["14th Esker Games"]),
        ("the Salt & Tar Line sails", ["Salt & Tar Line"]),
        ("the Salt Line & the sea", ["Salt Line"]),
        ("the Harbour-Esker Line sails", ["Harbour-Esker Line"]),
        pytest.param("the U.Q. Tide Office opened", ["U.Q. Tide Office"]),
        ("the St. Vane Office opened", ["St. Vane Office"]),
        ("Esker (South Bank) Office moved", ["Esker (South Bank) Office"]),
        ("Élan Ørsted Institute", ["Élan Ørsted Institute"]),
        ("", []),
    ],
)
def test_a_head_ends_a_run_of_capitalised_words(patterns: NamePatterns, text: str, expected: list[str]) -> None:
    assert names(patterns, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Port of Larkhaven is open", ["Port of Larkhaven"]),
        ("the Institute of Tides met", ["Institute of Tides"]),
        ("the Esker Institute of Tides met", ["Esker Institute of Tides"]),
        ("the Institute of Tides of the Esker Academy met", ["Institute of Tides of the Esker Academy"]),
        ("the Institute of Tides of Esker of Vane met", ["Institute of Tides of Esker"]),
        ("the Committee of the Esker League met", ["Committee of the Esker League"]),
        ("the Esker Committee for Salt met", ["Esker Committee for Salt"]),
        ("the Esker Committee on Fog met", ["Esker Committee on Fog"]),
        ("the Esker Zone for Salt of Larkhaven grew", ["Esker Zone for Salt of Larkhaven"]),
        ("the Committee for Salt for Larkhaven met", []),
        ("the Esker Committee for Salt for Larkhaven met", ["Esker Committee for Salt"]),
        ("the Larkhaven Port of Esker", ["Larkhaven Port of Esker"]),
        ("the Larkhaven Port for Esker", ["Larkhaven Port"]),
        ("the Tern Line of Esker", ["Tern Line"]),
        ("the port of Larkhaven is open", []),
        ("the Institute of tides met", []),
        ("the Institute in Esker met", []),
    ],
)
def test_joints_carry_a_name_on(patterns: NamePatterns, text: str, expected: list[str]) -> None:
    assert names(patterns, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Larkhaven Port's cranes", ["Larkhaven Port"]),
        ("Larkhaven Port’s cranes", ["Larkhaven Port"]),
        ("Esker's Larkhaven Port", ["Larkhaven Port"]),
        ("Esker's Tide Office", ["Tide Office"]),
        ("Torvik's Port", []),
        ("the Esker Children's Fund", ["Esker Children's Fund"]),
        ("the Institute of Tides' halls", ["Institute of Tides"]),
    ],
)
def test_a_possessive_ends_a_name_unless_it_is_part_of_the_head(
    patterns: NamePatterns, text: str, expected: list[str]
) -> None:
    assert names(patterns, text) == expected


@pytest.mark.parametrize("head_form", ["Bakers'", "Children's"])
def test_a_possessive_head_of_the_rows_is_found_with_the_other_apostrophe_too(head_form: str) -> None:
    rows = (head(f"{head_form} Fund", "last", MentionType.ORGANIZATION),)
    found = NamePatterns(HeadIndex(rows), stop_words=STOP_WORDS)
    curly = head_form.replace("'", "’")
    assert names(found, f"the Esker {curly} Fund") == [f"Esker {curly} Fund"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We went to Larkhaven. Port fees rose.", []),
        ("We went to Larkhaven.\nEsker Port grew.", ["Esker Port"]),
        ("We went to Larkhaven\nPort fees rose.", []),
        ("Larkhaven, Port of Esker", ["Port of Esker"]),
        ("Larkhaven  Port", []),
        ("It is the Institute of\nTides", []),
        ("We saw Larkhaven Port.", ["Larkhaven Port"]),
        ("We saw Larkhaven Port. Esker Port is next.", ["Larkhaven Port", "Esker Port"]),
    ],
)
def test_full_stops_line_feeds_and_commas_end_a_name(patterns: NamePatterns, text: str, expected: list[str]) -> None:
    assert names(patterns, text) == expected


def test_no_name_goes_on_over_the_start_of_a_sentence(patterns: NamePatterns) -> None:
    text = "It left Pt. Tide Office rents rose."
    assert names(patterns, text) == ["Pt. Tide Office"]
    assert names(patterns, text, text.index("Tide")) == ["Tide Office"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Larkhaven port is full.", ["Larkhaven port"]),
        ("North Esker port is full.", ["North Esker port"]),
        ("Larkhaven airport is shut.", ["Larkhaven airport"]),
        ("the Larkhaven land port", ["Larkhaven land port"]),
        ("the Larkhaven border crossing", ["Larkhaven border crossing"]),
        ("Larkhaven ports are full.", []),
        ("Larkhaven portside bars", []),
        ("Larkhaven office is shut.", []),
        ("Larkhaven zone is shut.", []),
        ("The port is full.", []),
        ("our Larkhaven\nport", []),
    ],
)
def test_heads_of_ports_count_in_lower_case_too(patterns: NamePatterns, text: str, expected: list[str]) -> None:
    assert names(patterns, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Esker Office on Monday said so", ["Esker Office"]),
        ("the Esker Committee on May 3 said so", ["Esker Committee"]),
        ("the Esker Institute on the Sunday before said so", ["Esker Institute"]),
    ],
)
def test_a_date_belongs_to_no_name(patterns: NamePatterns, text: str, expected: list[str]) -> None:
    assert names(patterns, text) == expected


def test_a_candidate_tells_type_subtype_source_and_place(patterns: NamePatterns) -> None:
    found = longest_first(patterns.find("See the Port of Larkhaven.", offset=500))
    assert found == (
        Candidate(
            start=508,
            end=525,
            text="Port of Larkhaven",
            type=MentionType.PORT,
            subtype="sea",
            method=MentionMethod.PATTERN,
        ),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Ministry of Tides met.", [("Ministry of Tides", MentionType.GOVERNMENT)]),
        ("She studied at the University of Esker.", [("University of Esker", MentionType.INSTITUTE)]),
        ("Goods leave Larkhaven Container Port.", [("Larkhaven Container Port", MentionType.PORT)]),
        ("The Larkhaven Free Trade Zone grew.", [("Larkhaven Free Trade Zone", MentionType.ZONE)]),
        ("The Esker Women's Federation came.", [("Esker Women's Federation", MentionType.ORGANIZATION)]),
        ("The Larkhaven border crossing is shut.", [("Larkhaven border crossing", MentionType.PORT)]),
    ],
)
def test_the_rows_of_the_package_find_common_names(
    all_patterns: NamePatterns, text: str, expected: list[tuple[str, MentionType]]
) -> None:
    assert [(found.text, found.type) for found in longest_first(all_patterns.find(text, offset=0))] == expected
