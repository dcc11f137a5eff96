"""robots.txt: which pages a site lets us read, and how slowly. Kept for a day in memory.

A site that has none, or answers 4xx, has no rules; one that cannot say (5xx, no answer) is left alone until it can
[RFC 9309, 2.3.1]. Parsed by protego, which reads wildcards and Crawl-delay.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from protego import Protego

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST = 500 * 1024  # bytes: what RFC 9309, 2.5 asks a reader to take at least; the rest is cut off
A_DAY = 86_400.0
_SITES = 1000  # kept at once
_LONGEST = 2000  # characters of a rule
_STARS = re.compile(rb"(?:\*[^\r\n]*){9}")  # a rule of so many wildcards is made to be slow, and left out


class Robots:
    """The rules of sites; `read` gives robots.txt of a site, "" where there is none, and raises where it cannot say."""

    def __init__(self, read: Callable[[str], bytes], clock: Callable[[], float], agent: str) -> None:
        self._read = read
        self._clock = clock
        self._agent = agent
        self._known: OrderedDict[str, tuple[float, Protego]] = OrderedDict()
        self._lock = threading.Lock()

    def allows(self, site: str, url: str) -> bool:
        """Whether `url` of `site` ("https://example.org") may be read. Raises what `read` raises."""
        return bool(self._rules(site).can_fetch(url, self._agent))

    def delay(self, site: str) -> float:
        """Seconds between two requests that the site asks for, as far as it is known; 0 where it asks for none."""
        with self._lock:
            known = self._known.get(site)
        return float(known[1].crawl_delay(self._agent) or 0) if known else 0.0

    def _rules(self, site: str) -> Protego:
        with self._lock:
            known = self._known.get(site)
        if known and self._clock() - known[0] < A_DAY:
            return known[1]
        rules = Protego.parse(_sane(self._read(site)))
        with self._lock:
            self._known[site] = (self._clock(), rules)
            if len(self._known) > _SITES:
                self._known.popitem(last=False)
        return rules


def _sane(data: bytes) -> str:
    lines = (line for line in data[:LARGEST].splitlines() if len(line) <= _LONGEST and not _STARS.search(line))
    return b"\n".join(lines).decode("utf-8", "replace")
