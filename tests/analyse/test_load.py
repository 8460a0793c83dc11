"""The published tables as data frames."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pipeline.analyse.load import Tables, load_tables
from pipeline.errors import StoreError, UsageError
from pipeline.publish.files import write_table
from pipeline.publish.schema import load_schemas

ROWS: dict[str, list[dict[str, Any]]] = {
    "aliases": [{"entity_id": "port:brindle", "alias": "=Brindle", "source": "surname", "n": 3}],
    "offices": [{"office_id": "o1", "dated_on": None, "title": "Harbour Master"}],
    "themes": [{"turn_id": "t1", "score": 0.5, "uncertain": None, "code": "10"}],
}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    for name, rows in ROWS.items():
        schema = load_schemas()[name].arrow_schema
        full = [dict.fromkeys(schema.names) | row for row in rows]
        write_table(load_schemas()[name], [pa.RecordBatch.from_pylist(full, schema=schema)], tmp_path / "tables")
    return tmp_path


def test_tables_are_typed_frames(out: Path) -> None:
    tables = load_tables(out)
    assert tables.aliases["alias"].tolist() == ["=Brindle"]
    assert {str(kind) for kind in tables.aliases.dtypes} == {"string", "Int64"}
    assert str(tables.offices["dated_on"].dtype) == "datetime64[us]"
    assert str(tables.themes["uncertain"].dtype) == "boolean"
    assert tables.themes["code"].tolist() == ["10"]


@pytest.mark.parametrize(
    ("table", "column"), [("offices", "dated_on"), ("themes", "uncertain"), ("themes", "evidence")]
)
def test_what_is_unknown_is_missing(out: Path, table: str, column: str) -> None:
    assert getattr(load_tables(str(out)), table)[column].isna().all()


def test_a_table_is_read_once(out: Path) -> None:
    tables = load_tables(out)
    first = tables.aliases
    (out / "tables" / "aliases.parquet").unlink()
    assert tables.aliases is first


def test_a_table_is_read_only_when_it_is_asked_for(out: Path) -> None:
    (out / "tables" / "themes.parquet").write_bytes(b"no Parquet")
    tables = load_tables(out)
    assert len(tables.aliases) == 1
    with pytest.raises(StoreError, match=r"themes\.parquet"):
        _ = tables.themes


def test_the_tables_that_are_there_are_listed(out: Path) -> None:
    tables = load_tables(out)
    assert list(tables) == ["aliases", "offices", "themes"]
    assert {"aliases", "offices", "themes"} <= set(dir(tables))
    assert "turns" not in dir(tables)
    assert repr(tables).splitlines()[1:] == ["  aliases: 1 rows", "  offices: 1 rows", "  themes: 1 rows"]


def test_a_table_that_was_not_published_is_an_error_that_says_what_to_do(out: Path) -> None:
    with pytest.raises(UsageError, match=r"no table 'turns'.*briefings publish"):
        _ = load_tables(out).turns


def test_a_name_that_is_no_table_is_an_attribute_error_that_names_the_tables(out: Path) -> None:
    assert not hasattr(load_tables(out), "turn")
    with pytest.raises(AttributeError, match=r"'turn'.*turns"):
        _ = load_tables(out).turn


def test_tables_cannot_be_replaced(out: Path) -> None:
    tables = load_tables(out)
    with pytest.raises(AttributeError):
        setattr(tables, "folder", Path())  # noqa: B010  a plain assignment is refused by the type checker already
    assert isinstance(tables, Tables)


@pytest.mark.parametrize("folder", ["", "nowhere"])
def test_a_folder_without_tables_is_an_error_that_says_what_to_do(tmp_path: Path, folder: str) -> None:
    with pytest.raises(UsageError, match=r"no tables in .*tables; run `briefings run` first"):
        load_tables(tmp_path / folder)
