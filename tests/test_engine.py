"""The engine: what is run again and what is not, what a bad source leaves behind, and that all outputs are the same."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from pipeline import Settings, load_settings, load_tables, resources, run
from pipeline import engine as engine_module
from pipeline import stages as stages_module
from pipeline import work as work_module
from pipeline.engine import InProcess, RunReport, make_executor
from pipeline.errors import ConfigError, ModelError, SourceError, StoreError, UsageError
from pipeline.ingest.readers import source_digest
from pipeline.publish.validate import validate_tables
from pipeline.records import Severity
from pipeline.stages import StageFunction
from tests.conftest import INLINE_BRIEFING, PORT_BRIEFING

FERRY_BRIEFING = """\
Regular press conference of the Ferry Board on July 7, 2021

Gull Coast Times: How many ferries will sail to Brindle Port this summer?

Spokesperson Tamsin Oduya: The board will send 14 ferries to Brindle Port. They carry 3,000 passengers a day.
"""

NO_LABEL = "The harbour was closed for two days because of the storm. It will open again in May.\n"

STORM = "Spokesperson Édith Naïm: The café at the façade of the harbour office was damaged by the storm in May.\n"

GERMAN = """\
Pressekonferenz des Hafenamtes

Sprecherin Adele Quandt: Wir werden den neuen Tarif im Juli veröffentlichen. Die Gebühren bleiben so, wie sie sind.

Sprecher Jost Ahlers: Sie sinken um zwei Prozent, und zwar ab dem kommenden Frühjahr.
"""

type Corpus = Path
type MakeCorpus = Callable[..., Corpus]


def tree(out: Path) -> dict[str, str]:
    """The digest of everything under tables/ and texts/."""
    files = [path for part in ("tables", "texts") for path in (out / part).rglob("*") if path.is_file()]
    return {path.relative_to(out).as_posix(): sha256(path.read_bytes()).hexdigest() for path in sorted(files)}


def times(out: Path) -> dict[str, int]:
    return {name: (out / name).stat().st_mtime_ns for name in tree(out)}


def fresh(corpus: Corpus, out: Path, **options: Any) -> dict[str, str]:
    """What a run into a new folder makes of a corpus."""
    run(corpus, out=out, settings=load_settings(**options))
    return tree(out)


def stages_run(report: RunReport) -> set[str]:
    return set(report.seconds) - {"publish", "total"}


def rows_of(out: Path, briefing_id: str) -> dict[str, list[dict[Any, Any]]]:
    """The rows of one briefing in every table that has such a column."""
    found = {}
    tables = load_tables(out)
    for name in tables:
        frame = getattr(tables, name)
        if "briefing_id" in frame:
            own = frame[frame["briefing_id"] == briefing_id]
            found[name] = own.astype("string").fillna("").to_dict("records")
    return found


def break_stage(monkeypatch: pytest.MonkeyPatch, broken: str, error: Exception) -> None:
    """Make a stage raise an error for every briefing."""
    real: Callable[[str, Settings], StageFunction] = vars(work_module)["bound"]

    def bound(name: str, settings: Settings) -> StageFunction:
        function = real(name, settings)

        def stage(briefing: Any) -> Mapping[str, Any]:
            if name == broken:
                raise error
            return function(briefing)

        return stage

    monkeypatch.setattr(work_module, "bound", bound)


@pytest.fixture(scope="module", autouse=True)
def bound_once() -> Iterator[None]:
    """Keep the models and resources of all settings that this module uses, so that each is loaded once."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(work_module, "bound", cache(stages_module.bound.__wrapped__))
        yield


