"""What the process writes about itself: one line an event on stderr, as key=value.

Tokens are never in one, nor what people write.
"""

from __future__ import annotations

import logging
import re
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from typing import Any

_TOKEN = re.compile(r"(xox[a-z]-|xapp-)[A-Za-z0-9-]+")


class _Stderr:
    """Standard error, where a line that cannot be written (full disk, reader gone) ends no thread."""

    def write(self, text: str) -> None:
        """Write, or not."""
        with suppress(OSError):
            sys.stderr.write(text)

    def flush(self) -> None:
        """Flush, or not."""
        with suppress(OSError):
            sys.stderr.flush()


def configure_logging(level: str) -> None:
    """One line an event on stderr, as key=value; tokens are never in one, nor what people write."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            _redacted,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        logger_factory=structlog.PrintLoggerFactory(_Stderr()),  # type: ignore[arg-type]  # as far as it is used
    )
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")


def _redacted(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Slack's tokens, wherever they might turn up, as `xoxb-…`."""
    return {k: _TOKEN.sub(r"\1…", v) if isinstance(v, str) else v for k, v in event.items()}
