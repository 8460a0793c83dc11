"""People: names after titles, names that are known, and the titles printed before and after them."""

from collections.abc import Sequence

import pytest

from pipeline.extract.candidates import Candidate
from pipeline.extract.people import find_known, find_titled, title_of
from pipeline.records import MentionMethod, MentionType, Role
from pipeline.resources import Title, TitlePosition, load_titles
from pipeline.titles import TitleIndex

OFFSET = 1000


def title(text: str, position: str, *, official: bool = True) -> Title:
    return Title(
        title=text,
        position=TitlePosition(position),
        role=Role.OFFICIAL if official else Role.OTHER,
        official=official,
        source="written for this test",
    )


ROWS = (
    title("Ms.", "honorific", official=False),
    title("Mr.", "honorific", official=False),
    title("Dr.", "honorific", official=False),
    title("Warden", "both"),
    title("Vice Warden", "both"),
    title("General Secretary", "both"),
    title("Minister", "both"),
    title("Press Secretary", "both"),
    title("Spokesperson", "both"),
    title("Professor", "both", official=False),
    title("head", "post"),
    title("founder", "post", official=False),
)


@pytest.fixture(scope="module")
def titles() -> TitleIndex:
    return TitleIndex(ROWS)


def texts(candidates: Sequence[Candidate]) -> list[str]:
    return [candidate.text for candidate in candidates]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I thank Ms. Osei for it.", ["Osei"]),
        ("I thank Ms Osei for it.", ["Osei"]),
        ("Warden Torvik spoke.", ["Torvik"]),
        ("Vice Warden Anselm Torvik spoke.", ["Anselm Torvik"]),
        ("Larkhaven Vice Warden Anselm Torvik spoke.", ["Anselm Torvik"]),
        ("Warden Dr. Anselm Torvik spoke.", ["Anselm Torvik"]),
        ("Warden A. B. Torvik spoke.", ["A. B. Torvik"]),
        ("Warden Anne-Lise O’Dare spoke.", ["Anne-Lise O’Dare"]),
        ("Warden Élise Ørsted spoke.", ["Élise Ørsted"]),
        ("Warden Torvik and Ms. Osei agree.", ["Torvik", "Osei"]),
        ("Ms. Osei, Mr. Vane and Dr. Tarn agree.", ["Osei", "Vane", "Tarn"]),
        ("The Warden spoke.", []),
        ("the warden Torvik spoke.", []),
        ("Warden spoke.", []),
        ("Torvik Warden spoke.", []),
        ("Osei, founder of a mill, spoke.", []),
        ("Linnea Osei spoke.", []),
        ("Ms. One Two Three Four spoke.", ["One Two Three Four"]),
        ("Ms. One Two Three Four Five spoke.", []),
        ("", []),
    ],
)
def test_names_follow_titles(titles: TitleIndex, text: str, expected: list[str]) -> None:
    assert texts(list(find_titled(text, titles, offset=0))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We saw Warden Torvik's plan.", ["Torvik"]),
        ("We saw Warden Torvik’s Plan.", ["Torvik"]),
        ("We saw the Minister Torvik's Salt Plan.", ["Torvik"]),
        ("We saw the Wardens' hall and Mr. Rawls' plan.", ["Rawls"]),
        ("We saw Warden Torvik.", ["Torvik"]),
        ("We saw Warden Torvik. Larkhaven was quiet.", ["Torvik"]),
        ("We saw Warden Torvik, Larkhaven and the sea.", ["Torvik"]),
        ("We saw Warden Torvik\nLarkhaven was quiet.", ["Torvik"]),
    ],
)
def test_possessives_and_sentences_end_a_name(titles: TitleIndex, text: str, expected: list[str]) -> None:
    assert texts(list(find_titled(text, titles, offset=0))) == expected


def test_a_name_is_told_with_its_place_and_source(titles: TitleIndex) -> None:
    assert list(find_titled("Dear Ms. Osei, hello.", titles, offset=OFFSET)) == [
        Candidate(
            start=OFFSET + 9,
            end=OFFSET + 13,
            text="Osei",
            type=MentionType.PERSON,
            method=MentionMethod.PATTERN,
        )
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Linnea Osei spoke; then Linnea Osei left.", [(0, "Linnea Osei"), (24, "Linnea Osei")]),
        ("Linnea Osei-Vane and Anselm Torvik's boat", [(0, "Linnea Osei"), (21, "Anselm Torvik")]),
        ("Linnea Oseia, AnLinnea Osei, linnea osei", []),
        ("Linnea Osei Tarn spoke.", [(0, "Linnea Osei Tarn")]),
        ("Linnea (Lin) Osei (Jr.) spoke.", [(0, "Linnea (Lin) Osei (Jr.)")]),
    ],
)
def test_known_names_are_found_whole_and_the_longest_first(text: str, expected: list[tuple[int, str]]) -> None:
    known = ["Linnea Osei", "Linnea Osei Tarn", "Anselm Torvik", "Linnea (Lin) Osei (Jr.)"]
    found = list(find_known(text, known, offset=OFFSET))
    assert [(each.start - OFFSET, each.text) for each in found] == expected
    assert {(each.type, each.method) for each in found} <= {(MentionType.PERSON, MentionMethod.HEADER)}


