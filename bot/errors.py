"""The exceptions people may see. Each message is one sentence that says what to do."""


class VerbatimError(Exception):
    """Base of every error with a sentence for people; never shown with a traceback."""


class UsageError(VerbatimError):
    """What was asked for cannot be done as asked."""


class ConfigError(VerbatimError):
    """Settings are missing or wrong; the message lists every problem at once."""


class ArchiveError(VerbatimError):
    """The database file cannot be used: newer, foreign, empty, corrupt, locked, read-only or full."""


class BusyError(ArchiveError):
    """Another process holds the database; trying again later may work."""


class SourceError(VerbatimError):
    """One source could not be read; the others go on."""


class SearchBudgetError(VerbatimError):
    """A search was ended because it ran longer than its budget."""


class PostError(VerbatimError):
    """A message did not arrive. Exactly one of the subclasses is raised."""


class NotStoredError(PostError):
    """Slack surely did not take the message (429, no name, connection refused): send it again after `wait` s."""

    def __init__(self, message: str, wait: float = 0.0) -> None:
        super().__init__(message)
        self.wait = wait


class LockedOutError(NotStoredError):
    """Slack does not take our token (revoked, app removed): nothing gets through until it is replaced."""


class UncertainError(PostError):
    """Slack may have taken the message (timeout, reset, 5xx): look before sending it again."""


class RefusedError(PostError):
    """Slack will not take this message, now or later; `code` is Slack's word for why ("is_archived"), or ""."""

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code
