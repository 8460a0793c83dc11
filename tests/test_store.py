"""The store: records go in and come out again, a block is written whole or not at all, and one run has it at a time."""

import subprocess
import sys
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import duckdb
import pytest

from pipeline.errors import StoreError, UsageError
from pipeline.records import (
    Header,
    Kind,
    Mention,
    MentionMethod,
    MentionType,
    Page,
    Problem,
    Provenance,
    Role,
    Severity,
    Transcript,
    Turn,
)
from pipeline.rows import ddl_columns, field_types, to_arrow, to_record
from pipeline.stages import STAGES, field_digest
from pipeline.store import FILE, RECORDS, Outcome, StageResult, StageRun, Store, text_file

if TYPE_CHECKING:
    from collections.abc import Hashable

TEXT = "Café\u2028Brindle 😀\x85port\tis open.\n\f\n“Yes.”"
"""Every kind of character that a careless file would change."""


def transcript(name: str = "isles/ferry", text: str = TEXT, **changed: Any) -> Transcript:
    values: dict[str, Any] = {
        "briefing_id": name,
        "collection": "isles",
        "text": text,
        "source_file": f"{name}.txt",
        "sha256": "ab",
        "pages": (
            Page(briefing_id=name, page=1, start=0, end=10, source_file=f"{name}.txt", sha256="ab", source_url="u"),
            Page(briefing_id=name, page=2, start=13, end=19, source_file=f"{name}_2.txt", sha256="cd"),
        ),
        "provenance": Provenance(licence="MIT", held_on=date(2021, 7, 7), synthetic=True, retrieved_at="2021-08-01"),
    }
    return Transcript(**{**values, **changed})


def header(**changed: Any) -> Header:
    values: dict[str, Any] = {
        "title": "Ferries",
        "style": "inline",
        "style_confidence": 0.1 + 0.2,
        "held_on": date(2021, 7, 7),
        "language": "en",
        "share_covered": 1 / 3,
    }
    return Header(**{**values, **changed})


def turn(name: str = "isles/ferry", seq: int = 1, **changed: Any) -> Turn:
    values: dict[str, Any] = {
        "turn_id": f"{name}#t{seq}",
        "briefing_id": name,
        "seq": seq,
        "themes_tried": False,
        "role": Role.OFFICIAL,
        "kind": Kind.ANSWER,
        "page": 1,
        "start": 0,
        "end": 4,
        "n_words": 1,
        "text": "Café",
    }
    return Turn(**{**values, **changed})


def mention(name: str = "isles/ferry", **changed: Any) -> Mention:
    values: dict[str, Any] = {
        "mention_id": f"{name}#m1",
        "briefing_id": name,
        "start": 5,
        "end": 12,
        "type": MentionType.PORT,
        "method": MentionMethod.MODEL,
        "score": 0.1,
        "official": None,
        "text": "Brindle",
    }
    return Mention(**{**values, **changed})


def problem(stage: str, severity: Severity, name: str = "isles/ferry") -> Problem:
    return Problem(
        problem_id=f"{name}#{stage}-{severity}",
        source_file=f"{name}.txt",
        stage=stage,
        severity=severity,
        message="look",
    )


def result(stage: str, *problems: Problem, **produced: Any) -> StageResult:
    outputs = {name: field_digest(value) for name, value in produced.items()}
    return StageResult(
        stage=stage, run=StageRun(fingerprint=f"{stage} 1", outputs=outputs), fields=produced, problems=problems
    )


def outcome(*results: StageResult, name: str = "isles/ferry", **changed: Any) -> Outcome:
    return Outcome(briefing_id=name, source_file=f"{name}.txt", results=results, **changed)


def whole(name: str = "isles/ferry") -> Outcome:
    return outcome(
        result("ingest", problem("ingest", Severity.WARNING, name), transcript=transcript(name)),
        result("segment", header=header(), turns=(turn(name), turn(name, 2))),
        result("extract", mentions=(mention(name),)),
        name=name,
    )


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def opened(out: Path, corpus: str = "corpus") -> Store:
    return Store(out, corpus=out.parent / corpus)


def count(store: Store, table: str) -> int:
    (found,) = store.connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0]  # noqa: S608
    return int(found)


NAMES = ("transcript", "header", "turns", "mentions")


