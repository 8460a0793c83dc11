"""One source through the stages, with stages of our own: what is run, what is skipped, what is left of a failure."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from pipeline import load_settings
from pipeline import work as work_module
from pipeline.errors import ConfigError, SourceError
from pipeline.records import Briefing, Problem, Severity, Source, Transcript
from pipeline.stages import Located, Stage, StageFunction
from pipeline.store import StageRun
from pipeline.work import Done, Task, first_stale, work, work_on_block

ROOT = Path("/shelf/corpus")

type Stages = dict[str, StageFunction]


def stage(name: str, requires: tuple[str, ...], produces: tuple[str, ...], settings: tuple[str, ...] = ()) -> Stage:
    return Stage(
        name=name,
        version=1,
        requires=requires,
        produces=produces,
        settings=settings,
        resources=(),
        bind=lambda _: lambda _: {},
    )


STAGES = (
    stage("ingest", ("source",), ("transcript",)),
    stage("segment", ("transcript",), ("header", "turns")),
    stage("extract", ("turns",), ("mentions", "sentences"), ("batch_size",)),
    stage("tag", ("turns", "sentences"), ("themes",), ("uncertain_below",)),
)


def ingest(located: Located) -> Mapping[str, Any]:
    source = located.source
    transcript = Transcript(
        briefing_id=source.briefing_id,
        collection="",
        text="Tide.",
        source_file=source.source_file,
        sha256="",
        pages=(),
    )
    return {"transcript": transcript}


def segment(briefing: Briefing) -> Mapping[str, Any]:
    return {"header": "head", "turns": (briefing.text, "turn")}


def extract(briefing: Briefing) -> Mapping[str, Any]:
    warning = Problem(
        problem_id="p", source_file="a.txt", stage="extract", severity=Severity.WARNING, message="look at it"
    )
    return {"sentences": tuple(f"{turn} said" for turn in briefing.turns), "problems": (warning,)}


def tag(briefing: Briefing) -> Mapping[str, Any]:
    return {"themes": (len(briefing.turns), briefing.sentences)}


@pytest.fixture
def stages(monkeypatch: pytest.MonkeyPatch) -> Stages:
    """The functions of the stages by name; a test may put others in their place."""
    functions: Stages = {"ingest": ingest, "segment": segment, "extract": extract, "tag": tag}
    monkeypatch.setattr(work_module, "STAGES", STAGES)
    monkeypatch.setattr(work_module, "bound", lambda name, _: functions[name])
    return functions


def task(digest: str = "bytes", *, after: Done | None = None, **options: Any) -> Task:
    """A task, as it would come after another that ran all stages."""
    results = after.outcome.results if after else ()
    return Task(
        root=ROOT,
        source=Source(briefing_id="a", collection="", files=("a.txt",)),
        source_digest=digest,
        settings=load_settings(**options),
        runs={result.stage: result.run for result in results},
        fields={name: value for result in results for name, value in result.fields.items()},
    )


def raiser(error: Exception) -> Callable[[Any], Mapping[str, Any]]:
    def fail(_: Any) -> Mapping[str, Any]:
        raise error

    return fail


def ran(done: Done) -> list[str]:
    return [result.stage for result in done.outcome.results]


def test_all_stages_run_for_a_new_source(stages: Stages) -> None:
    done = work(task())
    assert ran(done) == list(stages)
    assert list(done.seconds) == list(stages)
    assert (done.outcome.briefing_id, done.outcome.source_file, done.outcome.lost) == ("a", "a.txt", False)
    fields = {name: value for result in done.outcome.results for name, value in result.fields.items()}
    assert fields["themes"] == (2, ("Tide. said", "turn said"))
    assert fields["mentions"] == ()
    assert [set(result.run.outputs) for result in done.outcome.results] == [set(each.produces) for each in STAGES]


def test_warnings_are_handed_on_with_the_stage_that_gave_them(stages: Stages) -> None:
    done = work(task())
    assert [len(result.problems) for result in done.outcome.results] == [0, 0, 1, 0]
    assert "problems" not in done.outcome.results[list(stages).index("extract")].fields


@pytest.mark.parametrize(
    ("digest", "options", "stale", "expected"),
    [
        ("bytes", {}, None, []),
        ("bytes", {"workers": 2, "block_size": 1}, None, []),
        ("bytes", {"uncertain_below": 0.9}, 3, ["tag"]),
        # What comes out of a stage as before runs nothing after it.
        ("bytes", {"batch_size": 1}, 2, ["extract"]),
        ("other bytes", {}, 0, ["ingest"]),
        ("other bytes", {"uncertain_below": 0.9}, 0, ["ingest", "tag"]),
    ],
)
@pytest.mark.usefixtures("stages")
def test_a_stage_runs_only_where_its_fingerprint_changed(
    digest: str, options: dict[str, Any], stale: int | None, expected: list[str]
) -> None:
    again = task(digest, after=work(task()), **options)
    assert first_stale(again) == stale
    assert ran(work(again)) == expected


def test_a_stage_whose_input_changed_runs(stages: Stages) -> None:
    before = work(task())
    stages["ingest"] = lambda located: {"transcript": Briefing(**ingest(located)).transcript.text.upper()}
    stages["segment"] = lambda briefing: {"header": "head", "turns": (briefing.transcript, "turn")}
    done = work(task("other bytes", after=before))
    assert ran(done) == list(stages)
    assert done.outcome.results[-1].fields["themes"] == (2, ("TIDE. said", "turn said"))


def test_a_new_version_of_a_stage_runs_it(stages: Stages, monkeypatch: pytest.MonkeyPatch) -> None:
    before = work(task())
    assert list(stages) == ran(before)
    newer = Stage(
        name="tag", version=2, requires=("turns", "sentences"), produces=("themes",), settings=("uncertain_below",),
        resources=(), bind=STAGES[3].bind,
    )  # fmt: skip
    monkeypatch.setattr(work_module, "STAGES", (*STAGES[:3], newer))
    assert first_stale(task(after=before)) == 3
    assert ran(work(task(after=before))) == ["tag"]


@pytest.mark.usefixtures("stages")
def test_a_run_that_is_unknown_is_stale() -> None:
    done = work(task())
    known = task(after=done)
    without = {name: run for name, run in known.runs.items() if name != "extract"}
    assert first_stale(Task(**{**_fields(known), "runs": without})) == 2
    other = {**known.runs, "segment": StageRun(fingerprint="another", outputs={})}
    assert first_stale(Task(**{**_fields(known), "runs": other})) == 1


def _fields(known: Task) -> dict[str, Any]:
    return {name: getattr(known, name) for name in Task.__dataclass_fields__}


@pytest.mark.parametrize(
    ("broken", "kept", "void_stages", "void_fields"),
    [
        ("ingest", [], (), ()),
        ("segment", [], (), ()),
        ("extract", ["ingest", "segment"], ("extract", "tag"), ("mentions", "sentences", "themes")),
        ("tag", ["ingest", "segment", "extract"], ("tag",), ("themes",)),
    ],
)
def test_what_is_left_of_a_source_that_fails(
    stages: Stages, broken: str, kept: list[str], void_stages: tuple[str, ...], void_fields: tuple[str, ...]
) -> None:
    stages[broken] = raiser(SourceError("is torn; mend it"))
    done = work(task())
    assert (done.outcome.lost, ran(done)) == (not kept, kept)
    assert (done.outcome.void_stages, done.outcome.void_fields) == (void_stages, void_fields)
    (problem,) = done.outcome.errors
    assert (problem.problem_id, problem.source_file) == (f"a#{broken}-error", "a.txt")
    assert (problem.stage, problem.severity, problem.message) == (broken, Severity.ERROR, "is torn; mend it")
    assert broken not in done.seconds


def test_a_stage_after_one_that_failed_is_not_run(stages: Stages) -> None:
    called: list[str] = []
    stages["extract"] = raiser(SourceError("is torn"))
    stages["tag"] = lambda _: called.append("tag") or {}  # type: ignore[func-returns-value]
    assert work(task()).outcome.errors
    assert called == []


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (SourceError("is empty; remove it"), "is empty; remove it"),
        (ValueError("bad value"), "ValueError: bad value (please report this)"),
        (KeyError("turn"), "KeyError: 'turn' (please report this)"),
        (OSError(f"no file {ROOT}/a.txt"), "OSError: no file /a.txt (please report this)"),
    ],
)
def test_an_error_names_its_kind_where_it_is_unexpected_and_never_the_folder(
    stages: Stages, error: Exception, message: str
) -> None:
    stages["segment"] = raiser(error)
    (problem,) = work(task()).outcome.errors
    assert problem.message == message


def test_a_usage_error_stops_the_run(stages: Stages) -> None:
    stages["segment"] = raiser(ConfigError("style 'gazette' is not known"))
    with pytest.raises(ConfigError, match="gazette"):
        work(task())


def test_a_block_comes_back_in_order_whatever_fails_in_it(stages: Stages) -> None:
    def torn(located: Located) -> Mapping[str, Any]:
        if located.source.briefing_id == "b":
            raise SourceError("is torn")
        return ingest(located)

    stages["ingest"] = torn
    tasks = tuple(
        Task(**{**_fields(task()), "source": Source(briefing_id=name, collection="", files=(f"{name}.txt",))})
        for name in "abc"
    )
    done = work_on_block(tasks)
    assert [(each.outcome.briefing_id, each.outcome.lost) for each in done] == [("a", False), ("b", True), ("c", False)]
