"""Files that are articles: PDF, Word, mail, saved pages, ninjs and NewsML-G2; embargoes; and what is no such file."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from ingest_layouts import BODY, HEADLINE, LAYOUTS, URL

from bot.errors import SourceError
from bot.ingest import files
from bot.ingest.agencies import MOST as ITEMS
from bot.ingest.intake import LEFT_OUT, Intake
from bot.ingest.kinds import KINDS
from bot.ingest.papers import paragraphs
from bot.ingest.parcel import Found, Job
from bot.model import PUBLIC, Asker
from bot.newsroom import Newsroom

if TYPE_CHECKING:
    from pathlib import Path

    from bot.ingest.reader import Reader
    from bot.ingest.web import Fetched
    from store import Store

NOW = datetime(2025, 12, 10, 7, 0, tzinfo=UTC)


def read(kind: str, data: str | bytes, url: str = "") -> Found:
    return KINDS[kind](data.encode() if isinstance(data, str) else data, Job(kind, url)).articles[0]


# -- PDF, Word, mail --


def pdf(*pages: list[str]) -> bytes:
    """Pages with these lines, as small as a PDF can be."""
    fonts = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    kids = b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, len(pages)),
        b"<< /Title (Ferry stays in port) /CreationDate (D:20200101000000Z) >>",
    ]
    for lines in pages:
        shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
        stream = zlib.compress(f"BT /F1 10 Tf 50 700 Td {shown} ET".encode("latin-1"))
        own = len(objects) + 2
        page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R /Resources %b >>" % (own, fonts)
        length = b"<< /Length %d /Filter /FlateDecode >> stream\n" % len(stream)
        objects += [page, length + stream + b"\nendstream"]
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj %b endobj\n" % (number, body)
    size = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n" % size + b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + table + b"trailer << /Size %d /Root 1 0 R /Info 3 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, len(made))


def test_pdf_gives_its_paragraphs_and_no_date() -> None:
    lines = [
        "The harbour of Marrowgate was closed on Tues-",
        "day after engineers found cracks in two of its",
        "piers.",
    ]
    article = read("pdf", pdf([*lines, "Okafor said that divers would look at the others."])).article
    assert article.text.split("\n\n") == [
        "The harbour of Marrowgate was closed on Tuesday after engineers found cracks in two of its piers.",
        "Okafor said that divers would look at the others.",
    ]
    assert (article.title, article.published) == ("Ferry stays in port", None)


def test_pdf_of_several_pages_is_one_text_without_heads_and_feet() -> None:
    pages = [
        ["The Coast Courier", "Tuesday, 9 December 2025", "Ferry stays in port", "Nobody sails in this, the minister"],
        ["The Coast Courier", "Tuesday, 9 December 2025", "said on Monday, and the storm-bound crews would wait."],
        ["The Coast Courier", "Tuesday, 9 December 2025", "Okafor agreed."],
    ]
    article = read("pdf", pdf(*([*page, f"Page {n} of 3"] for n, page in enumerate(pages, 1)))).article
    assert article.text.split("\n\n") == [
        "Ferry stays in port Nobody sails in this, the minister said on Monday, and the storm-bound crews would wait.",
        "Okafor agreed.",
    ]


def docx(text: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n\n"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", f"<w:document xmlns:w='{space}'><w:body>{body}</w:body></w:document>")
        made.writestr("../../outside.txt", "x")  # a path that leads out is of no interest: nothing is unpacked to disk
    return packed.getvalue()


def test_docx_gives_its_paragraphs_under_the_first() -> None:
    article = read("docx", docx("\n\n".join((HEADLINE, *BODY)))).article
    assert (article.text, article.title) == ("\n\n".join((HEADLINE, *BODY)), HEADLINE)


MAIL = (
    "From: Ines Okafor <ines@port.example>\nTo: desk@example.org\nSubject: =?utf-8?q?Quay_closed_=E2=80=93_it?=\n"
    "Date: Tue, 09 Dec 2025 16:40:00 +0100\nMessage-ID: <m1@port.example>\nContent-Type: text/plain; charset=utf-8\n\n"
    "We would rather lose a week\nthan lose a boat.\n\n> What do you say?\nDivers will inspect them.\n-- \nThe port\n"
)


def test_mail_gives_its_subject_and_text_without_quotes_and_signature() -> None:
    article = read("eml", MAIL).article
    assert article.text.split("\n\n") == [
        "Quay closed – it", "We would rather lose a week than lose a boat.", "Divers will inspect them.",
    ]  # fmt: skip
    assert (article.id, article.author, article.published) == (
        "m1@port.example", "Ines Okafor", "2025-12-09T16:40+01:00",
    )  # fmt: skip


def test_mail_of_markup_gives_its_paragraphs() -> None:
    mail = "From: a@example.org\nContent-Type: text/html\n\n<p>One &amp; two.</p><ul><li><p>Three.</p></li></ul>"
    assert read("eml", mail).article.text == "One & two.\n\nThree."


@pytest.mark.parametrize(
    ("lines", "made"),
    [
        (["A line that goes on", "to here.", "", "Another."], ["A line that goes on to here.", "Another."]),
        (["A rather long line ends.", "Short.", "Next one."], ["A rather long line ends. Short.", "Next one."]),
        (["well-", "known"], ["well-known"]),  # mail and agency text is cut by programs, and at hyphens only
        (["Saint-", "Denis"], ["Saint-Denis"]),
        ([], []),
    ],
)  # fmt: skip
def test_paragraphs_puts_lines_together(lines: list[str], made: list[str]) -> None:
    assert paragraphs(lines) == made


# -- agencies --


def item(**more: object) -> str:
    known = {
        "uri": "tag:agency.example,2025:1", "type": "text", "headline": HEADLINE, "byline": "Tess Abara",
        "versioncreated": "2025-12-09T16:40:00+01:00", "provider": "Coast Agency", "pubstatus": "usable",
        "body_html": "".join(f"<p>{line}</p>" for line in BODY),
    }  # fmt: skip
    return json.dumps(known | more)


NINJS_2 = json.dumps(
    {
        "uri": "tag:agency.example,2025:1",
        "type": "text",
        "headlines": [{"value": HEADLINE}],
        "by": "Tess Abara",
        "versioncreated": "2025-12-09T16:40:00+01:00",
        "provider": {"name": "Coast Agency"},
        "bodies": [{"contenttype": "text/html", "value": "".join(f"<p>{line}</p>" for line in BODY)}],
    }
)


def newsml(status: str = "stat:usable", embargo: str = "", content: str = "") -> str:
    nitf = "<nitf><body><body.content>" + "".join(f"<p>{line}</p>" for line in BODY) + "</body.content></body></nitf>"
    return (
        "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='tag:agency.example,2025:1' version='2'><itemMeta>"
        "<itemClass qcode='ninat:text'/><provider><name>Coast Agency</name></provider>"
        f"<versionCreated>2025-12-09T16:40:00+01:00</versionCreated>{embargo}<pubStatus qcode='{status}'/></itemMeta>"
        f"<contentMeta><by>Tess Abara</by><headline>{HEADLINE}</headline></contentMeta><contentSet>"
        f"<inlineXML contenttype='application/nitf+xml'>{content or nitf}</inlineXML></contentSet></newsItem>"
    )


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("ninjs", item()),
        ("ninjs", NINJS_2),
        ("ninjs", item(body_html=None, body_text="\n\n".join(BODY))),
        ("newsml", newsml()),
        ("newsml", f"<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><itemSet>{newsml()}</itemSet></newsMessage>"),
    ],
)  # fmt: skip
def test_agency_item_gives_its_article(kind: str, data: str) -> None:
    article = read(kind, data).article
    assert article.text.split("\n\n") == [HEADLINE, *BODY]
    assert (article.id, article.title, article.outlet, article.author, article.published, article.visible_from) == (
        "tag:agency.example,2025:1", HEADLINE, "Coast Agency", "Tess Abara", "2025-12-09T16:40+01:00", None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("stamp", "ends"),
    [
        ("2025-12-10T12:00:00+01:00", datetime(2025, 12, 10, 11, 0, tzinfo=UTC)),
        ("2025-12-10T12:00:00Z", datetime(2025, 12, 10, 12, 0, tzinfo=UTC)),
        ("2025-12-10T12:00:00", datetime(2025, 12, 11, 0, 0, tzinfo=UTC)),  # whose noon? the last there is
        ("2025-12-10", datetime(2025, 12, 10, 12, 0, tzinfo=UTC)),
    ],
)
def test_embargo_ends_at_its_instant_and_never_early(stamp: str, ends: datetime) -> None:
    assert read("ninjs", item(embargoed=stamp)).article.visible_from == ends
    assert read("newsml", newsml(embargo=f"<embargoed>{stamp}</embargoed>")).article.visible_from == ends


@pytest.mark.parametrize(
    ("kind", "data", "why"),
    [
        ("ninjs", item(embargoed="until the speech"), "its embargo 'until the speech' cannot be read"),
        ("ninjs", item(pubstatus="withheld"), "its agency withholds it"),
        ("ninjs", item(pubstatus="canceled"), "its agency has called it off"),
        ("ninjs", item(type="picture"), "it is picture, not text"),
        ("ninjs", item(body_html=""), "there is no text in it"),
        ("ninjs", "[]", "it is no ninjs"),
        ("ninjs", "{" * 50_000, "it is no ninjs"),
        ("newsml", newsml("stat:withheld"), "its agency withholds it"),
        ("newsml", newsml("http://cv.iptc.org/newscodes/pubstatusg2/canceled"), "has called it off"),
        ("newsml", "<a/>", "it is no NewsML-G2"),
        ("newsml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "declares a document type"),
        ("newsml", "<newsItem", "it is no NewsML-G2"),
        ("pdf", "%PDF-1.4\n", "it is no PDF that can be read"),
        ("pdf", pdf([]), "it has no text, only pictures of it"),
        ("docx", "PK\x03\x04", "damaged"),
        ("eml", "no mail at all", "it is no mail"),
        ("eml", "From: a@example.org\nContent-Type: image/png\n\nx", "it has no text"),
    ],
)
def test_file_that_gives_no_article_says_why(kind: str, data: str | bytes, why: str) -> None:
    with pytest.raises(SourceError) as told:
        read(kind, data)
    assert why in str(told.value)


# -- into the record --


class Nowhere:
    """A way to the web that files have no use for."""

    def fetch(self, url: str, *_: object, **__: object) -> Fetched:
        raise AssertionError(url)


def intake(store: Store, reader: Reader, now: datetime = NOW) -> Intake:
    return Intake(Newsroom(store, store, zone="UTC", clock=lambda: now), Nowhere(), reader)


FILES = {
    "a.html": LAYOUTS["json-ld"].html.encode(),
    "b.pdf": pdf([BODY[2]]),
    "c.docx": docx("\n\n".join((HEADLINE, *BODY))),
    "d.eml": MAIL.encode(),
    "e.json": item().encode(),
    "f.xml": newsml().encode(),
    "g.htm": "<meta charset=windows-1251><article><h1>Порт</h1><p>".encode("cp1251")
    + ("Гавань закрыта из-за ветра, сообщили власти города в среду утром. " * 4).encode("cp1251"),
}


@pytest.mark.parametrize("name", FILES)
def test_file_goes_into_the_record_once(store: Store, reader: Reader, tmp_path: Path, name: str) -> None:
    """Each through the reader process, which can import no codec and open no font any more."""
    path = tmp_path / name
    path.write_bytes(FILES[name])
    (first,) = intake(store, reader).file(path)
    (again,) = intake(store, reader).file(path)
    assert (first.outcome, again.outcome) == ("new", "same")
    own = {"a.html": URL, "d.eml": "m1@port.example"}
    own |= dict.fromkeys(("e.json", "f.xml"), "tag:agency.example,2025:1")
    assert first.article.id == own.get(name, f"file:{path.as_posix()}")
    assert name != "g.htm" or first.article.text.startswith("Порт\n\nГавань")


def test_file_with_more_articles_than_are_taken_says_so(store: Store, reader: Reader, tmp_path: Path) -> None:
    items = "".join(newsml().replace("2025:1", f"2025:{n}") for n in range(ITEMS + 1))
    path = tmp_path / "f.xml"
    path.write_text(
        f"<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><itemSet>{items}</itemSet></newsMessage>"
    )
    taken = intake(store, reader).file(path)
    assert len(taken) == ITEMS
    assert [LEFT_OUT in one.notes for one in taken] == [False] * (ITEMS - 1) + [True]


def test_embargoed_article_is_nowhere_before_its_time(store: Store, reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "e.json"
    path.write_text(item(embargoed="2025-12-10T12:00:00Z"), encoding="utf-8")
    (taken,) = intake(store, reader).file(path)
    assert "Embargoed: nowhere to be found before its time." in taken.notes
    noon = datetime(2025, 12, 10, 12, 0, tzinfo=UTC)
    for now, there in ((NOW, False), (noon - timedelta(seconds=1), False), (noon, True)):
        with store.snapshot((PUBLIC,), now) as snapshot:
            found = (snapshot.coverage().articles, len(snapshot.directory()) > 0, len(snapshot.outlets()))
        assert found == ((1, True, 1) if there else (0, False, 0))
        room = Newsroom(store, store, zone="UTC", clock=lambda at=now: at)
        assert bool(room.ask("what did Okafor say?", Asker()).hits) is there


def test_zip_bomb_ends_in_a_sentence(store: Store, reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made, made.open("word/document.xml", "w") as part:
        part.write(b"<a>")
        for _ in range(300):
            part.write(b" " * 1_000_000)
    assert path.stat().st_size < 400_000
    with pytest.raises(SourceError, match=r"too much text for a draft|took more memory or time"):
        intake(store, reader).file(path)
    assert sorted(one.name for one in tmp_path.iterdir() if not one.name.startswith("v.db")) == ["bomb.docx"]


def test_expand_finds_every_kind_of_file(tmp_path: Path) -> None:
    for name in (*FILES, "h.txt", "i.gif"):
        (tmp_path / name).write_bytes(b"x")
    assert [path.name for path in files.expand([str(tmp_path)], files.ALL)] == [*sorted(FILES), "h.txt"]
    assert [path.name for path in files.expand([str(tmp_path)])] == ["h.txt"]
