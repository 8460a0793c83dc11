"""Validation of published tables: SQL made from the schemas and run over the Parquet files, and offsets into texts.

All failures are reported at once, so that a table is mended in one round.
"""

import glob
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from pipeline.errors import UsageError
from pipeline.publish.offsets import wrong_spans
from pipeline.publish.schema import Field, FieldType, ForeignKey, Table, load_schemas

CAP = 1000
"""Failures that one check lists; of more it gives the number."""

ROW = "file_row_number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What breaks a schema: the file, the data row (from 1; None for the whole file), the column and its value."""

    file: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    cause: str

    def __str__(self) -> str:
        where = self.file if self.row is None else f"{self.file}:{self.row}"
        what = " ".join(part for part in (self.column, None if self.value is None else repr(self.value)) if part)
        return f"{where}: {what}: {self.cause}" if what else f"{where}: {self.cause}"


def validate_tables(folder: Path, *, texts: Path | None = None) -> list[Failure]:
    """Return everything in which the Parquet files of a folder break their schemas; an empty list if nothing does.

    Checked are: files, columns, types, required values, closed lists, limits, unique keys, foreign keys, and for
    every row with a span that the stored text from ``start`` to ``end`` is the row's text (where that is not null).

    Args:
        folder: The folder of the tables, as ``outputs/tables``.
        texts: The folder of the stored texts, ``<briefing_id>.txt``; by default ``texts`` beside ``folder``.

    Raises:
        UsageError: The folder does not exist.
    """
    if not folder.is_dir():
        raise UsageError(f"no tables in {folder}; run `briefings run` first")
    tables = load_schemas()
    failures: list[Failure] = []
    with duckdb.connect() as connection:
        sound = {}
        for table in tables.values():
            found, failed = _open(connection, table, folder)
            sound[table.name] = _sound_columns(table, found)
            failures += [*failed, *(_check_columns(table, found) if found else ())]
        for table in tables.values():
            failures += _check_values(connection, table, sound)
            failures += _check_spans(connection, table, sound[table.name], texts or folder.parent / "texts")
    return failures


def _open(connection: duckdb.DuckDBPyConnection, table: Table, folder: Path) -> tuple[dict[str, str], list[Failure]]:
    """Make a view of a file; return its columns with their types, and why it cannot be read."""
    path = folder / f"{table.name}.parquet"
    if not path.is_file():
        return {}, [Failure(file=path.name, cause="the file is missing; write it with `briefings publish`")]
    try:
        rows = connection.read_parquet(glob.escape(str(path)), file_row_number=True)
    except duckdb.Error as error:
        return {}, [Failure(file=path.name, cause=f"not a Parquet file ({error}); write it with `briefings publish`")]
    rows.create_view(table.name)
    return {name: str(kind) for name, kind in zip(rows.columns, rows.types, strict=True) if name != ROW}, []


def _sound_columns(table: Table, found: Mapping[str, str]) -> frozenset[str]:
    return frozenset(field.name for field in table.fields if found.get(field.name) == field.duckdb_type)


def _check_columns(table: Table, found: Mapping[str, str]) -> Iterator[Failure]:
    file = f"{table.name}.parquet"
    for name in found:
        if name not in table.columns:
            yield Failure(file=file, column=name, cause="no column of the schema; take it out")
    for field in table.fields:
        kind = found.get(field.name)
        if kind is None:
            yield Failure(file=file, column=field.name, cause="the column is missing")
        elif kind != field.duckdb_type:
            cause = f"the type is {kind}; it must be {field.duckdb_type}"
            yield Failure(file=file, column=field.name, cause=cause)
    if set(found) == set(table.columns) and tuple(found) != table.columns:
        cause = f"the columns stand in another order; it must be {', '.join(table.columns)}"
        yield Failure(file=file, cause=cause)


def _check_values(
    connection: duckdb.DuckDBPyConnection, table: Table, sound: Mapping[str, frozenset[str]]
) -> Iterator[Failure]:
    """Yield the rows that break a rule; a rule about a column that is missing or of another type is left out.

    One pass over the file counts the breaches of all rules; only a rule that is broken is asked for its rows.
    """
    rules = [rule for rule in _rules(table, sound) if set(rule.columns) <= sound[table.name]]
    if not rules:
        return
    rows = connection.view(table.name)
    counts = rows.aggregate(", ".join(rule.counted for rule in rules)).fetchall()[0]
    for rule, count in zip(rules, counts, strict=True):
        if count:
            yield from _failing(rows.filter(rule.condition), table, rule, count)


