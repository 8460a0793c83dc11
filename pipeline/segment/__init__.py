"""Turns a transcript into header, speakers, turns, exchanges and notes."""
