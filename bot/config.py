"""Settings from the environment, every problem reported at once.

Each variable may be given as NAME_FILE instead, naming a file that holds the value (as container secrets are).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from tzlocal import get_localzone_name

from bot.errors import ConfigError, SourceError
from bot.ingest.addresses import Intranet, place_of
from bot.zones import is_zone

if TYPE_CHECKING:
    from collections.abc import Mapping

Mode = Literal["socket", "http", "terminal"]
TIME = r"^([01]?\d|2[0-3]):[0-5]\d$"


class Settings(BaseModel):
    """What the process was started with. Build it with `load`."""

    model_config = ConfigDict(frozen=True)

    slack_bot_token: SecretStr | None = Field(None, alias="SLACK_BOT_TOKEN")
    slack_app_token: SecretStr | None = Field(None, alias="SLACK_APP_TOKEN")
    slack_signing_secret: SecretStr | None = Field(None, alias="SLACK_SIGNING_SECRET")
    slack_api_url: str = Field("https://slack.com/api/", alias="SLACK_API_URL")
    forced_mode: Mode | None = Field(None, alias="VERBATIM_MODE")
    db: Path = Field(Path("verbatim.db"), alias="VERBATIM_DB")
    host: str = Field("127.0.0.1", alias="VERBATIM_HOST")
    port: int = Field(3000, alias="PORT", ge=0, le=65535)
    timezone: str = Field(default_factory=lambda: get_localzone_name() or "UTC", alias="VERBATIM_TIMEZONE")
    news_hours: int = Field(72, alias="VERBATIM_NEWS_HOURS", ge=1)
    digest_channels: tuple[str, ...] = Field((), alias="VERBATIM_DIGEST_CHANNELS")
    digest_at: str = Field("07:30", alias="VERBATIM_DIGEST_AT", pattern=TIME)
    sources: tuple[str, ...] = Field((), alias="VERBATIM_SOURCES")
    intranet: tuple[str, ...] = Field((), alias="VERBATIM_INTRANET")
    contact: str | None = Field(None, alias="VERBATIM_CONTACT", pattern=r"^[!-~ ]{0,200}$")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", alias="VERBATIM_LOG_LEVEL")

    @field_validator("digest_channels", "sources", "intranet", mode="before")
    @classmethod
    def _channels(cls, value: object) -> object:
        """Split "C1, C2"."""
        return tuple(v.strip() for v in value.split(",") if v.strip()) if isinstance(value, str) else value

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        if not is_zone(value):
            raise ValueError(f"{value!r} is no IANA time zone; one is Europe/Istanbul")
        return value

    @field_validator("intranet")
    @classmethod
    def _opened(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        Intranet.of(value)
        return value

    @field_validator("sources")
    @classmethod
    def _addressed(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        try:
            for one in value:
                place_of(one if "://" in one else "https://example.org")  # files are looked for by the bot that runs
        except SourceError as error:
            raise ValueError(str(error)) from None
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _slash(cls, value: str) -> str:
        return value.rstrip("/") + "/"

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
    for field in Settings.model_fields.values():
        name = str(field.alias)
        try:
            value = _value(environ, name)
        except ConfigError as error:
            problems.append(str(error))
            continue
        if value is not None:
            given[name] = value
    try:
        settings = Settings.model_validate(given)
    except ValidationError as error:
        problems += [f"{e['loc'][0]}: {_plain(str(e['msg']))}." for e in error.errors()]
    if problems:
        raise ConfigError(" ".join(problems))
    return settings


def _plain(message: str) -> str:
    """Pydantic's sentence without its prefix."""
    return (
        message.removeprefix("Value error, ").rstrip(".").replace(f"match pattern '{TIME}'", "be a time such as 07:30")
    )
