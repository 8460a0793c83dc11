"""Gazetteer forms: which find, which only link, and on which boundaries."""

import pytest

from pipeline.extract.gazetteer import GazetteerIndex
from pipeline.records import MentionMethod, MentionType
from pipeline.resources import GazetteerRow


def row(key: str, name: str, *, aliases: str = "", weak: str = "", subtype: str | None = None) -> GazetteerRow:
    return GazetteerRow(
        id=key,
        type=MentionType(key.partition(":")[0]),
        subtype=subtype,
        name=name,
        aliases=tuple(aliases.split("|")) if aliases else (),
        weak_aliases=tuple(weak.split("|")) if weak else (),
        country=None,
        wikidata_id=None,
        source="written for this test",
    )


ROWS = (
    row("place:larkhaven", "Larkhaven", aliases="Old Larkhaven", weak="Lark"),
    row("port:larkhaven-port", "Larkhaven Port", subtype="sea", aliases="LHP"),
    row("government:harbour-office", "Harbour Office", aliases="People's Harbour Office", subtype="agency"),
    row("place:north-esker", "North Esker", aliases="Esker", subtype="city"),
    row("place:south-esker", "South Esker", aliases="Esker", subtype="county"),
    row("place:east-fjall", "East Fjall", aliases="Fjall", subtype="city"),
    row("place:west-fjall", "West Fjall", aliases="Fjall", subtype="city"),
    row("place:tarn", "Tarn"),
    row("organization:tarn-group", "Tarn Group", aliases="Tarn"),
    row("place:vane", "Vane", weak="Vane"),
    row("organization:u-q", "U.Q."),
    row("media:tern", "tern.example"),
)


@pytest.fixture(scope="module")
def index() -> GazetteerIndex:
    return GazetteerIndex(ROWS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Larkhaven grew.", ["Larkhaven"]),
        ("We left (Larkhaven), then Larkhaven.", ["Larkhaven", "Larkhaven"]),
        ("Larkhaven's piers and Larkhaven-based crews.", ["Larkhaven", "Larkhaven"]),
        ("The Larkhaveners sang in Newlarkhaven, Larkhaven2 and xLarkhaven.", []),
        ("larkhaven and LARKHAVEN are not written so.", []),
        ("Old Larkhaven is quiet.", ["Larkhaven", "Old Larkhaven"]),
        ("Ships wait at Larkhaven Port.", ["Larkhaven", "Larkhaven Port"]),
        ("The LHP is open, the LHPA is not.", ["LHP"]),
        ("The Lark sings.", []),
        ("The Tarn is deep.", []),
        ("The Tarn Group is rich.", ["Tarn Group"]),
        ("The Vane turns.", []),
        ("The U.Q. agreed.", ["U.Q."]),
        ("The U.Q.agreed.", ["U.Q."]),
        ("See tern.example for more.", ["tern.example"]),
        ("", []),
    ],
)
def test_forms_find_on_word_boundaries(index: GazetteerIndex, text: str, expected: list[str]) -> None:
    assert sorted(found.text for found in index.find(text, offset=0)) == sorted(expected)


@pytest.mark.parametrize("text", ["the People's Harbour Office", "the People’s Harbour Office"])
def test_both_apostrophes_find_and_the_text_keeps_its_own(index: GazetteerIndex, text: str) -> None:
    longest = max(index.find(text, offset=0), key=lambda found: len(found.text))
    assert (longest.text, longest.ids) == (text.removeprefix("the "), ("government:harbour-office",))


def test_a_candidate_tells_type_subtype_row_and_place(index: GazetteerIndex) -> None:
    (found,) = index.find("The LHP is open.", offset=1000)
    assert (found.start, found.end, found.text) == (1004, 1007, "LHP")
    assert (found.type, found.subtype, found.method) == (MentionType.PORT, "sea", MentionMethod.GAZETTEER)
    assert found.ids == ("port:larkhaven-port",)


@pytest.mark.parametrize(
    ("form", "ids", "subtype"),
    [
        ("Esker", ("place:north-esker", "place:south-esker"), None),
        ("Fjall", ("place:east-fjall", "place:west-fjall"), "city"),
    ],
)
def test_a_form_of_several_rows_of_one_type_finds_with_all_ids(
    index: GazetteerIndex, form: str, ids: tuple[str, ...], subtype: str | None
) -> None:
    (found,) = index.find(f"Near {form} it rains.", offset=0)
    assert (found.ids, found.subtype) == (ids, subtype)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("Larkhaven", ["place:larkhaven"]),
        ("Lark", ["place:larkhaven"]),
        ("Tarn", ["place:tarn", "organization:tarn-group"]),
        ("Vane", ["place:vane"]),
        ("Esker", ["place:north-esker", "place:south-esker"]),
        ("People’s Harbour Office", ["government:harbour-office"]),
        ("lark", []),
        ("Nowhere", []),
    ],
)
def test_looking_up_knows_weak_and_ambiguous_forms_too(index: GazetteerIndex, form: str, expected: list[str]) -> None:
    assert [found.id for found in index.lookup(form)] == expected


def test_rows_are_had_by_id(index: GazetteerIndex) -> None:
    assert index.row("place:tarn") == ROWS[7]
    assert index.row("place:nowhere") is None


def test_an_empty_gazetteer_finds_nothing() -> None:
    empty = GazetteerIndex([])
    assert list(empty.find("Larkhaven", offset=0)) == []
    assert empty.lookup("Larkhaven") == ()
