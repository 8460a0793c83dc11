"""The commands: what they print, where, and the code they exit with."""

import csv
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from pipeline.cli import FAILED, USAGE, WELL, app
from pipeline.publish.schema import load_schemas
from tests.conftest import INLINE_BRIEFING, PORT_BRIEFING

ROOT = Path(__file__).parents[1]

COMMANDS = ("doctor", "run", "search", "show", "sql", "validate")

CP1252 = "Édith Naïm: The café at the façade of the office will open in May, naïvely or not.\n".encode("cp1252")

type MakeCorpus = Callable[..., Path]


def briefings(*words: str | Path) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(app, [os.fspath(word) for word in words], prog_name="briefings")


def told(result: Result, code: int) -> str:
    """What a command said on its error stream, in one line; it ended with a code, not with a traceback."""
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return " ".join(result.stderr.split())


def process(*words: str | Path, cwd: Path | None = None) -> "subprocess.CompletedProcess[str]":
    """Run a command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *words], capture_output=True, text=True, check=False, cwd=cwd
    )


# run


def test_run_writes_the_tables_and_says_what_it_did(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    corpus, out = make_corpus(a__ports_dot_txt=PORT_BRIEFING, tariff_dot_md=INLINE_BRIEFING), tmp_path / "out"
    result = briefings("run", corpus, "--out", out)
    assert told(result, WELL) == "briefings: 2 of 2 briefings"
    lines = dict(line.split(maxsplit=1) for line in result.stdout.splitlines())
    assert lines["corpus"] == f"{corpus}: 2 briefings (2 worked on, 0 unchanged, 0 removed)"
    assert lines["turns"] == "8 by 5 speakers, in 3 exchanges"
    assert lines["problems"] == "0 sources failed, 0 rows in problems, 0 other files ignored"
    assert lines["tables"].startswith(str(out / "tables"))
    assert {path.stem for path in (out / "tables").glob("*.csv")} == set(load_schemas())
    again = briefings("run", corpus, "--out", out)
    assert told(again, WELL) == ""
    assert "2 briefings (0 worked on, 2 unchanged, 0 removed)" in again.stdout
    assert told(briefings("validate", "--out", out), WELL) == ""


def test_run_reports_each_source_that_fails_and_goes_on(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    corpus = make_corpus(
        tariff_dot_txt=INLINE_BRIEFING,
        empty_dot_txt=b"",
        binary_dot_txt=b"\x00\x01\x02" * 50,
        old_dot_txt=CP1252,
    )
    for _ in range(2):
        result = briefings("run", corpus, "--out", tmp_path / "out")
        said = told(result, FAILED)
        assert "error: empty.txt: is empty; put the transcript into it or remove the file" in said
        assert "error: binary.txt: not a text file (it holds NUL bytes); save it as plain text in UTF-8" in said
        assert "warning: old.txt: " in said
        assert "read as cp1252" in said
        assert "2 sources failed, 3 rows in problems" in result.stdout


def test_a_warning_alone_is_all_well(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    corpus = make_corpus(old_dot_txt=CP1252)
    assert "warning: old.txt" in told(briefings("run", corpus, "--out", tmp_path / "out"), WELL)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--style", "gazette"], "style 'gazette' is not known; allowed are"),
        (["--model", "en_core_web_trf"], "model 'en_core_web_trf' is not installed.*install that spaCy package"),
        (["--codebook", "nowhere"], r"nowhere/codebook\.csv: cannot be read"),
        (["--workers", "0"], "Invalid value for '--workers'"),
        (["--config", "nowhere.toml"], r"nowhere\.toml: cannot be read .*; name an existing TOML file"),
        (["--speed", "9"], "No such option"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_run_refuses_what_it_does_not_know(
    make_corpus: MakeCorpus, tmp_path: Path, options: list[str], said: str
) -> None:
    corpus = make_corpus(tariff_dot_txt=INLINE_BRIEFING)
    assert re.search(said, told(briefings("run", corpus, "--out", tmp_path / "out", *options), USAGE))
    assert not (tmp_path / "out" / "tables").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("color = 1\n", "unknown setting 'color'; allowed are model, style, "),
        ("workers = 0\n", "setting 'workers' = 0: Input should be greater than or equal to 1"),
        ('uncertain_below = "half"\n', "setting 'uncertain_below' = 'half': "),
        ("workers\n", "not valid TOML"),
    ],
)
@pytest.mark.parametrize("command", ["run", "doctor"])
def test_a_wrong_setting_names_the_file_and_what_is_allowed(
    tmp_path: Path, command: str, content: str, said: str
) -> None:
    config = tmp_path / "my.toml"
    config.write_text(content, encoding="utf-8")
    message = told(briefings(command, "--config", config), USAGE)
    assert message.startswith(f"briefings: {config}: ")
    assert said in message


@pytest.mark.parametrize(
    ("name", "said"),
    [("nowhere", "no such folder"), ("bare", "no source among 1 files"), ("file.txt", "no such folder")],
)
def test_a_corpus_that_is_none_is_a_usage_error(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare" / "README.md").write_text("About.\n", encoding="utf-8")
    (tmp_path / "file.txt").write_text(INLINE_BRIEFING, encoding="utf-8")
    message = told(briefings("run", tmp_path / name, "--out", tmp_path / "out"), USAGE)
    assert message.startswith(f"briefings: {tmp_path / name}: {said}")
    assert not (tmp_path / "out").exists()


def test_an_output_folder_of_another_corpus_is_a_usage_error(outputs: Path, make_corpus: MakeCorpus) -> None:
    other = make_corpus(tariff_dot_txt=INLINE_BRIEFING)
    said = told(briefings("run", other, "--out", outputs), USAGE)
    assert f"{outputs} holds the tables of the corpus {outputs.parent / 'corpus'}" in said


def test_an_output_folder_that_cannot_be_written_is_a_usage_error(make_corpus: MakeCorpus) -> None:
    corpus = make_corpus(tariff_dot_txt=INLINE_BRIEFING)
    said = told(briefings("run", corpus, "--out", corpus / "tariff.txt" / "out"), USAGE)
    assert said.endswith("name another folder with --out")


# show, search, sql, validate, doctor


def test_show_prints_a_briefing_in_reading_order(outputs: Path) -> None:
    result = briefings("show", "isles/2021-05-03-ports", "--out", outputs)
    assert told(result, WELL) == ""
    lines = result.stdout.splitlines()
    assert lines[0] == "Briefing on the harbours of the eastern coast"
    assert lines[1].startswith("Coastal Messenger · 2021-05-03 (held_on) · 4 turns")
    spoken = [line for line in lines if "  isles/2021-05-03-ports#t" in line]
    assert [line.split("  ")[0] for line in spoken] == [
        "Odile Brandt",
        "Anselm Torvik",
        "Tidewater Daily",
        "Anselm Torvik",
    ]
    assert "What will the ministry do about the delays at Larkhaven Port? Thank you." in lines


def test_show_of_an_unknown_id_names_those_that_are_known(outputs: Path) -> None:
    said = told(briefings("show", "isles/nothing", "--out", outputs), USAGE)
    assert said == (
        "briefings: no briefing 'isles/nothing'; there are "
        "isles/2021-05-03-ports, isles/2021-06-02-tariff, scio/2023-09-21-hetao"
    )


def test_search_prints_each_occurrence_with_its_turn(outputs: Path) -> None:
    result = briefings("search", "larkhaven", "port", "--out", outputs, "--width", "12")
    assert told(result, WELL) == ""
    *found, last = result.stdout.splitlines()
    assert last == "3 found"
    assert found[0].startswith(" handled at [Larkhaven Port] rose by 4.5")
    assert all("  isles/2021-05-03-ports#t" in line for line in found)


def test_search_finds_across_line_breaks_and_minds_capitals_when_asked(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    broken = INLINE_BRIEFING.replace("publish the tariff in July", "publish the\ntariff in July")
    corpus, out = make_corpus(tariff_dot_txt=broken), tmp_path / "out"
    assert broken != INLINE_BRIEFING
    told(briefings("run", corpus, "--out", out), WELL)
    assert "We will [publish the tariff] in July" in briefings("search", "publish the tariff", "--out", out).stdout
    assert briefings("search", "--case", "PUBLISH", "--out", out).stdout == "0 found\n"


def test_search_for_nothing_is_a_usage_error(outputs: Path) -> None:
    assert "no words to search for" in told(briefings("search", " ", "--out", outputs), USAGE)


WHO_SPOKE = """
SELECT speaker_label, count(*) AS turns FROM turns
WHERE briefing_id = 'isles/2021-05-03-ports' GROUP BY ALL ORDER BY turns DESC, speaker_label
"""


def test_sql_answers_who_spoke(outputs: Path) -> None:
    result = briefings("sql", WHO_SPOKE, "--out", outputs)
    assert told(result, WELL) == ""
    assert [re.split(r"\s{2,}", line.rstrip()) for line in result.stdout.splitlines()] == [
        ["speaker_label", "turns"],
        ["Anselm Torvik", "2"],
        ["Odile Brandt", "1"],
        ["Tidewater Daily", "1"],
    ]


def test_sql_prints_csv_that_can_be_read_back(outputs: Path) -> None:
    result = briefings("sql", "SELECT 'a, \"b\"' AS said, NULL AS nothing, 'x\ny' AS lines", "--csv", "--out", outputs)
    assert told(result, WELL) == ""
    assert list(csv.reader(io.StringIO(result.stdout, newline=""))) == [
        ["said", "nothing", "lines"],
        ['a, "b"', "", "x\ny"],
    ]


@pytest.mark.parametrize("statement", ["SELEC 1", "SELECT nothing FROM turns", "SELECT * FROM speeches"])
def test_wrong_sql_says_what_is_wrong(outputs: Path, statement: str) -> None:
    said = told(briefings("sql", statement, "--out", outputs), USAGE)
    assert said.startswith("briefings: ")
    assert "tables are briefings, pages, " in said


def test_brackets_are_printed_as_they_stand(outputs: Path) -> None:
    assert "[bold]" in briefings("sql", "SELECT '[bold]' AS x", "--out", outputs).stdout
    assert "'[red]'" in told(briefings("show", "[red]", "--out", outputs), USAGE)


@pytest.mark.parametrize("words", [("show", "x"), ("search", "x"), ("sql", "SELECT 1"), ("validate",)])
def test_a_folder_without_tables_says_what_to_do(tmp_path: Path, words: tuple[str, ...]) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        assert "run `briefings run` first" in told(briefings(*words, "--out", folder), USAGE)


def test_validate_finds_broken_tables(outputs: Path, tmp_path: Path) -> None:
    for name in ("tables", "texts"):
        shutil.copytree(outputs / name, tmp_path / name)
    result = briefings("validate", "--out", tmp_path)
    assert (told(result, WELL), result.stdout) == ("", "all tables are as their schemas say\n")
    text = tmp_path / "texts" / "isles" / "2021-06-02-tariff.txt"
    text.write_text("x" + INLINE_BRIEFING, encoding="utf-8")
    (tmp_path / "tables" / "notes.parquet").write_bytes(b"torn")
    (tmp_path / "tables" / "quality.parquet").unlink()
    result = briefings("validate", "--out", tmp_path)
    said = told(result, FAILED)
    assert re.search(r"turns\.parquet:\d+: text .*: the stored text from \d+ to \d+ is ", said)
    assert "notes.parquet: not a Parquet file" in said
    assert "quality.parquet: the file is missing" in said
    assert re.fullmatch(r"\d\d+ failures\n", result.stdout)


def test_doctor_finds_all_well() -> None:
    result = briefings("doctor")
    assert told(result, WELL) == ""
    checks = dict(line[4:].split(maxsplit=1) for line in result.stdout.splitlines() if line.startswith("ok  "))
    assert "BAD" not in result.stdout
    assert re.match(r"en_core_web_md 3\.8\.\d, weights as recorded", checks["model"])
    assert {"python", "gazetteer", "codebook", "styles", "schemas"} <= set(checks)
    assert re.search(r"^uncertain_below +0\.5", result.stdout, re.MULTILINE)


def test_doctor_tells_what_is_bad() -> None:
    result = briefings("doctor", "--model", "no_such_model")
    assert told(result, FAILED) == ""
    (bad,) = [line for line in result.stdout.splitlines() if line.startswith("BAD")]
    assert "model 'no_such_model' is not installed" in bad


# Help and documentation.


def test_the_commands_that_are_tested_here_are_there() -> None:
    assert set(COMMANDS) <= set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def test_without_a_command_the_help_is_shown() -> None:
    result = briefings()
    assert all(f"  {name} " in result.output for name in COMMANDS)


@pytest.mark.parametrize("command", typer.main.get_command(app).commands)  # type: ignore[attr-defined]
def test_every_command_explains_itself_and_its_options(command: str) -> None:
    result = briefings(command, "--help")
    assert told(result, WELL) == ""
    assert result.stdout.startswith(f"Usage: briefings {command}")
    options = re.split(r"^  (?=--[a-z])", result.stdout, flags=re.MULTILINE)[1:]
    assert options
    assert [option for option in options if not re.search(r"\s{2,}\S", option)] == []


def test_the_reference_pages_are_those_of_the_code() -> None:
    shown = subprocess.run(
        [sys.executable, "docs/reference.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (shown.stdout, shown.returncode) == ("", 0)
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"## briefings {name}\n" not in page] == []


# Processes of their own.


def test_the_program_takes_corpus_and_outputs_from_where_it_is_run(outputs: Path) -> None:
    ran = process("run", cwd=outputs.parent)
    assert (ran.returncode, ran.stderr) == (WELL, "")
    assert "3 briefings (0 worked on, 3 unchanged, 0 removed)" in ran.stdout
    assert "\x1b" not in ran.stdout
    asked = process("sql", "SELECT count(*) AS n FROM briefings", "--csv", cwd=outputs.parent)
    assert (asked.returncode, asked.stdout, asked.stderr) == (WELL, "n\n3\n", "")


def test_errors_of_the_program_are_one_message_and_no_traceback(tmp_path: Path) -> None:
    asked = process("run", "nowhere", cwd=tmp_path)
    assert asked.returncode == USAGE
    assert asked.stdout == ""
    assert asked.stderr == "briefings: nowhere: no such folder; name the folder that holds your transcripts\n"
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_another_process_holds_is_a_usage_error(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    corpus, out = make_corpus(tariff_dot_txt=INLINE_BRIEFING), tmp_path / "out"
    out.mkdir()
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(out / "briefings.duckdb")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        said = told(briefings("run", corpus, "--out", out), USAGE)
        holder.communicate()
    assert "another run uses it; wait for it to end" in said
