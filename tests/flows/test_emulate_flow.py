"""A Slack that is not ours: the Web API of npm's `emulate`, events sent to us signed.

`.ci/run` installs it, pinned with its hashes, into a folder that EMULATE names; elsewhere this is skipped.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import threading
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fakes import payloads
from fakes.lines import HttpLine
from fakes.workspace import BOT_ID, BOT_TOKEN, BOT_USER, SIGNING_SECRET
from reliability_kit import EVENING, MORNING, index, word
from slack_sdk import WebClient

from bot.app import Bot
from bot.config import load
from bot.model import Delivery, Message
from handlers.client import web_client
from handlers.post import SlackPost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SEED = Path(__file__).parent / "emulate" / "seed.json"
FOLDER = Path(os.environ.get("EMULATE") or "-")
NODE = shutil.which("node")

pytestmark = pytest.mark.skipif(
    NODE is None or not (FOLDER / "node_modules" / "emulate").is_dir(),
    reason="needs Node 20 and npm's emulate in the folder that EMULATE names, as .ci/run installs it",
)


def eventually(condition: Callable[[], Any], timeout: float = 20.0) -> Any:  # noqa: ANN401 - what it returns
    """What `condition` returns once it is true."""
    pause = threading.Event()
    for _ in range(int(timeout / 0.05)):
        if met := condition():
            return met
        pause.wait(0.05)
    raise AssertionError("did not happen in time")


def listening(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.5):
        return True
    return False


@pytest.fixture(scope="module")
def api() -> Iterator[str]:
    """Where emulate's Web API is."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(NODE), str(FOLDER / "node_modules" / "emulate" / "dist" / "index.js"), "start"]
    command += ["--service", "slack", "--port", str(port), "--seed", str(SEED)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - pinned
    try:
        eventually(lambda: listening(port))
        yield f"http://127.0.0.1:{port}/api/"
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def channels(api: str) -> dict[str, str]:
    """The ids of the channels, which the bot has joined."""
    client = WebClient(BOT_TOKEN, base_url=api)
    ids = {str(found["name"]): str(found["id"]) for found in client.conversations_list()["channels"]}
    for name in ("desk", "news"):
        client.conversations_join(channel=ids[name])
    return ids


def settings(api: str, db: Path, channel: str) -> dict[str, str]:
    given = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SIGNING_SECRET, "SLACK_API_URL": api, "PORT": "0"}
    return given | {"VERBATIM_DB": str(db), "VERBATIM_TIMEZONE": "UTC", "VERBATIM_DIGEST_CHANNELS": channel}


def test_mention_is_answered_in_its_thread(api: str, channels: dict[str, str], tmp_path: Path) -> None:
    client, db = WebClient(BOT_TOKEN, base_url=api), tmp_path / "v.db"
    index(db, 1, EVENING)
    asked = str(client.chat_postMessage(channel=channels["desk"], text="what did Ann Hill say?")["ts"])
    bot = Bot(load(settings(api, db, channels["news"])))
    bot.start()
    try:
        port = bot.listener.port
        assert port is not None
        body = payloads.mention("what did Ann Hill say?", channel=channels["desk"], ts=asked)
        for retry in range(2):
            assert HttpLine(port).deliver(body, retry=retry).acked

        def replies() -> list[dict[str, Any]]:
            thread = client.conversations_replies(channel=channels["desk"], ts=asked)["messages"]
            return [message for message in thread if message["ts"] != asked]

        eventually(replies)
    finally:
        bot.stop()
    (reply,) = replies()
    assert word(1, 0) in reply["text"]
    assert reply["thread_ts"] == asked
    assert reply["blocks"]


def test_digest_is_posted_once_and_found_again(api: str, channels: dict[str, str], tmp_path: Path) -> None:
    client, db, wall = WebClient(BOT_TOKEN, base_url=api), tmp_path / "v.db", [EVENING]
    bot = Bot(load(settings(api, db, channels["news"])), clock=lambda: wall[0])
    index(db, 1, EVENING + timedelta(seconds=1))
    wall[0] = MORNING + timedelta(minutes=1)
    for _ in range(3):
        bot.tick()
        bot.deliverer.deliver()
        wall[0] += timedelta(seconds=90)
    bot.stop()
    history = client.conversations_history(channel=channels["news"], include_all_metadata=True)["messages"]
    (digest,) = [message for message in history if "Verbatim digest" in message.get("text", "")]
    assert word(1, 0) in digest["text"]
    key = digest["metadata"]["event_payload"]["run_key"]
    sent = Delivery(key, "digest", channels["news"], Message(""), posting_at=wall[0])
    assert SlackPost(web_client(BOT_TOKEN, api), BOT_ID, BOT_USER).look(sent) == digest["ts"]
