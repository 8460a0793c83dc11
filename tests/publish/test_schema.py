"""The schemas against the records, the closed lists and the contract of columns."""

import csv
import subprocess
import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_type_hints

import pytest

from pipeline import records as r
from pipeline.config import DATA
from pipeline.errors import ConfigError
from pipeline.publish.schema import TABLE_NAMES, FieldType, load_schemas, read_schemas

RECORD_TABLES: dict[str, type[Any]] = {
    "pages": r.Page,
    "speakers": r.Speaker,
    "turns": r.Turn,
    "exchanges": r.Exchange,
    "exchange_turns": r.ExchangeTurn,
    "notes": r.Note,
    "sentences": r.Sentence,
    "mentions": r.Mention,
    "offices": r.Office,
    "themes": r.ThemeTag,
    "sentence_themes": r.SentenceTheme,
    "commitments": r.Commitment,
    "figures": r.Figure,
    "problems": r.Problem,
}

COUNTS = "n_mentions n_turns n_briefings first_dated_on last_dated_on"
OTHER_TABLES = {
    "briefings": (
        "briefing_id collection title publisher government style held_on published_on dated_on date_basis synthetic "
        "licence location language source_file source_url text_file sha256 n_pages n_turns n_words share_covered"
    ),
    "entities": "entity_id type subtype name wikidata_id country n_mentions n_briefings first_dated_on",
    "aliases": "entity_id alias source n",
    "merge_candidates": "entity_a entity_b reason score",
    "officials": (
        "entity_id name subtype title organization country n_mentions n_turns n_turns_spoken n_briefings "
        "first_dated_on last_dated_on"
    ),
    "ports": f"entity_id name subtype country {COUNTS}",
    "institutes": f"entity_id name subtype country {COUNTS}",
    "comentions": "entity_a entity_b level n n_briefings",
    "quality": "layer metric gold n value lower upper version",
}

TYPES = {int: FieldType.INTEGER, float: FieldType.NUMBER, bool: FieldType.BOOLEAN, date: FieldType.DATE}
ENUMS = {
    ("entities", "type"): r.MentionType,
    ("aliases", "source"): r.AliasSource,
}


def declared(name: str) -> list[tuple[str, FieldType, bool, tuple[str, ...] | None]]:
    return [(f.name, f.type, not f.constraints.required, f.constraints.enum) for f in load_schemas()[name].fields]


def recorded(row_type: type[Any]) -> list[tuple[str, FieldType, bool, tuple[str, ...] | None]]:
    found = []
    for name, hint in get_type_hints(row_type).items():
        kind = next(part for part in get_args(hint) or (hint,) if part is not NoneType)
        enum = tuple(member.value for member in kind) if issubclass(kind, StrEnum) else None
        found.append((name, TYPES.get(kind, FieldType.STRING), NoneType in get_args(hint), enum))
    return found


def test_each_table_has_one_schema_file() -> None:
    assert {path.stem for path in (DATA / "schemas").glob("*")} == set(TABLE_NAMES)
    assert set(TABLE_NAMES) == {*RECORD_TABLES, *OTHER_TABLES}


@pytest.mark.parametrize("name", RECORD_TABLES)
def test_columns_are_the_fields_of_the_record(name: str) -> None:
    expected = recorded(RECORD_TABLES[name])
    if name == "figures":  # a closed list in data/, not an enum
        kinds = tuple(row["kind"] for row in rows("unit_kinds.csv"))
        expected = [(*row[:3], kinds) if row[0] == "unit_kind" else row for row in expected]
    bundles_may_blank = [(column, kind, column == "text" or null, enum) for column, kind, null, enum in expected]
    assert declared(name) == bundles_may_blank


@pytest.mark.parametrize(("name", "columns"), OTHER_TABLES.items())
def test_columns_of_derived_tables_stand_in_order(name: str, columns: str) -> None:
    assert load_schemas()[name].columns == tuple(columns.split())


@pytest.mark.parametrize(("key", "enum"), ENUMS.items())
def test_closed_lists_of_derived_tables_are_the_enums(key: tuple[str, str], enum: type[StrEnum]) -> None:
    assert load_schemas()[key[0]].field(key[1]).constraints.enum == tuple(member.value for member in enum)


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_kinds_of_all_units_are_in_the_closed_list() -> None:
    known = {row["kind"] for row in rows("unit_kinds.csv")}
    assert {row["kind"] for row in rows("units.csv")} <= known


@pytest.mark.parametrize("table", load_schemas().values(), ids=lambda table: table.name)
def test_each_column_is_explained_and_each_number_has_a_unit(table: Any) -> None:
    unexplained = [
        f.name for f in table.fields if not (f.title.strip() and f.description.strip() and f.derivation.strip())
    ]
    numbers = (FieldType.INTEGER, FieldType.NUMBER)
    assert unexplained == []
    assert [f.name for f in table.fields if f.type in numbers and not f.unit] == []


@pytest.mark.parametrize("table", load_schemas().values(), ids=lambda table: table.name)
def test_each_column_that_ends_in_id_refers_to_a_table(table: Any) -> None:
    tied = {*table.primary_key, *(key.field for key in table.foreign_keys), "wikidata_id"}
    assert [name for name in table.columns if name.endswith("_id") and name not in tied] == []


def test_types_have_their_names_in_duckdb_arrow_and_pandas() -> None:
    turns = load_schemas()["turns"]
    found = {(f.duckdb_type, str(f.arrow_type), f.pandas_dtype) for f in turns.fields}
    assert found == {
        ("VARCHAR", "string", "string"),
        ("BIGINT", "int64", "Int64"),
        ("BOOLEAN", "bool", "boolean"),
    }
    dated = load_schemas()["briefings"].field("dated_on")
    assert (dated.duckdb_type, str(dated.arrow_type)) == ("DATE", "date32[day]")


def test_reading_schemas_loads_no_heavy_library() -> None:
    code = (
        "import sys; from pipeline.publish.schema import load_schemas; load_schemas(); "
        "sys.exit(','.join({'duckdb', 'pandas', 'pyarrow', 'spacy', 'sklearn'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, cwd=DATA.parents[1]
    )
    assert (done.returncode, done.stderr) == (0, "")


FIELD = "{name: id, type: string, title: T, description: D, derivation: H}"
GOOD = f"title: T\ndescription: D\nprimaryKey: [id]\nfields: [{FIELD}]\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (GOOD.replace("type: string", "type: text"), "fields.0.type = 'text'"),
        (GOOD + "colour: red\n", "colour = 'red'"),
        (GOOD.replace("derivation: H", "unit: m"), "derivation"),
        (GOOD.replace("[id]", "[key]"), "'key' is no column"),
        (GOOD + "foreignKeys: [{fields: [id], reference: {resource: other, fields: [id]}}]\n", "no table before 'x'"),
        (GOOD + "foreignKeys: [{fields: [id], reference: {resource: x, fields: [nr]}}]\n", "names x.nr"),
        (GOOD + "foreignKeys: [{fields: [id, id], reference: {resource: x, fields: [id]}}]\n", "foreignKeys.0.fields"),
        ("title: [", "not a YAML mapping"),
        ("- title", "not a YAML mapping"),
    ],
)
def test_a_broken_schema_is_an_error_that_names_file_and_place(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"x\.yaml") as caught:
        read_schemas(tmp_path, ("x",))
    assert message in str(caught.value)


def test_a_missing_schema_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"x\.yaml: cannot be read"):
        read_schemas(tmp_path, ("x",))
