"""Reads HTML: every paragraph of the page as one line, the title first.

The page's whole text is kept, in order, except what ``furniture`` names: extractors of main text lose short turns.
"""

import ast
import re
from typing import Any

from charset_normalizer.utils import any_specified_encoding
from lxml import etree

from pipeline.errors import SourceError
from pipeline.ingest.furniture import furniture
from pipeline.ingest.page_metadata import page_provenance, page_title, squeeze
from pipeline.ingest.reading import Reading
from pipeline.ingest.text import decode, encoding_warnings

_BLOCK_NAMES = """
address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer
form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary table tbody tfoot
thead tr ul listing plaintext xmp
"""

_BLOCKS = frozenset(_BLOCK_NAMES.split())
"""Elements that are displayed as blocks (HTML Standard, 15.3 Flow content)."""

_LINES = frozenset(("br", "td", "th"))
"""Elements that begin a line, not a paragraph."""

_PREFORMATTED = frozenset(("pre", "listing", "plaintext", "xmp", "textarea"))

_SPACE = re.compile(r"[ \t\n\r\f]+")
"""White space of HTML; the non-breaking space is none."""

_KEPT_SPACE = "\x00"
"""Stands for a space of preformatted text until lines are trimmed; decoded text never holds it."""

_DECLARED_WITHIN = 4096
"""Bytes within which the declaration of an encoding is sought."""

_MAX_TAGS = 1_000_000
"""A tree of so many elements takes about 400 MB of memory."""

_BYTES_LITERAL = re.compile(rb"""(?m)^b(?:'(?:[^'\\\n]|\\.)*+'|"(?:[^"\\\n]|\\.)*+")\r?$""")


def read_html(data: bytes) -> Reading:
    """Read a page.

    Raises:
        SourceError: The bytes are no text, or the page has too many elements or too deep ones to be read completely.
    """
    data, warnings = _unwrap(data)
    declared = any_specified_encoding(data, _DECLARED_WITHIN)
    markup, encoding = decode(data, declared=declared)
    root = _parse(markup)
    if root is None:
        return Reading(pages=("",))
    skipped = furniture(root)
    title, heading = page_title(root, skipped=skipped)
    roots = (root, *root.itersiblings())  # what stands behind </html> becomes a sibling
    body = "\n\n".join(filter(None, (_text(each, skipped={*skipped, heading}) for each in roots)))
    text = "\n\n".join(part for part in (_without_twin(title, body), body) if part)
    warnings += encoding_warnings(encoding, declared=declared)
    return Reading(pages=(text,), warnings=warnings, provenance=page_provenance(root))


def _unwrap(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return a page that was saved as the printed form of Python bytes (``b'<p>...'``) as it was before."""
    whole = _BYTES_LITERAL.search(data)
    if not whole or b"<" not in whole.group():
        return data, ()
    try:
        inner = ast.literal_eval(whole.group().decode("ascii"))
    except (ValueError, SyntaxError):
        return data, ()
    note = "was saved as a printed Python bytes object (b'...'); read as the page inside it"
    return data[: whole.start()] + inner + data[whole.end() :], (note,)


def _parse(markup: str) -> Any:
    """Return the root of the tree, None where there is no element."""
    n_tags = markup.count("<")
    if n_tags > _MAX_TAGS:
        raise SourceError(f"holds {n_tags:,} tags; at most {_MAX_TAGS:,} are read; split the page")
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(markup.encode("utf-8", errors="replace"), parser)
    except etree.XMLSyntaxError:
        return None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise SourceError(
            "its elements are nested too deeply (more than 2,048) or too long; simplify the page's markup"
        )
    return root


def _without_twin(title: str | None, body: str) -> str | None:
    """Return the title, None where the body begins with it."""
    first = body.split("\n", 1)[0]
    return None if title and squeeze(first) == title else title


def _text(root: Any, *, skipped: set[Any]) -> str:
    pieces: list[str] = []
    preformatted = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        pieces.append("\n\n" if tag in _BLOCKS else "")
        if event == "start":
            pieces.append("\n" if tag in _LINES else "")
            preformatted += tag in _PREFORMATTED
            if element in skipped:
                walk.skip_subtree()
            else:
                pieces.append(_spaced(element.text, preformatted=bool(preformatted)))
        else:
            preformatted -= tag in _PREFORMATTED
            pieces.append(_spaced(element.tail, preformatted=bool(preformatted)))
    return _tidy("".join(pieces))


def _spaced(text: str | None, *, preformatted: bool) -> str:
    if not text:
        return ""
    if preformatted:
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace(" ", _KEPT_SPACE)
    return _SPACE.sub(" ", text)


def _tidy(text: str) -> str:
    """Return the text with single spaces, lines without spaces at their ends, and one blank line between paragraphs."""
    lines = [re.sub(" +", " ", line).strip(" ").rstrip(_KEPT_SPACE) for line in text.split("\n")]
    shown = ["" if not line.replace(_KEPT_SPACE, " ").strip() else line for line in lines]
    joined = re.sub(r"\n{3,}", "\n\n", "\n".join(shown)).strip("\n")
    return joined.replace(_KEPT_SPACE, " ")
