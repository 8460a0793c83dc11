"""Publish: the tables as files, with their schemas, and everything that is written from them."""
