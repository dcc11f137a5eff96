"""The process that the reliability tests kill: forked from one that has everything imported, so that a start is quick.

Reads orders, a JSON object a line, and answers with lines: what the child says, then how it ended. Nothing here is in
the product: the n-th call to the database or to Slack is counted, killed or failed around sqlite3 and http.client.
"""

from __future__ import annotations

import functools
import http.client
import json
import os
import signal
import sqlite3
import sys
import threading
import time
from datetime import datetime, timedelta
from typing import Any

import apscheduler.schedulers.base
import apscheduler.triggers.interval

import handlers.http
import handlers.render
import handlers.socket  # noqa: F401 - imported once, before the forks
from bot import app, ticks
from bot.answering import utcnow
from bot.boundary import guarded
from bot.config import load
from handlers.inbound import request_of
from store.lock import locked

Json = dict[str, Any]
CODES = {"full": sqlite3.SQLITE_FULL, "failing": sqlite3.SQLITE_IOERR, "read-only": sqlite3.SQLITE_READONLY}
WRITES = ("INSERT", "UPDATE", "DELETE", "COMMIT")


class Fate:
    """What befalls the n-th call from when it is armed; and the weather over every write, as a file says."""

    def __init__(self, order: Json) -> None:
        self.at = order.get("at", 0)
        self.how = order.get("how", "kill")
        self.of = order.get("of", "")  # "slack": only calls to it are counted
        self.weather = order.get("weather")
        self.count = 0
        self.armed = False

    def meet(self, error: Exception) -> None:
        """One call; the n-th is the last one of this process, or fails with `error`."""
        if not self.armed:
            return
        self.count += 1
        if self.count == self.at:
            if self.how == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            raise error

    def database(self, sql: str) -> None:
        """Before a statement."""
        if self.of != "slack":
            self.meet(failing("failing"))
        if self.weather and sql.lstrip().upper().startswith(WRITES):
            try:
                with open(self.weather, encoding="utf-8") as file:  # noqa: PTH123 - asked at every statement
                    raise failing(file.read())
            except FileNotFoundError:
                return


def failing(how: str) -> sqlite3.OperationalError:
    """As SQLite says it."""
    error = sqlite3.OperationalError(f"made up: {how}")
    error.sqlite_errorcode = CODES[how]
    return error


def install(fate: Fate) -> None:
    """Around sqlite3 and http.client, in this process only."""

    class Connection(sqlite3.Connection):
        def execute(self, sql: str, *rest: Any) -> sqlite3.Cursor:  # noqa: ANN401 - sqlite3's own
            fate.database(sql)
            return super().execute(sql, *rest)

        def executemany(self, sql: str, *rest: Any) -> sqlite3.Cursor:  # noqa: ANN401 - sqlite3's own
            fate.database(sql)
            return super().executemany(sql, *rest)

    sqlite3.connect = functools.partial(sqlite3.connect, factory=Connection)
    request, getresponse = http.client.HTTPConnection.request, http.client.HTTPConnection.getresponse

    def before(self: Any, *given: Any, **named: Any) -> None:  # noqa: ANN401 - http.client's own
        fate.meet(ConnectionRefusedError(111, "made up"))
        request(self, *given, **named)

    def after(self: Any) -> Any:  # noqa: ANN401 - http.client's own
        answer = getresponse(self)
        fate.meet(ConnectionResetError(104, "made up"))
        return answer

    http.client.HTTPConnection.request, http.client.HTTPConnection.getresponse = before, after  # type: ignore[method-assign]


def say(**fields: object) -> None:
    """A line to whoever ordered this."""
    os.write(1, json.dumps(fields).encode() + b"\n")


class Wall:
    """A clock that moves a second when told to."""

    def __init__(self, now: str) -> None:
        self.now = datetime.fromisoformat(now)

    def __call__(self) -> datetime:
        return self.now


def digest(order: Json, fate: Fate) -> None:
    """The digest phase, call after call in one thread: freeze what is due, reconcile, send."""
    wall = Wall(order["now"])
    bot = app.Bot(load(order["environ"]), clock=wall, settle=timedelta(0))
    fate.armed = True
    for _ in range(order.get("rounds", 4)):
        guarded("tick", bot.tick)
        guarded("deliver", bot.deliverer.deliver)
        wall.now += timedelta(seconds=2)
    say(calls=fate.count)


def answer(order: Json, fate: Fate) -> None:
    """The answer phase: what an earlier process left, a delivery by Slack, its ack, the answer, the reply."""
    wall = Wall(order["now"])
    bot = app.Bot(load(order["environ"]), clock=wall, settle=timedelta(0))
    bot.store.reopen()
    fate.armed = True
    inbound = request_of(order["body"], order["me"])
    assert inbound.request is not None
    taken = guarded("receive", lambda: (bot.newsroom.receive(inbound.request, inbound.claims),))
    say(acked=taken is not None)
    for _ in range(order.get("rounds", 4)):
        while guarded("take", bot.workers._next):
            pass
        guarded("reconcile", bot.deliverer.reconcile)
        guarded("deliver", bot.deliverer.deliver)
        wall.now += timedelta(seconds=2)
    say(calls=fate.count)


def run(order: Json, fate: Fate) -> None:
    """`verbatim run`, until SIGTERM: quick ticks, a short settle, and a clock that may be ahead or be set."""
    stopping, ahead = threading.Event(), [order.get("ahead", 0.0)]
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    signal.signal(signal.SIGUSR1, lambda *_: ahead.__setitem__(0, order["step"]))
    app.DIGEST_TICK = app.BEAT = order.get("tick", 0.2)
    if "step" in order:
        step(ahead)
    settings = load(order["environ"])
    with locked(settings.db):
        settle = timedelta(seconds=order.get("settle", 0.3))
        bot = app.Bot(settings, lambda: utcnow() + timedelta(seconds=ahead[0]), settle, time.monotonic)
        fate.armed = True
        bot.start()
        say(port=bot.listener.port)
        stopping.wait()
        bot.stop()


def step(ahead: list[float]) -> None:
    """The wall clock of this process is ahead of the machine's: for APScheduler, too, which asks it by itself."""

    class Shifted(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # noqa: ANN401 - datetime's own
            return datetime.now(tz) + timedelta(seconds=ahead[0])

    apscheduler.schedulers.base.datetime = Shifted
    ticks.datetime = Shifted  # type: ignore[attr-defined,misc]
    ticks.LOOK = 0.2
    real = time.time
    ticks._offset = lambda: real() + ahead[0] - time.monotonic()


PHASES = {"digest": digest, "answer": answer, "run": run}


def child(order: Json) -> None:
    """Carry out an order and end, without a word to anybody else's buffers."""
    status = 1
    try:
        log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(log, 2)
        sys.stderr = os.fdopen(2, "w", buffering=1, closefd=False)
        app.configure_logging(order.get("level", "INFO"))
        fate = Fate(order)
        install(fate)
        PHASES[order["do"]](order, fate)
        status = 0
    finally:
        os._exit(status)


def main() -> None:
    """Fork a child an order, one after the other."""
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            child(order)
        say(pid=pid)
        _, status = os.waitpid(pid, 0)
        say(ended=os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
