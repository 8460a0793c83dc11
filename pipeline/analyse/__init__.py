"""Analyse: the published tables as data frames, and the measures that notebooks and papers share."""
