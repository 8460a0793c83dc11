"""``python -m pipeline`` is ``briefings``."""

from pipeline.cli import app

app(prog_name="briefings")
