"""Finds what is named, counted and promised in the turns of a briefing."""
