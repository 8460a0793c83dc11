"""Short forms that a briefing defines: definitions, the letters they take, occurrences."""

import pytest

from pipeline.extract.aliases import abbreviates, find_definitions, find_forms
from pipeline.extract.candidates import Candidate
from pipeline.records import MentionMethod, MentionType

OFFSET = 300


def mention(text: str, name: str, kind: MentionType = MentionType.GOVERNMENT) -> Candidate:
    start = text.index(name) + OFFSET
    return Candidate(
        start=start, end=start + len(name), text=name, type=kind, subtype="agency", method=MentionMethod.PATTERN
    )


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("HO", "Harbour Office"),
        ("H.O.", "Harbour Office"),
        ("LHO", "Larkhaven Harbour Office"),
        ("MOT", "Ministry of Tides"),
        ("MoT", "Ministry of Tides"),
        ("T&F", "Tides & Fog"),
        ("LarkPort", "Larkhaven Container Port Company"),
        ("FOGNET", "Fog Warning Network"),
        ("BEL", "North Belfry Esker League"),
        ("OI", "Institute of Ice (Ocean Ice)"),
    ],
)
def test_letters_that_stand_in_a_name_in_order_abbreviate_it(form: str, name: str) -> None:
    assert abbreviates(form, name)


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("HO", "Office of Tides"),
        ("OH", "Harbour Office"),
        ("HOX", "Harbour Office"),
        ("AB", "Harbour Office"),
        ("Ho", "Harbour Office"),
        ("H", "Harbour Office"),
        ("ho", "Harbour Office"),
        ("HARBOUR", "Harbour"),
        ("HARBOUR OFFICES", "Harbour Office"),
        ("RB", "Harbour Board"),
        ("", "Harbour Office"),
    ],
)
def test_other_letters_do_not_abbreviate_a_name(form: str, name: str) -> None:
    assert not abbreviates(form, name)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("The Harbour Office (HO) met.", "HO"),
        ("The Harbour Office(HO) met.", "HO"),
        ('The Harbour Office ("HO") met.', "HO"),
        ("The Harbour Office (“HO”) met.", "HO"),
        ("The Harbour Office (the HO) met.", "HO"),
        ('The Harbour Office (hereinafter the "HO") met.', "HO"),
        ("The Harbour Office (hereinafter referred to as the HO) met.", "HO"),
        ("The Harbour Office (or HaOf) met.", "HaOf"),
    ],
)
def test_a_form_in_brackets_right_behind_a_name_is_defined(text: str, form: str) -> None:
    full = mention(text, "Harbour Office")
    assert [(d.form, d.full) for d in find_definitions(text, [full], offset=OFFSET)] == [(form, full)]


@pytest.mark.parametrize(
    "text",
    [
        "The Harbour Office, HO, met.",
        "The Harbour Office met (HO).",
        "The Harbour Office (H) met.",
        "The Harbour Office (left) met.",
        "The Harbour Office (Larkhaven) met.",
        "The Harbour Office (HO and others) met.",
        "The Harbour Office (HOHOHOHOHOHOHO) met.",
        "The Harbour Office (2021) met.",
        "The Harbour Office (HO met.",
        "The Harbour Office",
    ],
)
def test_other_brackets_define_nothing(text: str) -> None:
    assert list(find_definitions(text, [mention(text, "Harbour Office")], offset=OFFSET)) == []


def test_people_have_no_short_forms() -> None:
    text = "Here is Linnea Osei (LO)."
    assert list(find_definitions(text, [mention(text, "Linnea Osei", MentionType.PERSON)], offset=OFFSET)) == []
    assert list(find_definitions(text, [mention(text, "Linnea Osei", MentionType.PLACE)], offset=OFFSET)) != []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HO met.", [(0, "HO")]),
        ("The HO's boat and (HO).", [(4, "HO"), (19, "HO")]),
        ("HOs, EHO, HO2, ho and Ho.", []),
        ("HO North met the HO-led crews.", [(0, "HO North"), (17, "HO")]),
        ("The T&F met.", [(4, "T&F")]),
        ("The TXF met.", []),
        ("", []),
    ],
)
def test_occurrences_are_whole_and_the_longest_form_first(text: str, expected: list[tuple[int, str]]) -> None:
    full = mention("Harbour Office", "Harbour Office")
    found = list(find_forms(text, {"HO": full, "HO North": full, "T&F": full}, offset=OFFSET))
    assert [(each.start - OFFSET, each.text) for each in found] == expected
    assert all(each.end - each.start == len(each.text) for each in found)


def test_an_occurrence_is_typed_and_named_by_what_it_stands_for() -> None:
    full = Candidate(
        start=0,
        end=14,
        text="Harbour Office",
        type=MentionType.GOVERNMENT,
        subtype="agency",
        method=MentionMethod.GAZETTEER,
        ids=("government:harbour-office",),
    )
    (found,) = find_forms("The HO met.", {"HO": full}, offset=OFFSET)
    assert found == Candidate(
        start=OFFSET + 4,
        end=OFFSET + 6,
        text="HO",
        type=MentionType.GOVERNMENT,
        subtype="agency",
        method=MentionMethod.ALIAS,
        ids=("government:harbour-office",),
        canonical="Harbour Office",
    )


def test_without_forms_nothing_occurs() -> None:
    assert list(find_forms("The HO met.", {}, offset=OFFSET)) == []
