"""An export taken in as it is: articles with the hours they came in at, statements as extracted, and the desk's word.

What is on record already stays: taking a file in again changes nothing. Namesakes are told apart anew, by the same
evidence in the same order; whom the desk named keeps the number that the export gives.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from bot.errors import UsageError
from bot.model import SpeakerKind
from bot.ports import Incoming
from store import articles, corrections, merging, speakers
from store.codec import instant, instant_if, searchable
from store.drawing import draw
from store.settling import OwingRoom

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.export import Filed, Merged, Name, Ruling, Stated
    from bot.ports import Admission
    from store.connection import Session
    from store.drawing import Drawn
    from store.settling import Debt


class ImportRoom(OwingRoom):
    """Implements what bot.export.Files takes in."""

    def take_in(self, filed: Sequence[Filed]) -> list[Admission]:
        """Put exported articles into the record as they are, in one transaction; what is there already stays so."""
        groups = [list(one) for _, one in groupby(filed, key=lambda one: (one.indexed_at, one.extractor))]
        incoming = [[_incoming(one) for one in group] for group in groups]
        drawn = [draw(come, g[0].indexed_at, g[0].extractor) for come, g in zip(incoming, groups, strict=True)]
        with self._owing() as (session, debt):
            became = [
                done
                for group, come, made in zip(groups, incoming, drawn, strict=True)
                for done in _taken(session, group, come, made, debt)
            ]
        self._settle_much(sum(len(one.stated) for one in filed))
        return became

    def take_merge(self, merge: Merged) -> bool:
        """The same of a merge; False where it is there already. Raises UsageError where it cannot be."""
        with self._connections.write() as session:
            one, into = _exact(session, merge.one, merge), _exact(session, merge.into, merge)
            if session.one(
                "SELECT 1 FROM speaker_merges WHERE from_id = ? AND into_id = ? AND at = ? AND undone_at IS ?",
                [one, into, instant(merge.at), instant_if(merge.undone_at)],
            ):
                return False
            made = merging.merge(session, one, into, merge.by, merge.at)
            if merge.undone_at:
                merging.unmerge(session, made, merge.undone_by or merge.by, merge.undone_at)
            return True


def _incoming(filed: Filed) -> Incoming:
    return Incoming(filed.article, [one.statement for one in _in_order(filed)], filed.news)


def _in_order(filed: Filed) -> list[Stated]:
    return sorted(filed.stated, key=lambda one: one.id)


def _taken(
    session: Session, group: Sequence[Filed], incoming: Sequence[Incoming], drawn: Sequence[Drawn], debt: Debt
) -> list[Admission]:
    """Articles that came in together; then what their statements and the desk have of their own."""
    done = articles.admit_many(session, incoming, drawn, group[0].indexed_at, group[0].extractor, debt)
    for filed, became in zip(group, done, strict=True):
        _own(session, filed, became)
    return done


def _own(session: Session, filed: Filed, became: Admission) -> None:
    found = _in_order(filed)
    later = [one for one in found if (one.indexed_at, one.news) != (filed.indexed_at, filed.news)]
    if not later and not filed.rulings:
        return
    ids = _ids(session, filed, found)
    for one in later if became.outcome == "new" else ():
        session.run(
            "UPDATE statements SET indexed_at = :at, news = :news, listed_at = max(listed_at, :at) WHERE id = :id",
            {"at": instant(one.indexed_at), "news": int(one.news), "id": ids[one.id]},
        )
    for ruling in filed.rulings:
        if ruling.statement in ids:
            _ruled(session, ids[ruling.statement], ruling)


def _ids(session: Session, filed: Filed, found: Sequence[Stated]) -> dict[int, int]:
    """Exported ids -> ours, by the words and their speaker; statements that differ in neither, in their order."""
    here: defaultdict[tuple[str, str | None], list[int]] = defaultdict(list)
    for row in session.all(
        "SELECT s.id, s.spans, s.speaker FROM statements s JOIN articles a ON a.id = s.article_id"
        " WHERE a.given_id = ? AND a.scope = ? AND s.gone_at IS NULL ORDER BY s.id",
        [searchable(filed.article.id), filed.article.scope],
    ):
        here[row["spans"], row["speaker"]].append(row["id"])
    ids = {}
    for one in found:
        spans = f"[{','.join(f'[{span.start},{span.end}]' for span in one.statement.spans)}]"
        name = searchable(one.statement.speaker) if one.statement.speaker else None
        if mine := here[spans, name]:
            ids[one.id] = mine.pop(0)
    return ids


def _ruled(session: Session, statement: int, ruling: Ruling) -> None:
    """Lay a correction as it was; one that is there already is left, but taken back where the export says so."""
    known = session.one(
        "SELECT id FROM corrections WHERE statement_id = ? AND field = ? AND value IS ? AND by = ? AND at = ?",
        [statement, ruling.field, ruling.value, ruling.by, instant(ruling.at)],
    )
    made = int(known["id"]) if known else _lay(session, statement, ruling)
    if ruling.undone_at:
        corrections.undo(session, made, ruling.undone_by or ruling.by, ruling.undone_at)


def _lay(session: Session, statement: int, ruling: Ruling) -> int:
    if ruling.field != "speaker" or ruling.value is None:
        return corrections.correct(session, statement, ruling.field, ruling.value, ruling.by, ruling.at)
    kind, namesake = ruling.kind or SpeakerKind.PERSON.value, ruling.namesake or 0
    speaker = speakers.exact(session, ruling.value, kind, namesake, ruling.at)
    split = _split(session, statement, speaker, ruling) if ruling.outlet or ruling.moved else None
    return corrections.correct_to(session, statement, ruling.value, speaker, ruling.by, ruling.at, split)


def _split(session: Session, statement: int, speaker: int, ruling: Ruling) -> int:
    """The split that a correction was part of, made with its first."""
    key = [speaker, ruling.outlet, ruling.moved, ruling.by, instant(ruling.at)]
    known = session.one(
        "SELECT id FROM speaker_splits WHERE made_id = ? AND outlet IS ? AND article IS ? AND by = ? AND at = ?", key
    )
    if known:
        return int(known["id"])
    undone = [ruling.undone_by, instant_if(ruling.undone_at)]
    return session.insert(
        "INSERT INTO speaker_splits (from_id, made_id, outlet, article, by, at, undone_by, undone_at)"
        " SELECT ascribed_id, ?, ?, ?, ?, ?, ?, ? FROM statements WHERE id = ?",
        [*key, *undone, statement],
    )


def _exact(session: Session, name: Name, merge: Merged) -> int:
    if not speakers.folded_name(name.name):
        raise UsageError(f"“{name.name}” has no letters: is it a name?")
    return speakers.exact(session, name.name, name.kind, name.namesake, merge.at)
