"""Every kind of message as Slack lays it out, for eyes: `make gallery` writes HTML, and PNG where Chromium is there.

python tests/bench/gallery.py FOLDER
"""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image  # matplotlib brings it

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from gallery_digests import digest_pages

from bot.app import load_samples, opened
from bot.compose.amended import amendment
from bot.compose.answers import problem
from bot.config import load
from bot.delivery.shares import NOT_KEPT_TRUE
from bot.digest.run import Digests
from bot.model import PUBLIC, Request
from bot.newsroom import Newsroom
from bot.page import Page
from bot.reception import Reception
from handlers import views
from handlers.amend import amended
from handlers.classic import classic
from handlers.owners import owners
from handlers.render import render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.model import Message
    from store import Store

    Json = dict[str, Any]

AT = datetime(2025, 12, 11, 7, 31, tzinfo=UTC)
PICTURE = "answer-topic"  # what the README shows, kept beside the manifests
KEPT = Path(__file__).resolve().parents[2] / "deploy" / "answer.png"
WIDTH, TALL = 760, 16_000
AT_ONCE = 8
LINE = (255, 0, 254)
CUT_LINE = '<div style="height:2px;background:#ff00fe"></div>'
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars"
)
CSS = """
body{font:15px/1.46668 Lato,'Noto Sans','DejaVu Sans',sans-serif;color:#1d1c1d;margin:0;background:#fff;width:760px}
.m{padding:12px 20px 16px 68px;position:relative}.m:before{content:'V';position:absolute;left:20px;top:14px;width:36px;
height:36px;border-radius:4px;background:#1f2937;color:#fff;font-weight:900;text-align:center;line-height:36px}
.n{font-weight:900}.n small{font-weight:400;color:#616061;font-size:12px;margin-left:6px}
.rt,.section{margin:4px 0;white-space:pre-wrap}.rt p{margin:0}
blockquote{margin:4px 0;padding:0 0 0 12px;border-left:4px solid #ddd;white-space:pre-wrap}
.ctx{white-space:pre-line;font-size:13px;color:#616061;margin:4px 0;display:flex;flex-wrap:wrap;gap:2px 10px}
.act{margin:6px 0 8px;display:flex;flex-wrap:wrap;gap:8px}
.b{border:1px solid #bbb;border-radius:4px;padding:3px 12px;font-weight:700;font-size:13px}
hr{border:0;border-top:1px solid #ddd;margin:12px 0}pre{background:#f8f8f8;border:1px solid #ddd;border-radius:4px;
padding:8px;white-space:pre-wrap;font:12px/1.5 Menlo,'DejaVu Sans Mono',monospace;overflow-wrap:anywhere}
ul{margin:4px 0;padding-left:26px}.u{background:#e8f5fa;color:#1264a3;border-radius:3px;padding:0 2px}
.v{margin:14px;border:1px solid #bbb;border-radius:8px;width:520px;box-shadow:0 4px 14px #0002}
.v header{font-weight:900;font-size:18px;padding:14px 20px;border-bottom:1px solid #eee}.v main{padding:8px 20px}
.v footer{padding:12px 20px;border-top:1px solid #eee;text-align:right}.g{background:#007a5a;color:#fff;border:0}
.in{margin:10px 0}.in b{display:block}.in span{display:block;border:1px solid #999;border-radius:4px;padding:7px 12px;
color:#868686;margin-top:4px}.in span.full{color:#1d1c1d}.arr{float:right;color:#616061;
font-style:normal}.tok{font-style:normal;background:#e8f5fa;color:#1264a3;border-radius:3px;padding:1px 6px;
margin-right:6px}
.acc{float:right;margin-left:16px}.e{color:#616061;font-size:12px;margin-bottom:2px}
"""


def words(text: str) -> str:
    return html.escape(text)


def mrkdwn(text: str) -> str:
    """What Slack makes of mrkdwn; entities stay entities, which HTML reads the same way. Dates: their fallback."""
    text = re.sub(r"<!date\^\d+\^[^|>]*\|([^>]*)>", r"\1", text)
    text = re.sub(r"<@(\w+)>", r'<span class="u">@\1</span>', text)
    return re.sub(r"(?<![\w*])\*([^*\n]+)\*(?![\w*])", r"<b>\1</b>", text)


def run(part: Json) -> str:
    if part["type"] == "user":
        return f'<span class="u">@{words(part["user_id"])}</span>'
    text, style = words(part["text"]), part.get("style", {})
    text = f"<b>{text}</b>" if style.get("bold") else text
    return f"<i>{text}</i>" if style.get("italic") else text


def rich(element: Json) -> str:
    inner = "".join(rich(e) if e["type"].startswith("rich") else run(e) for e in element["elements"])
    kind = {
        "rich_text_section": "p",
        "rich_text_quote": "blockquote",
        "rich_text_preformatted": "pre",
        "rich_text_list": "ul",
    }[element["type"]]
    if kind == "ul":
        inner = "".join(f"<li>{rich(e)}</li>" for e in element["elements"])
    return f"<{kind}>{inner}</{kind}>"


