"""Settings: defaults in ``data/defaults.toml``, changed by a user's TOML file and by options."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import ConfigError

DATA = Path(__file__).parent / "data"
"""The folder of the rows that come with the package."""


class Settings(BaseModel):
    """All settings. Unknown keys and values out of range are errors; see ``data/defaults.toml`` for what each does."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    model: str = Field(min_length=1)
    style: str
    codebook: str = Field(min_length=1)
    min_theme_words: int = Field(ge=0)
    uncertain_below: float = Field(ge=0, le=1)
    workers: int = Field(ge=1)
    block_size: int = Field(ge=1)
    batch_size: int = Field(ge=1)
    max_source_bytes: int = Field(ge=1)


@cache
def _defaults() -> Mapping[str, Any]:
    return tomllib.loads((DATA / "defaults.toml").read_text(encoding="utf-8"))


def load_settings(path: Path | None = None, **options: object) -> Settings:
    """Return the settings: defaults, then the file, then every option that is not None.

    Raises:
        ConfigError: The file is missing or no TOML, a key is unknown, or a value is not allowed.
    """
    given = _read(path) if path is not None else {}
    chosen = {key: value for key, value in options.items() if value is not None}
    try:
        return Settings.model_validate({**_defaults(), **given, **chosen})
    except ValidationError as error:
        raise ConfigError(
            _explain(error, {key: "options" if key in chosen else str(path) for key in given | chosen})
        ) from error


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}); name an existing TOML file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not valid TOML ({error}); see data/defaults.toml for the form") from error


def _explain(error: ValidationError, sources: Mapping[str, str]) -> str:
    lines = []
    for item in error.errors():
        key = ".".join(map(str, item["loc"]))
        where = sources[str(item["loc"][0])]
        if item["type"] == "extra_forbidden":
            lines.append(f"{where}: unknown setting {key!r}; allowed are {', '.join(Settings.model_fields)}")
        else:
            lines.append(f"{where}: setting {key!r} = {item['input']!r}: {item['msg']}")
    return "\n".join(lines)
