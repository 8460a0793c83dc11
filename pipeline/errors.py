"""Exceptions of the library. Each message says where, which value, what is allowed and what to do."""


class BriefingsError(Exception):
    """Base class of every error that the library raises on purpose."""


class UsageError(BriefingsError):
    """The caller asked for something that cannot be done: a missing folder, an unknown option (exit code 2)."""


class ConfigError(UsageError):
    """A setting or a resource row is invalid (exit code 2)."""


class ModelError(UsageError):
    """The language model is missing or does not fit (exit code 2)."""


class SourceError(BriefingsError):
    """One source cannot be read; it becomes a row of ``problems`` and the run goes on (exit code 1)."""


class StoreError(BriefingsError):
    """The store cannot be opened, read or written; nothing that was committed is lost (exit code 2)."""


class ValidationError(BriefingsError):
    """Tables break their schemas (exit code 1)."""
