"""What every reader returns."""

from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.records import Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader makes of one file.

    Attributes:
        pages: The text of each page in page order; files without pages of their own have one.
        warnings: What the user should look at, without the file's name.
        provenance: What the file says of itself; the ``.toml`` beside it wins.
    """

    pages: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)


type Reader = Callable[[bytes], Reading]
"""From the bytes of a file to its text; raises SourceError where they cannot be read."""
