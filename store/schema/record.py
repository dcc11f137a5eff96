"""Articles, speakers, statements and what is derived from them for searching."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.schema.steps import run

if TYPE_CHECKING:
    from sqlite_utils import Database

# Contentless and without column sizes: ranking costs a ninth to a fourth, and the index is smaller.
_OPTIONS = "content='', columnsize=0, tokenize='porter unicode61 remove_diacritics 2'"
INDEXES = {"statement_terms": "words, context, tags", "article_terms": "text"}


def index_table(kind: str, name: str) -> str:
    """The SQL that makes a full-text index of this kind; a rebuild makes it beside, under another name."""
    return f"CREATE VIRTUAL TABLE {name} USING fts5({INDEXES[kind]}, {_OPTIONS})"


def m001_articles(db: Database) -> None:
    """Articles, their texts over time, and what there is of them by outlet."""
    run(
        db,
        """
        CREATE TABLE articles (
            id INTEGER PRIMARY KEY,
            given_id TEXT NOT NULL,          -- as the source gives it; a private copy is an article of its own
            scope TEXT NOT NULL,
            title TEXT, outlet TEXT, author TEXT, url TEXT,
            published TEXT,                  -- as printed
            published_on TEXT,               -- its civil date
            language TEXT NOT NULL,
            visible_from TEXT,               -- as given
            hidden_until TEXT NOT NULL,      -- '' = no embargo, or over when it came in
            outlet_folded TEXT NOT NULL,     -- '' = none given
            revision_id INTEGER REFERENCES revisions(id),
            index_version INTEGER NOT NULL,  -- of its row in article_terms
            statements INTEGER NOT NULL DEFAULT 0,
            news INTEGER NOT NULL,
            indexed_at TEXT NOT NULL,
            changed_at TEXT NOT NULL,        -- last revision or extraction
            withdrawn_at TEXT,               -- retracted by its outlet
            UNIQUE (given_id, scope)
        )""",
        "CREATE INDEX articles_outlet ON articles (scope, hidden_until, outlet_folded)",
        """
        CREATE TABLE revisions (
            id INTEGER PRIMARY KEY,
            article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            text NOT NULL,                   -- no affinity: a text with lone surrogates is a blob
            sha256 TEXT NOT NULL,
            extractor TEXT NOT NULL,         -- the version that read it last
            seen_at TEXT NOT NULL,
            UNIQUE (article_id, number)
        )""",
        """
        CREATE TABLE holdings (
            scope TEXT NOT NULL, hidden_until TEXT NOT NULL, outlet TEXT NOT NULL,
            articles INTEGER NOT NULL, statements INTEGER NOT NULL, not_analysed INTEGER NOT NULL,
            first_published TEXT, last_published TEXT, newest_indexed TEXT NOT NULL,
            PRIMARY KEY (scope, hidden_until, outlet)
        ) WITHOUT ROWID""",
    )


def m002_speakers(db: Database) -> None:
    """Speakers, the names and roles they had where, and merges by people."""
    run(
        db,
        """
        CREATE TABLE speakers (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL,
            name TEXT NOT NULL,
            folded TEXT NOT NULL,
            namesake INTEGER NOT NULL DEFAULT 0,  -- 1, 2, ... keep people of one name apart
            root_id INTEGER NOT NULL,             -- derived from speaker_merges, chains followed; itself if unmerged
            touched INTEGER NOT NULL DEFAULT 0,   -- state.directory when its names or counts last changed
            made_at TEXT NOT NULL,
            UNIQUE (folded, kind, namesake)
        )""",
        "CREATE INDEX speakers_root ON speakers (root_id)",
        "CREATE INDEX speakers_touched ON speakers (touched)",
        """
        CREATE TABLE speaker_aliases (
            speaker_id INTEGER NOT NULL REFERENCES speakers(id),
            alias TEXT NOT NULL,
            own INTEGER NOT NULL,             -- 1: the resolved name, once a statement; 0: another way it is written
            scope TEXT NOT NULL, hidden_until TEXT NOT NULL,
            count INTEGER NOT NULL,
            PRIMARY KEY (speaker_id, alias, own, scope, hidden_until)
        ) WITHOUT ROWID""",
        """
        CREATE TABLE speaker_roles (
            speaker_id INTEGER NOT NULL REFERENCES speakers(id),
            role TEXT NOT NULL,
            scope TEXT NOT NULL, hidden_until TEXT NOT NULL,
            count INTEGER NOT NULL,
            first_on TEXT NOT NULL, last_on TEXT NOT NULL,  -- said or published; '' = unknown
            PRIMARY KEY (speaker_id, role, scope, hidden_until)
        ) WITHOUT ROWID""",
        """
        CREATE TABLE speaker_merges (
            id INTEGER PRIMARY KEY,
            from_id INTEGER NOT NULL REFERENCES speakers(id),
            into_id INTEGER NOT NULL REFERENCES speakers(id),
            by TEXT NOT NULL, at TEXT NOT NULL, undone_by TEXT, undone_at TEXT,
            CHECK (from_id <> into_id)
        )""",
        "CREATE UNIQUE INDEX speaker_merges_one ON speaker_merges (from_id) WHERE undone_at IS NULL",
        "CREATE TABLE state (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
        "INSERT INTO state VALUES ('directory', 1)",
    )


def m003_statements(db: Database) -> None:
    """Statements as extracted, and what people corrected."""
    run(
        db,
        """
        CREATE TABLE statements (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
            revision_id INTEGER NOT NULL REFERENCES revisions(id),
            spans TEXT NOT NULL,              -- [[start, end], ...]
            start INTEGER NOT NULL, "end" INTEGER NOT NULL,
            kind TEXT NOT NULL,
            cue TEXT, mention TEXT, said_span TEXT,  -- [start, end]
            speaker TEXT, speaker_kind TEXT NOT NULL,
            speaker_id INTEGER REFERENCES speakers(id),   -- as extracted, unmerged
            alias TEXT,                       -- the mention as printed, where it is a name
            role TEXT,
            attribution TEXT NOT NULL,
            addressee TEXT, addressee_folded TEXT NOT NULL,
            via TEXT NOT NULL,
            said_on TEXT, said_on_how TEXT,
            confidence REAL NOT NULL,
            extractor TEXT NOT NULL,
            news INTEGER NOT NULL,
            indexed_at TEXT NOT NULL,
            gone_at TEXT,                     -- vanished in a later revision
            utterance INTEGER NOT NULL,       -- the id of its first report
            -- derived:
            ascribed_id INTEGER REFERENCES speakers(id),  -- speaker_id with corrections laid over
            ascribed TEXT,                    -- and that name
            live INTEGER NOT NULL,            -- neither gone nor corrected away
            said TEXT NOT NULL,               -- what newest goes by
            said_from TEXT, said_until TEXT,  -- what ranges of dates go by
            rank INTEGER NOT NULL,            -- of the kind: quote, part-quote, paraphrase
            listed_at TEXT NOT NULL,          -- when it could first be seen: what digests go by
            words TEXT NOT NULL, context TEXT NOT NULL, index_version INTEGER NOT NULL
        )""",
        "CREATE INDEX statements_article ON statements (article_id, start)",
        """
        CREATE INDEX statements_speaker ON statements (ascribed_id, said DESC, rank, article_id, start)
        WHERE live = 1""",
        "CREATE INDEX statements_newest ON statements (said DESC, rank, article_id, start) WHERE live = 1",
        "CREATE INDEX statements_listed ON statements (listed_at) WHERE live = 1",
        "CREATE INDEX statements_utterance ON statements (utterance)",
        """
        CREATE TABLE corrections (
            id INTEGER PRIMARY KEY,
            statement_id INTEGER NOT NULL REFERENCES statements(id) ON DELETE CASCADE,
            field TEXT NOT NULL CHECK (field IN ('speaker', 'not_statement')),
            value TEXT,                       -- the speaker's name
            speaker_id INTEGER REFERENCES speakers(id),
            by TEXT NOT NULL, at TEXT NOT NULL, undone_by TEXT, undone_at TEXT
        )""",
        "CREATE INDEX corrections_statement ON corrections (statement_id)",
    )


def m004_index(db: Database) -> None:
    """Everything derived for searching; all of it can be built anew."""
    run(
        db,
        *(index_table(name, name) for name in INDEXES),
        # Only what not everybody may see: a look-up in an almost empty table costs next to nothing per posting.
        """
        CREATE TABLE restricted (
            statement_id INTEGER PRIMARY KEY REFERENCES statements(id) ON DELETE CASCADE,
            scope TEXT NOT NULL, hidden_until TEXT NOT NULL
        )""",
        """
        CREATE TABLE words (
            word TEXT NOT NULL, scope TEXT NOT NULL, hidden_until TEXT NOT NULL,
            count INTEGER NOT NULL,           -- statements it stands in
            backward TEXT NOT NULL,           -- for misspelt beginnings
            skeleton TEXT NOT NULL,           -- for other vowels and doubled letters
            PRIMARY KEY (word, scope, hidden_until)
        ) WITHOUT ROWID""",
        "CREATE INDEX words_backward ON words (backward)",
        "CREATE INDEX words_skeleton ON words (skeleton)",
        """
        CREATE TABLE fingerprints (
            speaker_id INTEGER NOT NULL, fingerprint INTEGER NOT NULL,
            statement_id INTEGER NOT NULL REFERENCES statements(id) ON DELETE CASCADE,
            PRIMARY KEY (speaker_id, fingerprint, statement_id)
        ) WITHOUT ROWID""",
        "CREATE INDEX fingerprints_statement ON fingerprints (statement_id)",
    )
