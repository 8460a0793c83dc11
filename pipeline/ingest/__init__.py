"""Turns source files into transcripts: finds sources, decodes them, joins pages, reads provenance."""