def test_records_come_out_as_they_went_in_after_the_file_was_closed(out: Path) -> None:
    with opened(out) as store:
        store.commit([whole(), whole("isles/tariff")])
    with opened(out) as store:
        found = store.fields("isles/ferry", NAMES)
    assert found == {
        "transcript": transcript(),
        "header": header(),
        "turns": (turn(), turn(seq=2)),
        "mentions": (mention(),),
    }
    assert isinstance(found["turns"][0].role, Role)


def test_what_a_run_stored_is_read_back_to_the_last_bit(outputs: Path) -> None:
    """What stages read back has the digest of what they handed on."""
    produced = [name for stage in STAGES for name in stage.produces]
    with Store(outputs, corpus=outputs.parent / "corpus") as store:
        runs = store.stage_runs()
        for briefing_id, stages in runs.items():
            found = store.fields(briefing_id, produced)
            assert found is not None
            digests = {name: digest for run in stages.values() for name, digest in run.outputs.items()}
            assert {name: field_digest(value) for name, value in found.items()} == digests
    assert sorted(runs) == ["isles/2021-05-03-ports", "isles/2021-06-02-tariff", "scio/2023-09-21-hetao"]


def test_the_stored_text_is_the_text_byte_for_byte(out: Path) -> None:
    with opened(out) as store:
        store.commit([whole()])
    assert text_file("isles/ferry") == "texts/isles/ferry.txt"
    assert (out / "texts" / "isles" / "ferry.txt").read_bytes() == TEXT.encode()
    assert [path.name for path in (out / "texts" / "isles").iterdir()] == ["ferry.txt"]


@pytest.mark.parametrize("content", [None, b"\xff\xfe\xff"])
def test_a_text_that_is_gone_or_damaged_means_that_nothing_is_known(out: Path, content: bytes | None) -> None:
    with opened(out) as store:
        store.commit([whole()])
        path = out / text_file("isles/ferry")
        path.unlink()
        if content is not None:
            path.write_bytes(content)
        assert store.fields("isles/ferry", NAMES) is None
        assert store.fields("isles/ferry", ["turns"]) is not None


def test_runs_are_remembered_by_briefing_and_stage(out: Path) -> None:
    first = whole()
    with opened(out) as store:
        store.commit([first])
        assert store.stage_runs() == {"isles/ferry": {each.stage: each.run for each in first.results}}


def test_results_replace_those_of_their_stage_and_leave_the_rest(out: Path) -> None:
    with opened(out) as store:
        store.commit([whole(), whole("isles/tariff")])
        store.commit([outcome(result("segment", header=header(title=None), turns=(turn(text="Tide"),)))])
        found = store.fields("isles/ferry", NAMES)
        assert found is not None
        assert found["header"].title is None
        assert found["turns"] == (turn(text="Tide"),)
        assert found["mentions"] == (mention(),)
        assert (count(store, "turns"), count(store, "headers"), count(store, "problems")) == (3, 2, 2)


def test_a_warning_stays_until_its_stage_runs_again(out: Path) -> None:
    with opened(out) as store:
        store.commit([whole()])
        store.commit([outcome(result("tag", problem("tag", Severity.WARNING), themes=()))])
        assert count(store, "problems") == 2
        store.commit([outcome(result("ingest", transcript=transcript(text="New.")))])
        assert store.connection.execute("SELECT stage FROM problems").fetchall() == [("tag",)]


def test_an_error_goes_when_any_stage_of_its_source_runs_again(out: Path) -> None:
    with opened(out) as store:
        store.commit([whole(), outcome(errors=(problem("extract", Severity.ERROR),))])
        assert count(store, "problems") == 2
        store.commit([outcome(result("extract", mentions=()))])
        assert store.connection.execute("SELECT severity FROM problems").fetchall() == [("warning",)]


def test_a_lost_source_has_no_row_but_its_problem(out: Path) -> None:
    with opened(out) as store:
        store.commit([whole(), whole("isles/tariff")])
        store.commit([outcome(lost=True, errors=(problem("ingest", Severity.ERROR),))])
        left = {name: count(store, name) for name in ("transcripts", "pages", "headers", "turns", "mentions")}
        assert left == {"transcripts": 1, "pages": 2, "headers": 1, "turns": 2, "mentions": 1}
        assert list(store.stage_runs()) == ["isles/tariff"]
        assert store.connection.execute("SELECT source_file, severity FROM problems ORDER BY 1").fetchall() == [
            ("isles/ferry.txt", "error"),
            ("isles/tariff.txt", "warning"),
        ]


