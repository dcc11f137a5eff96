"""Files people send the bot, fetched from Slack with the bot's token and from nowhere else.

The token goes only to Slack's own file host, or to the host of SLACK_API_URL, over TLS (or as that address says); no
redirect is followed, so it goes nowhere else either. A deadline covers the whole, not each read; bytes beyond the limit
are not fetched. [docs.slack.dev/reference/objects/file-object, "url_private" with an Authorization header, files:read]
"""

from __future__ import annotations

import time
from urllib.parse import urlsplit

import urllib3

from bot.errors import SourceError

HOSTS = frozenset({"files.slack.com", "files.slack-gov.com"})
SECONDS = 20.0  # for a whole file
_CHUNK = 1 << 16
UNGRANTED = (
    "Slack did not hand over {name}: the app may lack the scope files:read (optional in the manifest). "
    "Send the text itself after check."
)
LOST = "{name} could not be fetched from Slack: send it again."
STRANGER = "{name} does not come from Slack's own files: send it here as a file."


class SlackFiles:
    """`bot.ports.Files`; `api_url` is where the Web API is."""

    def __init__(self, token: str, api_url: str, seconds: float = SECONDS) -> None:
        self._token = token
        self._api = urlsplit(api_url)
        self._seconds = seconds
        timeout = urllib3.Timeout(connect=5.0, read=5.0)
        self._pool = urllib3.PoolManager(num_pools=2, timeout=timeout, retries=False)

    def fetch(self, url: str, name: str, limit: int) -> bytes:
        """The bytes of a file, at most one more than `limit`. Raises SourceError with what to do."""
        if not self._trusted(url):
            raise SourceError(STRANGER.format(name=name))
        end = time.monotonic() + self._seconds
        headers = {"Authorization": f"Bearer {self._token}", "Accept-Encoding": "identity"}
        try:
            answer = self._pool.request(
                "GET", url, headers=headers, redirect=False, preload_content=False, decode_content=False
            )
            try:
                self._taken(answer, name)
                return _read(answer, name, limit, end)
            finally:
                answer.close()  # what is left of it is not read
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise SourceError(LOST.format(name=name)) from error

    def _trusted(self, url: str) -> bool:
        """Whether the token may go there."""
        try:
            to = urlsplit(url)
            at = (to.scheme, to.hostname, to.port)
        except ValueError:  # no such port
            return False
        own = at == (self._api.scheme, self._api.hostname, self._api.port)
        return own or (to.scheme == "https" and to.hostname in HOSTS and to.port in {None, 443})

    @staticmethod
    def _taken(answer: urllib3.BaseHTTPResponse, name: str) -> None:
        """Raise unless it is the file: without the scope Slack shows its sign-in page, or points there."""
        page = answer.headers.get("Content-Type", "").startswith("text/html")
        if answer.status in {301, 302, 303, 307, 308, 401, 403} or (answer.status == 200 and page):
            raise SourceError(UNGRANTED.format(name=name))
        if answer.status != 200:
            raise SourceError(LOST.format(name=name))


def _read(answer: urllib3.BaseHTTPResponse, name: str, limit: int, end: float) -> bytes:
    """What comes, as it comes, until it is all, too much or too late."""
    data = bytearray()
    while len(data) <= limit:
        if time.monotonic() > end:
            raise SourceError(LOST.format(name=name))
        piece = answer.read1(_CHUNK)
        if not piece:
            return bytes(data)
        data += piece
    return bytes(data[: limit + 1])
