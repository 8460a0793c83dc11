"""Scores the layers against annotated texts."""
