"""A line between the bot and the fake's sockets that can be cut, or go silent without a word."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from typing import Self

RESET = struct.pack("ii", 1, 0)  # SO_LINGER of no time: close sends RST


class Relay:
    """Forwards connections to a port on 127.0.0.1; a context manager. `port` is where it listens."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self._lines: list[tuple[socket.socket, socket.socket]] = []
        self._frozen: set[socket.socket] = set()
        self.refusing = False
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self.reset()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._door.accept()
            except OSError:
                return
            if self.refusing:
                _cut(near)
                continue
            far = socket.create_connection(("127.0.0.1", self._target))
            with self._lock:
                self._lines.append((near, far))
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._pump, args=(one, other), daemon=True).start()

    def _pump(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                if one not in self._frozen:
                    other.sendall(data)
        if one not in self._frozen:
            for end in (one, other):
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def freeze(self) -> None:
        """The connections there are stay open, and nothing goes over them any more: half-open."""
        with self._lock:
            self._frozen |= {end for line in self._lines for end in line}
            self._lines = []

    def reset(self) -> None:
        """The connections there are end with RST."""
        with self._lock:
            ends, self._lines = [end for line in self._lines for end in line], []
        for end in ends:
            _cut(end)


def _cut(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        end.shutdown(socket.SHUT_RDWR)
    end.close()
