"""Where a thread meets work that may fail in ways nobody foresaw: logged under a reference, and the thread goes on."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, TypeVar

import structlog

from bot.errors import VerbatimError

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
log = structlog.get_logger()


def guarded(
    what: str,
    work: Callable[[], T],
    otherwise: Callable[[str], T] | None = None,
    *,
    passing: tuple[type[VerbatimError], ...] = (),
) -> T | None:
    """The result of `work`; where it fails, of `otherwise(reference)`, and the failure is in the log with it.

    Errors that are `passing` are the caller's to handle.
    """
    reference = secrets.token_hex(4)
    try:
        return work()
    except passing:
        raise
    except VerbatimError as error:
        log.error("failed", what=what, reference=reference, why=str(error))  # noqa: TRY400 - foreseen: a sentence will do
    except Exception:
        log.exception("broke", what=what, reference=reference)
    return otherwise(reference) if otherwise else None
