"""What the terminal shows: a briefing marked up, a summary of a run, tables. Returns renderables, prints nothing."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pipeline.errors import UsageError
from pipeline.records import MentionType

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.analyse.load import Tables
    from pipeline.engine import RunReport

STYLES = {
    MentionType.PERSON: "bold cyan",
    MentionType.PORT: "bold blue",
    MentionType.INSTITUTE: "bold magenta",
    MentionType.GOVERNMENT: "bold red",
    MentionType.ORGANIZATION: "bold yellow",
    MentionType.MEDIA: "yellow",
    MentionType.ZONE: "bold green",
    MentionType.PLACE: "green",
    MentionType.POLICY: "magenta",
    MentionType.EVENT: "cyan",
}
"""How each type of mention is printed."""

_FIGURE = "underline"
_COMMITMENT = "italic"


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Table:
    """Return columns and rows as a table; what is missing is empty."""
    grid = Table(show_header=True, header_style="bold", box=None, pad_edge=False)
    for column in columns:
        grid.add_column(column, overflow="fold")
    for row in rows:
        grid.add_row(*("" if cell is None else Text(str(cell)) for cell in row))
    return grid


def marked_briefing(tables: "Tables", briefing_id: str) -> RenderableType:
    """Return a briefing in reading order with its mentions, figures and commitments marked.

    Raises:
        UsageError: There is no such briefing; names those that are there.
    """
    briefings = tables.briefings
    known = briefings["briefing_id"].tolist()
    if briefing_id not in known:
        near = ", ".join(known[:10]) + (f" and {len(known) - 10} more" if len(known) > 10 else "")
        raise UsageError(f"no briefing {briefing_id!r}; there are {near}")
    head = briefings[briefings["briefing_id"] == briefing_id].iloc[0]
    parts: list[RenderableType] = [_heading(head), _legend(), Text()]
    turns = tables.turns
    for turn in turns[turns["briefing_id"] == briefing_id].sort_values("seq").to_dict("records"):
        parts += [_turn_heading(turn), _marked(turn, tables), _themes(turn, tables), Text()]
    return Group(*parts)


def _heading(head: Any) -> Text:
    dated = f"{head['dated_on']:%Y-%m-%d} ({head['date_basis']})" if _given(head["dated_on"]) else "undated"
    facts = [str(each) for each in (head["publisher"], dated, head["location"]) if _given(each)]
    facts += [f"{head['n_turns']} turns", f"{head['n_words']:,} words", f"style {head['style']}"]
    return Text.assemble((str(head["title"]) if _given(head["title"]) else "untitled", "bold"), "\n", " · ".join(facts))


def _legend() -> Text:
    kinds = [(f"{kind.value} ", style) for kind, style in STYLES.items()]
    return Text.assemble(*kinds, ("figure", _FIGURE), " ", ("commitment", _COMMITMENT))


def _turn_heading(turn: dict[Any, Any]) -> Text:
    label = turn["speaker_label"] if _given(turn["speaker_label"]) else "(no label)"
    return Text.assemble((str(label), "bold"), (f"  {turn['role']}, {turn['kind']}  {turn['turn_id']}", "dim"))


def _marked(turn: dict[Any, Any], tables: "Tables") -> Text:
    text = Text(turn["text"] if _given(turn["text"]) else "(text withheld)")
    for row in _of_turn(tables.commitments, turn):
        text.stylize(_COMMITMENT, row["start"] - turn["start"], row["end"] - turn["start"])
    for row in _of_turn(tables.figures, turn):
        text.stylize(_FIGURE, row["start"] - turn["start"], row["end"] - turn["start"])
    for row in _of_turn(tables.mentions, turn):
        text.stylize(STYLES[MentionType(row["type"])], row["start"] - turn["start"], row["end"] - turn["start"])
    return text


def _themes(turn: dict[Any, Any], tables: "Tables") -> Text:
    rows = sorted(_of_turn(tables.themes, turn), key=lambda row: row["rank"])
    said = [f"{row['label']} {row['score']:.2f}{'?' if row['uncertain'] else ''}" for row in rows]
    return Text("themes: " + ", ".join(said) if said else "", style="dim")


def _of_turn(frame: "pd.DataFrame", turn: dict[Any, Any]) -> list[dict[Any, Any]]:
    return frame[frame["turn_id"].eq(turn["turn_id"]).fillna(False)].to_dict("records")


def _given(value: Any) -> bool:
    """Tell whether a cell holds a value; missing cells are pandas' NA or NaT, which equal not even themselves."""
    from pandas import isna

    return not isna(value)


def summary(report: "RunReport") -> Group:
    """Return what a run did, in ten lines: sources, rows by table, problems, and where the tables are."""
    counts = report.counts
    named = ", ".join(f"{counts.get(name, 0):,} {name}" for name in ("officials", "ports", "institutes"))
    worked = f"{report.n_worked} worked on, {report.n_unchanged} unchanged, {report.n_removed} removed"
    spoken = f"{counts.get('turns', 0):,} by {counts.get('speakers', 0):,} speakers"
    failed = f"{report.n_failed} sources failed, {len(report.problems)} rows in problems"
    lines = [
        f"corpus       {report.corpus}: {report.n_sources} briefings ({worked})",
        f"turns        {spoken}, in {counts.get('exchanges', 0):,} exchanges",
        f"mentions     {counts.get('mentions', 0):,} of {counts.get('entities', 0):,} entities",
        f"named        {named}",
        f"themes       {counts.get('themes', 0):,} on turns, {counts.get('sentence_themes', 0):,} on sentences",
        f"commitments  {counts.get('commitments', 0):,}",
        f"figures      {counts.get('figures', 0):,}",
        f"problems     {failed}, {len(report.ignored)} other files ignored",
        f"seconds      {report.seconds.get('total', 0):.1f}",
        f"tables       {report.out / 'tables'} (CSV, Parquet, datapackage.json)",
    ]
    return Group(*map(Text, lines))
