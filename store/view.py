"""Who asks, and when: the part of every read that leaves out what must not be seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from store.codec import instant, pack, searchable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

# The plus keeps the planner from starting at the articles: almost all of them are visible.
VISIBLE_ARTICLE = "+a.scope IN (SELECT value FROM json_each(:scopes)) AND a.hidden_until <= :now"
VISIBLE_COUNT = "scope IN (SELECT value FROM json_each(:scopes)) AND hidden_until <= :now"
# For rows of statements before they are joined: most archives restrict few of them.
NOT_RESTRICTED = """NOT EXISTS (
    SELECT 1 FROM restricted x WHERE x.statement_id = {id}
    AND NOT (x.scope IN (SELECT value FROM json_each(:scopes)) AND x.hidden_until <= :now))"""


@dataclass(frozen=True, slots=True)
class View:
    """Scopes and instant of one snapshot, as parameters of SQL."""

    scopes: str  # a JSON list
    now: str

    @classmethod
    def of(cls, scopes: Sequence[str], now: datetime) -> View:
        """The view of an asker with these scopes."""
        return cls(pack(searchable(scope) for scope in scopes), instant(now))

    @property
    def params(self) -> dict[str, Any]:
        """For the placeholders :scopes and :now."""
        return {"scopes": self.scopes, "now": self.now}
