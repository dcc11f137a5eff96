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
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bot.app import load_samples, opened
from bot.config import load
from bot.model import Request
from bot.page import Page
from bot.reception import Reception
from handlers import views
from handlers.classic import classic
from handlers.render import render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.model import Message

    Json = dict[str, Any]

WIDTH = 760
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
color:#868686;margin-top:4px}.e{color:#616061;font-size:12px;margin-bottom:2px}
"""


def words(text: str) -> str:
    return html.escape(text)


def mrkdwn(text: str) -> str:
    """What Slack makes of mrkdwn; entities stay entities, which HTML reads the same way."""
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
            return tag("div", label + tag("span", words(part["element"]["placeholder"]["text"])), "in")
    return tag("div", section(part["text"]["text"]), "section")


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


def shots(reception: Reception) -> Iterator[tuple[str, str]]:
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
        "help": "help",
        "status": "status",
        "sources": "sources",
        "speakers": "speakers",
        "unknown": "statsu",
        "digest": "digest",
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
    yield "shared", as_message(render(replace(found, shared_by="U0ANA", shareable=False)))
    more = page("", "click", action="more", target=f"{found.answer}/{found.following or 5}")
    yield "more", as_message(render(more), private=True)
    yield "home", as_message(render(page("", "home")))
    target = ",".join(map(str, found.sections[0].cards[0].statements))
    for name in ("context", "cite", "wrong", "remove", "history"):
        request = Request(f"v{name}", "click", "", "C1", "U0ANA", action=name, target=target)
        yield name, as_view(views.modal(reception.page(request), request))
    form = Request("f1", "form", '{"speaker": "Ann Example"}', "C1", "U0ANA", action="correct", target=target)
    yield "corrected", as_view(views.modal(reception.page(form), form))
    request = Request("v-after", "click", "", "C1", "U0ANA", action="history", target=target)
    yield "history-after", as_view(views.modal(reception.page(request), request))
    yield "corrected-answer", as_message(render(page("what did Ann Example say?")))
    yield "search", as_view(views.search())
    yield "gone", as_message(render(page("", "click", action="context", target="999999")), private=True)


def picture(chromium: str, source: Path, height: int) -> None:
    """A PNG beside the HTML."""
    with tempfile.TemporaryDirectory() as profile:
        command = [chromium, *FLAGS.split(), f"--user-data-dir={profile}", f"--window-size={WIDTH},{height}"]
        command += [f"--screenshot={source.with_suffix('.png')}", source.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 - ours


def write(folder: Path, say: Callable[[str], object]) -> None:
    """The whole gallery."""
    folder.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as home:
        settings = load({"VERBATIM_DB": f"{home}/v.db", "VERBATIM_TIMEZONE": "UTC", "VERBATIM_NEWS_HOURS": "876000"})
        with opened(settings, create=True) as desk:
            load_samples(desk)
            made = list(shots(Reception.of(desk.newsroom, desk.store, desk.extractor, "socket")))
    for name, body in made:
        path = folder / f"{name}.html"
        path.write_text(f"<!doctype html><meta charset=utf-8><style>{CSS}</style>{body}", encoding="utf-8")
        if chromium:
            picture(chromium, path, min(3000, 260 + 30 * body.count("<div") + len(re.sub("<[^>]*>", "", body)) // 4))
    say(f"{len(made)} pages in {folder}" + ("" if chromium else "; no PNG: chromium is not installed"))


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "gallery"), print)
