"""Writes the reference pages that are made from the code.

``docs/cli.md`` comes from the help of each command, ``docs/tables.md`` from the schemas.
With ``--check`` it writes nothing and fails where a page is out of date.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

import typer
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.publish.schema import Field, Table, load_schemas

HERE = Path(__file__).parent


def command_page() -> str:
    """Return the help of every command."""
    names = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    runner = CliRunner()
    parts = ["# Commands\n\nMade by `make docs` from the help of each command.\n"]
    for name in names:
        shown = runner.invoke(app, [name, "--help"], prog_name="briefings", env={"COLUMNS": "100", "TERM": "dumb"})
        lines = [line.rstrip() for line in shown.output.strip().splitlines()]
        parts.append(f"## briefings {name}\n\n```text\n" + "\n".join(lines) + "\n```\n")
    return "\n".join(parts)


def table_page(tables: Mapping[str, Table]) -> str:
    """Return every table with its columns."""
    parts = ["# Tables\n\nMade by `make docs` from the schemas in `pipeline/data/schemas/`.\n"]
    for table in tables.values():
        parts.append(f"## {table.name}\n\n{table.title}. {table.description}\n\nKey: {', '.join(table.primary_key)}.\n")
        parts.append("| column | type | what | how derived |\n| --- | --- | --- | --- |")
        parts += [_row(each) for each in table.fields]
        parts.append("")
    return "\n".join(parts)


def _row(column: Field) -> str:
    kind = f"{column.type.value}{'' if column.constraints.required else ', may be missing'}"
    cells = (f"`{column.name}`", kind, column.description, column.derivation)
    return "| " + " | ".join(str(cell or "").replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def main() -> int:
    """Write the pages, or check them."""
    pages = {"cli.md": command_page(), "tables.md": table_page(load_schemas())}
    stale = []
    for name, text in pages.items():
        path = HERE / name
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
    if stale:
        print(f"docs/{', docs/'.join(stale)}: out of date; run `make docs` and commit")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
