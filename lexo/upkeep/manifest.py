"""What a backup says of itself: `manifest.json`, checked as data from outside."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lexo.errors import BackupDamaged

NAME = "manifest.json"
FORMAT = 1
Sha256 = str
_SHA256 = r"^[0-9a-f]{64}$"
_SNAPSHOT = re.compile(r"\d{8}T\d{6}Z(?:-\d+)?")  # 20261121T184200Z


class KeptFile(BaseModel):
    """A file of the backup: by content for papers, by name for the library's own."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    sha256: str = Field(pattern=_SHA256)
    size_bytes: int = Field(ge=0)


class Manifest(BaseModel):
    """What a backup holds. Keys may be added by later versions; `format` changes when older ones cannot read it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    format: int = Field(ge=1)
    version: str = Field(max_length=40)  # of LEXO
    schema_number: int = Field(ge=0)
    made_at: str = Field(max_length=40)  # UTC, ISO 8601
    why: str = Field(max_length=40)
    database: KeptFile
    papers: tuple[KeptFile, ...]
    left_out: tuple[str, ...] = ()  # SHA-256 of papers whose own copy was gone or damaged
    own_files: dict[str, KeptFile] = {}  # settings and trust lists, by their path in LEXO's home


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup in its folder."""

    path: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        return self.path.name


def write(folder: Path, manifest: Manifest) -> Path:
    """Write it, and give its path."""
    path = folder / NAME
    path.write_text(json.dumps(manifest.model_dump(), indent=1) + "\n", "utf-8")
    path.chmod(0o600)
    return path


def read(folder: Path) -> Backup:
    """Read it. Raises BackupDamaged."""
    try:
        return Backup(folder, Manifest.model_validate_json((folder / NAME).read_bytes()))
    except (OSError, ValidationError) as error:
        raise BackupDamaged(name=folder.name, what="its manifest cannot be read") from error


def is_name(name: str) -> bool:
    """Whether a folder can be a backup, by its name; those that are being made have another."""
    return _SNAPSHOT.fullmatch(name) is not None
