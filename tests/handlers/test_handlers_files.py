"""Files from Slack: with the bot's token, from Slack's own hosts, within limits, and from nowhere else."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from typing import TYPE_CHECKING

import pytest
from fakes.workspace import BOT_TOKEN

from bot.errors import SourceError
from handlers.files import SlackFiles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fakes.slack import FakeSlack

NAME = "draft.txt"


@contextlib.contextmanager
def raw(*pieces: bytes, pause: float = 0.0) -> Iterator[tuple[str, list[bytes]]]:
    """A server that answers every connection with these pieces; its address, and what it was asked."""
    asked: list[bytes] = []
    stop = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.1)

    def serve() -> None:
        while not stop.is_set():
            with contextlib.suppress(OSError):
                taken, _ = listening.accept()
                with taken:
                    asked.append(taken.recv(65536))
                    for piece in pieces:
                        taken.sendall(piece)
                        stop.wait(pause)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", asked
    finally:
        stop.set()
        thread.join(5)
        listening.close()


def head(status: str = "200 OK", **headers: str) -> bytes:
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status}\r\nConnection: close\r\n{lines}\r\n".encode()


def test_file_is_fetched_with_the_token(slack: FakeSlack) -> None:
    file = slack.shared_file(NAME, b"Lind said \xe2\x80\x9cyes\xe2\x80\x9d.")
    files = SlackFiles(BOT_TOKEN, slack.url)
    assert files.fetch(file["url_private"], NAME, 1000) == slack.files[NAME]
    assert [call.token for call in slack.calls] == [BOT_TOKEN]


@pytest.mark.parametrize("size", [999, 1000, 1001, 500_000])
def test_no_more_is_read_than_one_byte_beyond_the_limit(slack: FakeSlack, size: int) -> None:
    file = slack.shared_file(NAME, b"x" * size)
    assert len(SlackFiles(BOT_TOKEN, slack.url).fetch(file["url_private"], NAME, 1000)) == min(size, 1001)


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/files/draft.txt",
        "https://files.slack.com.evil.example/draft.txt",
        "https://files.slack.com@evil.example/draft.txt",
        "http://files.slack.com/draft.txt",  # not over TLS
        "https://files.slack.com:8443/draft.txt",
        "https://files.slack.com:x/draft.txt",
        "https://127.0.0.1/files/draft.txt",
        "http://127.0.0.1:1/files/draft.txt",  # the right host and another port
        "file:///etc/passwd",
        "//files.slack.com/draft.txt",
        "",
    ],
)
def test_token_goes_to_nobody_else(slack: FakeSlack, url: str) -> None:
    with pytest.raises(SourceError, match="does not come from Slack's own files"):
        SlackFiles(BOT_TOKEN, slack.url).fetch(url, NAME, 1000)
    assert slack.calls == []


def test_redirect_is_not_followed() -> None:
    with (
        raw(head(Content_Length="2"), b"no") as (elsewhere, asked),
        raw(head("302 Found", Location=elsewhere, Content_Length="0")) as (slack, _),
        pytest.raises(SourceError, match="files:read"),
    ):
        SlackFiles(BOT_TOKEN, f"{slack}/api/").fetch(f"{slack}/files/1", NAME, 1000)
    assert asked == []


def test_sign_in_page_is_no_file(slack: FakeSlack) -> None:
    file = slack.shared_file(NAME, b"words")
    slack.scopes -= {"files:read"}
    with pytest.raises(SourceError, match="may lack the scope files:read"):
        SlackFiles(BOT_TOKEN, slack.url).fetch(file["url_private"], NAME, 1000)


@pytest.mark.parametrize("status", ["404 Not Found", "500 Oops", "206 Partial Content", "429 Slow"])
def test_whatever_is_no_file_is_told_in_a_sentence(status: str) -> None:
    with raw(head(status, Content_Length="2"), b"no") as (slack, _), pytest.raises(SourceError, match="send it again"):
        SlackFiles(BOT_TOKEN, f"{slack}/api/").fetch(f"{slack}/files/1", NAME, 1000)


def test_packed_bytes_are_not_unpacked() -> None:
    packed = bytes.fromhex("1f8b08000000000000ff4bcc4b01009b35c3bc03000000")
    with raw(head(Content_Encoding="gzip", Content_Length=str(len(packed))), packed) as (slack, asked):
        assert SlackFiles(BOT_TOKEN, f"{slack}/api/").fetch(f"{slack}/files/1", NAME, 1000) == packed
    assert b"accept-encoding: identity" in asked[0].lower()


def test_dripping_server_is_left_at_the_deadline() -> None:
    drops = (head(Content_Length="1000"), *[b"x"] * 200)
    started = time.monotonic()
    with raw(*drops, pause=0.02) as (slack, _), pytest.raises(SourceError, match="could not be fetched"):
        SlackFiles(BOT_TOKEN, f"{slack}/api/", seconds=0.3).fetch(f"{slack}/files/1", NAME, 1000)
    assert time.monotonic() - started < 3


def test_nobody_there_is_told_in_a_sentence() -> None:
    with raw() as (slack, _):
        pass
    with pytest.raises(SourceError, match="could not be fetched from Slack"):
        SlackFiles(BOT_TOKEN, f"{slack}/api/").fetch(f"{slack}/files/1", NAME, 1000)
