"""The store: one DuckDB file. Rows of a block of briefings go in in one transaction; records come out again."""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Self

import duckdb

from pipeline import records
from pipeline.errors import StoreError, UsageError
from pipeline.records import Header, Page, Problem, Provenance, Transcript
from pipeline.rows import ddl_columns, plain, to_arrow, to_record

FILE = "briefings.duckdb"
PUBLISHED = "published"
"""The key of what the tables were published from; empty where rows changed since."""

VERSION = "1"
"""Version of the store's tables; another one is rebuilt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptRow:
    """A transcript without its text, which is a file of its own."""

    briefing_id: str
    collection: str
    source_file: str
    text_file: str
    sha256: str
    n_pages: int
    source_url: str | None
    publisher: str | None
    published_on: date | None
    held_on: date | None
    retrieved_at: str | None
    licence: str | None
    synthetic: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRun:
    """What one stage made of one briefing: its fingerprint, and the digest of each field that it produced."""

    fingerprint: str
    outputs: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run made of one source: results of the stages that were run, and fields that are void from now on.

    A source without results and with nothing kept loses all its rows.
    """

    briefing_id: str
    source_file: str
    results: tuple["StageResult", ...] = ()
    void_stages: tuple[str, ...] = ()
    void_fields: tuple[str, ...] = ()
    lost: bool = False
    errors: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StageResult:
    """The fields that a stage produced for one briefing, and how it was run."""

    stage: str
    run: StageRun
    fields: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()


RECORDS: Mapping[str, type[Any]] = {
    "pages": records.Page,
    "speakers": records.Speaker,
    "turns": records.Turn,
    "exchanges": records.Exchange,
    "exchange_turns": records.ExchangeTurn,
    "notes": records.Note,
    "sentences": records.Sentence,
    "mentions": records.Mention,
    "entities": records.Entity,
    "aliases": records.Alias,
    "offices": records.Office,
    "figures": records.Figure,
    "commitments": records.Commitment,
    "themes": records.ThemeTag,
    "sentence_themes": records.SentenceTheme,
}
"""Tables whose rows belong to one briefing, each with its record."""


