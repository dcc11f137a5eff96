"""A draft sent as a file: checked whole in its thread, and nothing of it kept."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from fakes import payloads
from fakes.running import running
from fakes.workspace import BOT_TOKEN

from bot.app import opened
from bot.config import load
from bot.model import Article
from bot.reception.drafting import LARGEST, LISTED, LONGEST

if TYPE_CHECKING:
    from pathlib import Path

    from fakes.slack import FakeSlack

    Json = dict[str, Any]

both = pytest.mark.parametrize("mode", ["socket", "http"])
ARTICLE = Article(
    id="dam",
    outlet="Coast Desk",
    published="2025-12-03",
    text="“We will open the dam in the morning,” Mayor Mara Lind told reporters on Tuesday.",
)
DRAFT = (
    "Mayor Mara Lind was clear about it. “We will open the dam in the morning,” she said.\n\n"
    "She added: “The quokka sleeps in the tower of the town.”\n"
)
UNKNOWN_WORD = "quokka"
RECORD = (ARTICLE,)  # what is on record


def word(text: str) -> bytes:
    """A .docx with a paragraph a line."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.splitlines())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", f"<w:document {space}><w:body>{lines}</w:body></w:document>")
    return packed.getvalue()


def sent(*files: Json, text: str = "") -> Json:
    return payloads.direct(text, subtype="file_share", files=list(files))


def checked(slack: FakeSlack, db: Path, body: Json, mode: str = "http") -> str:
    """The answer, in the thread of the file."""
    with running(slack, db, mode) as (_, line):
        assert line.deliver(body).acked
        slack.wait(lambda: slack.posts("D0ANA"))
    (answer,) = slack.posts("D0ANA")
    assert answer["thread_ts"] == body["event"]["ts"]
    return str(answer["text"])


@both
@pytest.mark.parametrize(
    ("name", "data"),
    [("draft.docx", word(DRAFT)), ("draft.txt", DRAFT.encode()), ("Draft.MD", DRAFT.encode("utf-8-sig"))],
    ids=["docx", "txt", "md"],
)
def test_draft_is_checked_whole_and_not_kept(slack: FakeSlack, db: Path, mode: str, name: str, data: bytes) -> None:
    answer = checked(slack, db, sent(slack.shared_file(name, data), text="could you check this?"), mode)
    assert answer.startswith("Checked 2 quotations: 1 matches, 1 not found.")
    assert f"{name} was read for this check and is not kept." in answer
    assert [call.token for call in slack.calls if call.method == "files"] == [BOT_TOKEN]
    assert [path.name for path in db.parent.iterdir() if b"was clear about it" in path.read_bytes()] == []


def test_draft_is_not_indexed(slack: FakeSlack, db: Path) -> None:
    checked(slack, db, sent(slack.shared_file("draft.txt", DRAFT.encode())))
    with (
        opened(load({"VERBATIM_DB": str(db), "VERBATIM_TIMEZONE": "UTC"})) as desk,
        desk.store.snapshot(("public", "user:U0ANA", "channel:D0ANA"), desk.newsroom.clock()) as snapshot,
    ):
        assert snapshot.coverage().articles == 1
        assert snapshot.vocabulary([UNKNOWN_WORD]) == {}


def test_only_the_first_of_several_files_is_checked_and_that_is_said(slack: FakeSlack, db: Path) -> None:
    files = [slack.shared_file(f"{n}.txt", DRAFT.encode()) for n in range(3)]
    assert "3 files came: only the first was checked" in checked(slack, db, sent(*files))
    assert [call.body["name"] for call in slack.calls if call.method == "files"] == ["0.txt"]


def test_of_many_quotations_those_that_do_not_match_come_first(slack: FakeSlack, db: Path) -> None:
    good = "“We will open the dam in the morning,” Mara Lind said.\n\n" * 14
    bad = "“The quokka sleeps in the tower of the town,” Mara Lind said.\n\n" * 3
    answer = checked(slack, db, sent(slack.shared_file("draft.txt", (good + bad).encode())))
    assert answer.startswith("Checked 17 quotations: 14 match, 3 not found.")
    assert answer.count(UNKNOWN_WORD) >= 3
    assert f"{17 - LISTED} further quotations that match are not listed." in answer


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("draft.pdf", b"%PDF-1.7", "draft.pdf is not a kind of file that can be checked: send the draft as .docx"),
        ("draft", b"words", "draft is not a kind of file that can be checked"),
        ("draft.docx", b"no zip", "draft.docx: not a Word document; save it as .docx again"),
        ("draft.docx", word(DRAFT)[:200], "draft.docx"),  # cut short
        ("draft.txt", b"", "draft.txt: empty; there is nothing to check."),
        ("draft.txt", b"\xff\xfe\x00", "draft.txt: not UTF-8"),
        ("draft.txt", b"a " * LONGEST, "draft.txt has more than 300,000 characters: send it in parts."),
        ("draft.txt", b"No quotation in it.", "Nothing to check: the draft has no words in quotation marks."),
    ],
)
def test_what_cannot_be_checked_is_told_in_a_sentence(
    slack: FakeSlack, db: Path, name: str, data: bytes, said: str
) -> None:
    assert checked(slack, db, sent(slack.shared_file(name, data))).startswith(said)


def test_what_is_too_large_is_not_even_fetched(slack: FakeSlack, db: Path) -> None:
    answer = checked(slack, db, sent(slack.shared_file("draft.txt", b"words") | {"size": LARGEST + 1}))
    assert answer.startswith("draft.txt is larger than 10 MB")
    assert slack.called("files") == []


def test_what_turns_out_too_large_is_not_read_on(slack: FakeSlack, db: Path) -> None:
    file = slack.shared_file("draft.txt", b"x" * (LARGEST + 10)) | {"size": 12}
    assert checked(slack, db, sent(file)).startswith("draft.txt is larger than 10 MB")


def test_without_the_scope_it_is_said_which(slack: FakeSlack, db: Path) -> None:
    slack.scopes -= {"files:read"}
    answer = checked(slack, db, sent(slack.shared_file("draft.txt", DRAFT.encode())))
    assert answer.startswith("Slack did not hand over draft.txt: the app may lack the scope files:read")


@pytest.mark.parametrize("file", [{"name": "a.txt", "url_private": "https://evil.example/a.txt"}, {"name": "a.txt"}])
def test_file_from_elsewhere_is_not_fetched(slack: FakeSlack, db: Path, file: Json) -> None:
    assert checked(slack, db, sent(file)).startswith("a.txt does not come from Slack's own files")


def test_file_in_a_channel_is_nobodys_business(slack: FakeSlack, db: Path) -> None:
    with running(slack, db, "http") as (_, line):
        line.deliver(payloads.message("", subtype="file_share", files=[slack.shared_file("draft.txt", b"words")]))
        line.deliver(payloads.mention("help", channel="C0LAST"))
        slack.wait(lambda: slack.posts("C0LAST"))
    assert slack.posts("C0DESK") == []
    assert slack.called("files") == []
