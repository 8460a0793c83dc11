"""The command ``briefings``: one thin function a command. Only this module prints and exits."""

import csv
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from pipeline.errors import BriefingsError, UsageError
from pipeline.evaluate import By, LayerSet

WELL, FAILED, USAGE = 0, 1, 2
"""Exit codes: all well; some sources or a check failed; usage, configuration or a missing corpus."""

app = typer.Typer(
    help="Government press-briefing transcripts in, tidy tables out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
_PIPED_WIDTH = 10_000
"""Columns where the output is no terminal: nothing is folded then."""

console = Console(highlight=False, markup=False)
if not console.is_terminal:
    console = Console(highlight=False, markup=False, width=_PIPED_WIDTH)
errors = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)

Out = Annotated[Path, typer.Option("--out", help="Folder of all outputs.")]
Config = Annotated[Path | None, typer.Option("--config", help="TOML file with settings; see `briefings doctor`.")]
Model = Annotated[str | None, typer.Option("--model", help="spaCy pipeline: an installed package or a folder.")]


@contextmanager
def _told() -> Iterator[None]:
    """Print an error of the library as one message and exit with its code."""
    try:
        yield
    except BriefingsError as error:
        errors.print(f"briefings: {error}")
        raise typer.Exit(USAGE) from error
    except KeyboardInterrupt:
        errors.print("briefings: stopped; what was committed is kept, run again to go on")
        raise typer.Exit(130) from None


