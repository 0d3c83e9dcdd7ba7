"""Settings: defaults < `lexo.toml` in LEXO's home < environment `LEXO_*` < command line. Only the doors read them."""

import os
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from lexo.document import Reason

CHECKOUT = Path(__file__).resolve().parent.parent


def default_home() -> Path:
    """Application Support on a Mac, the XDG data folder elsewhere."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "LEXO"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "lexo"


class Settings(BaseSettings):
    """Everything a person can set; each field is `LEXO_<NAME>` in the environment and `<name>` in `lexo.toml`."""

    model_config = SettingsConfigDict(env_prefix="LEXO_", extra="forbid", frozen=True)

    home: Path = Field(default_factory=default_home)  # database, own copies of the files, backups, logs
    watch: Path = Field(default_factory=lambda: Path.home() / "OCR")  # the folder papers are dropped into
    models: Path = CHECKOUT / "ml_models"  # local models; never filled by itself
    host: str = "127.0.0.1"  # loopback addresses only
    port: int = Field(8000, ge=1, le=65535)  # of the web app
    languages: tuple[str, ...] = ("fra", "eng")  # ISO 639-3, those that are installed are used
    readers: int = Field(0, ge=0, le=64)  # reader processes; 0 = one per core
    page_timeout_s: float = Field(120.0, gt=0)  # after this a page is given up
    stable_after_s: float = Field(5.0, ge=0)  # a dropped file must not change for this long
    rescan_every_s: float = Field(60.0, gt=0)  # the whole watched folder is looked through this often
    watch_events: bool = True  # use the system's events as hints; without them the rescan does all
    max_upload_mb: int = Field(1024, ge=1)  # one upload
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"  # how much is logged
    log_format: Literal["text", "json"] = "text"  # lines for people, or JSON lines

    @property
    def database(self) -> Path:
        return self.home / "lexo.db"

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
    home = Path(given.get("home") or os.environ.get("LEXO_HOME") or default_home()).expanduser()
    file = home / "lexo.toml"
    from_file, problems = _read_toml(file)
    in_force = {name: value for name, value in from_file.items() if f"LEXO_{name.upper()}" not in os.environ}
    values = {**in_force, **given, "home": home}
    while True:
        try:
            return Loaded(_absolute(Settings(**values)), tuple(problems))
        except ValidationError as error:
            problems += [_problem(item, file, values) for item in error.errors()]
            _leave_out(error, values)


def _read_toml(file: Path) -> tuple[dict[str, Any], list[Reason]]:
    try:
        return tomllib.loads(file.read_text("utf-8")), []
    except FileNotFoundError:
        return {}, []
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return {}, [Reason("bad_setting", {"name": "–", "where": file.name, "why": str(error)})]


def _problem(item: Any, file: Path, values: dict[str, Any]) -> Reason:
    name = str(item["loc"][0]) if item["loc"] else "–"
    where = file.name if name in values else f"LEXO_{name.upper()}"
    return Reason("bad_setting", {"name": name, "where": where, "why": str(item["msg"])})


def _leave_out(error: ValidationError, values: dict[str, Any]) -> None:
    """Take the named values away, where they came from, so that the defaults hold."""
    for item in error.errors():
        name = str(item["loc"][0]) if item["loc"] else ""
        if name in values:
            del values[name]
        elif os.environ.pop(f"LEXO_{name.upper()}", None) is None:
            raise error


def _absolute(settings: Settings) -> Settings:
    paths = {name: Path(os.path.abspath(getattr(settings, name).expanduser())) for name in ("home", "watch", "models")}
    return settings.model_copy(update=paths)