class Store:
    """The store of one output folder. Only the coordinating process of a run opens it; close it, or use ``with``."""

    def __init__(self, out: Path, *, corpus: Path) -> None:
        """Open or make the store of an output folder.

        Raises:
            UsageError: The store belongs to another corpus.
            StoreError: It is locked by another run, damaged, or cannot be written.
        """
        self._out = out
        self._path = out / FILE
        try:
            (out / "texts").mkdir(parents=True, exist_ok=True)
            self.connection = duckdb.connect(str(self._path))
        except OSError as error:
            raise StoreError(f"{out}: cannot be written ({error.strerror}); name another folder with --out") from error
        except duckdb.Error as error:
            raise StoreError(_open_error(self._path, error)) from error
        try:
            self._prepare(str(corpus.resolve()))
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        """Return the store."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the store."""
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def _prepare(self, corpus: str) -> None:
        self.connection.execute("CREATE TABLE IF NOT EXISTS meta (key VARCHAR NOT NULL, value VARCHAR NOT NULL)")
        version = self.get("version")
        if version not in (None, VERSION):
            raise StoreError(f"{self._path}: made by another version; remove it and run again, nothing else is lost")
        known = self.get("corpus")
        if known not in (None, corpus):
            raise UsageError(f"{self._out} holds the tables of the corpus {known}; name another folder with --out")
        tables = {"transcripts": TranscriptRow, "problems": Problem, **RECORDS}
        statements = [f"CREATE TABLE IF NOT EXISTS {name} ({ddl_columns(kind)})" for name, kind in tables.items()]
        statements.append(
            f"CREATE TABLE IF NOT EXISTS headers (briefing_id VARCHAR NOT NULL, {ddl_columns(Header)})",
        )
        statements.append(
            "CREATE TABLE IF NOT EXISTS stage_runs (briefing_id VARCHAR NOT NULL, source_file VARCHAR NOT NULL, "
            "stage VARCHAR NOT NULL, fingerprint VARCHAR NOT NULL, outputs VARCHAR NOT NULL)"
        )
        for statement in statements:
            self.connection.execute(statement)
        self.put("version", VERSION)
        self.put("corpus", corpus)

    def get(self, key: str) -> str | None:
        """Return a value that the store remembers, or None."""
        row = self.connection.execute("SELECT value FROM meta WHERE key = ?", [key]).fetchone()
        return str(row[0]) if row else None

    def put(self, key: str, value: str) -> None:
        """Remember a value."""
        if self.get(key) != value:
            self.connection.execute("DELETE FROM meta WHERE key = ?", [key])
            self.connection.execute("INSERT INTO meta VALUES (?, ?)", [key, value])

    def stage_runs(self) -> dict[str, dict[str, StageRun]]:
        """Return what was run, by briefing and stage."""
        runs: dict[str, dict[str, StageRun]] = {}
        rows = self.connection.execute("SELECT briefing_id, stage, fingerprint, outputs FROM stage_runs").fetchall()
        for briefing_id, stage, print_, outputs in rows:
            run = StageRun(fingerprint=print_, outputs=json.loads(outputs))
            runs.setdefault(briefing_id, {})[stage] = run
        return runs

    def fields(self, briefing_id: str, names: Iterable[str]) -> dict[str, Any] | None:
        """Return fields of a briefing as records; None where its stored text is gone, so that it must be ingested."""
        found: dict[str, Any] = {}
        for name in names:
            if name == "transcript":
                found[name] = self._transcript(briefing_id)
            elif name == "header":
                rows = self._rows("headers", briefing_id)
                found[name] = to_record(Header, {key: rows[0][key] for key in rows[0] if key != "briefing_id"})
            else:
                found[name] = tuple(to_record(RECORDS[name], row) for row in self._rows(name, briefing_id))
        return None if "transcript" in found and found["transcript"] is None else found

    def _rows(self, table: str, briefing_id: str) -> list[dict[str, Any]]:
        cursor = self.connection.execute(f"SELECT * FROM {table} WHERE briefing_id = ? ORDER BY rowid", [briefing_id])  # noqa: S608 - table names are ours
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def _transcript(self, briefing_id: str) -> Transcript | None:
        rows = self._rows("transcripts", briefing_id)
        try:
            text = (self._out / rows[0]["text_file"]).read_bytes().decode("utf-8")
        except (OSError, IndexError, UnicodeDecodeError):
            return None
        row = rows[0]
        return Transcript(
            briefing_id=briefing_id,
            collection=row["collection"],
            text=text,
            source_file=row["source_file"],
            sha256=row["sha256"],
            pages=tuple(to_record(Page, page) for page in self._rows("pages", briefing_id)),
            provenance=Provenance(**{field.name: row[field.name] for field in fields(Provenance)}),
        )

    def commit(self, block: Sequence[Outcome]) -> None:
        """Write the outcomes of a block of sources in one transaction, and the texts before it.

        Raises:
            StoreError: The disk is full or the store cannot be written; nothing of the block is kept.
        """
        try:
            for outcome in block:
                self._write_texts(outcome.results)
            self.connection.begin()
            for outcome in block:
                self._replace(outcome)
            if block:
                self.put(PUBLISHED, "")
            self.connection.commit()
            for outcome in block:
                if outcome.lost:
                    (self._out / text_file(outcome.briefing_id)).unlink(missing_ok=True)
        except (duckdb.Error, OSError) as error:
            with suppress(duckdb.Error):
                self.connection.rollback()
            raise StoreError(
                f"{self._path}: cannot be written ({error}); what was committed before is intact: "
                "make room or allow writing, then run again"
            ) from error

    def knows(self, outcome: Outcome) -> bool:
        """Tell whether a lost source is lost already, with the same errors."""
        rows = self.connection.execute(
            "SELECT problem_id, message FROM problems WHERE source_file = ?", [outcome.source_file]
        ).fetchall()
        kept = self.connection.execute(
            "SELECT count(*) FROM transcripts WHERE briefing_id = ?", [outcome.briefing_id]
        ).fetchone()
        return kept == (0,) and sorted(rows) == sorted((each.problem_id, each.message) for each in outcome.errors)

    def _replace(self, outcome: Outcome) -> None:
        briefing_id, source_file = outcome.briefing_id, outcome.source_file
        if outcome.lost:
            self._delete(briefing_id, source_file)
        for stage in outcome.void_stages:
            self._delete_run(briefing_id, source_file, stage)
        for name in outcome.void_fields:
            self._delete_field(briefing_id, name)
        for result in outcome.results:
            self._delete_run(briefing_id, source_file, result.stage)
            for name in result.run.outputs:
                self._delete_field(briefing_id, name)
                self._insert_field(briefing_id, name, result.fields[name])
            outputs = json.dumps(dict(result.run.outputs), sort_keys=True)
            row = [briefing_id, source_file, result.stage, result.run.fingerprint, outputs]
            self.connection.execute("INSERT INTO stage_runs VALUES (?, ?, ?, ?, ?)", row)
            self._insert("problems", Problem, result.problems)
        self._insert("problems", Problem, outcome.errors)

    def _delete_field(self, briefing_id: str, name: str) -> None:
        for table in ("transcripts", "pages") if name == "transcript" else (_table(name),):
            self.connection.execute(f"DELETE FROM {table} WHERE briefing_id = ?", [briefing_id])  # noqa: S608 - table names are ours

    def _delete_run(self, briefing_id: str, source_file: str, stage: str) -> None:
        self.connection.execute("DELETE FROM stage_runs WHERE briefing_id = ? AND stage = ?", [briefing_id, stage])
        self.connection.execute(
            "DELETE FROM problems WHERE source_file = ? AND (stage = ? OR severity = 'error')", [source_file, stage]
        )

    def _delete(self, briefing_id: str, source_file: str) -> None:
        for table in ("transcripts", "headers", "stage_runs", *RECORDS):
            self.connection.execute(f"DELETE FROM {table} WHERE briefing_id = ?", [briefing_id])  # noqa: S608 - table names are ours
        self.connection.execute("DELETE FROM problems WHERE source_file = ?", [source_file])

    def remove(self, keep: Iterable[tuple[str, str]]) -> int:
        """Remove the rows and texts of all briefings but those to keep, and problems of sources that are gone.

        Args:
            keep: Id and source file of each briefing of the corpus as it is now.

        Returns:
            The number of briefings removed.
        """
        kept = set(keep)
        known = self.connection.execute("SELECT briefing_id, source_file, text_file FROM transcripts").fetchall()
        gone = [row for row in known if (row[0], row[1]) not in kept]
        files = self.connection.execute("SELECT DISTINCT source_file FROM problems").fetchall()
        self.connection.begin()
        for briefing_id, source_file, _ in gone:
            self._delete(briefing_id, source_file)
        for (source_file,) in files:
            if source_file not in {file for _, file in kept}:
                self.connection.execute("DELETE FROM problems WHERE source_file = ?", [source_file])
                self.put(PUBLISHED, "")
        if gone:
            self.put(PUBLISHED, "")
        self.connection.commit()
        for _, _, text_file in gone:
            (self._out / text_file).unlink(missing_ok=True)
        return len(gone)

    def _write_texts(self, results: Sequence[StageResult]) -> None:
        for result in results:
            transcript = result.fields.get("transcript")
            if isinstance(transcript, Transcript):
                path = self._out / text_file(transcript.briefing_id)
                path.parent.mkdir(parents=True, exist_ok=True)
                temporary = path.with_name(".part")
                temporary.write_bytes(transcript.text.encode("utf-8"))
                temporary.replace(path)

    def _insert_field(self, briefing_id: str, name: str, value: Any) -> None:
        if name == "transcript":
            self._insert("transcripts", TranscriptRow, [_transcript_row(value)])
            self._insert("pages", Page, value.pages)
        elif name == "header":
            names = [field.name for field in fields(Header)]
            row = [briefing_id, *(plain(getattr(value, key)) for key in names)]
            self.connection.execute(f"INSERT INTO headers VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608 - placeholders only
        else:
            self._insert(_table(name), RECORDS[name], value)

    def _insert(self, table: str, kind: type[Any], rows: Sequence[Any]) -> None:
        if rows:
            self.connection.register("incoming", to_arrow(kind, rows))
            self.connection.execute(f"INSERT INTO {table} SELECT * FROM incoming")  # noqa: S608 - table names are ours
            self.connection.unregister("incoming")


def text_file(briefing_id: str) -> str:
    """Return the path of a stored text under the output folder."""
    return f"texts/{briefing_id}.txt"


def _table(field: str) -> str:
    return "headers" if field == "header" else field


def _transcript_row(transcript: Transcript) -> TranscriptRow:
    return TranscriptRow(
        briefing_id=transcript.briefing_id,
        collection=transcript.collection,
        source_file=transcript.source_file,
        text_file=text_file(transcript.briefing_id),
        sha256=transcript.sha256,
        n_pages=len(transcript.pages),
        **asdict(transcript.provenance),
    )


def _open_error(path: Path, error: duckdb.Error) -> str:
    said = str(error)
    if "lock" in said.lower():
        return f"{path}: another run uses it; wait for it to end, or name another folder with --out ({said})"
    return f"{path}: cannot be opened ({said}); if it is damaged, remove it and run again: sources are untouched"
