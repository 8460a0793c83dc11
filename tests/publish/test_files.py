"""Tables as Parquet and CSV files."""

import csv
import math
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import StoreError
from pipeline.publish import files
from pipeline.publish.files import guard, read_table, replacing, unguard, write_table
from pipeline.publish.schema import load_schemas

ALIASES = load_schemas()["aliases"]
CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)
RISKY = st.sampled_from(
    ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "'x", "''x", "'=1", "a\rb", 'say "so"', "a,b\nc", "NA", "1"]
)


def batch(table_name: str, rows: list[dict[str, Any]]) -> pa.RecordBatch:
    schema = load_schemas()[table_name].arrow_schema
    return pa.RecordBatch.from_pylist([dict.fromkeys(schema.names) | row for row in rows], schema=schema)


@pytest.mark.parametrize(
    ("cell", "guarded"),
    [
        ("=1+1", "'=1+1"),
        ("-5", "'-5"),
        ("+5", "'+5"),
        ("@name", "'@name"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("'tis", "''tis"),
        ("plain = text", "plain = text"),
        ("", ""),
    ],
)
def test_cells_that_a_spreadsheet_would_run_are_guarded(cell: str, guarded: str) -> None:
    assert guard(cell) == guarded


@given(st.text() | RISKY)
def test_taking_the_guard_off_gives_the_cell_back(cell: str) -> None:
    assert unguard(guard(cell)) == cell


@given(st.lists(CELLS | RISKY, min_size=1, max_size=5))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_strings_come_back_from_csv_and_parquet(tmp_path: Path, cells: list[str]) -> None:
    rows = [{"entity_id": "e", "alias": cell, "source": "surname", "n": 1} for cell in cells]
    write_table(ALIASES, [batch("aliases", rows)], tmp_path)
    assert read_table(tmp_path / "aliases.csv")["alias"].tolist() == cells
    assert read_table(tmp_path / "aliases.parquet")["alias"].tolist() == cells


@given(st.floats(allow_nan=False, allow_infinity=False))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_floats_come_back_from_csv_to_the_last_bit(tmp_path: Path, value: float) -> None:
    write_table(load_schemas()["figures"], [batch("figures", [{"figure_id": "f", "value": value}])], tmp_path)
    found = read_table(tmp_path / "figures.csv")["value"][0]
    assert (found, math.copysign(1, found)) == (value, math.copysign(1, value))


def test_the_csv_is_plain(tmp_path: Path) -> None:
    row = {
        "briefing_id": "b", "turn_id": "t", "codebook": "cap", "rank": 1, "code": "10", "label": "say \"so\", yes",
        "score": 0.1, "uncertain": True, "evidence": None, "method": "=x\r\ny",
    }  # fmt: skip
    assert write_table(load_schemas()["themes"], [batch("themes", [row])], tmp_path) == 1
    assert (tmp_path / "themes.csv").read_bytes() == (
        b"briefing_id,turn_id,codebook,rank,code,label,score,uncertain,evidence,method\n"
        b'b,t,cap,1,10,"say ""so"", yes",0.1,true,,"\'=x\r\ny"\n'
    )


def test_dates_are_written_in_iso_form(tmp_path: Path) -> None:
    rows = [batch("offices", [{"office_id": "o", "dated_on": date(2031, 4, 2)}])]
    write_table(load_schemas()["offices"], rows, tmp_path)
    assert b",2031-04-02," in (tmp_path / "offices.csv").read_bytes()


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_read_columns_have_the_types_of_the_schema(out: Path, suffix: str) -> None:
    for table in load_schemas().values():
        frame = read_table(out / "tables" / f"{table.name}.{suffix}")
        expected = {field.name: pd.api.types.pandas_dtype(field.pandas_dtype) for field in table.fields}
        assert frame.dtypes.to_dict() == expected


def test_csv_and_parquet_hold_the_same_rows(out: Path) -> None:
    for table in load_schemas().values():
        path = out / "tables" / table.name
        pd.testing.assert_frame_equal(read_table(path.with_suffix(".csv")), read_table(path.with_suffix(".parquet")))


def test_how_rows_were_cut_leaves_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "BLOCK_ROWS", 4)
    rows = [{"entity_id": f"e{n}", "alias": f"a{n}", "source": None if n % 3 else "surname", "n": n} for n in range(11)]
    cuts: dict[str, tuple[int, ...]] = {"one": (11,), "many": (1, 2, 0, 5, 3), "even": (4, 4, 3)}
    for name, lengths in cuts.items():
        starts = [sum(lengths[:n]) for n in range(len(lengths))]
        batches = [batch("aliases", rows[s : s + n]) for s, n in zip(starts, lengths, strict=True)]
        assert write_table(ALIASES, batches, tmp_path / name) == len(rows)
    for file in ("aliases.csv", "aliases.parquet"):
        assert len({(tmp_path / name / file).read_bytes() for name in cuts}) == 1
    with (tmp_path / "many" / "aliases.csv").open(encoding="utf-8", newline="") as lines:
        assert [row["entity_id"] for row in csv.DictReader(lines)] == [row["entity_id"] for row in rows]


def test_a_failed_writing_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("old", encoding="utf-8")

    def write() -> None:
        with replacing(path) as temporary:
            temporary.write_text("half", encoding="utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write()
    assert {file.name: file.read_text(encoding="utf-8") for file in tmp_path.iterdir()} == {"x.csv": "old"}


def test_a_folder_that_cannot_be_written_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, no folder", encoding="utf-8")
    with pytest.raises(StoreError, match=r"taken.*aliases.*cannot be written.*--out"):
        write_table(ALIASES, [], tmp_path / "taken")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("aliases.csv", None, "cannot be read as table aliases"),
        ("aliases.csv", b"entity_id,alias\n", "cannot be read as table aliases"),
        ("aliases.csv", b"entity_id,alias,source,n\ne,a,s,many\n", "cannot be read as table aliases"),
        ("aliases.parquet", b"no parquet", "cannot be read as table aliases"),
        ("aliens.csv", b"", "no published table"),
        ("aliases.txt", b"", "no published table"),
    ],
)
def test_a_file_that_is_no_table_is_an_error(tmp_path: Path, name: str, content: bytes | None, message: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(StoreError, match=message):
        read_table(tmp_path / name)
