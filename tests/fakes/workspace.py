"""A workspace as Slack keeps it: channels, messages, and the Web API methods the bot may call, with their scopes.

No network here; `fakes.slack` puts it behind HTTP. What it records is the independent witness of the tests.
"""

from __future__ import annotations

import json
import threading
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
Json = dict[str, Any]

TEAM, BOT_USER, BOT_ID, APP_ID = "T0NEWSROOM", "U0VERBATIM", "B0VERBATIM", "A0VERBATIM"
BOT_TOKEN, APP_TOKEN, SIGNING_SECRET = "xoxb-made-up", "xapp-made-up", "made-up-secret"  # made up

# Every method spoken, with the bot scopes of which one must be granted (docs.slack.dev/reference/methods);
# apps.connections.open wants the app-level token instead.
METHODS: dict[str, tuple[str, ...]] = {
    "apps.connections.open": (),
    "assistant.threads.setStatus": ("chat:write",),
    "auth.test": (),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.info": ("channels:read", "groups:read"),
    "conversations.members": ("channels:read", "groups:read"),
    "conversations.history": ("channels:history", "groups:history", "im:history"),
    "conversations.replies": ("channels:history", "groups:history", "im:history"),
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "users.info": ("users:read",),
    "views.open": (),
    "views.publish": (),
    "views.update": (),
}
BEYOND = ("app_mentions:read", "commands", "files:read")  # scopes of what is no method: events, commands, files


@dataclass(frozen=True)
class Trouble:
    """What one call meets instead of its answer. `stores` tells whether the message was taken before."""

    status: int = 200
    error: str | None = None  # Slack's word, in a body with ok: false
    retry_after: int | None = None
    stores: bool = False
    drops: bool = False  # the connection, without a word
    until: threading.Event | None = None  # answers only then


def limited(seconds: int = 0) -> Trouble:
    return Trouble(status=429, error="ratelimited", retry_after=seconds)


@dataclass(frozen=True)
class Call:
    """One call as it came in."""

    method: str
    body: Json
    token: str