def tag(name: str, inner: str, kind: str = "") -> str:
    return f'<{name} class="{kind}">{inner}</{name}>'


def action(element: Json) -> str:
    return tag("span", words(element["text"]["text"]) if "text" in element else "⋯", "b")


def block(part: Json) -> str:
    match part["type"]:
        case "rich_text":
            return tag("div", "".join(map(rich, part["elements"])), "rt")
        case "context":
            return tag("div", "".join(tag("span", mrkdwn(e["text"])) for e in part["elements"]), "ctx")
        case "actions":
            return tag("div", "".join(map(action, part["elements"])), "act")
        case "divider":
            return "<hr>"
        case "input":
            optional = " <small>(optional)</small>" if part["optional"] else ""
            label = tag("b", words(part["label"]["text"]) + optional)
            return tag("div", label + entry(part["element"]), "in")
    beside = tag("span", action(part["accessory"]), "acc") if "accessory" in part else ""
    return tag("div", beside + section(part["text"]["text"]), "section")


def entry(element: Json) -> str:
    """A field as it stands: what is in it, or its hint."""
    chosen = element.get("initial_options") or [o for o in (element.get("initial_option"),) if o]
    there = [words(o["text"]["text"]) for o in chosen]
    there += [words(element[k]) for k in ("initial_value", "initial_date", "initial_time") if k in element]
    shown = "".join(tag("i", one, "tok") for one in there) if element["type"].startswith("multi") else ", ".join(there)
    arrow = tag("em", "▾", "arr") if "select" in element["type"] else ""
    arrow = tag("em", "▦", "arr") if element["type"] == "datepicker" else arrow
    return tag("span", arrow + (shown or words(element["placeholder"]["text"])), "full" if there else "")


def section(text: str) -> str:
    rows = [(row.startswith("> "), mrkdwn(row.removeprefix("> "))) for row in text.split("\n")]
    return "\n".join(f"<blockquote>{row}</blockquote>" if quoted else row for quoted, row in rows)


def as_message(message: Message, *, private: bool = False) -> str:
    note = tag("div", "Only visible to you", "e") if private else ""
    name = tag("div", "Verbatim <small>APP 07:31</small>", "n")
    return tag("div", note + name + "".join(map(block, message.blocks)), "m")


def as_view(view: Json) -> str:
    buttons = tag("span", words(view["close"]["text"]), "b")
    buttons += " " + tag("span", words(view["submit"]["text"]), "b g") if "submit" in view else ""
    head = tag("header", words(view["title"]["text"]))
    return tag("div", head + tag("main", "".join(map(block, view["blocks"]))) + tag("footer", buttons), "v")


def shots(reception: Reception, store: Store) -> Iterator[tuple[str, str]]:
    """(name, HTML) of every kind of message and view."""
    count = 0

    def page(text: str, surface: str = "mention", **fields: Any) -> Page:  # noqa: ANN401 - fields of Request
        nonlocal count
        count += 1
        return reception.page(Request(f"g{count}", surface, text, "C1", "U0ANA", **fields))

    asked = {
        "answer": "what did Fidan say?",
        "answer-topic": "what did Fidan say about Palestinians?",
        "paraphrases": "what did Erdogan say?",
        "nothing": "what did Fidan say about football?",
        "who": "who said “separate Palestinians from the Israelis”?",
        "verdict": "did Fidan say “should be to separate Palestinians from Israelis”?",
        "newest": "what was said since November?",
        "beside": "compare Fidan and Erdogan on Gaza",
        "over-time": "how has Fidan on Palestinians changed?",
        "named-only": "what did Netanyahu say?",
        "help": "help",
        "status": "status",
        "sources": "sources",
        "speakers": "speakers",
        "unknown": "statsu",
        "check": "check Fidan said the first aim “should be to separate Palestinians from the Israelis.” "
        "He called it “a matter of weeks” as well, and “the greatest day”.",
    }
    for name, text in asked.items():
        yield name, as_message(render(page(text)))
    offered = (("Ivo Brandt, mayor – 4 statements", "?"), ("Olga Brandt, harbour master – 3 statements", "?"))
    yield (
        "which",
        as_message(render(Page("Which one? 2 speakers in the record fit “Brandt”.", choices=offered, answer="k"))),
    )
    found = page("what did Fidan say about Palestinians?", "said", action="said")
    yield "private", as_message(render(found), private=True)
    yield "classic", as_message(classic(render(found)))
    shared = replace(found, shared_by="U0ANA", shareable=False)
    yield "shared", as_message(render(shared))
    yield "shared-unkept", as_message(render(replace(shared, notes=(NOT_KEPT_TRUE,))))
    yield (
        "problem",
        as_message(render(problem("Something went wrong and was logged: ask again.", "3f2a91c0")), private=True),
    )
    more = page("", "click", action="more", target=f"{found.answer}/{found.following or 5}")
    yield "more", as_message(render(more), private=True)
    ordered = {
        "watch-made": "watch Fidan about Hamas",
        "watch-list": "watch list",
        "digest-made": "digest weekdays 8:00 about Gaza, Fidan",
        "digest-list": "digest list",
        "digest-preview": "digest preview",
        "settings": "settings",
    }
    for name, text in ordered.items():
        yield name, as_message(render(page(text, "direct", ts="1.1")))
    request = Request("d-form", "said", "", "D1", "U0ANA", action="digest")
    yield "digest-form", as_view(views.modal(reception.page(request), request))
    yield "home", as_message(render(page("", "home")))
    target = ",".join(map(str, found.sections[0].cards[0].statements))
    for name in ("context", "cite", "wrong", "remove", "history"):
        request = Request(f"v{name}", "click", "", "C1", "U0ANA", action=name, target=target)
        yield name, as_view(views.modal(reception.page(request), request))
    change = Request("vchange", "click", "", "C1", "U0ANA", action="change", target=found.answer, ts="1.1")
    yield "change", as_view(views.modal(reception.page(change), change))
    form = Request("f0", "form", "{}", "C1", "U0ANA", action="correct", target=target)
    yield "wrong-empty", as_view(views.modal(reception.page(form), form))
    posted = render(page("what did Fidan say about Palestinians?"))
    form = Request("f1", "form", '{"speaker": "Ann Example"}', "C1", "U0ANA", action="correct", target=target)
    yield "corrected", as_view(views.modal(reception.page(form), form))
    yield "posted-and-corrected", as_message(since_corrected(reception, store, posted))
    request = Request("v-after", "click", "", "C1", "U0ANA", action="history", target=target)
    yield "history-after", as_view(views.modal(reception.page(request), request))
    yield "corrected-answer", as_message(render(page("what did Ann Example say?")))
    yield "search", as_view(views.search())
    yield "gone", as_message(render(page("", "click", action="context", target="999999")), private=True)


