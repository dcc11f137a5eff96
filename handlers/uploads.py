"""Pictures into threads: three calls of Slack's, of which the last one posts.

files.getUploadURLExternal (which takes the alternative text), the bytes to the address it gives, and
files.completeUploadExternal into the thread [docs.slack.dev/messaging/working-with-files, files:write]. The file is a
message of its own without our metadata: it cannot be looked for after a crash, so it is tried once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.failures import FAILURES, trouble

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from bot.digest.charts import Picture

ALT = 1000  # letters of alternative text


class Uploads:
    """`bot.digest.charts.Gallery` over a `WebClient`."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def attach(self, channel: str, thread_ts: str, picture: Picture) -> None:
        """Put it under a message, as a file of its own. Raises PostError where it surely or possibly is not there."""
        words = picture.words if len(picture.words) <= ALT else f"{picture.words[: ALT - 1]}…"
        try:
            self._client.files_upload_v2(
                filename=picture.name,
                content=picture.png,
                title=picture.title,
                alt_txt=words,
                channel=channel,
                thread_ts=thread_ts,
            )
        except FAILURES as error:
            raise trouble(error) from error