def test_no_known_names_find_nothing() -> None:
    assert list(find_known("Linnea Osei spoke.", [], offset=0)) == []


def printed(
    text: str,
    titles: TitleIndex,
    *,
    person: str = "Linnea Osei",
    others: Sequence[tuple[str, MentionType]] = (),
    limit: int | None = None,
) -> tuple[str, bool, bool] | None:
    """Return the title printed with a person: its text, whether it is an office and a public one."""

    def mention(name: str, kind: MentionType) -> Candidate:
        start = text.index(name) + OFFSET
        return Candidate(start=start, end=start + len(name), text=name, type=kind, method=MentionMethod.MODEL)

    this = mention(person, MentionType.PERSON)
    mentions = [this, *(mention(*other) for other in others)]
    end = len(text) if limit is None else limit
    found = title_of(text, this, mentions, titles, offset=OFFSET, limit=end)
    if found is None:
        return None
    assert text[found.start - OFFSET : found.end - OFFSET] == found.text
    return found.text, found.office, found.official


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We met Ms. Linnea Osei here.", ("Ms.", False, False)),
        ("We met Warden Linnea Osei here.", ("Warden", True, True)),
        ("We met Vice Warden Linnea Osei here.", ("Vice Warden", True, True)),
        ("We met Professor Linnea Osei here.", ("Professor", True, False)),
        ("We met Warden Dr. Linnea Osei here.", ("Warden Dr.", True, True)),
        ("We met Dr. Warden Linnea Osei here.", ("Warden", True, True)),
        ("We met Professor and Warden Linnea Osei here.", ("Warden", True, True)),
        ("We met the warden Linnea Osei here.", ("warden", True, True)),
        ("Linnea Osei is here.", None),
        ("Warden, Linnea Osei is here.", None),
        ("The founder Linnea Osei is here.", None),
    ],
)
def test_a_title_before_a_name_is_read(titles: TitleIndex, text: str, expected: tuple[str, bool, bool] | None) -> None:
    assert printed(text, titles) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (MentionType.GOVERNMENT, "Harbour Office Press Secretary"),
        (MentionType.ORGANIZATION, "Harbour Office Press Secretary"),
        (MentionType.PLACE, "Press Secretary"),
        (MentionType.EVENT, "Press Secretary"),
    ],
)
def test_the_body_right_before_an_office_belongs_to_it(titles: TitleIndex, kind: MentionType, expected: str) -> None:
    text = "We met Harbour Office Press Secretary Linnea Osei here."
    assert printed(text, titles, others=[("Harbour Office", kind)]) == (expected, True, True)


def test_no_body_belongs_to_an_honorific(titles: TitleIndex) -> None:
    text = "At the Harbour Office Ms. Linnea Osei spoke."
    assert printed(text, titles, others=[("Harbour Office", MentionType.GOVERNMENT)]) == ("Ms.", False, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Linnea Osei, warden of Larkhaven, spoke.", ("warden of Larkhaven", True, True)),
        ("Linnea Osei, the warden of Larkhaven, spoke.", ("warden of Larkhaven", True, True)),
        ("Linnea Osei, now vice warden of Larkhaven; she spoke.", ("vice warden of Larkhaven", True, True)),
        ("Linnea Osei, founder of the mill, spoke.", ("founder of the mill", True, False)),
        ("Linnea Osei, warden of Larkhaven.", ("warden of Larkhaven", True, True)),
        ("Linnea Osei, warden of Larkhaven who spoke.", ("warden of Larkhaven", True, True)),
        ("Linnea Osei, warden of Larkhaven (left), spoke.", ("warden of Larkhaven", True, True)),
        (
            "Linnea Osei, warden of Larkhaven and head of the mill, spoke.",
            ("warden of Larkhaven and head of the mill", True, True),
        ),
        ("Linnea Osei, who is warden of Larkhaven, spoke.", None),
        ("Linnea Osei was warden of Larkhaven.", None),
        ("Linnea Osei, a baker, spoke.", None),
        ("Ms. Linnea Osei, warden of Larkhaven, spoke.", ("warden of Larkhaven", True, True)),
        ("Warden Linnea Osei, founder of the mill, spoke.", ("Warden", True, True)),
        ("Linnea Osei, Ms. Vane and others spoke.", None),
    ],
)
def test_a_title_after_a_name_is_read(titles: TitleIndex, text: str, expected: tuple[str, bool, bool] | None) -> None:
    assert printed(text, titles) == expected


