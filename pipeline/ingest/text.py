"""Decodes plain text and Markdown: the stored text is the source, character for character."""

from charset_normalizer import from_bytes

from pipeline.errors import SourceError

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))

_ENCODINGS = ["cp1252", "gb18030", "big5", "cp932", "euc_kr", "cp1251"]
"""What governments' pages come in beside UTF-8; others are so like these that a guess would spoil accents."""

_SAMPLE = 200_000
"""Bytes on which an encoding other than UTF-8 is guessed."""


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding; newlines become line feeds, a byte-order mark goes.

    UTF-8 is taken where it fits; other encodings are detected from the bytes.

    Raises:
        SourceError: The bytes are no text.
    """
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text, encoding = _detect(data)
    if "\x00" in text:
        raise SourceError("not a text file (it holds NUL bytes); save it as plain text in UTF-8")
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding.removesuffix("-sig")


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
