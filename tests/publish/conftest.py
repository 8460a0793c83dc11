"""A store in memory with two short invented briefings."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_type_hints

import duckdb
import pytest

from pipeline import records as r
from pipeline.publish.tables import publish

FIRST, SECOND = "demo/2031-04-02-harbour", "demo/2031-05-07-harbour"

TITLE = "HARBOUR BRIEFING with Ada Quill"

TEXTS = {
    FIRST: (
        f"{TITLE}\n\n"
        "ADA QUILL: We will deepen Port Brindle by 2033. It serves 40 ships.\n\n"
        "Q: Does the Brindle Institute, led by Tomas Reed, advise Port Brindle?\n\n"
        "ADA QUILL: The Brindle Institute does.\n"
    ),
    SECOND: "CHAIR: Port Brindle is open, and so is Port Brindle West.\n",
}

RECORDS: dict[str, type[Any]] = {
    "pages": r.Page,
    "speakers": r.Speaker,
    "turns": r.Turn,
    "exchanges": r.Exchange,
    "exchange_turns": r.ExchangeTurn,
    "notes": r.Note,
    "sentences": r.Sentence,
    "mentions": r.Mention,
    "entities": r.Entity,
    "aliases": r.Alias,
    "offices": r.Office,
    "figures": r.Figure,
    "commitments": r.Commitment,
    "themes": r.ThemeTag,
    "sentence_themes": r.SentenceTheme,
    "problems": r.Problem,
}

TRANSCRIPTS = (
    "briefing_id VARCHAR, collection VARCHAR, source_file VARCHAR, text_file VARCHAR, sha256 VARCHAR, n_pages BIGINT, "
    "source_url VARCHAR, publisher VARCHAR, published_on DATE, held_on DATE, retrieved_at VARCHAR, licence VARCHAR, "
    "synthetic BOOLEAN"
)
DUCKDB_TYPES = {int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN", date: "DATE"}


def column_types(row_type: type[Any]) -> dict[str, tuple[type[Any], bool]]:
    """Return the fields of a record in order: type, and whether it may be None."""
    hints = get_type_hints(row_type)
    found = {}
    for field in fields(row_type):
        parts = [part for part in get_args(hints[field.name]) or (hints[field.name],) if part is not NoneType]
        found[field.name] = (parts[0], NoneType in get_args(hints[field.name]))
    return found


def create_store(connection: duckdb.DuckDBPyConnection) -> None:
    types: dict[str, type[Any]] = {"headers": r.Header, **RECORDS}
    connection.execute(f"CREATE TABLE transcripts ({TRANSCRIPTS})")
    for name, row_type in types.items():
        columns = [
            f'"{column}" {DUCKDB_TYPES.get(kind, "VARCHAR")}' for column, (kind, _) in column_types(row_type).items()
        ]
        first = ["briefing_id VARCHAR"] if name == "headers" else []
        connection.execute(f"CREATE TABLE {name} ({', '.join(first + columns)})")


def insert(connection: duckdb.DuckDBPyConnection, name: str, rows: Iterable[Sequence[object]]) -> None:
    for row in rows:
        places = ", ".join("?" * len(row))
        connection.execute(f"INSERT INTO {name} VALUES ({places})", list(row))  # noqa: S608  names stand above


def values(record: Any) -> list[object]:
    return [getattr(record, field.name) for field in fields(record)]


def span(briefing: str, text: str, nth: int = 0) -> dict[str, Any]:
    """Return start, end and text of the nth occurrence of a text in a briefing."""
    start = -1
    for _ in range(nth + 1):
        start = TEXTS[briefing].index(text, start + 1)
    return {"briefing_id": briefing, "start": start, "end": start + len(text), "text": text}


def turn(number: int, briefing: str, text: str, *, kind: r.Kind, speaker: str | None = None, **known: Any) -> r.Turn:
    return r.Turn(
        turn_id=f"{briefing}#t{number}",
        seq=number,
        speaker_id=speaker and f"{briefing}#p-{speaker}",
        speaker_label=speaker or "Q",
        themes_tried=True,
        kind=kind,
        page=1,
        n_words=len(text.split()),
        **known,
        **span(briefing, text),
    )


def mention(
    number: int, briefing: str, text: str, nth: int = 0, *, turn_id: str | None, entity: str | None
) -> r.Mention:
    kind = r.MentionType((entity or "port:x").partition(":")[0])
    return r.Mention(
        mention_id=f"{briefing}#m{number}",
        turn_id=turn_id and f"{briefing}#{turn_id}",
        type=kind,
        entity_id=entity,
        official=entity == "person:ada-quill" if kind is r.MentionType.PERSON else None,
        method=r.MentionMethod.MODEL,
        score=0.9,
        **span(briefing, text, nth),
    )


def speaker(briefing: str, slug: str, role: r.Role, **known: Any) -> r.Speaker:
    return r.Speaker(
        speaker_id=f"{briefing}#p-{slug}", briefing_id=briefing, role=role, method=r.SpeakerMethod.LABEL, **known
    )


def entity(briefing: str, entity_id: str, name: str, **known: Any) -> r.Entity:
    kind = r.MentionType(known.pop("type", entity_id.partition(":")[0]))
    return r.Entity(briefing_id=briefing, entity_id=entity_id, type=kind, name=name, **known)


def office(briefing: str, number: int, title: str, dated_on: date, organization: str | None) -> r.Office:
    return r.Office(
        office_id=f"{briefing}#o{number}",
        briefing_id=briefing,
        entity_id="person:ada-quill",
        title=title,
        organization_id=organization,
        dated_on=dated_on,
    )


QUESTION = "Does the Brindle Institute, led by Tomas Reed, advise Port Brindle?"
PROMISE = "We will deepen Port Brindle by 2033."


def all_records() -> dict[str, list[Any]]:
    at: dict[str, Any] = {"turn_id": f"{FIRST}#t1", "sentence_id": f"{FIRST}#s1"}
    ada: dict[str, Any] = {"speaker": "ada-quill", "role": r.Role.OFFICIAL}
    return {
        "pages": [
            r.Page(briefing_id=b, page=1, start=0, end=len(text), source_file=f"{b}.txt", sha256="00")
            for b, text in TEXTS.items()
        ],
        "speakers": [
            speaker(FIRST, "ada-quill", r.Role.OFFICIAL, label="ADA QUILL", entity_id="person:ada-quill", n_turns=2),
            speaker(SECOND, "chair", r.Role.MODERATOR, label="CHAIR", entity_id="person:lena-moss", n_turns=1),
            speaker(FIRST, "silent", r.Role.JOURNALIST, name="Otto Finch", entity_id="person:otto-finch"),
        ],
        "turns": [
            turn(3, FIRST, "The Brindle Institute does.", kind=r.Kind.ANSWER, **ada),
            turn(1, FIRST, f"{PROMISE} It serves 40 ships.", kind=r.Kind.STATEMENT, **ada),
            turn(2, FIRST, QUESTION, kind=r.Kind.QUESTION, role=r.Role.JOURNALIST),
            turn(1, SECOND, TEXTS[SECOND][7:-1], kind=r.Kind.PROCEDURE, speaker="chair", role=r.Role.MODERATOR),
        ],
        "exchanges": [r.Exchange(exchange_id=f"{FIRST}#x1", briefing_id=FIRST, seq=1, n_questions=1, n_answers=1)],
        "exchange_turns": [
            r.ExchangeTurn(
                exchange_id=f"{FIRST}#x1", turn_id=f"{FIRST}#t{n}", briefing_id=FIRST, part=r.Part(part), seq=n - 1
            )
            for n, part in ((2, "question"), (3, "answer"))
        ],
        "notes": [r.Note(note_id=f"{FIRST}#n1", kind=r.NoteKind.HEADER, **span(FIRST, TITLE))],
        "sentences": [r.Sentence(sentence_id=f"{FIRST}#s1", turn_id=f"{FIRST}#t1", seq=1, **span(FIRST, PROMISE))],
        "mentions": [
            mention(1, FIRST, "Ada Quill", 0, turn_id=None, entity="person:ada-quill"),
            mention(2, FIRST, "Port Brindle", 0, turn_id="t1", entity="port:brindle"),
            mention(3, FIRST, "Brindle Institute", 0, turn_id="t2", entity="institute:brindle-institute"),
            mention(4, FIRST, "Tomas Reed", 0, turn_id="t2", entity="person:tomas-reed"),
            mention(5, FIRST, "Port Brindle", 1, turn_id="t2", entity="port:brindle"),
            mention(6, FIRST, "Brindle Institute", 1, turn_id="t3", entity="institute:brindle-institute"),
            mention(1, SECOND, "Port Brindle", 0, turn_id="t1", entity="port:brindle"),
            mention(2, SECOND, "Port Brindle West", 0, turn_id="t1", entity=None),
        ],
        "entities": [
            entity(FIRST, "person:ada-quill", "Ada Quill"),
            entity(FIRST, "port:brindle", "Port Brindle", subtype="seaport"),
            entity(SECOND, "port:brindle", "Brindle", subtype="dry port", country="NO"),
            entity(FIRST, "institute:brindle-institute", "Brindle Institute"),
            entity(FIRST, "person:tomas-reed", "Tomas Reed"),
            entity(SECOND, "person:lena-moss", "Lena Moss"),
            entity(FIRST, "person:otto-finch", "Otto Finch"),
        ],
        "aliases": [
            r.Alias(briefing_id=b, entity_id="port:brindle", alias="Port Brindle", source=r.AliasSource.GAZETTEER, n=n)
            for b, n in ((FIRST, 2), (SECOND, 1))
        ],
        "offices": [
            office(SECOND, 1, "Director of Ports", date(2031, 5, 7), "institute:brindle-institute"),
            office(SECOND, 0, "Acting Director", date(2031, 5, 7), None),
            office(FIRST, 1, "Harbour Master", date(2031, 4, 2), None),
        ],
        "figures": [
            r.Figure(
                figure_id=f"{FIRST}#f1", value=40.0, bound=r.Bound.EXACT, unit="ship", unit_kind="count",
                **at, **span(FIRST, "40 ships"),
            )
        ],
        "commitments": [
            r.Commitment(
                commitment_id=f"{FIRST}#c1", actor="We", action="deepen", modality=r.Modality.WILL, specificity=2,
                deadline="by 2033", deadline_on=date(2033, 12, 31),
                **at, **span(FIRST, PROMISE[:-1]),
            )
        ],
        "themes": [
            r.ThemeTag(
                briefing_id=FIRST, turn_id=f"{FIRST}#t1", codebook="cap", rank=1, code="10", label="transportation",
                score=0.75, uncertain=False, evidence="port|ships", method="classifier",
            )
        ],
        "sentence_themes": [
            r.SentenceTheme(sentence_id=at["sentence_id"], briefing_id=FIRST, codebook="cap", code="10", score=0.3)
        ],
        "problems": [
            r.Problem(
                problem_id="p1", source_file="demo/broken.pdf", stage="ingest", severity=r.Severity.ERROR,
                message="=not a PDF, \"really\"; save it again",
            )
        ],
    }  # fmt: skip


@pytest.fixture
def empty_store() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        create_store(connection)
        yield connection


@pytest.fixture
def store(empty_store: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    fill_store(empty_store)
    return empty_store


def fill_store(connection: duckdb.DuckDBPyConnection) -> None:
    for name, rows in all_records().items():
        insert(connection, name, map(values, rows))
    for briefing, held, published in ((FIRST, date(2031, 4, 2), None), (SECOND, None, date(2031, 5, 7))):
        file, text = f"{briefing}.txt", f"texts/{briefing}.txt"
        source = (briefing, "demo", file, text, "ab", 1, None, "Harbour Office", published, None, None, "CC0-1.0", True)
        insert(connection, "transcripts", [source])
        header = r.Header(
            title="", held_on=held, style="inline", style_confidence=1.0, language="en", share_covered=1.0
        )
        insert(connection, "headers", [[briefing, *values(header)]])


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an output folder with the published tables and the stored texts, not to be changed."""
    folder = tmp_path_factory.mktemp("published")
    with duckdb.connect() as connection:
        create_store(connection)
        fill_store(connection)
        publish(connection, folder)
    for briefing, text in TEXTS.items():
        path = folder / "texts" / f"{briefing}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return folder


@pytest.fixture
def out(published: Path, tmp_path: Path) -> Path:
    """Return a copy of the output folder."""
    return Path(shutil.copytree(published, tmp_path / "outputs"))


@pytest.fixture
def fetch(store: duckdb.DuckDBPyConnection, tmp_path: Path) -> Callable[[str], list[tuple[Any, ...]]]:
    """Return a function that publishes the store and runs SQL over its Parquet files, named by table."""

    def run(query: str) -> list[tuple[Any, ...]]:
        publish(store, tmp_path / "fetched")
        with duckdb.connect() as connection:
            for path in (tmp_path / "fetched" / "tables").glob("*.parquet"):
                connection.read_parquet(str(path)).create_view(path.stem)
            return connection.execute(query).fetchall()

    return run
