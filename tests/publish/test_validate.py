"""That damage to published tables is found, all at once and at its place."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.errors import UsageError
from pipeline.publish import validate
from pipeline.publish.validate import Failure, validate_tables

FIRST = "demo/2031-04-02-harbour"


def change(out: Path, name: str, assignment: str, condition: str = "true") -> None:
    """Rewrite a Parquet file with one column changed in the rows of a condition."""
    path = out / "tables" / f"{name}.parquet"
    column, value = assignment.split(" = ", 1)
    with duckdb.connect() as connection:
        rows = connection.read_parquet(str(path))
        new = f'CASE WHEN {condition} THEN {value} ELSE "{column}" END AS "{column}"'
        pq.write_table(rows.select(f"* REPLACE ({new})").to_arrow_table(), path)


def rewrite(out: Path, name: str, edit: Callable[[pa.Table], pa.Table]) -> None:
    path = out / "tables" / f"{name}.parquet"
    with pq.ParquetFile(path) as file:
        table = file.read()
    pq.write_table(edit(table), path)


def found(out: Path) -> list[tuple[str, int | None, str | None, str | None]]:
    return [(f.file, f.row, f.column, f.value) for f in validate_tables(out / "tables")]


def test_published_tables_are_valid(out: Path) -> None:
    assert validate_tables(out / "tables") == []


@pytest.mark.parametrize(
    ("name", "assignment", "condition", "failure"),
    [
        pytest.param(
            "mentions", "entity_id = 'port:nowhere'", "mention_id = 'demo/2031-04-02-harbour#m2'",
            Failure(file="mentions.parquet", row=2, column="entity_id", value="port:nowhere",
                    cause="no such entity_id in entities"),
            id="foreign key",
        ),
        pytest.param(
            "exchanges", "follow_up_of = 'x'", "true",
            Failure(file="exchanges.parquet", row=1, column="follow_up_of", value="x",
                    cause="no such exchange_id in exchanges"),
            id="foreign key into the table itself",
        ),
        pytest.param(
            "turns", "kind = 'banquet'", "seq = 3",
            Failure(file="turns.parquet", row=3, column="kind", value="banquet",
                    cause="not one of statement, question, answer, procedure"),
            id="closed list",
        ),
        pytest.param(
            "turns", "role = NULL", "seq = 2",
            Failure(file="turns.parquet", row=2, column="role", cause="a value is required"),
            id="null",
        ),
        pytest.param(
            "themes", "rank = 0", "true",
            Failure(file="themes.parquet", row=1, column="rank", value="0", cause="less than 1"),
            id="minimum",
        ),
        pytest.param(
            "themes", "score = 1.5", "true",
            Failure(file="themes.parquet", row=1, column="score", value="1.5", cause="more than 1"),
            id="maximum",
        ),
        pytest.param(
            "figures", "value = 'inf'::DOUBLE", "true",
            Failure(file="figures.parquet", row=1, column="value", value="inf", cause="not a finite number"),
            id="infinity",
        ),
        pytest.param(
            "speakers", "speaker_id = 'demo/2031-04-02-harbour#p-ada-quill'", "name = 'Otto Finch'",
            Failure(file="speakers.parquet", row=2, column="speaker_id", value="demo/2031-04-02-harbour#p-ada-quill",
                    cause="stands already in a row before"),
            id="duplicate key",
        ),
        pytest.param(
            "exchange_turns", "turn_id = 'demo/2031-04-02-harbour#t2'", "true",
            Failure(file="exchange_turns.parquet", row=2, column="exchange_id, turn_id",
                    value="demo/2031-04-02-harbour#x1, demo/2031-04-02-harbour#t2",
                    cause="stands already in a row before"),
            id="duplicate key of two columns",
        ),
        pytest.param(
            "figures", "text = '41 ships'", "true",
            Failure(file="figures.parquet", row=1, column="text", value="41 ships",
                    cause="the stored text from 91 to 99 is '40 ships'"),
            id="text that does not stand in its span",
        ),
        pytest.param(
            "figures", "end = 9999", "true",
            Failure(file="figures.parquet", row=1, column="text", value="40 ships",
                    cause="91 to 9999 is no span of a text of 213 characters"),
            id="span beyond the text",
        ),
    ],
)  # fmt: skip
def test_damage_is_found_at_its_place(out: Path, name: str, assignment: str, condition: str, failure: Failure) -> None:
    change(out, name, assignment, condition)
    assert validate_tables(out / "tables") == [failure]


def test_all_damage_is_found_at_once(out: Path) -> None:
    change(out, "mentions", "entity_id = 'port:nowhere'", "start < 60")
    change(out, "turns", "kind = 'banquet'", "seq = 3")
    change(out, "turns", "role = NULL", "seq = 2")
    change(out, "commitments", "start = start + 1")
    assert found(out) == [
        ("turns.parquet", 2, "role", None),
        ("turns.parquet", 3, "kind", "banquet"),
        ("mentions.parquet", 1, "entity_id", "port:nowhere"),
        ("mentions.parquet", 2, "entity_id", "port:nowhere"),
        ("mentions.parquet", 7, "entity_id", "port:nowhere"),
        ("mentions.parquet", 8, "entity_id", "port:nowhere"),
        ("commitments.parquet", 1, "text", "We will deepen Port Brindle by 2033"),
    ]


def test_a_blanked_text_is_allowed(out: Path) -> None:
    for name in ("turns", "sentences", "mentions"):
        change(out, name, "text = NULL")
    (out / "texts" / f"{FIRST}.txt").unlink()
    assert {(row[0], row[3]) for row in found(out)} == {
        ("notes.parquet", FIRST),
        ("commitments.parquet", FIRST),
        ("figures.parquet", FIRST),
    }


def test_offsets_count_code_points_and_line_ends_stay_as_they_are(out: Path) -> None:
    stored = "😀\r\nÅ\n"
    (out / "texts" / f"{FIRST}.txt").write_bytes(stored.encode())
    for name in ("turns", "sentences", "mentions", "figures", "commitments"):
        change(out, name, "text = NULL")
        change(out, name, "start = 0")
        change(out, name, "end = 1")
    for assignment in ("start = 3", "end = 4", "text = 'Å'"):
        change(out, "notes", assignment)
    assert validate_tables(out / "tables") == []


@pytest.mark.parametrize(
    ("edit", "failures"),
    [
        pytest.param(
            lambda table: table.drop_columns(["alias"]), [("aliases.parquet", None, "alias", None)], id="column missing"
        ),
        pytest.param(
            lambda table: table.append_column("mood", pa.array(["good"])),
            [("aliases.parquet", None, "mood", None)],
            id="column too many",
        ),
        pytest.param(
            lambda table: table.set_column(3, "n", table["n"].cast(pa.string())),
            [("aliases.parquet", None, "n", None)],
            id="type",
        ),
        pytest.param(
            lambda table: table.select(["alias", "entity_id", "source", "n"]),
            [("aliases.parquet", None, None, None)],
            id="order",
        ),
    ],
)
def test_wrong_columns_are_found(
    out: Path, edit: Callable[[pa.Table], pa.Table], failures: list[tuple[str, int | None, str | None, str | None]]
) -> None:
    rewrite(out, "aliases", edit)
    assert found(out) == failures


def test_a_missing_or_broken_file_is_found_and_the_others_are_still_checked(out: Path) -> None:
    (out / "tables" / "aliases.parquet").unlink()
    (out / "tables" / "sentences.parquet").write_bytes(b"no Parquet")
    change(out, "turns", "kind = 'banquet'", "seq = 3")
    assert [row[:3] for row in found(out)] == [
        ("aliases.parquet", None, None),
        ("sentences.parquet", None, None),
        ("turns.parquet", 3, "kind"),
    ]


def test_beyond_the_cap_only_the_number_is_given(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validate, "CAP", 2)
    change(out, "mentions", "method = 'guess'")
    change(out, "mentions", "text = 'x'")
    causes = [(f.row, f.column, f.cause[-11:]) for f in validate_tables(out / "tables")]
    assert [row[:2] for row in causes] == [
        (1, "method"),
        (2, "method"),
        (None, "method"),
        (1, "text"),
        (2, "text"),
        (None, "text"),
    ]
    assert [row[2] for row in causes if row[0] is None] == ["6 more rows"] * 2


def test_folders_whose_names_look_like_patterns_are_read(out: Path) -> None:
    out.rename(out.with_name("out [1]*"))
    assert validate_tables(out.with_name("out [1]*") / "tables") == []


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="briefings run"):
        validate_tables(tmp_path / "tables")


@pytest.mark.parametrize(
    ("failure", "line"),
    [
        (
            Failure(file="t.parquet", row=3, column="kind", value="x", cause="not one of a"),
            "t.parquet:3: kind 'x': not one of a",
        ),
        (
            Failure(file="t.parquet", column="kind", cause="the column is missing"),
            "t.parquet: kind: the column is missing",
        ),
        (Failure(file="t.parquet", cause="the file is missing"), "t.parquet: the file is missing"),
    ],
)
def test_a_failure_reads_as_one_line(failure: Failure, line: str) -> None:
    assert str(failure) == line
