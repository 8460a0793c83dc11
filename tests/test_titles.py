"""Printed titles: what stands before and after names, labels taken apart, names in capitals, bodies of offices."""

import pytest

from pipeline.records import Role
from pipeline.resources import Title, TitlePosition, load_titles
from pipeline.titles import NameParts, TitleIndex, is_capitals, organization_of, spelled


def title(text: str, position: str, role: Role = Role.OFFICIAL, *, official: bool = True) -> Title:
    return Title(
        title=text, position=TitlePosition(position), role=role, official=official, source="written for this test"
    )


ROWS = (
    title("Ms.", "honorific", Role.OTHER, official=False),
    title("Dr.", "honorific", Role.OTHER, official=False),
    title("Tan Sri", "honorific", Role.OTHER, official=False),
    title("Warden", "both"),
    title("Vice Warden", "both"),
    title("Harbour Master", "both"),
    title("Secretary for Harbours", "prefix"),
    title("Secretary", "both"),
    title("Press Secretary", "both", Role.MODERATOR),
    title("General Warden", "prefix"),
    title("founder", "post", Role.OTHER, official=False),
    title("Reporter", "both", Role.JOURNALIST, official=False),
)


@pytest.fixture(scope="module")
def titles() -> TitleIndex:
    return TitleIndex(ROWS)


@pytest.fixture(scope="module")
def all_titles() -> TitleIndex:
    return TitleIndex(load_titles())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ms. Osei", ("Ms.", "Osei")),
        ("MS Osei", ("Ms.", "Osei")),
        ("Tan Sri Osei", ("Tan Sri", "Osei")),
        ("Warden Torvik", ("Warden", "Torvik")),
        ("Vice Warden Anselm Torvik", ("Vice Warden", "Anselm Torvik")),
        ("vice warden Torvik", ("Vice Warden", "Torvik")),
        ("Warden", None),
        ("Torvik Warden", None),
        ("founder Torvik", None),
        ("Wardens Torvik", None),
        ("", None),
    ],
)
def test_a_title_begins_a_text_before_a_name(titles: TitleIndex, text: str, expected: tuple[str, str] | None) -> None:
    found = titles.prefix(text)
    assert (found and (found[0].title, found[1])) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("the Vice Warden", ("Vice Warden", 2)),
        ("the First Warden", ("Warden", 1)),
        ("Ms.", ("Ms.", 1)),
        ("our founder", None),
        ("the Warden of", None),
        ("", None),
    ],
)
def test_a_title_ends_a_run_of_words(titles: TitleIndex, words: str, expected: tuple[str, int] | None) -> None:
    found = titles.suffix(words.split())
    assert (found and (found[0].title, found[1])) == expected


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("warden of Larkhaven", "Warden"),
        ("vice warden of Larkhaven, and so on", "Vice Warden"),
        ("founder of the Tern Line", "founder"),
        ("secretary", "Secretary"),
        pytest.param("General Warden of Larkhaven", None),
        ("Ms. Osei", None),
        ("the warden", None),
        ("wardenship of Larkhaven", None),
        ("", None),
    ],
)
def test_an_office_begins_a_phrase_after_a_name(titles: TitleIndex, phrase: str, expected: str | None) -> None:
    found = titles.office(phrase)
    assert (found and found.title) == expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Anselm Torvik", NameParts("Anselm Torvik", None, None)),
        ("Ms. Linnea Osei", NameParts("Linnea Osei", "Ms.", None)),
        ("Dr. Ms. Osei", NameParts("Osei", "Ms.", None)),
        ("Warden Torvik", NameParts("Torvik", None, "Warden")),
        ("Warden Dr. Torvik", NameParts("Torvik", "Dr.", "Warden")),
        ("Anselm Torvik, warden of Larkhaven", NameParts("Anselm Torvik", None, "warden of Larkhaven")),
        (
            "Warden Torvik, founder of the Tern Line",
            NameParts("Torvik", None, "Warden, founder of the Tern Line"),
        ),
        ("Secretary for Harbours", NameParts(None, None, "Secretary for Harbours")),
        ("Secretary for Salt", NameParts(None, None, "Secretary for Salt")),
        ("Larkhaven Vice Warden", NameParts(None, None, "Larkhaven Vice Warden")),
        ("Harbour Master", NameParts(None, None, "Harbour Master")),
        ("MS. OSEI", NameParts("Osei", "Ms.", None)),
        ("VICE WARDEN McTORVIK", NameParts("McTorvik", None, "Vice Warden")),
        ("Torvik, ", NameParts("Torvik", None, None)),
    ],
)
def test_a_label_is_taken_apart(titles: TitleIndex, label: str, expected: NameParts) -> None:
    assert titles.split(label) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Warden Torvik", Role.OFFICIAL),
        ("Press Secretary Osei", Role.MODERATOR),
        ("Ms. Press Secretary Osei", Role.MODERATOR),
        ("Reporter Osei", Role.JOURNALIST),
        ("Ms. Osei", None),
        ("Ms. Dr. Osei", None),
        ("Linnea Osei", None),
    ],
)
def test_the_role_is_that_of_the_first_office(titles: TitleIndex, text: str, expected: Role | None) -> None:
    assert titles.role(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MS. OSEI", True),
        ("McTORVIK", True),
        ("SECRETARY LaROCHE", True),
        ("O'DARE", True),
        ("ANNE-LISE ØRSTED", True),
        ("A. B. TORVIK", True),
        ("Q.", False),
        ("Torvik", False),
        ("TORVIK and OSEI", False),
        ("", False),
        ("42", False),
        ("THE TIDE OFFICE " * 12, False),
    ],
)
def test_capitals_are_told(text: str, *, expected: bool) -> None:
    assert is_capitals(text) is expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("OSEI", "Osei"),
        ("McTORVIK", "McTorvik"),
        ("LaROCHE", "LaRoche"),
        ("O'DARE", "O'Dare"),
        ("ANNE-LISE ØRSTED", "Anne-Lise Ørsted"),
        ("J.R. OSEI", "J.R. Osei"),
        ("MACK TORVIK", "Mack Torvik"),
        ("Osei", "Osei"),
        ("Linnea OSEI", "Linnea OSEI"),
        ("", ""),
    ],
)
def test_names_in_capitals_are_spelled_as_elsewhere(printed: str, expected: str) -> None:
    assert spelled(printed) == expected


