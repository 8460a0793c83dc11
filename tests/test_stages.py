"""The stage contract."""

from dataclasses import fields, replace

import pytest

from pipeline.config import load_settings
from pipeline.errors import ConfigError
from pipeline.records import Briefing
from pipeline.stages import STAGES, check_order, field_digest, fingerprint
from pipeline.store import RECORDS

NAMES = {field.name for field in fields(Briefing)}


def test_the_order_is_sound() -> None:
    check_order(STAGES)


@pytest.mark.parametrize("missing", [stage.name for stage in STAGES[:-1]])
def test_a_missing_stage_is_an_error_before_anything_runs(missing: str) -> None:
    with pytest.raises(ConfigError, match="which no stage before it produces"):
        check_order([stage for stage in STAGES if stage.name != missing])


def test_a_wrong_order_is_an_error() -> None:
    with pytest.raises(ConfigError, match="stage 'tag' requires"):
        check_order([STAGES[0], STAGES[3], STAGES[1], STAGES[2]])


def test_every_field_of_a_briefing_is_produced_once_and_stored() -> None:
    produced = [name for stage in STAGES for name in stage.produces]
    assert sorted(produced) == sorted(NAMES - {"problems"})
    assert set(produced) - {"transcript", "header"} == set(RECORDS) - {"pages"}


def test_a_fingerprint_changes_with_settings_version_and_input_only() -> None:
    stage = STAGES[3]
    settings = load_settings()
    inputs = dict.fromkeys(stage.requires, "a")
    first = fingerprint(stage, settings, inputs)
    assert fingerprint(stage, settings.model_copy(update={"workers": 2}), inputs) == first
    assert fingerprint(stage, settings.model_copy(update={"uncertain_below": 0.1}), inputs) != first
    assert fingerprint(replace(stage, version=stage.version + 1), settings, inputs) != first
    assert fingerprint(stage, settings, inputs | {"turns": "b"}) != first


def test_equal_fields_have_equal_digests() -> None:
    assert field_digest((1, "a", None)) == field_digest((1, "a", None)) != field_digest((1, "b", None))