@dataclass
class Workspace:
    """Everything that happened, under one condition; `wait` wakes on every change."""

    scopes: set[str] = field(
        default_factory=lambda: {*BEYOND, *(scope for scopes in METHODS.values() for scope in scopes)}
    )
    people: dict[str, Json] = field(default_factory=dict)  # user -> what differs from an ordinary member
    about: dict[str, Json] = field(default_factory=dict)  # channel -> what differs from a public one of the workspace
    rosters: dict[str, list[str]] = field(default_factory=dict)  # channel -> who is in it
    files: dict[str, bytes] = field(default_factory=dict)  # what people sent, by name
    uploads: dict[str, Json] = field(default_factory=dict)  # id -> what the bot uploads: name, alt_txt, bytes
    closed: dict[str, str] = field(default_factory=dict)  # channel -> the error its posts meet
    refuses_rich_text: bool = False  # as some workspaces do
    page: int = 1000  # most messages a history call returns
    clock: Callable[[], float] = time.time
    calls: list[Call] = field(default_factory=list)
    channels: defaultdict[str, list[Json]] = field(default_factory=lambda: defaultdict(list))
    views: dict[str, Json] = field(default_factory=dict)  # view id -> the view that stands there
    homes: dict[str, Json] = field(default_factory=dict)  # user -> their Home tab
    responses: list[tuple[str, Json]] = field(default_factory=list)  # (response_url's id, body)
    acks: dict[str, tuple[float, Json]] = field(default_factory=dict)  # envelope -> (monotonic, payload)
    weather: Callable[[str, Json], Trouble | None] = lambda _method, _body: None  # of every call; may take its time
    troubles: defaultdict[str, deque[Trouble]] = field(default_factory=lambda: defaultdict(deque))
    changed: threading.Condition = field(default_factory=threading.Condition)
    _last: float = 0.0

    def script(self, method: str, *troubles: Trouble) -> None:
        """The next calls of `method` meet these, one each; "response_url" is a method here."""
        self.troubles[method].extend(troubles)

    def wait(self, condition: Callable[[], T], timeout: float = 10.0) -> T:
        """What `condition` returns once it is true; fails after `timeout` seconds.

        Asked again on every change here and a hundred times a second, as it may look at the bot's database too; not
        under the lock, as it may call us.
        """
        end = time.monotonic() + timeout
        while not (met := condition()) and time.monotonic() < end:
            with self.changed:
                self.changed.wait(0.01)
        assert met, f"did not happen in {timeout} s; calls: {[call.method for call in self.calls]}"
        return met

    def posts(self, channel: str | None = None) -> list[Json]:
        """The messages that stand in a channel, or in all."""
        with self.changed:
            wanted = [channel] if channel else list(self.channels)
            return [message for name in wanted for message in self.channels[name] if "bot_id" in message]

    def answers(self, url_id: str | None = None) -> list[Json]:
        """What came through response_urls."""
        with self.changed:
            return [body for name, body in self.responses if url_id in {None, name}]

    def called(self, method: str) -> list[Json]:
        """The bodies of every call of `method`."""
        with self.changed:
            return [call.body for call in self.calls if call.method == method]

    def meets(self, method: str, body: Json) -> Trouble | None:
        """The next scripted trouble, used up by this, else what the weather brings."""
        with self.changed:
            queue = self.troubles[method]
            if queue:
                return queue.popleft()
        return self.weather(method, body)

    def record(self, call: Call) -> None:
        with self.changed:
            self.calls.append(call)
            self.changed.notify_all()

    def answer(self, call: Call, socket_url: str) -> Json:
        """What Slack says to one call."""
        error = self._forbidden(call)
        if error:
            return {"ok": False, "error": error}
        with self.changed:
            result = getattr(self, "_" + call.method.replace(".", "_"))(call.body, socket_url)
            self.changed.notify_all()
        return result

    def _forbidden(self, call: Call) -> str | None:
        if call.method not in METHODS:
            return "unknown_method"
        if call.token != (APP_TOKEN if call.method == "apps.connections.open" else BOT_TOKEN):
            return "invalid_auth"
        needed = METHODS[call.method]
        if call.method in {"conversations.history", "conversations.replies"}:
            needed = needed[2:3] if str(call.body.get("channel")).startswith("D") else needed[:2]
        return "missing_scope" if needed and not self.scopes.intersection(needed) else None

    def _apps_connections_open(self, _body: Json, socket_url: str) -> Json:
        return {"ok": True, "url": socket_url}

    def _auth_test(self, _body: Json, _url: str) -> Json:
        return {"ok": True, "team_id": TEAM, "user_id": BOT_USER, "bot_id": BOT_ID, "url": "https://example.slack.com/"}

    def _chat_postMessage(self, body: Json, _url: str) -> Json:  # noqa: N802  # Slack's name
        channel = body.get("channel", "")
        error = self.closed.get(channel) or unfit(body, rich_text=not self.refuses_rich_text)
        if error:
            return {"ok": False, "error": error}
        message = {"type": "message", "ts": self._ts(), "user": BOT_USER, "bot_id": BOT_ID, "app_id": APP_ID}
        message |= {k: body[k] for k in ("text", "blocks", "metadata", "thread_ts") if body.get(k)}
        self.channels[channel].append(message)
        return {"ok": True, "channel": channel, "ts": message["ts"], "message": message}

    def _files_getUploadURLExternal(self, body: Json, url: str) -> Json:  # noqa: N802  # Slack's name
        if not body.get("filename") or not int(body.get("length") or 0):
            return {"ok": False, "error": "invalid_arguments"}
        file_id = f"F{len(self.uploads)}"
        self.uploads[file_id] = {"name": body["filename"], "alt_txt": body.get("alt_txt", ""), "bytes": b""}
        host = url.split("/")[2]  # of Socket Mode; the same machine
        return {"ok": True, "file_id": file_id, "upload_url": self.upload_url(host, file_id)}

    def upload_url(self, host: str, file_id: str) -> str:
        """Where the bytes of a file go."""
        return f"http://{host}/upload/{file_id}"

    def _files_completeUploadExternal(self, body: Json, _url: str) -> Json:  # noqa: N802  # Slack's name
        given = json.loads(body["files"]) if isinstance(body["files"], str) else body["files"]
        channel = body.get("channel_id", "")
        if error := self.closed.get(channel):
            return {"ok": False, "error": error}
        if not all(self.uploads.get(one["id"], {}).get("bytes") for one in given):
            return {"ok": False, "error": "file_not_found"}
        shared = [self.uploads[one["id"]] | {"title": one.get("title")} for one in given]
        message = {"type": "message", "ts": self._ts(), "bot_id": BOT_ID, "text": "", "files": shared}
        self.channels[channel].append(message | ({"thread_ts": body["thread_ts"]} if body.get("thread_ts") else {}))
        return {"ok": True, "files": given}

    def _assistant_threads_setStatus(self, _body: Json, _url: str) -> Json:  # noqa: N802  # Slack's name
        return {"ok": True}

    def _chat_update(self, body: Json, _url: str) -> Json:
        error = unfit(body, rich_text=not self.refuses_rich_text)
        message = next((m for m in self.channels[body["channel"]] if m["ts"] == body["ts"]), None)
        if error or message is None or message.get("bot_id") != BOT_ID:
            return {"ok": False, "error": error or ("cant_update_message" if message else "message_not_found")}
        message |= {k: body[k] for k in ("text", "blocks") if k in body} | {"edited": {"ts": self._ts()}}
        return {"ok": True, "channel": body["channel"], "ts": message["ts"], "text": message["text"]}

    def _views_open(self, body: Json, _url: str) -> Json:
        view = _read_view(body)
        if error := unfit_view(view):
            return {"ok": False, "error": error}
        return {"ok": True, "view": self.place(f"V{len(self.views)}", view)}

    def place(self, view_id: str, view: Json) -> Json:
        """A view as it stands on somebody's screen."""
        self.views[view_id] = view | {"id": view_id}
        return self.views[view_id]

    def _views_update(self, body: Json, _url: str) -> Json:
        view = _read_view(body)
        found = [k for k, v in self.views.items() if k == body.get("view_id") or _same(v, body.get("external_id"))]
        if not found:
            return {"ok": False, "error": "not_found"}
        if error := unfit_view(view):
            return {"ok": False, "error": error}
        return {"ok": True, "view": self.place(found[0], view)}

    def _views_publish(self, body: Json, _url: str) -> Json:
        view = _read_view(body)
        if error := unfit_view(view):
            return {"ok": False, "error": error}
        self.homes[body["user_id"]] = view
        return {"ok": True, "view": view}

    def _ts(self) -> str:
        """The time, later than any given out."""
        self._last = max(self.clock(), self._last + 0.000_01)
        return f"{self._last:.6f}"

    def _users_info(self, body: Json, _url: str) -> Json:
        user = {"id": body["user"], "team_id": TEAM, "tz": "Europe/Istanbul", "deleted": False, "is_bot": False}
        user |= {"is_restricted": False, "is_ultra_restricted": False}
        told = self.people.get(body["user"], {})
        return {"ok": False, "error": told["error"]} if "error" in told else {"ok": True, "user": user | told}

    def _conversations_info(self, body: Json, _url: str) -> Json:
        told = self.about.get(body["channel"], {})
        direct = body["channel"].startswith("D")
        channel = {"id": body["channel"], "is_im": direct, "is_mpim": False, "is_private": direct}
        channel |= {"is_archived": False, "is_ext_shared": False, "is_member": True}
        return {"ok": False, "error": told["error"]} if "error" in told else {"ok": True, "channel": channel | told}

    def _conversations_members(self, body: Json, _url: str) -> Json:
        """A page; of a channel nobody told about, an error."""
        if body["channel"] not in self.rosters:
            return {"ok": False, "error": "channel_not_found"}
        roster = self.rosters[body["channel"]]
        start, size = int(body.get("cursor") or 0), min(int(body.get("limit") or 100), self.page)
        following = str(start + size) if start + size < len(roster) else ""
        return {"ok": True, "members": roster[start : start + size], "response_metadata": {"next_cursor": following}}

    def _conversations_history(self, body: Json, _url: str) -> Json:
        messages = [m for m in self.channels[body["channel"]] if m.get("thread_ts") in {None, m["ts"]}]
        return self._read(messages[::-1], body)

    def _conversations_replies(self, body: Json, _url: str) -> Json:
        thread = [m for m in self.channels[body["channel"]] if body["ts"] in {m["ts"], m.get("thread_ts")}]
        return self._read(thread, body) if thread else {"ok": False, "error": "thread_not_found"}

    def _read(self, messages: list[Json], body: Json) -> Json:
        """One page; metadata only where it is asked for."""
        since = [m for m in messages if float(m["ts"]) >= float(body.get("oldest") or 0)]
        start, size = int(body.get("cursor") or 0), min(int(body.get("limit") or 100), self.page)
        page = since[start : start + size]
        if str(body.get("include_all_metadata")).lower() not in {"true", "1"}:
            page = [{k: v for k, v in m.items() if k != "metadata"} for m in page]
        following = str(start + size) if start + size < len(since) else ""
        return {"ok": True, "messages": page, "response_metadata": {"next_cursor": following}}

    def say(self, channel: str, text: str, user: str = "U0SOMEONE", thread_ts: str | None = None) -> str:
        """A person writes; returns the ts."""
        with self.changed:
            message = {"type": "message", "ts": self._ts(), "user": user, "text": text}
            self.channels[channel].append(message | ({"thread_ts": thread_ts} if thread_ts else {}))
            return str(message["ts"])


