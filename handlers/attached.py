"""Files that come with a direct message: the draft among them, as a request carries it. Pure."""

from __future__ import annotations

import json
from typing import Any

Payload = dict[str, Any]


def draft(event: Payload) -> str | None:
    """What is to be checked, as the text of a request, which is erased once answered; None without a file.

    Only where to get it, its name and size; the words themselves are fetched when it is answered and never kept.
    [docs.slack.dev/reference/objects/file-object: url_private, and file_access of files shared by strangers]
    """
    files = [one for one in event.get("files") or [] if isinstance(one, dict)]
    if not files:
        return None
    first = files[0]
    given = {
        "name": str(first.get("name") or first.get("title") or "the file")[:200],
        "url": str(first.get("url_private_download") or first.get("url_private") or ""),
        "size": first["size"] if isinstance(first.get("size"), int) else 0,
        "files": len(files),
    }
    return json.dumps(given)