def test_void_fields_and_stages_go_and_what_was_before_stays(out: Path) -> None:
    with opened(out) as store:
        store.commit([whole()])
        store.commit([outcome(void_stages=("extract",), void_fields=("mentions",))])
        assert (count(store, "turns"), count(store, "mentions")) == (2, 0)
        assert sorted(store.stage_runs()["isles/ferry"]) == ["ingest", "segment"]


def test_a_block_is_written_whole_or_not_at_all(out: Path) -> None:
    with opened(out) as store:
        store.commit([whole()])
        broken = outcome(result("segment", header=header(), turns=(turn(text=None),)))
        with pytest.raises(StoreError, match="what was committed before is intact"):
            store.commit([whole("isles/tariff"), broken])
        assert list(store.stage_runs()) == ["isles/ferry"]
        assert (count(store, "transcripts"), count(store, "turns")) == (1, 2)
        store.commit([whole("isles/tariff")])
        assert sorted(store.stage_runs()) == ["isles/ferry", "isles/tariff"]


def test_a_text_that_cannot_be_written_is_a_store_error_and_commits_nothing(out: Path) -> None:
    with opened(out) as store:
        (out / "texts" / "isles").write_text("a file is in the way", encoding="utf-8")
        with pytest.raises(StoreError, match="cannot be written"):
            store.commit([whole()])
        assert store.stage_runs() == {}


def test_sources_that_are_gone_lose_rows_texts_and_problems(out: Path) -> None:
    gone = Outcome(
        briefing_id="x", source_file="x.txt", lost=True, errors=(problem("ingest", Severity.ERROR, name="x"),)
    )
    with opened(out) as store:
        store.commit([whole(), whole("isles/tariff"), gone])
        assert store.remove([("isles/tariff", "isles/tariff.txt")]) == 1
        assert list(store.stage_runs()) == ["isles/tariff"]
        assert (count(store, "turns"), count(store, "problems")) == (2, 1)
        assert store.remove([("isles/tariff", "isles/tariff.txt")]) == 0
    assert sorted(path.name for path in (out / "texts").rglob("*.txt")) == ["tariff.txt"]


def test_values_are_remembered(out: Path) -> None:
    with opened(out) as store:
        assert store.get("key") is None
        store.put("key", "one")
        store.put("key", "two")
    with opened(out) as store:
        assert store.get("key") == "two"


# Stores that cannot be opened.


def test_a_store_of_another_corpus_names_it(out: Path) -> None:
    opened(out, "corpus").close()
    with pytest.raises(UsageError, match=r"holds the tables of the corpus .*/corpus; name another folder with --out"):
        opened(out, "other")
    opened(out, "corpus").close()


def test_a_store_of_another_version_says_what_to_do(out: Path) -> None:
    with opened(out) as store:
        store.put("version", "0")
    with pytest.raises(StoreError, match="made by another version; remove it and run again"):
        opened(out)


def test_a_damaged_store_says_what_to_do(out: Path) -> None:
    out.mkdir()
    (out / FILE).write_bytes(b"this is no database" * 500)
    with pytest.raises(StoreError, match=r"cannot be opened .*if it is damaged, remove it and run again"):
        opened(out)


@pytest.mark.parametrize("below", ["file", "file/out"])
def test_a_folder_that_cannot_be_made_names_another_way(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError, match=r"cannot be written .*; name another folder with --out"):
        opened(tmp_path / below)


def test_a_store_that_another_process_holds_says_so(out: Path) -> None:
    opened(out).close()
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(out / FILE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreError, match="another run uses it; wait for it to end"):
            opened(out)
        holder.communicate()
    opened(out).close()


# Records as rows.


@pytest.mark.parametrize("kind", [*RECORDS.values(), Problem, Header], ids=lambda kind: kind.__name__)
def test_columns_are_the_fields_of_a_record(kind: type[Any]) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE made ({ddl_columns(kind)})")
        described = connection.execute("DESCRIBE made").fetchall()
    assert [row[0] for row in described] == [field.name for field in fields(kind)]
    nullable = {row[0] for row in described if row[2] == "YES"}
    assert nullable == {name for name, (_, optional) in field_types(cast("Hashable", kind)).items() if optional}


def test_enums_are_stored_as_their_strings_and_come_back_as_members() -> None:
    table = to_arrow(Mention, [mention(), mention(official=True, score=None)])
    assert table.column("type").to_pylist() == ["port", "port"]
    assert table.column("official").to_pylist() == [None, True]
    assert to_record(Mention, table.to_pylist()[0]) == mention()
    with pytest.raises(ValueError, match="harbour"):
        to_record(Mention, table.to_pylist()[0] | {"type": "harbour"})