def since_corrected(reception: Reception, store: Store, posted: Message) -> Message:
    """A posted message after what was corrected above."""
    room = reception.newsroom
    ids = [i for b in posted.blocks for i in owners(b)]
    corrections = {i: store.corrections(i) for i in ids}
    with room.archive.snapshot((PUBLIC,), room.clock()) as snapshot:
        records = {record.id: record for record in snapshot.records(ids)}
    return amended(posted, lambda those: amendment(those, records, corrections, room.clock(), room.zone), room.zone)


def pictures(chromium: str, folder: Path, made: list[tuple[str, str]]) -> None:
    """A PNG for each, a handful to a page of Chromium's and cut apart at the lines between."""
    for start in range(0, len(made), AT_ONCE):
        some = made[start : start + AT_ONCE]
        body = CUT_LINE + CUT_LINE.join(html for _, html in some) + CUT_LINE
        with tempfile.TemporaryDirectory() as home:
            source, shot = Path(home) / "all.html", Path(home) / "all.png"
            source.write_text(page_of(body), encoding="utf-8")
            command = [chromium, *FLAGS.split(), f"--user-data-dir={home}/p", f"--window-size={WIDTH},{TALL}"]
            command += [f"--screenshot={shot}", source.as_uri()]
            subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 - ours
            with Image.open(shot) as image:
                for (name, _), piece in zip(some, cut_apart(image.convert("RGB")), strict=True):
                    piece.quantize(64).save(folder / f"{name}.png", optimize=True)


def cut_apart(image: Image.Image) -> Iterator[Image.Image]:
    """The parts between the lines."""
    column = image.crop((0, 0, 1, image.height)).tobytes()
    lines = [y for y in range(image.height) if tuple(column[3 * y : 3 * y + 3]) == LINE]
    for above, below in pairwise(lines):
        if below - above > 1:
            yield image.crop((0, above + 1, image.width, below))


def page_of(body: str) -> str:
    return f"<!doctype html><meta charset=utf-8><style>{CSS}</style>{body}"


def write(folder: Path, say: Callable[[str], object], kept: Path | None = None) -> None:
    """The whole gallery; the picture of the README goes to `kept`."""
    folder.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as home:
        settings = load({"VERBATIM_DB": f"{home}/v.db", "VERBATIM_TIMEZONE": "UTC", "VERBATIM_NEWS_HOURS": "876000"})
        with opened(settings, create=True) as desk:
            room = Newsroom(desk.store, desk.store, zone="UTC", news_hours=876_000, clock=lambda: AT)
            load_samples(replace(desk, newsroom=room))
            digests = Digests(desk.store, desk.store, render, lambda: AT, desk.store)
            reception = Reception.of(
                room,
                desk.store,
                desk.extractor,
                "socket",
                desk.store,
                None,
                None,
                desk.store,
                digests=(desk.store, digests),
            )
            made = list(shots(reception, desk.store))
    made += [(name, as_message(render(page))) for name, page in digest_pages()]
    for name, body in made:
        (folder / f"{name}.html").write_text(page_of(body), encoding="utf-8")
    if chromium:
        pictures(chromium, folder, made)
        if kept:
            shutil.copyfile(folder / f"{PICTURE}.png", kept)
    say(f"{len(made)} pages in {folder}" + ("" if chromium else "; no PNG: chromium is not installed"))


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "gallery"), print, KEPT)
