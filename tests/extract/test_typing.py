"""Head nouns: what ends or begins a name says what the name names."""

import pytest

from pipeline.extract.typing import HeadIndex
from pipeline.records import MentionType
from pipeline.resources import Head, HeadPosition, load_heads


def head(text: str, position: str, kind: MentionType, subtype: str | None = None) -> Head:
    return Head(head=text, position=HeadPosition(position), type=kind, subtype=subtype, source="written for this test")


ROWS = (
    head("Port", "last", MentionType.PORT),
    head("Fishing Port", "last", MentionType.PORT, "sea"),
    head("Port", "first", MentionType.PORT, "sea"),
    head("Zone", "last", MentionType.ZONE),
    head("Free Trade Zone", "last", MentionType.ZONE, "free_trade"),
    head("Institute", "last", MentionType.INSTITUTE),
    head("Institute", "first", MentionType.INSTITUTE, "research_institute"),
    head("Office", "last", MentionType.GOVERNMENT, "agency"),
    head("Council", "last", MentionType.GOVERNMENT),
    head("Leading Group", "first", MentionType.GOVERNMENT, "party"),
    head("Children's Fund", "last", MentionType.ORGANIZATION, "charity"),
    head("Bakers’ Guild", "last", MentionType.ORGANIZATION),
)


@pytest.fixture(scope="module")
def heads() -> HeadIndex:
    return HeadIndex(ROWS)


@pytest.fixture(scope="module")
def all_heads() -> HeadIndex:
    return HeadIndex(load_heads())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Larkhaven Port", ("Port", 1)),
        ("Larkhaven Fishing Port", ("Fishing Port", 2)),
        ("Fishing Port", ("Port", 1)),
        ("Larkhaven Free Trade Zone", ("Free Trade Zone", 3)),
        ("Larkhaven port", ("Port", 1)),
        ("Larkhaven fishing port", ("Fishing Port", 2)),
        ("Larkhaven zone", None),
        ("Larkhaven PORT", None),
        ("Port", None),
        ("Port Larkhaven", None),
        ("", None),
    ],
)
def test_the_longest_head_ends_a_run_that_has_a_name_before_it(
    heads: HeadIndex, words: str, expected: tuple[str, int] | None
) -> None:
    found = heads.last(words.split())
    assert (found and (found[0].head, found[1])) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Port", ("Port", 1)),
        ("port", ("Port", 1)),
        ("Institute North", ("Institute", 1)),
        ("Leading Group", ("Leading Group", 2)),
        ("Office", None),
        ("institute", None),
        ("North Institute", None),
        ("", None),
    ],
)
def test_a_head_begins_a_run(heads: HeadIndex, words: str, expected: tuple[str, int] | None) -> None:
    found = heads.first(words.split())
    assert (found and (found[0].head, found[1])) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Larkhaven Port", (MentionType.PORT, None)),
        ("Port of Larkhaven", (MentionType.PORT, "sea")),
        ("Institute of Tides", (MentionType.INSTITUTE, "research_institute")),
        ("Larkhaven Institute of Tides", (MentionType.INSTITUTE, "research_institute")),
        ("Esker Leading Group of the League", (MentionType.GOVERNMENT, "party")),
        ("Esker Council of Elders", (MentionType.GOVERNMENT, None)),
        ("Esker Zone for Salt", (MentionType.ZONE, None)),
        ("Esker Council on Fog", (MentionType.GOVERNMENT, None)),
        ("Esker Children's Fund", (MentionType.ORGANIZATION, "charity")),
        ("Friends of Larkhaven Port", (MentionType.PORT, None)),
        ("Larkhaven", None),
        ("Office", None),
        ("Office of Salt", None),
        ("Larkhaven zone", None),
        ("", None),
    ],
)
def test_a_name_is_typed_by_its_head(
    heads: HeadIndex, name: str, expected: tuple[MentionType, str | None] | None
) -> None:
    found = heads.type_of(name)
    assert (found and (found.type, found.subtype)) == expected


def test_possessives_that_belong_to_heads_are_known(heads: HeadIndex) -> None:
    assert {word.replace("’", "'") for word in heads.possessives} == {"Children's", "Bakers'"}


def test_a_lower_case_row_of_its_own_is_not_shadowed() -> None:
    lower = head("port", "last", MentionType.PORT, "river")
    found = HeadIndex([*ROWS, lower]).last(["Larkhaven", "port"])
    assert found == (lower, 1)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Larkhaven Free Trade Zone", MentionType.ZONE),
        ("Larkhaven Container Port", MentionType.PORT),
        ("Port of Larkhaven", MentionType.PORT),
        ("University of Esker", MentionType.INSTITUTE),
        ("Esker Tide Laboratory", MentionType.INSTITUTE),
        ("Ministry of Tides", MentionType.GOVERNMENT),
        ("Esker People's Congress", MentionType.GOVERNMENT),
        ("Salt Storage Law", MentionType.POLICY),
        ("Esker Women's Federation", MentionType.ORGANIZATION),
    ],
)
def test_the_rows_of_the_package_type_common_names(all_heads: HeadIndex, name: str, kind: MentionType) -> None:
    found = all_heads.type_of(name)
    assert found is not None
    assert found.type is kind
