"""Decodes text: plain text and Markdown are stored as they are, character for character."""

import codecs

from charset_normalizer import from_bytes

from pipeline.errors import SourceError
from pipeline.ingest.reading import Reading

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))

_ENCODINGS = ["cp1252", "gb18030", "big5", "cp932", "euc_kr", "cp1251"]
"""What governments' pages come in beside UTF-8; others are so like these that a guess would spoil accents."""

_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "ascii": "cp1252", "shift_jis": "cp932"}
"""What pages mean that declare the narrower encoding (Encoding Standard of the WHATWG, 4.2), by Python's names."""

_SHIFTING = ("iso2022", "hz")
"""Encodings of plain ASCII bytes, which would pass for UTF-8: believed where they are declared."""

_SAMPLE = 200_000
"""Bytes on which an encoding other than UTF-8 is guessed."""

MIXED = "utf-8 with single bytes of cp1252"


def read_text(data: bytes) -> Reading:
    """Read plain text or Markdown; another encoding than UTF-8 is a warning."""
    text, encoding = decode(data)
    return Reading(pages=(text,), warnings=encoding_warnings(encoding))


def encoding_warnings(encoding: str, *, declared: str | None = None) -> tuple[str, ...]:
    """Return a warning where an encoding is neither Unicode nor what the file declares."""
    if encoding in ("utf-8", "utf-16", "ascii") or encoding == python_name(declared):
        return ()
    return (f"not UTF-8; read as {encoding}: check accents and quotes, or save it as UTF-8",)


def decode(data: bytes, *, declared: str | None = None) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding; newlines become line feeds, a byte-order mark goes.

    UTF-8 is taken where it fits, then what is declared, then UTF-8 with a few bytes of Windows-1252 among it; other
    encodings are detected from the bytes.

    Args:
        data: The bytes.
        declared: The encoding that the file names, if it names one; a wrong or unknown name does no harm.

    Raises:
        SourceError: The bytes are no text.
    """
    text, encoding = _decode(data, python_name(declared))
    if "\x00" in text:
        raise SourceError("not a text file (it holds NUL bytes); save it as plain text in UTF-8")
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding.removesuffix("-sig")


def python_name(declared: str | None) -> str | None:
    """Return the codec that a declared encoding means, None for an unknown name or one that is no text encoding."""
    try:
        name = codecs.lookup((declared or "").strip()).name
        "".encode(name)
    except (LookupError, ValueError):
        return None
    return _SUPERSETS.get(name, name)


def _decode(data: bytes, declared: str | None) -> tuple[str, str]:
    marked = next((name for mark, name in _BOMS if data.startswith(mark)), None)
    shifting = declared if declared and declared.startswith(_SHIFTING) else None
    for encoding in (marked, shifting, "utf-8", declared):
        if encoding is None:
            continue
        try:
            return data.decode(encoding), encoding
        except UnicodeError:
            continue
    return _mixed(data) or _detect(data)


def _mixed(data: bytes) -> tuple[str, str] | None:
    """Read UTF-8 into which bytes of Windows-1252 were pasted; None where most bytes beyond ASCII are no UTF-8."""
    text = data.decode("utf-8", errors="surrogateescape")
    beyond = text.encode("ascii", errors="ignore")
    broken = dict.fromkeys(range(0xDC80, 0xDD00))
    n_kept = len(text.translate(broken))
    if n_kept - len(beyond) < len(text) - n_kept:
        return None
    pasted = {0xDC00 + byte: bytes([byte]).decode("cp1252", errors="replace") for byte in range(0x80, 0x100)}
    return text.translate(pasted), MIXED


def _detect(data: bytes) -> tuple[str, str]:
    if b"\x00" in data[:_SAMPLE]:
        raise SourceError("not a text file (it holds NUL bytes); save it as plain text in UTF-8")
    best = from_bytes(data[:_SAMPLE], cp_isolation=_ENCODINGS).best()
    if best is None:
        raise SourceError("no known text encoding fits its bytes; save it as plain text in UTF-8")
    try:
        return data.decode(best.encoding), best.encoding
    except UnicodeDecodeError as error:
        raise SourceError(
            f"begins as {best.encoding} but breaks at byte {error.start}; save it as plain text in UTF-8"
        ) from error
