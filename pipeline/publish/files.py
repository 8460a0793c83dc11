"""Tables as files: Parquet and CSV, the same bytes for the same rows, and replaced whole or not at all."""

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import StoreError
from pipeline.publish.schema import FieldType, Table, load_schemas

if TYPE_CHECKING:
    import pandas as pd

BLOCK_ROWS = 65_536
"""Rows of one row group; as much of a table as is held in memory at once."""

GUARD = "'"
GUARDED = frozenset("=+-@\t\r'")
"""First characters that a spreadsheet takes for a formula, and the guard itself."""


def guard(value: str) -> str:
    """Return a string as it stands in the CSV: with a leading ``'`` where a spreadsheet would take it for a formula.

    Source: CSV injection, as the Open Worldwide Application Security Project describes it.
    """
    return GUARD + value if value[:1] in GUARDED else value


def unguard(value: str) -> str:
    """Return a string of the CSV without its guard, exactly one."""
    return value.removeprefix(GUARD)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path in the folder of ``path``; put the file there into its place when all went well.

    Raises:
        StoreError: The folder cannot be written.
    """
    temporary = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        temporary.replace(path)
    except OSError as error:
        reason = error.strerror or error
        raise StoreError(f"{path}: cannot be written ({reason}); choose another folder with --out") from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def write_table(table: Table, rows: Iterable[pa.RecordBatch], folder: Path) -> int:
    """Write ``<table>.parquet`` and ``<table>.csv`` into a folder and return the number of rows.

    Args:
        table: The table; its columns are those of ``rows``.
        rows: Record batches of any lengths; how they are cut leaves no trace in the files.
        folder: The folder, made where it is missing.

    Raises:
        StoreError: The folder cannot be written.
    """
    written = 0
    with replacing(folder / f"{table.name}.parquet") as parquet, replacing(folder / f"{table.name}.csv") as text:
        schema = table.arrow_schema
        with (
            pq.ParquetWriter(parquet, schema, compression="zstd", compression_level=3) as columns,
            text.open("w", encoding="utf-8", newline="") as lines,
        ):
            writer = csv.writer(_Lines(lines), lineterminator="\r\n")
            writer.writerow(table.columns)
            for block in _blocks(rows, schema):
                columns.write_table(block, row_group_size=BLOCK_ROWS)
                writer.writerows(_csv_rows(block, table))
                written += block.num_rows
    return written


class _Lines:
    r"""Takes records that end in ``\r\n`` and writes them ending in ``\n``.

    The writer quotes a cell that holds ``\r`` or ``\n`` only if they are of its own line terminator.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, record: str) -> int:
        return self._file.write(record.removesuffix("\r\n") + "\n")


def _blocks(rows: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.Table]:
    """Cut record batches anew, into tables of ``BLOCK_ROWS`` rows and a last one with the rest."""
    waiting = schema.empty_table()
    for batch in rows:
        waiting = pa.concat_tables([waiting, pa.Table.from_batches([batch]).cast(schema)])
        while waiting.num_rows >= BLOCK_ROWS:
            yield waiting.slice(0, BLOCK_ROWS).combine_chunks()
            waiting = waiting.slice(BLOCK_ROWS)
    if waiting.num_rows:
        yield waiting.combine_chunks()


def _csv_rows(block: pa.Table, table: Table) -> Iterator[tuple[object, ...]]:
    """Yield the cells of each row; the CSV writer gives floats as their shortest exact form and null as empty."""
    cells = {
        FieldType.STRING: lambda value: value and guard(value),
        FieldType.BOOLEAN: lambda value: None if value is None else str(value).lower(),
    }
    columns = []
    for field in table.fields:
        values = block.column(field.name).to_pylist()
        columns.append(list(map(cells[field.type], values)) if field.type in cells else values)
    return zip(*columns, strict=True)


def read_table(path: Path) -> "pd.DataFrame":
    """Return a published table, Parquet or CSV, as a data frame with the dtypes of its schema.

    Args:
        path: A file named after its table, as ``turns.csv``; the guards of a CSV are taken off, one a cell.

    Raises:
        StoreError: The file is missing, no such table, or not in the form of its table.
    """
    table = load_schemas().get(path.stem)
    if table is None or path.suffix not in (".parquet", ".csv"):
        allowed = ", ".join(load_schemas())
        raise StoreError(f"{path}: no published table; name <table>.parquet or <table>.csv with one of {allowed}")
    try:
        frame = _read_parquet(path) if path.suffix == ".parquet" else _read_csv(path, table)
        return frame.astype({field.name: field.pandas_dtype for field in table.fields})
    except (OSError, KeyError, ValueError) as error:
        raise StoreError(f"{path}: cannot be read as table {table.name} ({error}); publish it anew") from error


def _read_parquet(path: Path) -> "pd.DataFrame":
    import pandas as pd  # writing must not load pandas

    dtypes = {pa.string(): pd.StringDtype(), pa.int64(): pd.Int64Dtype(), pa.float64(): pd.Float64Dtype()}
    dtypes[pa.bool_()] = pd.BooleanDtype()
    with pq.ParquetFile(path) as file:
        frame: pd.DataFrame = file.read().to_pandas(types_mapper=dtypes.get, date_as_object=False)
    return frame


def _read_csv(path: Path, table: Table) -> "pd.DataFrame":
    import pandas as pd  # writing must not load pandas

    dates = [field.name for field in table.fields if field.type is FieldType.DATE]
    frame = pd.read_csv(
        path,
        encoding="utf-8",
        dtype={field.name: field.pandas_dtype for field in table.fields if field.name not in dates},
        parse_dates=dates,
        date_format="%Y-%m-%d",
        keep_default_na=False,
        na_values=[""],
        float_precision="round_trip",
    )
    for field in table.fields:
        if field.type is FieldType.STRING:
            frame[field.name] = frame[field.name].str.removeprefix(GUARD)
    return frame
