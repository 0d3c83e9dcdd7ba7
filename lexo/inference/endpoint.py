"""Where a remote server is: one address that a person set, taken apart and checked before anything is sent there."""

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from lexo.errors import BadSetting, RemoteOff

_PATH = "/chat/completions"
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible server. The key is nowhere but in the header of a request."""

    url: str  # of its chat completions
    host: str
    port: int
    model: str
    key: str = field(default="", repr=False)

    @property
    def target(self) -> tuple[str, int]:
        """What the socket guard must allow."""
        return self.host, self.port

    @property
    def label(self) -> str:
        """The model and who runs it, as it is stored with what was read; of a folder on the server only its name."""
        name = self.model.rstrip("/").rpartition("/")[2] if self.model.startswith("/") else self.model
        return f"{name}@{self.host}"


def endpoint(url: str, model: str = "", key: str = "") -> Endpoint:
    """Check a person's setting; `url` ends in /v1 or in /v1/chat/completions.

    Raises RemoteOff for an empty one, BadSetting for one that cannot be used or would send papers unencrypted through
    the Internet.
    """
    if not url.strip():
        raise RemoteOff()
    try:
        split = urlsplit(url.strip())
        host, port = (split.hostname or "").rstrip("."), split.port
    except ValueError as error:
        raise _bad("it is not an address") from error
    if split.scheme not in _PORTS or not host:
        raise _bad("it must begin with http:// or https:// and name a host")
    if split.username is not None or split.password is not None or split.query or split.fragment:
        raise _bad("it must hold no user, key or question mark; the key has its own setting, remote_key")
    if split.scheme == "http" and not _is_near(host):
        raise _bad("it would send papers unencrypted through the Internet; use https://")
    if any(not character.isprintable() or not character.isascii() for character in key):
        raise BadSetting(name="remote_key", where="lexo.toml", why="it holds characters no key has")
    return Endpoint(_full(split), host, port or _PORTS[split.scheme], model.strip() or "default", key.strip())


def _full(split: SplitResult) -> str:
    path = split.path.rstrip("/")
    return f"{split.scheme}://{split.netloc}{path if path.endswith(_PATH) else path + _PATH}"


def _is_near(host: str) -> bool:
    """This machine or the own network: a private address, or a name that only the own network knows."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith((".local", ".lan", ".home.arpa", ".localhost"))
    return address.is_loopback or address.is_private or address.is_link_local


def _bad(why: str) -> BadSetting:
    return BadSetting(name="remote_url", where="lexo.toml", why=why)
