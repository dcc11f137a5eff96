"""The tables. Migrations are append-only: a released one is never edited, a change is a new one at the end.

Visibility is `scope` and `hidden_until` (the embargo's end in UTC; "" = none, or over when the article came in), kept
beside every count, so that names, words and figures of what an asker may not see are left out before they are summed.
Instants are UTC texts of fixed width (`store.codec.instant`); what is derived for searching says so.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from store.schema import (
    amendments,
    desk,
    digests,
    outbox,
    people,
    record,
    revisions,
    searching,
    sources,
    speakers,
    timetable,
    utterances,
    watches,
)

if TYPE_CHECKING:
    from sqlite_utils import Migrations

STEPS = (
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
    sources.m011_sources,
    digests.m012_digests,
    outbox.m013_refusals,
    amendments.m014_amendments,
    watches.m015_watches,
    searching.m016_name_words,
    revisions.m021_revisions,
    revisions.m022_removals,
    sources.m027_source_settings,
    utterances.m018_fingerprints,
    speakers.m017_splits,
    utterances.m028_settling,
)


@cache
def migrations() -> Migrations:
    """The steps as sqlite-utils runs them; to be made only where some are pending: its import takes a good while."""
    from sqlite_utils import Migrations  # noqa: PLC0415 - for that reason

    collected = Migrations("verbatim")
    for step in STEPS:
        collected()(step)
    return collected