@pytest.mark.parametrize(
    ("office", "expected"),
    [
        ("warden of Larkhaven", "Larkhaven"),
        ("vice minister of the Ministry of Tides", "Ministry of Tides"),
        ("vice minister of the Ministry of Tides (MOT)", "Ministry of Tides"),
        ("minister of the Ministry of Tides (MOT) and a member of the Salt Council", "Ministry of Tides"),
        ("minister of the Ministry of Tides and Fog", "Ministry of Tides and Fog"),
        ("minister of the Ministry of Tides and head of nothing", "Ministry of Tides"),
        ("professor at Esker College, and poet", "Esker College"),
        ("envoy for Fog; Larkhaven", "Fog"),
        ("warden of the harbour", None),
        ("Warden", None),
        ("", None),
        (None, None),
    ],
)
def test_the_body_of_an_office_is_read(office: str | None, expected: str | None) -> None:
    assert organization_of(office) == expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Mr. Anselm Torvik", NameParts("Anselm Torvik", "Mr.", None)),
        ("Vice Minister Torvik", NameParts("Torvik", None, "Vice Minister")),
        ("Spokesperson Linnea Osei", NameParts("Linnea Osei", None, "Spokesperson")),
        ("PRESS SECRETARY OSEI", NameParts("Osei", None, "Press Secretary")),
        ("Secretary for Justice", NameParts(None, None, "Secretary for Justice")),
    ],
)
def test_the_rows_of_the_package_take_common_labels_apart(
    all_titles: TitleIndex, label: str, expected: NameParts
) -> None:
    assert all_titles.split(label) == expected