class _Rule(NamedTuple):
    """What must hold of no row, as an SQL condition, the aggregate that counts such rows, and what is wrong then."""

    columns: tuple[str, ...]
    condition: str
    counted: str
    cause: str


def _rules(table: Table, sound: Mapping[str, frozenset[str]]) -> Iterator[_Rule]:
    for field in table.fields:
        for condition, cause in _limits(field):
            yield _Rule((field.name,), condition, f"count(*) FILTER ({condition})", cause)
    single = ((field.name,) for field in table.fields if field.constraints.unique)
    for columns in dict.fromkeys((table.primary_key, *single)):
        yield _unique(table, columns)
    for key in table.foreign_keys:
        if key.target in sound[key.table]:
            condition = _dangling(key)
            cause = f"no such {key.target} in {key.table}"
            yield _Rule((key.field,), condition, f"count(*) FILTER ({condition})", cause)


def _limits(field: Field) -> Iterator[tuple[str, str]]:
    """Yield what must not hold of a value, as an SQL condition, and what is wrong if it does."""
    name, limits = _quoted(field.name), field.constraints
    if limits.required:
        yield f"{name} IS NULL", "a value is required"
    if limits.enum is not None:
        allowed = ", ".join("'" + value.replace("'", "''") + "'" for value in limits.enum)
        yield f"{name} NOT IN ({allowed})", f"not one of {', '.join(limits.enum)}"
    if limits.minimum is not None:
        yield f"{name} < {limits.minimum}", f"less than {limits.minimum}"
    if limits.maximum is not None:
        yield f"{name} > {limits.maximum}", f"more than {limits.maximum}"
    if field.type is FieldType.NUMBER:
        yield f"NOT isfinite({name})", "not a finite number"


def _unique(table: Table, columns: tuple[str, ...]) -> _Rule:
    """Return the rule that no key stands already in an earlier row; a key with null is no duplicate."""
    names = ", ".join(map(_quoted, columns))
    known = " AND ".join(f"{_quoted(column)} IS NOT NULL" for column in columns)
    numbered = f"{ROW}, row_number() OVER (PARTITION BY {names} ORDER BY {ROW}) AS nth"
    later = f"SELECT {ROW} FROM (SELECT {numbered} FROM {_quoted(table.name)}) WHERE nth > 1"  # noqa: S608  as _dangling
    count = f"count(*) FILTER ({known}) - count(DISTINCT ({names})) FILTER ({known})"
    return _Rule(columns, f"{known} AND {ROW} IN ({later})", count, "stands already in a row before")


def _dangling(key: ForeignKey) -> str:
    target = _quoted(key.target)
    known = f"SELECT {target} FROM {_quoted(key.table)} WHERE {target} IS NOT NULL"  # noqa: S608  names of the schemas
    return f"{_quoted(key.field)} NOT IN ({known})"


def _failing(rows: duckdb.DuckDBPyRelation, table: Table, rule: _Rule, count: int) -> Iterator[Failure]:
    """Yield a failure for each row, and the number of those beyond ``CAP``."""
    file, column = f"{table.name}.parquet", ", ".join(rule.columns)
    value = " || ', ' || ".join(f"CAST({_quoted(name)} AS VARCHAR)" for name in rule.columns)
    for row, found in rows.order(ROW).limit(CAP).project(f"{ROW} + 1, {value}").fetchall():
        yield Failure(file=file, row=row, column=column, value=found, cause=rule.cause)
    if count > CAP:
        yield Failure(file=file, column=column, cause=f"{rule.cause}: {count - CAP:,} more rows")


def _check_spans(
    connection: duckdb.DuckDBPyConnection, table: Table, sound: frozenset[str], texts: Path
) -> Iterator[Failure]:
    if not {"briefing_id", "start", "end", "text"} <= sound:
        return
    rows = connection.view(table.name).order(f"briefing_id, {ROW}")
    spans = rows.project(f'{ROW} + 1, briefing_id, "start", "end", text')
    file, total = f"{table.name}.parquet", 0
    for wrong in wrong_spans(_fetch(spans), texts):
        total += 1
        if total <= CAP:
            yield Failure(file=file, row=wrong.row, column="text", value=wrong.value, cause=wrong.cause)
    if total > CAP:
        yield Failure(file=file, column="text", cause=f"not the stored text of its span: {total - CAP:,} more rows")


def _fetch(rows: duckdb.DuckDBPyRelation) -> Iterator[tuple[Any, ...]]:
    for batch in pa.RecordBatchReader.from_stream(rows):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
