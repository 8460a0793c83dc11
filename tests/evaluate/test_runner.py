"""The whole evaluation, through the command, on annotated texts that the tests write and on real ones where present."""

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.config import Settings
from pipeline.evaluate import By, LayerSet
from pipeline.evaluate.layers import LAYERS
from pipeline.evaluate.runner import Evaluation, evaluate
from pipeline.evaluate.scores import Score
from pipeline.publish.schema import load_schemas
from pipeline.records import Briefing
from pipeline.stages import STAGES, Stage, apply

SHARED = Path("/work/shared/gold/segmentation")

PORTS = """\
Press conference of the Harbour Office on June 2, 2021

Tidewater Daily: Will the office open Larkhaven Port this year?

Spokesperson Linnea Osei: We will open Larkhaven Port in July. It has 12 berths.
"""
"""Synthetic, with invented names."""

FERRIES = """\
Anselm Torvik:

Good morning. The ferries of the eastern coast carried 1,200 people last week.

Odile Brandt:

Thank you all for coming.
"""
"""Synthetic, with invented names."""


def span(text: str, words: str, *, last: bool = False, **more: Any) -> dict[str, Any]:
    start = text.rindex(words) if last else text.index(words)
    return {"start": start, "end": start + len(words), "text": words} | more


def ports_marks() -> dict[str, Any]:
    asked, said = "Will the office open Larkhaven Port this year?", PORTS[PORTS.index("We will") :].strip()
    port: dict[str, Any] = {"type": "port", "canonical": "Larkhaven Port"}
    return {
        "style": "inline",
        "held_on": "2021-06-02",
        "turns": [
            span(PORTS, asked, speaker="Tidewater Daily", role="journalist", kind="question"),
            span(PORTS, said, speaker="Spokesperson Linnea Osei", role="official", kind="answer"),
        ],
        "exchanges": [{"question": 0, "answers": [1]}],
        "entities": [span(PORTS, "Larkhaven Port", **port), span(PORTS, "Larkhaven Port", last=True, **port)],
        "commitments": [span(PORTS, "We will open Larkhaven Port", action="open", actor="we")],
        "figures": [span(PORTS, "12 berths", value=12, unit="berth", change="")],
        "themes": [{"turn": 0, "codes": ["transportation"]}],
    }


def ferries_marks() -> dict[str, Any]:
    return {
        "style": "own line",
        "turns": [
            span(FERRIES, "Good morning.", speaker="Anselm Torvik", role="official", kind="statement"),
            span(FERRIES, "Thank you all for coming.", speaker="Odile Brandt", role="moderator", kind="procedure"),
        ],
    }


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "isles"
    folder.mkdir()
    for name, text, marks in (("ports", PORTS, ports_marks()), ("ferries", FERRIES, ferries_marks())):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        (folder / f"{name}.json").write_text(json.dumps({"id": name} | marks), encoding="utf-8")
    return folder


def invoke(*words: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["evaluate", *map(str, words)])
    return result.exit_code, result.stdout, result.stderr


def values(scores: Iterable[Score], gold: str = "isles") -> dict[str, float | None]:
    return {f"{each.layer} {each.metric}": each.value for each in scores if each.gold == gold}


