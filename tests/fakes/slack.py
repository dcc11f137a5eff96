"""A fake Slack on 127.0.0.1: the Web API and response_urls over HTTP, Socket Mode over WebSocket, on free ports."""

from __future__ import annotations

import http.client
import itertools
import json
import logging
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qsl

from fakes.workspace import BOT_TOKEN, Call, Json, Trouble, Workspace, unfit
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import serve

if TYPE_CHECKING:
    from websockets.sync.server import ServerConnection


class FakeSlack(Workspace):
    """Use as a context manager; `url` is what SLACK_API_URL is set to."""

    def __init__(self) -> None:
        super().__init__()
        self.sockets: list[ServerConnection] = []
        self.relayed: int | None = None  # the port by which the sockets are reached, where it is not their own
        self._turn = itertools.count()
        self._hooks = itertools.count(1)
        self._http = _Server(("127.0.0.1", 0), _Handler)
        self._http.slack = self
        log = logging.getLogger("fakes.slack")
        log.setLevel(logging.CRITICAL)  # it writes addresses with their tickets, and lines that tests cut
        self._ws = serve(self._listen, "127.0.0.1", 0, close_timeout=0.5, logger=log)
        self._threads = [
            threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True),
            threading.Thread(target=self._ws.serve_forever, daemon=True),
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for held in (t.until for queue in self.troubles.values() for t in queue if t.until):
            held.set()
        for socket in list(self.sockets):
            socket.close()
        self._ws.shutdown()
        self._http.shutdown()
        self._http.server_close()
        for thread in self._threads:
            thread.join(5)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}/api/"

    @property
    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.relayed or self.socket_port}/link/?ticket=made-up"

    @property
    def socket_port(self) -> int:
        return int(self._ws.socket.getsockname()[1])

    def shared_file(self, name: str, data: bytes) -> Json:
        """A file somebody sends, as its event describes it."""
        self.files[name] = data
        url = f"http://127.0.0.1:{self._http.server_port}/files/{name}"
        return {"id": f"F{len(self.files)}", "name": name, "size": len(data), "url_private": url}

    def upload_url(self, host: str, file_id: str) -> str:  # noqa: ARG002 - as the server has it
        """At our own port."""
        return super().upload_url(f"127.0.0.1:{self._http.server_port}", file_id)

    def response_url(self) -> str:
        """A new one, as comes with a command."""
        return f"http://127.0.0.1:{self._http.server_port}/response/{next(self._hooks)}"

    def calm(self) -> None:
        """Wait until every call that was sent, also by a process that is gone by now, was taken."""
        connection = http.client.HTTPConnection("127.0.0.1", self._http.server_port, timeout=10)
        connection.request("GET", "/")  # accepted after those
        connection.getresponse().read()
        connection.close()
        self.wait(lambda: not self._http.under_way, 40)

    def _listen(self, socket: ServerConnection) -> None:
        """One Socket Mode connection: greet, then note what is acknowledged."""
        socket.send(json.dumps({"type": "hello", "num_connections": len(self.sockets) + 1}))
        with self.changed:
            self.sockets.append(socket)
            self.changed.notify_all()
        try:
            for message in socket:
                self._acked(json.loads(message))
        except ConnectionClosed:
            pass
        finally:
            with self.changed:
                self.sockets = [other for other in self.sockets if other is not socket]
                self.changed.notify_all()

    def _acked(self, ack: Json) -> None:
        with self.changed:
            self.acks[ack["envelope_id"]] = (time.monotonic(), ack.get("payload") or {})
            self.changed.notify_all()

    def renew(self) -> None:
        """Ask for one connection to be made anew, as Slack does every few hours, and use the old one no more."""
        with self.changed:
            old, *self.sockets = self.sockets
        old.send(json.dumps({"type": "disconnect", "reason": "refresh_requested"}))

    def envelope(self, body: Json, retry: int = 0) -> str:
        """Send a payload over one of the open sockets, each in turn; returns the envelope's id."""
        kind = "slash_commands" if "command" in body else "events_api" if "event" in body else "interactive"
        number = next(self._turn)
        envelope = {"envelope_id": f"E{number}", "type": kind, "payload": body, "accepts_response_payload": True}
        if retry:
            envelope |= {"retry_attempt": retry, "retry_reason": "timeout"}
        socket = self.wait(lambda: list(self.sockets))[number % len(self.sockets)]
        socket.send(json.dumps(envelope))
        return f"E{number}"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256
    slack: FakeSlack
    under_way = 0  # requests taken and not yet answered; changed under the workspace's condition

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  # as http.server has it
        self._count(1)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401  # as http.server has it
        super().shutdown_request(request)
        self._count(-1)

    def _count(self, by: int) -> None:
        with self.slack.changed:
            self.under_way += by
            self.slack.changed.notify_all()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  # as http.server has it
        """A client that went away while we held its answer is what some tests want, and the end comes to both."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """One HTTP request of the bot's."""

    server: _Server

    def log_message(self, *_: object) -> None:
        """Nothing on standard error."""

    def do_GET(self) -> None:  # the name http.server calls
        if self.path.startswith("/files/"):
            self._file(self.path.removeprefix("/files/"))
            return
        self.send_response(204)
        self.end_headers()

    def _file(self, name: str) -> None:
        """A file as Slack hands it to a token with files:read; to others its sign-in page, with 200."""
        slack = self.server.slack
        slack.record(Call("files", {"name": name}, self.headers.get("Authorization", "").removeprefix("Bearer ")))
        granted = "files:read" in slack.scopes and slack.calls[-1].token == BOT_TOKEN
        raw = slack.files.get(name, b"") if granted else b"<html>Sign in</html>"
        self.send_response(200)
        self.send_header("Content-Type", "application/octet-stream" if granted else "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def _uploaded(self, file_id: str) -> None:
        """The bytes of a file, to an address that files.getUploadURLExternal gave."""
        slack = self.server.slack
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        trouble = slack.meets("upload", {}) or Trouble()
        if trouble.status == 200:
            slack.uploads[file_id]["bytes"] = raw
        self._say(trouble, "ok")

    def do_POST(self) -> None:  # the name http.server calls
        slack, (_, door, name) = self.server.slack, self.path.split("/", 2)
        if door == "upload":
            self._uploaded(name)
            return
        body = self._body()
        method = name if door == "api" else "response_url"
        if door == "api":
            token = body.pop("token", None) or self.headers.get("Authorization", "").removeprefix("Bearer ")
            call = Call(method, body, token)
            slack.record(call)
        trouble = slack.meets(method, body) or Trouble(stores=True)
        if trouble.until:
            trouble.until.wait(30)
        answer = None
        if trouble.stores:
            answer = slack.answer(call, slack.socket_url) if door == "api" else self._response(name, body)
        if not trouble.drops:
            self._say(trouble, answer)

    def _body(self) -> Json:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        return json.loads(raw) if raw.startswith("{") else dict(parse_qsl(raw))

    def _response(self, url_id: str, body: Json) -> str | None:
        """A message through a response_url; Slack takes five."""
        slack = self.server.slack
        with slack.changed:
            if sum(name == url_id for name, _ in slack.responses) >= 5:
                return "used_url"
            if error := unfit(body, rich_text=not slack.refuses_rich_text):
                return error
            slack.responses.append((url_id, body))
            slack.changed.notify_all()
        return "ok"

    def _say(self, trouble: Trouble, answer: Json | str | None) -> None:
        status = trouble.status
        if answer is None or trouble.error:
            answer = {"ok": False, "error": trouble.error} if trouble.error else "<html>upstream</html>"
        if isinstance(answer, str) and answer not in {"ok", "<html>upstream</html>"}:
            status = 404
        raw = (answer if isinstance(answer, str) else json.dumps(answer)).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if isinstance(answer, str) else "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.send_header("X-OAuth-Scopes", ",".join(sorted(self.server.slack.scopes)))
        if trouble.retry_after is not None:
            self.send_header("Retry-After", str(trouble.retry_after))
        self.end_headers()
        self.wfile.write(raw)
