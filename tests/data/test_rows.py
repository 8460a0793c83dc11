"""The data rows: they load, their ids and types agree, and no form that finds is an everyday word."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.lang.en.stop_words import STOP_WORDS

from pipeline.config import DATA
from pipeline.ids import slug
from pipeline.records import MentionType
from pipeline.resources import (
    GazetteerRow,
    Head,
    Title,
    load_gazetteer,
    load_heads,
    load_outlets,
    load_titles,
    read_rows,
)

README = DATA / "README.md"
FILES = (*sorted((DATA / "gazetteer").glob("*.csv")), DATA / "outlets.csv")
GAZETTEERS = ("events", "government", "institutes", "organizations", "places", "policies", "ports", "zones")
RE_ADDRESS = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
"""A web address: the one name that is printed in lower case, as a publisher on a date line."""
CALENDAR = frozenset(
    (
        *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october"),
        *("november", "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    )
)
PROVINCES = (
    *("Beijing", "Tianjin", "Shanghai", "Chongqing", "Hebei", "Shanxi", "Liaoning", "Jilin", "Heilongjiang"),
    *("Jiangsu", "Zhejiang", "Anhui", "Fujian", "Jiangxi", "Shandong", "Henan", "Hubei", "Hunan", "Guangdong"),
    *("Hainan", "Sichuan", "Guizhou", "Yunnan", "Shaanxi", "Gansu", "Qinghai", "Taiwan", "Inner Mongolia"),
    *("Guangxi", "Xizang", "Ningxia", "Xinjiang", "Hong Kong", "Macao"),
)
SHORT_FORMS = (
    ("U.S.", "place:united-states"),
    ("America", "place:united-states"),
    ("PRC", "place:china"),
    ("People's Republic of China", "place:china"),
    ("U.K.", "place:united-kingdom"),
    ("DPRK", "place:north-korea"),
    ("Republic of Korea", "place:south-korea"),
    ("HKSAR", "place:hong-kong"),
    ("Macau", "place:macao"),
    ("Tibet", "place:xizang"),
    ("Washington, DC", "place:washington-d-c"),
)


@pytest.fixture(scope="module")
def rows() -> tuple[GazetteerRow, ...]:
    return load_gazetteer()


@pytest.fixture(scope="module")
def places() -> tuple[GazetteerRow, ...]:
    return read_rows(DATA / "gazetteer" / "places.csv", GazetteerRow)


def finding(row: GazetteerRow) -> tuple[str, ...]:
    return tuple(form for form in (row.name, *row.aliases) if form not in row.weak_aliases)


def is_everyday(form: str) -> bool:
    """Tell whether a form is also a word of everyday text; "US" in capitals is no pronoun, "Us" would be one."""
    acronym = form.isupper() and len(form) > 1
    return form.casefold() in CALENDAR or (form.casefold() in STOP_WORDS and not acronym)


@pytest.mark.parametrize(
    ("form", "expected"), [("US", False), ("Us", True), ("May", True), ("Sunday", True), ("Oslo", False)]
)
def test_everyday_words_are_told_from_names(form: str, *, expected: bool) -> None:
    assert is_everyday(form) is expected


@pytest.mark.parametrize("name", GAZETTEERS)
def test_every_gazetteer_file_is_there(name: str) -> None:
    assert read_rows(DATA / "gazetteer" / f"{name}.csv", GazetteerRow)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
class TestFile:
    def test_no_form_stands_twice_in_a_row(self, path: Path) -> None:
        assert not [
            (row.id, form)
            for row in read_rows(path, GazetteerRow)
            for form, n in Counter((row.name, *row.aliases)).items()
            if n > 1
        ]

    def test_ids_carry_the_type_and_a_slug(self, path: Path) -> None:
        wrong = []
        for row in read_rows(path, GazetteerRow):
            kind, _, rest = row.id.partition(":")
            if kind != row.type or not rest or slug(rest) != rest:
                wrong.append(row.id)
        assert not wrong

    def test_forms_that_find_are_names(self, path: Path) -> None:
        assert not [
            (row.id, form)
            for row in read_rows(path, GazetteerRow)
            for form in finding(row)
            if is_everyday(form)
            or sum(map(str.isalnum, form)) < 2
            or (form.islower() and not RE_ADDRESS.fullmatch(form))
        ]

    def test_countries_are_two_capital_letters(self, path: Path) -> None:
        countries = {row.country for row in read_rows(path, GazetteerRow) if row.country is not None}
        assert not [code for code in countries if len(code) != 2 or not code.isupper()]

    def test_wikidata_ids_stand_once(self, path: Path) -> None:
        ids = Counter(row.wikidata_id for row in read_rows(path, GazetteerRow) if row.wikidata_id is not None)
        assert not [key for key, n in ids.items() if n > 1 or not (key.startswith("Q") and key[1:].isdigit())]

    def test_every_row_has_a_source(self, path: Path) -> None:
        assert not [row.id for row in read_rows(path, GazetteerRow) if not row.source.strip()]


def test_ids_are_unique_over_all_files(rows: tuple[GazetteerRow, ...]) -> None:
    assert not [key for key, n in Counter(row.id for row in rows).items() if n > 1]


def test_no_form_finds_for_two_types(rows: tuple[GazetteerRow, ...]) -> None:
    types: dict[str, dict[MentionType, str]] = defaultdict(dict)
    for row in rows:
        for form in finding(row):
            types[form][row.type] = row.id
    assert not {form: sorted(found.values()) for form, found in types.items() if len(found) > 1}


def test_every_subtype_is_in_the_closed_list(rows: tuple[GazetteerRow, ...]) -> None:
    lines = (DATA / "subtypes.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "type,subtype,definition,source"
    allowed = {tuple(line.split(",", maxsplit=2)[:2]) for line in lines[1:]}
    assert not {(row.type.value, row.subtype) for row in rows if row.subtype is not None} - allowed


def test_outlets_are_media() -> None:
    assert {row.type for row in load_outlets()} == {MentionType.MEDIA}


def test_titles_and_heads_load_with_their_sources() -> None:
    loaded: list[Title | Head] = [*load_titles(), *load_heads()]
    assert {type(row) for row in loaded} == {Title, Head}
    assert all(row.source.strip() for row in loaded)


@pytest.mark.parametrize("name", PROVINCES)
def test_every_province_of_china_is_found(places: tuple[GazetteerRow, ...], name: str) -> None:
    assert [row.id for row in places if name in finding(row)] == [f"place:{slug(name)}"]


def test_provinces_are_thirty_four() -> None:
    assert len(set(PROVINCES)) == 34


@pytest.mark.parametrize(("form", "entity_id"), SHORT_FORMS)
def test_short_forms_of_places_meet_in_one_row(places: tuple[GazetteerRow, ...], form: str, entity_id: str) -> None:
    assert [row.id for row in places if form in finding(row)] == [entity_id]


@pytest.mark.parametrize("form", ["Georgia", "Washington", "Victoria", "Jackson", "Lincoln", "Mobile", "Nice", "Chad"])
def test_ambiguous_places_only_link(places: tuple[GazetteerRow, ...], form: str) -> None:
    assert not [row.id for row in places if form in finding(row)]
    assert [row.id for row in places if form in row.weak_aliases]


def data_files() -> Iterator[str]:
    for path in sorted(DATA.rglob("*")):
        if path.is_file() and path != README and "__pycache__" not in path.parts:
            yield path.relative_to(DATA).as_posix()


@pytest.mark.parametrize("name", data_files())
def test_every_data_file_is_described(name: str) -> None:
    folder, _, _ = name.rpartition("/")
    several = f"`{folder}/*{Path(name).suffix}`"
    text = README.read_text(encoding="utf-8")
    assert f"`{name}`" in text or (folder and several in text)