def _read_view(body: Json) -> Json:
    view = body["view"]
    return dict(json.loads(view) if isinstance(view, str) else view)


def _same(view: Json, external_id: str | None) -> bool:
    return external_id is not None and view.get("external_id") == external_id


def unfit_view(view: Json) -> str | None:
    """Slack's word for what is wrong with a view, by slack_sdk's models and the limits of views."""
    blocks = view.get("blocks") or []
    if len(blocks) > 100 or unfit({"text": "-", "blocks": blocks[:50]}) or unfit({"text": "-", "blocks": blocks[50:]}):
        return "invalid_blocks"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)) or len(view.get("private_metadata") or "") > 3000:
        return "invalid_arguments"
    if view["type"] == "modal":
        labels = [view[name]["text"] for name in ("title", "submit", "close") if name in view]
        needs_submit = any(block["type"] == "input" for block in blocks) and "submit" not in view
        if (
            needs_submit
            or any(not 0 < len(label) <= 24 for label in labels)
            or len(view.get("external_id") or "") > 255
        ):
            return "invalid_arguments"
    return None


def unfit(body: Json, *, rich_text: bool = True) -> str | None:
    """Slack's word for what is wrong with a message, as far as slack_sdk and the limits it misses know."""
    blocks, text = body.get("blocks") or [], body.get("text") or ""
    blocks = json.loads(blocks) if isinstance(blocks, str) else blocks
    if not text and not blocks:
        return "no_text"
    if len(text) > 40_000:
        return "msg_too_long"
    if len(blocks) > 50 or (not rich_text and any(b["type"] == "rich_text" for b in blocks)):
        return "invalid_blocks"
    return None if all(_formed(json.dumps(block)) for block in blocks) else "invalid_blocks"


@lru_cache(4096)
def _formed(raw: str) -> bool:
    """Whether Slack takes a block, as JSON: judged once, as slack_sdk takes most of the time of a test of pages."""
    block = json.loads(raw)
    try:
        for parsed in Block.parse_all([block]):
            parsed.validate_json()
    except (SlackObjectFormationError, TypeError, ValueError):
        return False
    return not _empty(block)


def _empty(part: object) -> bool:
    """Whether a text anywhere in a block is empty or longer than its field takes."""
    if isinstance(part, dict):
        text = part.get("text")
        limit = {"plain_text": 75, "mrkdwn": 3000}.get(str(part.get("type")), 3000)
        if isinstance(text, str) and not 0 < len(text) <= limit:
            return True
        return part.get("elements") == [] or any(map(_empty, part.values()))
    return isinstance(part, list) and any(map(_empty, part))
