"""Settings from the environment, every problem reported at once.

Each variable may be given as NAME_FILE instead, naming a file that holds the value (as container secrets are). Plain
dataclasses: a library for this took longer to load than a question takes to be answered.
"""

from __future__ import annotations

import os
import re
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from bot.errors import ConfigError, SourceError
from bot.zones import is_zone, local_zone

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Mode = Literal["socket", "http", "terminal"]
LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]


class Secret:
    """A value that no log, traceback or repr shows."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return "Secret(…)"

    def revealed(self) -> str:
        """The value, for whoever it is meant for."""
        return self._value


def _number(least: int, most: int | None = None) -> Callable[[str], int]:
    """Reads a whole number of this range."""
    wanted = f"a whole number from {least} " + ("on" if most is None else f"to {most}")

    def read(value: str) -> int:
        try:
            number = int(value)
        except ValueError:
            raise ValueError(f"{value!r} is not {wanted}") from None
        if number < least or (most is not None and number > most):
            raise ValueError(f"{value!r} is not {wanted}")
        return number

    return read


def _one_of(*names: str) -> Callable[[str], Any]:
    """Reads one of these names."""

    def read(value: str) -> str:
        if value not in names:
            raise ValueError(f"{value!r} is none of {', '.join(names)}")
        return value

    return read


def _listed(value: str) -> tuple[str, ...]:
    """Split "C1, C2"."""
    return tuple(one.strip() for one in value.split(",") if one.strip())


def _zone(value: str) -> str:
    if not is_zone(value):
        raise ValueError(f"{value!r} is no IANA time zone; one is Europe/Istanbul")
    return value


def _time(value: str) -> str:
    if not re.fullmatch(r"([01]?[0-9]|2[0-3]):[0-5][0-9]", value):
        raise ValueError(f"{value!r} is no time such as 07:30")
    return value


def _contact(value: str) -> str:
    if not re.fullmatch(r"[!-~ ]{0,200}", value):
        raise ValueError("it goes into a header: write at most 200 characters of plain ASCII")
    return value


def _base(value: str) -> str:
    return value.rstrip("/") + "/"


def _intranet(value: str) -> tuple[str, ...]:
    from bot.ingest.addresses import Intranet  # noqa: PLC0415 - only where there is one

    Intranet.of(named := _listed(value))
    return named


def _sources(value: str) -> tuple[str, ...]:
    from bot.ingest.addresses import place_of  # noqa: PLC0415 - only where there are some

    named = _listed(value)
    try:
        for one in named:
            place_of(one if "://" in one else "https://example.org")  # files are looked for by the bot that runs
    except SourceError as error:
        raise ValueError(str(error)) from None
    return named


def _from(variable: str, read: Callable[[str], object] = str) -> dict[str, Any]:
    """Where a setting comes from: its variable, and what reads its text (ValueError: what is wrong with it)."""
    return {"variable": variable, "read": read}


@dataclass(frozen=True)
class Settings:
    """What the process was started with. Build it with `load`."""

    slack_bot_token: Secret | None = field(default=None, metadata=_from("SLACK_BOT_TOKEN", Secret))
    slack_app_token: Secret | None = field(default=None, metadata=_from("SLACK_APP_TOKEN", Secret))
    slack_signing_secret: Secret | None = field(default=None, metadata=_from("SLACK_SIGNING_SECRET", Secret))
    slack_api_url: str = field(default="https://slack.com/api/", metadata=_from("SLACK_API_URL", _base))
    forced_mode: Mode | None = field(default=None, metadata=_from("VERBATIM_MODE", _one_of(*get_args(Mode))))
    db: Path = field(default=Path("verbatim.db"), metadata=_from("VERBATIM_DB", Path))
    host: str = field(default="127.0.0.1", metadata=_from("VERBATIM_HOST"))
    port: int = field(default=3000, metadata=_from("PORT", _number(0, 65535)))
    timezone: str = field(default_factory=lambda: local_zone(os.environ), metadata=_from("VERBATIM_TIMEZONE", _zone))
    news_hours: int = field(default=72, metadata=_from("VERBATIM_NEWS_HOURS", _number(1)))
    digest_channels: tuple[str, ...] = field(default=(), metadata=_from("VERBATIM_DIGEST_CHANNELS", _listed))
    digest_at: str = field(default="07:30", metadata=_from("VERBATIM_DIGEST_AT", _time))
    sources: tuple[str, ...] = field(default=(), metadata=_from("VERBATIM_SOURCES", _sources))
    intranet: tuple[str, ...] = field(default=(), metadata=_from("VERBATIM_INTRANET", _intranet))
    contact: str | None = field(default=None, metadata=_from("VERBATIM_CONTACT", _contact))
    log_level: LogLevel = field(default="INFO", metadata=_from("VERBATIM_LOG_LEVEL", _one_of(*get_args(LogLevel))))

    @property
    def mode(self) -> Mode:
        """How the bot listens: Socket Mode, HTTP, or no Slack at all. Raises ConfigError."""
        if self.forced_mode == "terminal" or (self.slack_bot_token is None and self.forced_mode is None):
            return "terminal"
        needed = {
            "socket": (("SLACK_BOT_TOKEN", self.slack_bot_token), ("SLACK_APP_TOKEN", self.slack_app_token)),
            "http": (("SLACK_BOT_TOKEN", self.slack_bot_token), ("SLACK_SIGNING_SECRET", self.slack_signing_secret)),
        }
        mode: Mode = self.forced_mode or ("socket" if self.slack_app_token else "http")
        missing = [name for name, value in needed[mode] if value is None]
        if missing and self.forced_mode is None:
            raise ConfigError(
                "SLACK_BOT_TOKEN is set, but neither SLACK_APP_TOKEN (Socket Mode) "
                "nor SLACK_SIGNING_SECRET (HTTP): set one."
            )
        if missing:
            raise ConfigError(f"VERBATIM_MODE={mode} needs {' and '.join(missing)}: set it, or unset VERBATIM_MODE.")
        return mode


def variables() -> dict[str, object]:
    """Every variable with its default: None where there is none, or where it depends on the machine."""
    return {one.metadata["variable"]: None if one.default is MISSING else one.default for one in fields(Settings)}


def _value(environ: Mapping[str, str], name: str) -> str | None:
    """The variable, else the content of the file that NAME_FILE names; empty counts as unset."""
    direct, path = environ.get(name), environ.get(f"{name}_FILE")
    if direct and path:
        raise ConfigError(f"{name} and {name}_FILE are both set: unset one of them.")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip() or None
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not text"
            raise ConfigError(f"{name}_FILE names {path}, which cannot be read: {reason}.") from None
    return direct or None


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from `environ` (default: the process's). Raises ConfigError listing every problem."""
    environ = os.environ if environ is None else environ
    problems, given = [], {}
    for setting in fields(Settings):
        name = setting.metadata["variable"]
        try:
            value = _value(environ, name)
            if value is not None:
                given[setting.name] = setting.metadata["read"](value)
        except ConfigError as error:
            problems.append(str(error))
        except ValueError as error:
            problems.append(f"{name}: {str(error).rstrip('.')}.")
    if problems:
        raise ConfigError(" ".join(problems))
    return Settings(**given)
