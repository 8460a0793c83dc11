"""Works on one source: runs the stages whose fingerprint changed. This is what worker processes do."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pipeline.config import Settings
from pipeline.errors import SourceError, UsageError
from pipeline.records import Briefing, Problem, Severity, Source
from pipeline.stages import STAGES, Located, Stage, bound, field_digest, fingerprint
from pipeline.store import Outcome, StageResult, StageRun


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A source to work on, with what the store knows of it: fields and runs of the stages that are unchanged."""

    root: Path
    source: Source
    source_digest: str
    settings: Settings
    runs: Mapping[str, StageRun] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The outcome of a task, and the seconds that each stage took."""

    outcome: Outcome
    seconds: Mapping[str, float]


def first_stale(task: Task) -> int | None:
    """Return the index of the first stage whose fingerprint differs from the stored run's; None where none does."""
    digests = {"source": task.source_digest}
    for index, stage in enumerate(STAGES):
        run = task.runs.get(stage.name)
        if run is None or run.fingerprint != fingerprint(stage, task.settings, digests):
            return index
        digests |= run.outputs
    return None


def work(task: Task) -> Done:
    """Return what the stages make of a source.

    A stage runs where its fingerprint differs from the stored one. A source that fails gets an error row; what the
    stages before made of it is kept, if it was segmented.
    """
    results: list[StageResult] = []
    seconds: dict[str, float] = {}
    digests = {"source": task.source_digest}
    known: dict[str, Any] = dict(task.fields)
    for index, stage in enumerate(STAGES):
        run = task.runs.get(stage.name)
        now = fingerprint(stage, task.settings, digests)
        if run is not None and run.fingerprint == now:
            digests |= run.outputs
            continue
        started = time.perf_counter()
        try:
            result = _run_stage(stage, task, known, now)
        except UsageError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a source breaks, it must not stop the others
            return Done(outcome=_failed(task, index, results, error), seconds=seconds)
        seconds[stage.name] = time.perf_counter() - started
        results.append(result)
        known |= result.fields
        digests |= result.run.outputs
    outcome = Outcome(briefing_id=task.source.briefing_id, source_file=task.source.source_file, results=tuple(results))
    return Done(outcome=outcome, seconds=seconds)


def _run_stage(stage: Stage, task: Task, known: Mapping[str, Any], now: str) -> StageResult:
    function = bound(stage.name, task.settings)
    if stage.requires == ("source",):
        fields = dict(function(Located(root=task.root, source=task.source)))
    else:
        wanted = {name: known[name] for name in stage.requires}
        fields = dict(function(Briefing(**{"transcript": known["transcript"], **wanted})))
    problems = tuple(fields.pop("problems", ()))
    produced = {name: fields.get(name, ()) for name in stage.produces}
    outputs = {name: field_digest(value) for name, value in produced.items()}
    return StageResult(
        stage=stage.name, run=StageRun(fingerprint=now, outputs=outputs), fields=produced, problems=problems
    )


def _failed(task: Task, index: int, results: list[StageResult], error: Exception) -> Outcome:
    stage = STAGES[index]
    message = str(error) if isinstance(error, SourceError) else f"{type(error).__name__}: {error} (please report this)"
    problem = Problem(
        problem_id=f"{task.source.briefing_id}#{stage.name}-error",
        source_file=task.source.source_file,
        stage=stage.name,
        severity=Severity.ERROR,
        message=message.replace(str(task.root.resolve()), "").replace(str(task.root), ""),
    )
    outcome = Outcome(
        briefing_id=task.source.briefing_id, source_file=task.source.source_file, errors=(problem,), lost=True
    )
    if "header" not in {name for earlier in STAGES[:index] for name in earlier.produces}:
        return outcome
    late = STAGES[index:]
    return replace(
        outcome,
        lost=False,
        results=tuple(results),
        void_stages=tuple(each.name for each in late),
        void_fields=tuple(name for each in late for name in each.produces),
    )


def work_on_block(tasks: tuple[Task, ...]) -> tuple[Done, ...]:
    """Return what the stages make of a block of sources."""
    return tuple(work(task) for task in tasks)