def test_two_folders_hold_the_same_bytes_with_one_and_with_two_workers(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    """The two workers belong to another process, so that nothing but the files is shared."""
    corpus = make_corpus(
        a__ports_dot_txt=PORT_BRIEFING,
        a__tariff_dot_txt=INLINE_BRIEFING,
        ferry_dot_md=FERRY_BRIEFING,
        storm_dot_txt=STORM.encode("cp1252"),
        empty_dot_txt="",
    )
    config = tmp_path / "blocks.toml"
    config.write_text("block_size = 1\nworkers = 2\n", encoding="utf-8")
    words: tuple[str | Path, ...] = ("run", corpus, "--out", tmp_path / "two", "--config", config)
    other = subprocess.run([sys.executable, "-m", "pipeline", *words], capture_output=True, text=True, check=False)
    assert "Traceback" not in other.stderr
    assert "1 sources failed, 2 rows in problems" in other.stdout
    assert other.returncode == 1
    one = fresh(corpus, tmp_path / "one")
    assert sorted(name for name in one if name.startswith("texts/")) == [
        "texts/a/ports.txt",
        "texts/a/tariff.txt",
        "texts/ferry.txt",
        "texts/storm.txt",
    ]
    assert len(load_tables(tmp_path / "one").mentions) > 10
    assert one == tree(tmp_path / "two")


def test_an_unchanged_run_works_on_nothing_and_rewrites_no_table(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    corpus, out = make_corpus(tariff_dot_txt=INLINE_BRIEFING, ferry_dot_txt=FERRY_BRIEFING), tmp_path / "out"
    first = run(corpus, out=out)
    before, written = tree(out), times(out)
    for workers in (1, 2):
        again = run(corpus, out=out, settings=load_settings(workers=workers))
        assert (again.n_worked, again.n_unchanged, again.n_failed, again.n_removed) == (0, 2, 0, 0)
        assert set(again.seconds) == {"total"}
        assert again.counts == first.counts
    assert (first.n_worked, first.n_unchanged) == (2, 0)
    assert stages_run(first) == {"ingest", "segment", "extract", "tag"}
    assert tree(out) == before
    assert times(out) == written


def test_a_path_to_the_same_corpus_may_be_written_in_another_way(
    make_corpus: MakeCorpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = make_corpus(ferry_dot_txt=FERRY_BRIEFING)
    before = fresh(corpus, tmp_path / "out")
    monkeypatch.chdir(tmp_path)
    assert run("corpus", out="out").n_worked == 0
    assert run(f"../{tmp_path.name}/corpus", out="out").n_worked == 0
    assert tree(tmp_path / "out") == before


def test_one_changed_file_redoes_one_briefing(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    corpus, out = make_corpus(tariff_dot_txt=INLINE_BRIEFING, ferry_dot_txt=FERRY_BRIEFING), tmp_path / "out"
    run(corpus, out=out)
    tariff = rows_of(out, "tariff")
    make_corpus(ferry_dot_txt=FERRY_BRIEFING.replace("14 ferries", "15 ferries"))
    report = run(corpus, out=out)
    assert (report.n_worked, report.n_unchanged) == (1, 1)
    assert rows_of(out, "tariff") == tariff
    assert "15 ferries" in (out / "texts" / "ferry.txt").read_text(encoding="utf-8")
    assert tree(out) == fresh(corpus, tmp_path / "fresh")


def test_a_changed_provenance_redoes_its_briefing(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    corpus, out = make_corpus(tariff_dot_txt=INLINE_BRIEFING, ferry_dot_txt=FERRY_BRIEFING), tmp_path / "out"
    run(corpus, out=out)
    (corpus / "ferry.txt.toml").write_text('publisher = "Ferry Board"\nsynthetic = true\n', encoding="utf-8")
    report = run(corpus, out=out)
    assert (report.n_worked, report.n_unchanged) == (1, 1)
    (ferry,) = rows_of(out, "ferry")["briefings"]
    assert ferry["publisher"] == "Ferry Board"


def test_a_removed_file_removes_its_rows_and_its_text(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    corpus, out = make_corpus(tariff_dot_txt=INLINE_BRIEFING, ferry_dot_txt=FERRY_BRIEFING), tmp_path / "out"
    run(corpus, out=out)
    (corpus / "ferry.txt").unlink()
    report = run(corpus, out=out)
    assert (report.n_worked, report.n_removed) == (0, 1)
    assert not (out / "texts" / "ferry.txt").exists()
    assert set(map(len, rows_of(out, "ferry").values())) == {0}
    assert tree(out) == fresh(corpus, tmp_path / "fresh")


def test_an_unrelated_file_changes_no_other_row(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    corpus, out = make_corpus(tariff_dot_txt=INLINE_BRIEFING, ferry_dot_txt=FERRY_BRIEFING), tmp_path / "out"
    run(corpus, out=out)
    before = {name: rows_of(out, name) for name in ("tariff", "ferry")}
    make_corpus(a__ports_dot_txt=PORT_BRIEFING)
    report = run(corpus, out=out)
    assert (report.n_worked, report.n_unchanged) == (1, 2)
    assert {name: rows_of(out, name) for name in before} == before


def test_a_source_whose_id_changes_leaves_nothing_under_its_former_id(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    corpus, out = make_corpus(ferry_dot_md=FERRY_BRIEFING, ferry_dot_txt=INLINE_BRIEFING), tmp_path / "out"
    report = run(corpus, out=out)
    assert [problem.message for problem in report.problems] == [
        "its id is that of ferry.md; it got the id ferry-txt; rename one of the two files"
    ]
    (corpus / "ferry.md").unlink()
    run(corpus, out=out)
    assert load_tables(out).briefings["briefing_id"].tolist() == ["ferry"]
    assert tree(out) == fresh(corpus, tmp_path / "fresh")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"uncertain_below": 1.0}, {"tag"}),
        ({"min_theme_words": 3}, {"segment", "extract", "tag"}),
        ({"block_size": 1}, set()),
        pytest.param({"max_source_bytes": 20_000}, {"ingest"}),
    ],
    ids=["uncertain_below", "min_theme_words", "block_size", "max_source_bytes"],
)
def test_a_changed_setting_runs_only_the_stages_that_depend_on_it(
    make_corpus: MakeCorpus, tmp_path: Path, options: dict[str, Any], expected: set[str]
) -> None:
    corpus, out = make_corpus(ferry_dot_txt=FERRY_BRIEFING), tmp_path / "out"
    run(corpus, out=out)
    report = run(corpus, out=out, settings=load_settings(**options))
    assert stages_run(report) == expected


def test_tables_after_a_changed_setting_are_those_of_a_fresh_run(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    corpus, out = make_corpus(a_dot_txt=PORT_BRIEFING), tmp_path / "out"
    before = fresh(corpus, out)
    run(corpus, out=out, settings=load_settings(uncertain_below=1.0))
    after = tree(out)
    assert after == fresh(corpus, tmp_path / "fresh", uncertain_below=1.0)
    assert {name for name in after if after[name] != before[name]} == {
        "tables/datapackage.json",
        "tables/themes.csv",
        "tables/themes.parquet",
    }


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[str]]]:
    """A corpus with its outputs, and the names of data files: each time that a name is in it counts as one edit."""
    base, real = tmp_path_factory.mktemp("edited"), resources.digest
    edits: list[str] = []
    (base / "corpus").mkdir()
    (base / "corpus" / "ferry.txt").write_text(FERRY_BRIEFING, encoding="utf-8")

    def digest(*names: str) -> str:
        return real(*names) + "".join(f" {name}" for name in edits if name in names)

    run(base / "corpus", out=base / "out")
    with pytest.MonkeyPatch.context() as patched:
        for module in (stages_module, engine_module):
            patched.setattr(module, "digest", digest)
        yield base, edits


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ("cues.csv", {"tag"}),
        ("codebook.csv", {"tag"}),
        ("schemas", set()),
        pytest.param("gazetteer", {"extract"}),
        pytest.param("units.csv", {"extract"}),
        pytest.param("styles", {"segment"}),
    ],
)
def test_a_changed_data_file_runs_only_the_stages_that_depend_on_it(
    edited: tuple[Path, list[str]], changed: str, expected: set[str]
) -> None:
    base, edits = edited
    edits.append(changed)
    report = run(base / "corpus", out=base / "out")
    assert stages_run(report) == expected
    assert ("publish" in report.seconds) == (bool(expected) or changed == "schemas")


def test_a_changed_row_of_another_codebook_tags_again(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    corpus, out, codebook = make_corpus(ferry_dot_txt=FERRY_BRIEFING), tmp_path / "out", tmp_path / "codebook"
    codebook.mkdir()
    data = Path(stages_module.__file__).parent / "data"
    for name in ("codebook.csv", "cues.csv"):
        (codebook / name).write_bytes((data / name).read_bytes())
    settings = load_settings(codebook=os.fspath(codebook))
    run(corpus, out=out, settings=settings)
    lines = (codebook / "cues.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (codebook / "cues.csv").write_text("".join(lines[:2]), encoding="utf-8")
    assert stages_run(run(corpus, out=out, settings=settings)) == {"tag"}


@pytest.mark.parametrize(
    "options",
    [
        {"uncertain_below": 1.0},
        pytest.param({}),
    ],
    ids=["with a stale stage", "unchanged"],
)
def test_a_missing_text_is_made_again(make_corpus: MakeCorpus, tmp_path: Path, options: dict[str, Any]) -> None:
    corpus, out = make_corpus(tariff_dot_txt=INLINE_BRIEFING, ferry_dot_txt=FERRY_BRIEFING), tmp_path / "out"
    run(corpus, out=out)
    text = (out / "texts" / "ferry.txt").read_bytes()
    (out / "texts" / "ferry.txt").unlink()
    run(corpus, out=out, settings=load_settings(**options))
    assert (out / "texts" / "ferry.txt").read_bytes() == text


def test_a_missing_table_is_written_again(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    corpus, out = make_corpus(ferry_dot_txt=FERRY_BRIEFING), tmp_path / "out"
    before = fresh(corpus, out)
    (out / "tables" / "turns.csv").unlink()
    report = run(corpus, out=out)
    assert (report.n_worked, set(report.seconds)) == (0, {"publish", "total"})
    assert tree(out) == before


def test_a_run_that_is_stopped_keeps_what_was_committed_and_the_next_one_goes_on(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    corpus = make_corpus(a_dot_txt=INLINE_BRIEFING, b_dot_txt=FERRY_BRIEFING, c_dot_txt=NO_LABEL)
    out = tmp_path / "out"

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt(f"{done} of {total}")

    with pytest.raises(KeyboardInterrupt, match="2 of 3"):
        run(corpus, out=out, settings=load_settings(block_size=2), progress=stop)
    report = run(corpus, out=out)
    assert (report.n_worked, report.n_unchanged) == (1, 2)
    assert tree(out) == fresh(corpus, tmp_path / "fresh")


def test_tables_follow_a_run_that_was_stopped_after_its_last_commit(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    corpus, out = make_corpus(ferry_dot_txt=FERRY_BRIEFING), tmp_path / "out"
    run(corpus, out=out)
    make_corpus(ferry_dot_txt=FERRY_BRIEFING.replace("14 ferries", "15 ferries"))

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(corpus, out=out, progress=stop)
    run(corpus, out=out)
    assert tree(out) == fresh(corpus, tmp_path / "fresh")


def test_tables_follow_a_removal_by_a_run_that_then_failed(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    corpus, out = make_corpus(tariff_dot_txt=INLINE_BRIEFING, ferry_dot_txt=FERRY_BRIEFING), tmp_path / "out"
    run(corpus, out=out)
    (corpus / "ferry.txt").unlink()
    with pytest.raises(ModelError):
        run(corpus, out=out, settings=load_settings(model="no_such_model"))
    run(corpus, out=out)
    assert tree(out) == fresh(corpus, tmp_path / "fresh")


def test_progress_is_told_after_each_block_and_other_files_are_named(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    corpus = make_corpus(
        a_dot_txt=NO_LABEL, b_dot_txt=FERRY_BRIEFING, c_dot_txt="", notes_dot_csv="a,b\n", README_dot_md="About.\n"
    )
    told: list[tuple[int, int]] = []
    report = run(
        corpus,
        out=tmp_path / "out",
        settings=load_settings(block_size=2),
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(2, 3), (3, 3)]
    assert report.n_sources == 3
    assert report.ignored == ("README.md", "notes.csv")


# Sources that cannot be read, and sources that are odd but can.

BAD: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "is empty; put the transcript into it or remove the file"),
    "blank.txt": (b" \n\t\n", "is empty; put the transcript into it or remove the file"),
    "numbers.txt": (b"12 345 678\n", "holds no letters, so nothing was said in it; check the file"),
    "binary.txt": (bytes(range(256)) * 4, "not a text file (it holds NUL bytes); save it as plain text in UTF-8"),
    "utf16.txt": (
        INLINE_BRIEFING.encode("utf-16-le"),
        "not a text file (it holds NUL bytes); save it as plain text in UTF-8",
    ),
    "large.txt": (
        FERRY_BRIEFING.encode() * 100,
        f"has {len(FERRY_BRIEFING) * 100:,} bytes; at most 20,000 are read (setting max_source_bytes)",
    ),
}
"""Sources that fail, each with its message."""

ODD = {
    "accents.txt": STORM.encode("cp1252"),
    "bom.txt": b"\xef\xbb\xbf" + INLINE_BRIEFING.encode(),
    "german.txt": GERMAN.encode(),
    "label.txt": NO_LABEL.encode(),
    "newlines.txt": INLINE_BRIEFING.replace("\n", "\r\n").encode(),
    "wide.txt": INLINE_BRIEFING.encode("utf-16"),
}
"""Sources that are read all the same."""


@pytest.fixture(scope="module")
def rough(tmp_path_factory: pytest.TempPathFactory) -> tuple[RunReport, RunReport]:
    """The reports of two runs over bad and odd sources; nothing changed between them."""
    base = tmp_path_factory.mktemp("rough")
    (base / "corpus").mkdir()
    for name, data in {**ODD, **{name: data for name, (data, _) in BAD.items()}}.items():
        (base / "corpus" / name).write_bytes(data)
    (base / "corpus" / "toml.txt").write_text(FERRY_BRIEFING, encoding="utf-8")
    (base / "corpus" / "toml.txt.toml").write_text("synthetic = maybe\n", encoding="utf-8")
    settings = load_settings(max_source_bytes=20_000)
    first = run(base / "corpus", out=base / "out", settings=settings)
    return first, run(base / "corpus", out=base / "out", settings=settings)


@pytest.mark.parametrize("name", BAD)
def test_a_source_that_fails_says_why(rough: tuple[RunReport, RunReport], name: str) -> None:
    (problem,) = [each for each in rough[0].problems if each.source_file == name]
    assert (problem.stage, problem.severity) == ("ingest", Severity.ERROR)
    assert problem.message == BAD[name][1]


def test_a_provenance_that_cannot_be_read_fails_its_source(rough: tuple[RunReport, RunReport]) -> None:
    (problem,) = [each for each in rough[0].problems if each.source_file == "toml.txt"]
    assert problem.severity is Severity.ERROR
    assert problem.message.startswith("its provenance toml.txt.toml is no readable TOML")


def test_sources_that_fail_do_not_stop_the_rest(rough: tuple[RunReport, RunReport]) -> None:
    first, _ = rough
    assert first.n_failed == len(BAD) + 1
    found = load_tables(first.out).briefings["source_file"].tolist()
    assert found == list(ODD)
    assert sorted(path.name for path in (first.out / "texts").iterdir()) == list(ODD)
    assert validate_tables(first.out / "tables") == []


def test_sources_that_fail_are_reported_again_when_unchanged(rough: tuple[RunReport, RunReport]) -> None:
    first, again = rough
    assert again.n_failed == first.n_failed
    assert again.problems == first.problems
    assert again.n_unchanged == len(ODD)
    assert load_tables(again.out).problems["message"].tolist() == [each.message for each in first.problems]


def test_odd_sources_are_read_with_a_warning_where_something_was_guessed_or_left_out(
    rough: tuple[RunReport, RunReport],
) -> None:
    warnings = {each.source_file: each.message for each in rough[0].problems if each.severity is Severity.WARNING}
    assert warnings == {
        "accents.txt": "not UTF-8; read as cp1252: check accents and quotes, or save it as UTF-8",
        "german.txt": "its language is 'de', not English: it is segmented, but nothing is extracted from it",
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("accents", STORM),
        ("bom", INLINE_BRIEFING),
        ("newlines", INLINE_BRIEFING),
        ("wide", INLINE_BRIEFING),
        ("german", GERMAN),
    ],
)
def test_the_stored_text_is_the_source_in_utf_8_with_line_feeds(
    rough: tuple[RunReport, RunReport], name: str, expected: str
) -> None:
    assert (rough[0].out / "texts" / f"{name}.txt").read_bytes() == expected.encode()


def test_a_text_without_labels_is_one_statement_of_an_unknown_official(rough: tuple[RunReport, RunReport]) -> None:
    turns = load_tables(rough[0].out).turns
    (turn,) = turns[turns["briefing_id"] == "label"].to_dict("records")
    assert (turn["role"], turn["kind"], turn["text"]) == ("official", "statement", NO_LABEL.strip())
    assert turns[turns["briefing_id"] == "label"][["speaker_id", "speaker_label"]].isna().all().all()


def test_a_text_in_another_language_has_turns_and_no_mentions(rough: tuple[RunReport, RunReport]) -> None:
    rows = rows_of(rough[0].out, "german")
    assert "Die Gebühren bleiben so, wie sie sind." in "".join(turn["text"] for turn in rows["turns"])
    assert rows["mentions"] == rows["sentences"] == rows["figures"] == rows["themes"] == []


def test_a_source_that_turns_bad_loses_its_rows_and_gets_them_back_when_it_is_mended(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    corpus, out = make_corpus(tariff_dot_txt=INLINE_BRIEFING, ferry_dot_txt=FERRY_BRIEFING), tmp_path / "out"
    good = fresh(corpus, out)
    make_corpus(ferry_dot_txt="")
    report = run(corpus, out=out)
    assert (report.n_failed, report.n_worked, report.n_unchanged) == (1, 1, 1)
    assert set(map(len, rows_of(out, "ferry").values())) == {0}
    assert load_tables(out).problems["source_file"].tolist() == ["ferry.txt"]
    make_corpus(ferry_dot_txt=FERRY_BRIEFING)
    assert run(corpus, out=out).problems == ()
    assert tree(out) == good


def test_a_source_that_turns_bad_loses_its_text(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    corpus, out = make_corpus(tariff_dot_txt=INLINE_BRIEFING, ferry_dot_txt=FERRY_BRIEFING), tmp_path / "out"
    run(corpus, out=out)
    make_corpus(ferry_dot_txt="")
    run(corpus, out=out)
    assert sorted(path.name for path in (out / "texts").iterdir()) == ["tariff.txt"]


def test_the_problem_of_a_source_that_is_gone_goes_with_it(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    corpus, out = make_corpus(ferry_dot_txt=FERRY_BRIEFING, empty_dot_txt=""), tmp_path / "out"
    assert run(corpus, out=out).n_failed == 1
    (corpus / "empty.txt").unlink()
    assert run(corpus, out=out).problems == ()


def test_tables_follow_when_the_only_change_is_a_bad_source_that_is_gone(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    corpus, out = make_corpus(ferry_dot_txt=FERRY_BRIEFING, empty_dot_txt=""), tmp_path / "out"
    run(corpus, out=out)
    (corpus / "empty.txt").unlink()
    run(corpus, out=out)
    assert len(load_tables(out).problems) == 0


def test_a_file_that_cannot_be_opened_is_a_problem_and_the_rest_go_through(
    make_corpus: MakeCorpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, out = make_corpus(tariff_dot_txt=INLINE_BRIEFING, ferry_dot_txt=FERRY_BRIEFING), tmp_path / "out"

    def refuse(root: Path, files: tuple[str, ...], *, max_bytes: int) -> str:
        if "ferry.txt" in files:
            raise SourceError("cannot be read (Permission denied); check that the file is there and may be read")
        return source_digest(root, files, max_bytes=max_bytes)

    with monkeypatch.context() as patched:
        patched.setattr(engine_module, "source_digest", refuse)
        report = run(corpus, out=out)
    assert (report.n_failed, report.n_worked) == (1, 1)
    assert [each.source_file for each in report.problems] == ["ferry.txt"]
    assert load_tables(out).briefings["briefing_id"].tolist() == ["tariff"]
    assert run(corpus, out=out).problems == ()
    assert load_tables(out).briefings["briefing_id"].tolist() == ["ferry", "tariff"]


def test_an_unexpected_error_keeps_what_was_segmented_and_is_reported(
    make_corpus: MakeCorpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, out = make_corpus(ferry_dot_txt=FERRY_BRIEFING), tmp_path / "out"
    good = fresh(corpus, out)
    turns = rows_of(out, "ferry")["turns"]
    make_corpus(ferry_dot_txt=FERRY_BRIEFING + "\n")
    with monkeypatch.context() as patched:
        break_stage(patched, "extract", RuntimeError(f"no such word in {corpus}/ferry.txt"))
        for _ in range(2):
            report = run(corpus, out=out)
            (problem,) = report.problems
            assert report.n_failed == 1
            assert (problem.stage, problem.severity) == ("extract", Severity.ERROR)
            assert problem.message == "RuntimeError: no such word in /ferry.txt (please report this)"
            rows = rows_of(out, "ferry")
            assert rows["turns"] == turns
            assert rows["mentions"] == rows["sentences"] == rows["themes"] == []
    make_corpus(ferry_dot_txt=FERRY_BRIEFING)
    assert run(corpus, out=out).problems == ()
    assert tree(out) == good


def test_tables_are_valid_where_extract_failed(
    make_corpus: MakeCorpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, out = make_corpus(ferry_dot_txt=FERRY_BRIEFING), tmp_path / "out"
    break_stage(monkeypatch, "extract", RuntimeError("broken"))
    assert run(corpus, out=out).n_failed == 1
    assert validate_tables(out / "tables") == []


def test_a_name_without_letters_gives_a_briefing_with_an_id(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    corpus, out = make_corpus(**{"---_dot_txt": FERRY_BRIEFING}), tmp_path / "out"
    run(corpus, out=out)
    assert validate_tables(out / "tables") == []
    assert load_tables(out).briefings["briefing_id"].str.len().min() > 0


def test_a_name_as_long_as_it_can_be_does_not_stop_the_run(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    corpus, out = make_corpus(ferry_dot_txt=FERRY_BRIEFING), tmp_path / "out"
    (corpus / ("k" * 251 + ".txt")).write_text(INLINE_BRIEFING, encoding="utf-8")
    report = run(corpus, out=out)
    assert report.n_sources == 2
    assert "ferry" in load_tables(out).briefings["briefing_id"].tolist()


# What the caller cannot ask for.


def test_an_output_folder_of_another_corpus_is_a_usage_error(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    corpus, out = make_corpus(a__ferry_dot_txt=FERRY_BRIEFING, b__ferry_dot_txt=FERRY_BRIEFING), tmp_path / "out"
    before = fresh(corpus / "a", out)
    with pytest.raises(UsageError, match=r"holds the tables of the corpus .*corpus/a; name another folder with --out"):
        run(corpus / "b", out=out)
    assert tree(out) == before


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (None, "no such folder; name the folder that holds your transcripts"),
        ((), r"no source among 0 files; put transcripts there \(.*\.txt"),
        (("table.csv", "README.md", "_draft.txt", ".hidden.txt"), "no source among 2 files"),
    ],
)
def test_a_corpus_without_sources_is_a_usage_error_and_leaves_nothing(
    tmp_path: Path, names: tuple[str, ...] | None, message: str
) -> None:
    corpus = tmp_path / "corpus"
    if names is not None:
        corpus.mkdir()
        for name in names:
            (corpus / name).write_text("Nothing.\n", encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        run(corpus, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_file_is_no_corpus(tmp_path: Path) -> None:
    file = tmp_path / "ferry.txt"
    file.write_text(FERRY_BRIEFING, encoding="utf-8")
    with pytest.raises(UsageError, match=r"ferry\.txt: no such folder"):
        run(file, out=tmp_path / "out")


def test_an_output_folder_that_cannot_be_written_is_a_store_error(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    corpus = make_corpus(ferry_dot_txt=FERRY_BRIEFING)
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError, match=r"cannot be written .*; name another folder with --out"):
        run(corpus, out=tmp_path / "file" / "out")


def test_an_unknown_style_names_those_that_are_known(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    corpus = make_corpus(ferry_dot_txt=FERRY_BRIEFING)
    with pytest.raises(ConfigError, match=r"style 'gazette' is not known; allowed are .*scio, .*or nothing"):
        run(corpus, out=tmp_path / "out", settings=load_settings(style="gazette"))


def test_a_model_that_is_not_installed_is_an_error_before_anything_is_stored(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    corpus, out = make_corpus(ferry_dot_txt=FERRY_BRIEFING), tmp_path / "out"
    with pytest.raises(ModelError, match=r"model 'no_such_model' is not installed: .*install that spaCy package"):
        run(corpus, out=out, settings=load_settings(model="no_such_model"))
    assert run(corpus, out=out).n_worked == 1


def test_outputs_inside_the_corpus_are_no_sources(make_corpus: MakeCorpus) -> None:
    corpus = make_corpus(ferry_dot_txt=FERRY_BRIEFING)
    reports = [run(corpus, out=corpus / "outputs") for _ in range(2)]
    assert [report.n_sources for report in reports] == [1, 1]


# Executors.


def test_one_worker_is_this_process() -> None:
    with make_executor(1) as executor:
        assert isinstance(executor, InProcess)
        assert executor.submit(os.getpid).result() == os.getpid()


def test_what_is_submitted_in_this_process_raises_where_its_result_is_asked_for() -> None:
    future = InProcess().submit(int, "no number")
    with pytest.raises(ValueError, match="no number"):
        future.result()