def test_a_title_does_not_go_on_over_the_end_of_the_sentence(titles: TitleIndex) -> None:
    text = "So says Linnea Osei, warden. She left, and rain fell."
    assert printed(text, titles, limit=text.index(" She")) == ("warden", True, True)


def test_a_title_of_unlikely_length_is_none(titles: TitleIndex) -> None:
    long = " of the mill" * 20
    assert printed(f"Linnea Osei, warden{long[:220]}.", titles) is not None
    assert printed(f"Linnea Osei, warden{long}.", titles) is None


@pytest.mark.parametrize(
    ("text", "others", "expected"),
    [
        (
            "Linnea Osei, warden of Larkhaven and Anselm Torvik spoke.",
            [("Anselm Torvik", MentionType.PERSON)],
            "warden of Larkhaven",
        ),
        (
            "Linnea Osei, warden of Larkhaven and Mr. Anselm Torvik spoke.",
            [("Anselm Torvik", MentionType.PERSON)],
            "warden of Larkhaven",
        ),
        (
            "Linnea Osei, warden of Larkhaven, and Anselm Torvik spoke.",
            [("Anselm Torvik", MentionType.PERSON)],
            "warden of Larkhaven",
        ),
        (
            "Linnea Osei, head of the Office of Salt, Tar and Fog, spoke.",
            [("Office of Salt, Tar and Fog", MentionType.GOVERNMENT)],
            "head of the Office of Salt, Tar and Fog",
        ),
        (
            "Linnea Osei, warden of Larkhaven and Esker, spoke.",
            [("Esker", MentionType.PLACE)],
            "warden of Larkhaven and Esker",
        ),
    ],
)
def test_bodies_hold_commas_and_coordinated_people_end_a_title(
    titles: TitleIndex, text: str, others: list[tuple[str, MentionType]], expected: str
) -> None:
    assert printed(text, titles, others=others) == (expected, True, True)


@pytest.mark.parametrize(
    "text",
    [
        "Linnea Osei, Warden Torvik and Minister Vane spoke.",
        "I thank Linnea Osei, Warden Torvik, and the others.",
    ],
)
def test_the_office_of_the_next_in_a_list_is_not_taken(titles: TitleIndex, text: str) -> None:
    assert printed(text, titles, others=[("Torvik", MentionType.PERSON)]) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Linnea Osei, head of the Tide Office (TO), spoke.", "head of the Tide Office (TO)"),
        ("Linnea Osei, head of the Tide Office (TO) and a poet, spoke.", "head of the Tide Office (TO) and a poet"),
        ("Linnea Osei, head of the Tide Office (TO) who spoke.", "head of the Tide Office (TO)"),
        ("Linnea Osei, head of the Tide Office (T&O) in Esker, spoke.", "head of the Tide Office (T&O) in Esker"),
        ("Linnea Osei, head of the Tide Office (on the left), spoke.", "head of the Tide Office"),
    ],
)
def test_bracketed_acronyms_belong_to_a_title(titles: TitleIndex, text: str, expected: str) -> None:
    assert printed(text, titles) == (expected, True, True)


@pytest.mark.parametrize(
    ("text", "person", "expected"),
    [
        ("Later Ms. Osei spoke.", "Osei", ("Ms.", False, False)),
        ("Later Warden Osei’s plan came.", "Osei", ("Warden", True, True)),
        ("Later Osei spoke.", "Osei", None),
    ],
)
def test_a_surname_has_the_title_printed_with_it_only(
    titles: TitleIndex, text: str, person: str, expected: tuple[str, bool, bool] | None
) -> None:
    assert printed(text, titles, person=person) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vice Minister Anselm Torvik and Ms. Osei", ["Anselm Torvik", "Osei"]),
        ("Spokesperson Linnea Osei's answer", ["Linnea Osei"]),
        ("Prof. Torvik of Esker", ["Torvik"]),
        ("Press Secretary Osei", ["Osei"]),
    ],
)
def test_the_rows_of_the_package_find_common_titles(text: str, expected: list[str]) -> None:
    assert texts(list(find_titled(text, TitleIndex(load_titles()), offset=0))) == expected
