"""Keyword in context over the turns."""

import re
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.views import plain_spaces

if TYPE_CHECKING:
    import pandas as pd


def kwic(turns: "pd.DataFrame", words: str, *, width: int = 40, ignore_case: bool = True) -> "pd.DataFrame":
    """Return every occurrence of words in the turns, each with what stands around it.

    Args:
        turns: The table ``turns``.
        words: Words that follow each other; any white space may stand between them.
        width: Code points of context on either side.
        ignore_case: Whether capitals count as small letters.

    Returns:
        A row an occurrence, in the order of the turns: turn_id, briefing_id, speaker_label, start (code points into
        the stored text), left, match, right.

    Raises:
        UsageError: ``words`` holds no word.
    """
    import pandas as pd

    parts = words.split()
    if not parts:
        raise UsageError("no words to search for; give one or more")
    pattern = re.compile(
        r"(?<!\w)" + r"\s+".join(map(re.escape, parts)) + r"(?!\w)", re.IGNORECASE if ignore_case else 0
    )
    columns = ["turn_id", "briefing_id", "speaker_label", "start", "left", "match", "right"]
    found = []
    for turn in turns.dropna(subset=["text"]).to_dict("records"):
        text = plain_spaces(turn["text"]).replace("\n", " ")
        for match in pattern.finditer(text):
            left = text[max(0, match.start() - width) : match.start()]
            right = text[match.end() : match.end() + width]
            where = (turn["turn_id"], turn["briefing_id"], turn["speaker_label"], turn["start"] + match.start())
            found.append((*where, left, match.group(), right))
    return pd.DataFrame(found, columns=columns)
