"""Settings: defaults < `lexo.toml` in LEXO's home < environment `LEXO_*` < command line. Only the doors read them."""

import os
import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from lexo.document import Reason

PREFIX = "LEXO_"
CHECKOUT = Path(__file__).resolve().parent.parent


def default_home() -> Path:
    """Application Support on a Mac, the XDG data folder elsewhere."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "LEXO"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "lexo"


class EngineSettings(BaseModel):
    """What can be set for one engine, as `[engines.NAME]` in `lexo.toml`; what is left out is the engine's own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = True
    model: str | None = None  # of `lexo models list`
    temperature: float | None = Field(None, ge=0, le=2)
    max_tokens: int | None = Field(None, ge=1, le=32_768)  # a page
    dpi: int | None = Field(None, ge=36, le=600)  # of the pictures it is shown
    memory_mb: int | None = Field(None, ge=1)  # it is not loaded where it needs more
    timeout_s: float | None = Field(None, gt=0)  # a page


class Settings(BaseModel):
    """Everything a person can set; each field is `LEXO_<NAME>` in the environment and `<name>` in `lexo.toml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    home: Path = Field(default_factory=default_home)  # database, own copies of the files, backups, logs
    watch: Path = Field(default_factory=lambda: Path.home() / "OCR")  # the folder papers are dropped into
    models: Path = CHECKOUT / "ml_models"  # local models; never filled by itself
    host: str = "127.0.0.1"  # loopback addresses only
    port: int = Field(8000, ge=1, le=65535)  # of the web app
    backup_to: Path | None = None  # the folder of backups, on another disk for example; none: in `home`
    backup_every_h: float = Field(24.0, ge=0)  # LEXO backs itself up this often, if something changed; 0: never
    languages: tuple[str, ...] = ("fra", "eng")  # ISO 639-3, those that are installed are used
    strategy: Literal["fast", "balanced", "best"] = "balanced"  # how much work a page is worth
    engine_order: tuple[str, ...] = ()  # model engines to try, in order; empty: as in the manifest
    engines: dict[str, EngineSettings] = {}  # in `lexo.toml` only, as [engines.NAME]
    model_memory_mb: int = Field(0, ge=0)  # for all models together; 0 = two thirds of the memory, at most 16 GB
    model_idle_s: float = Field(600.0, gt=0)  # a model without work is unloaded after this
    models_on_battery: bool = True  # false: background work with models waits for mains power (macOS)
    models_when_hot: bool = False  # false: background work with models waits while the machine is too hot (macOS)
    remote_url: str = ""  # an OpenAI-compatible vision server; pages are sent there. Empty: off
    remote_model: str = ""  # its name on that server
    remote_key: str = Field("", repr=False)  # for servers that want one; best set as LEXO_REMOTE_KEY
    text_url: str = ""  # an OpenAI-compatible server for text (Ollama), where no text model is installed. Empty: off
    text_model: str = ""  # its name on that server
    search_by_meaning: Literal["auto", "on", "off"] = "auto"  # auto: with models for which it was measured to help
    openai_api: bool = False  # answer at /v1 as OpenAI's API does, for other programs on this machine
    understand: bool = True  # say what a paper is and what it says; false: its text only
    cache_mb: int = Field(256, ge=0)  # for readings that are kept so that no page is read twice the same way
    readers: int = Field(0, ge=0, le=64)  # reader processes; 0 = one per core
    page_timeout_s: float = Field(120.0, gt=0)  # after this a page is given up
    stable_after_s: float = Field(5.0, ge=0)  # a dropped file must not change for this long
    rescan_every_s: float = Field(60.0, gt=0)  # the whole watched folder is looked through this often
    watch_events: bool = True  # use the system's events as hints; without them the rescan does all
    max_upload_mb: int = Field(1024, ge=1)  # one upload
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"  # how much is logged
    log_format: Literal["text", "json"] = "text"  # lines for people, or JSON lines

    @field_validator("languages", "engine_order", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        """`fra+eng`, `fra,eng` or `fra eng`, as people write it in the environment."""
        return tuple(re.split(r"[+,;\s]+", value.strip())) if isinstance(value, str) else value

    @property
    def database(self) -> Path:
        return self.home / "lexo.db"

    @property
    def backups(self) -> Path:
        return self.backup_to or self.home / "backups"

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


@dataclass(frozen=True)
class Loaded:
    """Settings in force, and what of the given ones could not be used."""

    settings: Settings
    problems: tuple[Reason, ...]


def load(**overrides: Any) -> Loaded:
    """Settings from file, environment and `overrides`. A broken value is left out and told, never fatal."""
    given = {name: value for name, value in overrides.items() if value is not None}
    said = {name: os.environ[key] for name in Settings.model_fields if (key := PREFIX + name.upper()) in os.environ}
    home = Path(given.get("home") or said.get("home") or default_home()).expanduser()
    file = home / "lexo.toml"
    kept, problems = _read_toml(file)
    values = {**kept, **said, **given, "home": home}
    while True:
        try:
            return Loaded(_absolute(Settings(**values)), tuple(problems))
        except ValidationError as error:
            for item in error.errors(include_url=False):
                where = PREFIX + str(item["loc"][0]).upper() if item["loc"][0] in said else file.name
                problems.append(_without(values, item, where))


def _without(values: dict[str, Any], item: Any, where: str) -> Reason:
    """Take a value that cannot be used away, so that the default holds, and say so."""
    name = str(item["loc"][0])
    values.pop(name)
    return Reason("bad_setting", {"name": name, "where": where, "why": str(item["msg"])})


def _read_toml(file: Path) -> tuple[dict[str, Any], list[Reason]]:
    try:
        return tomllib.loads(file.read_text("utf-8")), []
    except FileNotFoundError:
        return {}, []
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return {}, [Reason("bad_setting", {"name": "–", "where": file.name, "why": str(error)})]


def _absolute(settings: Settings) -> Settings:
    given = {name: getattr(settings, name) for name in ("home", "watch", "models", "backup_to")}
    paths = {name: Path(os.path.abspath(path.expanduser())) for name, path in given.items() if path is not None}
    return settings.model_copy(update=paths)
