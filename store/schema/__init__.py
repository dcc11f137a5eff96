"""The tables. Migrations are append-only: a released one is never edited, a change is a new one at the end.

Visibility is `scope` and `hidden_until` (the embargo's end in UTC; "" = none, or over when the article came in), kept
beside every count, so that names, words and figures of what an asker may not see are left out before they are summed.
Instants are UTC texts of fixed width (`store.codec.instant`); what is derived for searching says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from store.schema import amendments, desk, digests, outbox, people, record, searching, timetable, watches

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database


def _collected(*steps: Callable[[Database], None]) -> Migrations:
    migrations = Migrations("verbatim")
    for step in steps:
        migrations()(step)
    return migrations


MIGRATIONS = _collected(
    record.m001_articles,
    record.m002_speakers,
    record.m003_statements,
    record.m004_index,
    desk.m005_desk,
    desk.m006_timetable,
    desk.m007_clicks,
    people.m008_people,
    timetable.m009_subscriptions,
    searching.m010_searching,
    digests.m012_digests,
    outbox.m013_refusals,
    amendments.m014_amendments,
    watches.m015_watches,
)
