"""The only list of stages: what each requires and produces, and what its result depends on."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.config import Settings
from pipeline.errors import ConfigError
from pipeline.records import Briefing, Problem, Severity, Source
from pipeline.resources import digest

type StageFunction = Callable[[Any], Mapping[str, Any]]
"""Takes what the stage requires and returns the fields that it produces, and ``problems`` where it has warnings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A source and the corpus folder that it lies in: what ``ingest`` works on; later stages take a Briefing."""

    root: Path
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage of the pipeline.

    ``bind`` loads models and resources and returns the stage's function. ``version`` goes up with every change of the
    code that changes rows; ``settings`` and ``resources`` (names under ``data/``) are what rows depend on beside it,
    and ``environment`` adds what only the environment knows, such as the version of a model.
    """

    name: str
    version: int
    requires: tuple[str, ...]
    produces: tuple[str, ...]
    settings: tuple[str, ...]
    resources: tuple[str, ...]
    bind: Callable[[Settings], StageFunction]
    environment: Callable[[Settings], str] = lambda _: ""

    def signature(self, settings: Settings) -> str:
        """Return a digest of all that the stage's rows depend on, its input apart."""
        values = {name: getattr(settings, name) for name in self.settings}
        return _hash(self.name, str(self.version), json.dumps(values, sort_keys=True), self._resources(settings))

    def _resources(self, settings: Settings) -> str:
        return (digest(*self.resources) if self.resources else "") + self.environment(settings)


def _bind_ingest(settings: Settings) -> StageFunction:
    from pipeline.ingest.readers import read_source

    def ingest(located: Located) -> Mapping[str, Any]:
        source = located.source
        transcript, warnings = read_source(located.root, source, max_bytes=settings.max_source_bytes)
        said = (source.warning, *warnings) if source.warning else warnings
        return {
            "transcript": transcript,
            "problems": tuple(
                Problem(
                    problem_id=f"{source.briefing_id}#ingest-{number}",
                    source_file=source.source_file,
                    stage="ingest",
                    severity=Severity.WARNING,
                    message=message,
                )
                for number, message in enumerate(said, start=1)
            ),
        }

    return ingest


def _bind_segment(settings: Settings) -> StageFunction:
    from pipeline.segment.segmenter import make_segmenter, segment_briefing

    segmenter = make_segmenter(settings)
    return lambda briefing: segment_briefing(briefing, segmenter)


def _bind_extract(settings: Settings) -> StageFunction:
    from pipeline.extract.extractor import extract_briefing, make_extractor

    extractor = make_extractor(settings)
    return lambda briefing: extract_briefing(briefing, extractor)


def _model(settings: Settings) -> str:
    from pipeline.extract.language import model_version

    return model_version(settings.model)


def _codebook(settings: Settings) -> str:
    folder = Path(settings.codebook)
    files = [folder / name for name in ("codebook.csv", "cues.csv")]
    return _hash(*(file.read_text(encoding="utf-8", errors="replace") for file in files if file.is_file()))


def _bind_tag(settings: Settings) -> StageFunction:
    from pipeline.tag.themes import make_tagger, tag_briefing

    tagger = make_tagger(settings)
    return lambda briefing: tag_briefing(briefing, tagger)


STAGES: tuple[Stage, ...] = (
    Stage(
        name="ingest",
        version=1,
        requires=("source",),
        produces=("transcript",),
        settings=("max_source_bytes",),
        resources=(),
        bind=_bind_ingest,
    ),
    Stage(
        name="segment",
        version=1,
        requires=("transcript",),
        produces=("header", "speakers", "turns", "exchanges", "exchange_turns", "notes"),
        settings=("style", "min_theme_words"),
        resources=("styles", "outlets.csv", "heads.csv", "titles.csv"),
        bind=_bind_segment,
    ),
    Stage(
        name="extract",
        version=1,
        requires=("transcript", "header", "speakers", "turns", "notes"),
        produces=("sentences", "mentions", "entities", "aliases", "offices", "figures", "commitments"),
        settings=("model", "batch_size"),
        resources=(
            "gazetteer",
            "outlets.csv",
            "heads.csv",
            "titles.csv",
            "ordinals.csv",
            "model_labels.csv",
            "units.csv",
            "numerals.csv",
            "figure_cues.csv",
            "commitment_cues.csv",
        ),
        bind=_bind_extract,
        environment=_model,
    ),
    Stage(
        name="tag",
        version=1,
        requires=("turns", "exchange_turns", "notes", "sentences"),
        produces=("themes", "sentence_themes"),
        settings=("codebook", "uncertain_below"),
        resources=("codebook.csv", "cues.csv"),
        bind=_bind_tag,
        environment=_codebook,
    ),
)
"""All stages over one briefing, in order."""


def check_order(stages: Sequence[Stage]) -> None:
    """Check that every stage's requirements are produced before it.

    Raises:
        ConfigError: A requirement is missing; names the stage and the field.
    """
    ready = {"source"}
    for stage in stages:
        missing = [name for name in stage.requires if name not in ready]
        if missing:
            raise ConfigError(
                f"stage {stage.name!r} requires {', '.join(missing)}, which no stage before it produces; "
                f"the order is {' -> '.join(each.name for each in stages)}"
            )
        ready.update(stage.produces)


def fingerprint(stage: Stage, settings: Settings, inputs: Mapping[str, str]) -> str:
    """Return what a stage's result depends on, as a digest.

    Args:
        stage: The stage.
        settings: The settings.
        inputs: Digest of each field that the stage requires.
    """
    return _hash(stage.signature(settings), *(f"{name}={inputs[name]}" for name in stage.requires))


def field_digest(value: object) -> str:
    """Return the digest of a field's value: a record, or a tuple of records."""
    return _hash(repr(value))


@lru_cache(maxsize=4)
def bound(name: str, settings: Settings) -> StageFunction:
    """Return the function of a stage with its models and resources, loaded once a process."""
    return next(stage for stage in STAGES if stage.name == name).bind(settings)


def apply(stages: Iterable[Stage], briefing: Briefing, settings: Settings) -> Briefing:
    """Return a briefing with the fields that the given stages produce, one after the other."""
    for stage in stages:
        fields = bound(stage.name, settings)(briefing)
        problems = briefing.problems + tuple(fields.get("problems", ()))
        produced = {name: fields[name] for name in stage.produces if name in fields}
        briefing = replace(briefing, **produced, problems=problems)
    return briefing


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", errors="surrogatepass")).hexdigest()
