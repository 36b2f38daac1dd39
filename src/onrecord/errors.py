"""Every error a caller of onrecord may see; each says what happened, where, and what to do."""


class OnrecordError(Exception):
    """Root of all errors that onrecord raises on purpose."""


class UsageError(OnrecordError):
    """The caller asked for something that makes no sense (exit code 2)."""


class InputError(OnrecordError):
    """An input could not be read: `where` names the file (and record), `what` says why."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")
        self.where = where
        self.what = what


class LimitError(InputError):
    """An input is larger, deeper or slower than the settings allow."""


class ArchiveError(OnrecordError):
    """The archive file is missing, locked, damaged or of a newer version."""


class EngineError(OnrecordError):
    """The workers cannot go on: their scheduler is gone, or the disk is full."""


class PipelineError(OnrecordError):
    """The list of stages cannot work in the given order."""


class OnrecordWarning(UserWarning):
    """Something was passed over that a user may want to know of."""
