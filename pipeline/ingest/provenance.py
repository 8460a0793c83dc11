"""Reads the ``<file name>.toml`` beside a source: where it comes from and what may be done with it."""

import tomllib
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import SourceError
from pipeline.records import Provenance


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    source_url: str | None = None
    publisher: str | None = None
    published_on: date | None = None
    held_on: date | None = None
    retrieved_at: str | date | None = None
    licence: str | None = None
    synthetic: bool = False


def has_provenance(path: Path) -> bool:
    """Tell whether a provenance file is there; a name too long for the file system is not."""
    try:
        return path.exists()
    except OSError:
        return False


def read_provenance(path: Path, *, name: str) -> Provenance:
    """Return the provenance in a TOML file; a missing file is empty provenance.

    Args:
        path: The file.
        name: Its name in messages.

    Raises:
        SourceError: The file is no TOML, has an unknown key or a value of the wrong type.
    """
    if not has_provenance(path):
        return Provenance()
    try:
        values = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SourceError(f"its provenance {name} is no readable TOML ({error}); correct or remove it") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        raise SourceError(
            f"its provenance {name}: {key}: {first['msg']}; allowed keys are {', '.join(_File.model_fields)}"
        ) from error
    fields = values.model_dump()
    if fields["retrieved_at"] is not None:
        fields["retrieved_at"] = str(fields["retrieved_at"])
    return Provenance(**fields)
