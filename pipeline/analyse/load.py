"""The published tables as data frames."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from pipeline.errors import UsageError
from pipeline.publish.files import read_table
from pipeline.publish.schema import load_schemas

if TYPE_CHECKING:
    import pandas as pd


def load_tables(out: str | Path = "outputs") -> "Tables":
    """Return the tables of an output folder; each is read when it is first asked for.

    Args:
        out: The folder that ``briefings run`` wrote; its tables are ``out/tables/*.parquet``.

    Raises:
        UsageError: The folder holds no tables.
    """
    folder = Path(out) / "tables"
    tables = Tables(folder=folder)
    if not any(tables):
        raise UsageError(f"no tables in {folder}; run `briefings run` first, or name its folder: load_tables('...')")
    return tables


@dataclass(frozen=True, repr=False, kw_only=True)
class Tables:
    """The published tables: ``tables.turns``, ``tables.mentions`` and so on are pandas data frames.

    Columns have the dtypes string, Int64, Float64, boolean and datetime64[us]; missing values are ``pd.NA`` or
    ``pd.NaT``. A frame is read once and then shared: copy it before you change it.
    """

    folder: Path
    _frames: "dict[str, pd.DataFrame]" = field(default_factory=dict, init=False, compare=False)

    def __getattr__(self, name: str) -> "pd.DataFrame":
        """Return a table.

        Raises:
            AttributeError: There is no table of this name.
            UsageError: The table has not been published.
            StoreError: The file cannot be read.
        """
        if name.startswith("_") or name not in load_schemas():
            raise AttributeError(f"no table {name!r}; tables are {', '.join(load_schemas())}")
        if name not in self._frames:
            self._frames[name] = read_table(self._published(name))
        return self._frames[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the tables that are in the folder."""
        return (name for name in load_schemas() if self._path(name).is_file())

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self]

    def __repr__(self) -> str:
        rows = (f"  {name}: {pq.read_metadata(self._path(name)).num_rows:,} rows" for name in self)
        return "\n".join([f"Tables in {self.folder}", *rows])

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"

    def _published(self, name: str) -> Path:
        if not self._path(name).is_file():
            raise UsageError(f"no table {name!r} in {self.folder}; write it with `briefings publish`")
        return self._path(name)