def test_command_scores_all_layers_and_writes_rows_of_quality(gold: Path, tmp_path: Path) -> None:
    code, shown, _ = invoke("--gold", gold, "--out", tmp_path / "q.csv", "--errors", 1)
    assert code == 0
    with (tmp_path / "q.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    key = load_schemas()["quality"].primary_key
    assert len({tuple(row[name] for name in key) for row in rows}) == len(rows)
    found = {f"{row['layer']} {row['metric']}": (row["n"], float(row["value"])) for row in rows}
    assert found["turns span recall"] == ("4", 0.75)
    assert found["exchanges pair f1"] == ("1", 1.0)
    assert found["header held_on accuracy"] == ("1", 1.0)
    assert found["mentions port recall"] == ("2", 1.0)
    assert found["linking b3 f1"] == ("2", 1.0)
    assert found["commitments action accuracy"] == ("1", 1.0)
    assert found["figures value and unit f1"] == ("1", 1.0)
    assert "participants name f1" not in found
    start = FERRIES.index("Good")
    assert f"turns: ferries:{start}: missed 'Good morning.'" in shown.splitlines()
    assert shown.count("turns: ferries") == 1
    assert "0.750" in next(line for line in shown.splitlines() if "span recall" in line)


def test_versions_name_the_model_only_where_it_was_used(gold: Path) -> None:
    versions = {each.layer: each.version for each in evaluate(gold).scores}
    assert "core_web_md" in versions["mentions"]
    assert "core_web_md" not in versions["turns"]
    assert versions["turns"].startswith("briefing-pipeline ")


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        (LayerSet.ALL, {"ferries": ["segment"], "ports": ["segment", "extract", "tag"]}),
        (LayerSet.SEGMENTATION, {"ferries": ["segment"], "ports": ["segment"]}),
    ],
)
def test_a_text_goes_only_through_the_stages_that_its_layers_need(
    gold: Path, monkeypatch: pytest.MonkeyPatch, layers: LayerSet, expected: dict[str, list[str]]
) -> None:
    went: dict[str, list[str]] = {}

    def watched(stages: Sequence[Stage], briefing: Briefing, settings: Settings) -> Briefing:
        went[briefing.id] = [stage.name for stage in stages]
        return apply(stages, briefing, settings)

    monkeypatch.setattr("pipeline.evaluate.runner.apply", watched)
    scored = {each.layer for each in evaluate(gold, layers=layers).scores}
    assert went == expected
    assert ("mentions" in scored) is (layers is LayerSet.ALL)


def test_scores_of_each_style_stand_beside_the_whole(gold: Path) -> None:
    scores = evaluate(gold, layers=LayerSet.SEGMENTATION, by=By.STYLE).scores
    by_set = {
        name: values(scores, name).get("turns span recall") for name in dict.fromkeys(each.gold for each in scores)
    }
    assert by_set == {"isles": 0.75, "isles:inline": 1.0, "isles:own line": 0.5}
    styled = next(each for each in scores if each.gold == "isles:inline")
    assert (styled.lower, styled.upper) == (None, None)


def test_progress_ends_with_all_texts(gold: Path) -> None:
    told: list[tuple[int, int]] = []
    evaluate(gold, layers=LayerSet.SEGMENTATION, progress=lambda done, total: told.append((done, total)))
    assert told == [(2, 2)]


def test_usage_errors_end_with_two_and_name_every_failure(gold: Path, tmp_path: Path) -> None:
    (gold / "ferries.json").write_text('{"id": "ferries", "turns": [{"start": 5}]}', encoding="utf-8")
    (gold / "other.txt").write_text("No marks.", encoding="utf-8")
    code, shown, said = invoke("--gold", gold)
    assert (code, shown) == (2, "")
    assert "other.txt: has no other.json beside it" in said
    assert "ferries.json: turns.0.end is missing" in said
    assert invoke("--gold", tmp_path / "none")[0] == 2


def test_a_text_without_letters_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("---\n", encoding="utf-8")
    (tmp_path / "a.json").write_text('{"id": "a", "turns": []}', encoding="utf-8")
    code, _, said = invoke("--gold", tmp_path)
    assert (code, "a: holds no letters" in said) == (2, True)


def test_each_layer_is_named_once_and_names_a_stage() -> None:
    names = [layer.name for layer in LAYERS]
    assert len(set(names)) == len(names)
    assert {layer.stage for layer in LAYERS} <= {stage.name for stage in STAGES}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared annotated texts are not on this machine")
def test_real_annotations_give_values_between_nought_and_one(tmp_path: Path) -> None:
    for path in sorted(SHARED.glob("*.json"))[:3]:
        (tmp_path / path.name).write_bytes(path.read_bytes())
        (tmp_path / f"{path.stem}.txt").write_bytes(path.with_suffix(".txt").read_bytes())
    evaluation: Evaluation = evaluate(tmp_path, layers=LayerSet.SEGMENTATION)
    assert evaluation.n_texts == 3
    assert {each.layer for each in evaluation.scores} == {"turns", "exchanges", "header", "participants"}
    for score in evaluation.scores:
        assert score.value is None or 0 <= (score.lower or 0) <= score.value <= (score.upper or 1) <= 1
