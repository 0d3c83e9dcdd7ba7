"""The socket guard: a process that has it reaches this machine and nothing else, whatever a library tries.

Python tells an audit hook of every call of the `socket` module, and an exception from the hook stops the call. For a
socket that is given a name instead of an address it tells only after a name server was asked, so those methods are
judged before as well. What a C library does by itself, and what other programs do, is not told. A hook cannot be taken
away again, so `install` is for processes that live with it: the server and the readers.
"""

import functools
import ipaddress
import logging
import socket
import sys
import threading
from collections.abc import Collection
from typing import Any

log = logging.getLogger(__name__)

_REMEMBERED = 20  # refused targets that are told by name; a library that tries all day fills no memory
_LOCALHOST = frozenset({"localhost", "ip6-localhost"})
_TO_LISTEN = frozenset({"", "0.0.0.0", "::"})  # looked up by whoever listens; nobody is asked, nothing is sent
_SENDS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_LOOKUPS = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"})

Target = tuple[str, int]


class NetworkRefused(PermissionError):
    """A connection LEXO does not allow. An OSError, so that libraries take it for a network that is down."""


def install(allowed: Collection[Target] = ()) -> None:
    """From now on let this process reach only loopback addresses, Unix sockets and the `allowed` (host, port).

    Other calls to `socket.connect`, `sendto`, `sendmsg` and the look-ups raise NetworkRefused. Listening is free. An
    allowed name may be looked up, and the addresses it is found at may be reached at its port. A second call gives
    another list. For the whole process, all threads; costs under 1 µs for each audited event (imports, opened files).
    """
    _guard.allow(allowed)
    if not _guard.is_on:
        _guard.is_on = True
        sys.addaudithook(_guard.hear)
        for method in ("connect", "connect_ex", "sendto"):
            setattr(socket.socket, method, _judged_before(getattr(socket.socket, method)))


def attempts() -> int:
    """How often something in this process tried to reach beyond this machine, and was refused."""
    return _guard.attempts


def refused() -> tuple[str, ...]:
    """The first of the targets that were refused, each once, as "host:port" or "host"."""
    return tuple(_guard.refused)


class _Guard:
    """What is allowed, and what was tried."""

    def __init__(self) -> None:
        self.is_on = False
        self.attempts = 0
        self.refused: list[str] = []
        self._targets: frozenset[Target] = frozenset()
        self._hosts: frozenset[str] = frozenset()
        self._found: set[Target] = set()
        self._is_recording = False
        self._lock = threading.Lock()

    def allow(self, allowed: Collection[Target]) -> None:
        self._targets = frozenset((_spelled(host), port) for host, port in allowed)
        self._hosts = frozenset(host for host, _ in self._targets)
        self._found = set()
        if not self._is_recording and any(_address(host) is None for host in self._hosts):
            self._is_recording = True
            socket.getaddrinfo = self._recording(socket.getaddrinfo)

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """The audit hook; Python calls it for every event there is."""
        if event in _SENDS:
            self.judge_sending(*arguments)
        elif event in _LOOKUPS:
            self._judge_lookup(arguments[0])

    def judge_sending(self, sender: socket.socket, address: Any) -> None:
        if address is None or sender.family == socket.AF_UNIX:
            return
        if sender.family not in (socket.AF_INET, socket.AF_INET6):
            self._refuse(f"address family {sender.family}")
        host, port = _spelled(address[0]), address[1]
        if not (_is_this_machine(host) or (host, port) in self._targets or (host, port) in self._found):
            self._refuse(f"{host}:{port}")

    def _judge_lookup(self, asked: Any) -> None:
        """`asked` is a host, or the address of which a name is wanted."""
        host = _spelled(asked[0] if isinstance(asked, tuple) else asked)
        if not (_is_this_machine(host) or host in _TO_LISTEN or host in self._hosts):
            self._refuse(host)

    def _refuse(self, target: str) -> None:
        with self._lock:
            self.attempts += 1
            is_new = target not in self.refused and len(self.refused) < _REMEMBERED
            if is_new:
                self.refused.append(target)
        if is_new:
            log.warning("refused to reach %s: LEXO leaves this machine only for what a person switched on", target)
        raise NetworkRefused(f"LEXO does not allow this process to reach {target}")

    def _recording(self, lookup: Any) -> Any:
        """`socket.getaddrinfo` that remembers where the allowed names are found; others are left as they are."""

        @functools.wraps(lookup)
        def looked_up(host: Any, port: Any, *arguments: Any, **options: Any) -> Any:
            answers = lookup(host, port, *arguments, **options)
            if _spelled(host) in self._hosts:
                addresses = {(_spelled(answer[4][0]), answer[4][1]) for answer in answers}
                ports = {port for name, port in self._targets if name == _spelled(host)}
                self._found |= {(address, port) for address, port in addresses if port in ports}
            return answers

        return looked_up


_guard = _Guard()


def _judged_before(method: Any) -> Any:
    """A method of sockets whose last argument is an address, judged before a name in it is looked up."""

    @functools.wraps(method)
    def judged(sender: socket.socket, *arguments: Any) -> Any:
        if arguments:
            _guard.judge_sending(sender, arguments[-1])
        return method(sender, *arguments)

    return judged


def _spelled(host: Any) -> str:
    """One spelling of a host: text, lower case, addresses in their short form, no final dot."""
    text = bytes(host).decode("ascii", "replace") if isinstance(host, bytes | bytearray) else str(host or "")
    address = _address(text)
    return str(address) if address else text.lower().removesuffix(".")


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address a text spells, IPv4 in IPv6 unwrapped; None for a name, also for odd spellings such as 127.1."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _is_this_machine(host: str) -> bool:
    if host in _LOCALHOST:
        return True
    address = _address(host)
    return address is not None and address.is_loopback