@app.command()
def run(
    corpus: Annotated[Path, typer.Argument(help="Folder of transcripts.")] = Path("corpus"),
    out: Out = Path("outputs"),
    workers: Annotated[int | None, typer.Option("--workers", min=1, help="Worker processes.")] = None,
    style: Annotated[str | None, typer.Option("--style", help="House style of all sources; else detected.")] = None,
    model: Model = None,
    codebook: Annotated[str | None, typer.Option("--codebook", help="Folder of another codebook.")] = None,
    config: Config = None,
) -> None:
    """Read every transcript of CORPUS and write the tables; what is unchanged since the last run is skipped.

    Exit codes: 0 all well, 1 some sources failed (see the table problems), 2 usage or configuration.
    """
    from pipeline.config import load_settings
    from pipeline.engine import run as run_pipeline
    from pipeline.terminal import summary

    with _told():
        settings = load_settings(config, workers=workers, style=style, model=model, codebook=codebook)
        with _progress() as progress:
            report = run_pipeline(corpus, out=out, settings=settings, progress=progress)
    for problem in report.problems:
        errors.print(f"{problem.severity}: {problem.source_file}: {problem.message}")
    console.print(summary(report))
    raise typer.Exit(FAILED if report.n_failed else WELL)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """Give a function that shows progress: a bar on a terminal, plain lines otherwise."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    if not console.is_terminal:
        yield lambda done, total: errors.print(f"briefings: {done} of {total} briefings")
        return
    columns = (TextColumn("briefings"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("briefings", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@app.command()
def collect(
    targets: Annotated[list[str], typer.Argument(metavar="URL...|LIST.csv", help="Addresses, or lists of them.")],
    out: Annotated[Path | None, typer.Option("--out", help="Folder of the pages; else corpus/<collection>.")] = None,
    delay: Annotated[float, typer.Option("--delay", help="Seconds between two requests to a host, at least 1.")] = 1.0,
    max_pages: Annotated[int, typer.Option("--max-pages", min=1, help="Pages of a briefing, at most.")] = 40,
    user_agent: Annotated[str | None, typer.Option("--user-agent", help="Say who collects, and an address.")] = None,
    refresh: Annotated[bool, typer.Option("--refresh", help="Fetch again what is there.")] = False,
) -> None:
    """Download briefings with all their pages, as they came, with provenance; robots.txt is honoured.

    LIST.csv has the columns url, title, publisher, published_on, held_on, licence, collection; only url is required.
    What is there is not fetched again. Exit codes: 0 all well, 1 some pages failed, 2 usage.
    """
    from pipeline.ingest.collect.client import Client
    from pipeline.ingest.collect.collector import Outcome, Status
    from pipeline.ingest.collect.collector import collect as collect_briefings
    from pipeline.ingest.collect.policy import USER_AGENT, Policy
    from pipeline.ingest.collect.targets import read_targets

    def report(outcome: Outcome) -> None:
        stream = console if outcome.status in {Status.FETCHED, Status.KEPT} else errors
        stream.print(str(outcome), soft_wrap=True)

    with (
        _told(),
        Client(policy=Policy(delay=delay, user_agent=USER_AGENT if user_agent is None else user_agent)) as client,
    ):
        outcomes = collect_briefings(
            read_targets(targets), client=client, out=out, max_pages=max_pages, refresh=refresh, report=report
        )
    raise typer.Exit(FAILED if any(each.status is Status.FAILED for each in outcomes) else WELL)


@app.command()
def show(briefing: Annotated[str, typer.Argument(help="Id of a briefing.")], out: Out = Path("outputs")) -> None:
    """Print a briefing in reading order, with mentions, figures, commitments and themes marked."""
    from pipeline.analyse.load import load_tables
    from pipeline.terminal import marked_briefing

    with _told():
        console.print(marked_briefing(load_tables(out), briefing))


@app.command()
def search(
    words: Annotated[list[str], typer.Argument(help="Words that follow each other.")],
    out: Out = Path("outputs"),
    width: Annotated[int, typer.Option("--width", min=1, help="Characters of context on either side.")] = 40,
    case: Annotated[bool, typer.Option("--case", help="Capitals count.")] = False,
) -> None:
    """Print every occurrence of WORDS in context, with the id of its turn."""
    from pipeline.analyse.kwic import kwic
    from pipeline.analyse.load import load_tables

    with _told():
        found = kwic(load_tables(out).turns, " ".join(words), width=width, ignore_case=not case)
    for row in found.to_dict("records"):
        console.print(
            f"{row['left']:>{width}}[{row['match']}]{row['right']:<{width}}  {row['turn_id']}", soft_wrap=True
        )
    console.print(f"{len(found)} found")


@app.command()
def sql(
    statement: Annotated[str, typer.Argument(help="An SQL statement over the tables.")],
    out: Out = Path("outputs"),
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
) -> None:
    """Ask the published tables in SQL (DuckDB): each table is a view of its name."""
    from pipeline.analyse.query import query
    from pipeline.terminal import table

    with _told():
        columns, rows = query(out, statement)
    if as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    else:
        console.print(table(columns, rows))


@app.command()
def validate(out: Out = Path("outputs")) -> None:
    """Check the tables against their schemas and the offsets against the texts; print every failure.

    Exit codes: 0 all well, 1 a check failed, 2 there are no tables.
    """
    from pipeline.publish.validate import validate_tables

    with _told():
        if not out.is_dir():
            raise UsageError(f"{out}: no such folder; run `briefings run` first")
        failures = validate_tables(out / "tables")
    for failure in failures:
        errors.print(str(failure))
    console.print(f"{len(failures)} failures" if failures else "all tables are as their schemas say")
    raise typer.Exit(FAILED if failures else WELL)


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Option("--gold", help="Folder of annotated texts: <id>.txt with <id>.json.")],
    layers: Annotated[LayerSet, typer.Option("--layers", help="Which layers to score.")] = LayerSet.ALL,
    by: Annotated[By | None, typer.Option("--by", help="Scores of each house style beside the whole.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="CSV file for the scores.")] = None,
    n_errors: Annotated[int, typer.Option("--errors", min=0, help="Mistakes of each layer to print.")] = 0,
    model: Model = None,
    config: Config = None,
) -> None:
    """Score the pipeline against annotated texts: each metric with its 95 % interval.

    Exit codes: 0 all well, 2 usage or configuration, no annotated texts, or malformed ones.
    """
    from pipeline.config import load_settings
    from pipeline.evaluate.runner import evaluate as evaluate_pipeline
    from pipeline.evaluate.scores import score_rows, write_scores
    from pipeline.terminal import table

    with _told():
        settings = load_settings(config, model=model)
        with _progress() as progress:
            evaluation = evaluate_pipeline(gold, layers=layers, by=by, settings=settings, progress=progress)
        if out is not None:
            write_scores(out, evaluation.scores)
    for mistake in evaluation.first_mistakes(n_errors):
        console.print(str(mistake), soft_wrap=True)
    columns = ("layer", "metric", "gold", "n", "value", "lower", "upper")
    console.print(table(columns, score_rows(evaluation.scores)))


@app.command()
def doctor(model: Model = None, config: Config = None) -> None:
    """Check the installation: versions, the language model and its weights, every data row, and all settings."""
    from pipeline.config import load_settings
    from pipeline.doctor import examine
    from pipeline.terminal import table

    with _told():
        settings = load_settings(config, model=model)
        checks = list(examine(settings))
    console.print(
        table(("", "check", "found"), [("ok" if each.well else "BAD", each.name, each.found) for each in checks])
    )
    console.print(table(("setting", "value"), settings.model_dump().items()))
    raise typer.Exit(WELL if all(each.well for each in checks) else FAILED)
