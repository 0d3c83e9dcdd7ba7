"""The socket guard; each test in a process of its own, because an audit hook cannot be taken away again."""

import subprocess
import sys
import textwrap

import pytest

from lexo import guard

BEGIN = """
import asyncio, http.client, http.server, os, socket, sys, tempfile, threading, urllib.request
from lexo import guard

def tried(call):
    "What a call raises: NetworkRefused, another error's name, or nothing."
    try:
        call()
    except BaseException as error:
        found = error.reason if isinstance(getattr(error, "reason", None), BaseException) else error
        return type(found).__name__
    return "done"

"""


def run(program: str) -> list[str]:
    """The lines a program prints; it must end well and say nothing on stderr but the guard's own warnings."""
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + textwrap.dedent(program)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    "call",
    [
        "socket.create_connection(('192.0.2.1', 80), 1)",
        "socket.create_connection(('example.com', 443), 1)",
        "socket.create_connection(('2001:db8::1', 80), 1)",
        "socket.getaddrinfo('example.com', 443)",
        "socket.getaddrinfo(b'example.com', 443)",
        "socket.gethostbyname('example.com')",
        "socket.gethostbyname_ex('example.com')",
        "socket.gethostbyaddr('192.0.2.1')",
        "socket.getnameinfo(('192.0.2.1', 80), 0)",
        "socket.socket().connect(('192.0.2.1', 80))",
        "socket.socket().connect(('example.com', 80))",
        "socket.socket().connect_ex(('192.0.2.1', 80))",
        "socket.socket().connect(('127.1.evil.example', 80))",
        "socket.socket(socket.AF_INET6).connect(('::ffff:192.0.2.1', 80))",
        "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
        "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', 0, ('192.0.2.1', 53))",
        "socket.socket(type=socket.SOCK_DGRAM).sendmsg([b'x'], [], 0, ('192.0.2.1', 53))",
        "urllib.request.urlopen('http://example.com/', timeout=1)",
        "http.client.HTTPSConnection('192.0.2.1', timeout=1).request('GET', '/')",
        "asyncio.run(asyncio.open_connection('192.0.2.1', 80))",
        "asyncio.run(asyncio.open_connection('example.com', 80))",
    ],
)
def test_reaching_beyond_this_machine_is_refused_and_counted(call: str) -> None:
    assert run(f"""
        guard.install()
        print(tried(lambda: {call}))
        print(guard.attempts() > 0, guard.refused() != ())
    """) == ["NetworkRefused", "True True"]


def test_httpx_takes_a_refusal_for_a_network_that_is_down() -> None:
    assert run("""
        import httpx
        guard.install()
        print(tried(lambda: httpx.get("https://example.com/")))
    """) == ["ConnectError"]


def test_refusals_are_told_once_each_by_name() -> None:
    assert run("""
        guard.install()
        for _ in range(3):
            tried(lambda: socket.getaddrinfo("Example.COM.", 443))
        tried(lambda: socket.socket().connect(("192.0.2.1", 80)))
        for number in range(100):
            tried(lambda: socket.getaddrinfo(f"host{number}.example", 443))
        print(guard.attempts(), len(guard.refused()), guard.refused()[:2])
    """) == ["104 20 ('example.com', '192.0.2.1:80')"]


def test_loopback_and_unix_sockets_stay_open() -> None:
    assert run("""
        os.chdir(tempfile.mkdtemp())
        guard.install()
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
        server.RequestHandlerClass.log_message = lambda *arguments: None
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_port
        for host in ("127.0.0.1", "localhost"):
            print(urllib.request.urlopen(f"http://{host}:{port}/", timeout=5).status)
        listener = socket.socket(socket.AF_UNIX)
        listener.bind("door")
        listener.listen()
        print(tried(lambda: socket.socket(socket.AF_UNIX).connect("door")))
        print(tried(lambda: socket.socketpair()))
        print(tried(lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9))))
        print(tried(lambda: socket.getaddrinfo("127.0.0.1", 80)), tried(lambda: socket.getaddrinfo(None, 80)))
        print(guard.attempts())
        server.shutdown()
    """) == ["200", "200", "done", "done", "done", "done done", "0"]


def test_ipv6_loopback_is_this_machine_in_both_its_spellings() -> None:
    assert run("""
        guard.install()
        for host in ("::1", "::ffff:127.0.0.1", "0:0:0:0:0:0:0:1"):
            found = tried(lambda: socket.socket(socket.AF_INET6).connect((host, 9)))
            print(found != "NetworkRefused")
    """) == ["True", "True", "True"]


def test_asyncio_and_uvicorn_serve_under_the_guard() -> None:
    assert run("""
        import uvicorn

        async def app(scope, receive, send):
            if scope["type"] == "http":
                await send({"type": "http.response.start", "status": 200, "headers": []})
                await send({"type": "http.response.body", "body": b"served"})

        guard.install()
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            pass
        port = server.servers[0].sockets[0].getsockname()[1]
        print(urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).read().decode())
        server.should_exit = True
        thread.join()
        print(guard.attempts())
    """) == ["served", "0"]


def test_spawned_processes_start_under_the_guard() -> None:
    assert run("""
        import concurrent.futures, multiprocessing
        guard.install()
        with concurrent.futures.ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), guard.install) as pool:
            print(pool.submit(abs, -7).result(), pool.submit(guard.attempts).result())
    """) == ["7 0"]


def test_the_allowed_address_is_reached_at_its_port_only() -> None:
    assert run("""
        guard.install([("192.0.2.1", 8080)])
        sender = socket.socket(type=socket.SOCK_DGRAM)
        print(tried(lambda: sender.connect(("192.0.2.1", 8080))) == "NetworkRefused")
        print(tried(lambda: sender.connect(("192.0.2.1", 8081))))
        print(tried(lambda: sender.connect(("192.0.2.2", 8080))))
        print(guard.refused())
    """) == ["False", "NetworkRefused", "NetworkRefused", "('192.0.2.1:8081', '192.0.2.2:8080')"]


def test_the_allowed_name_is_looked_up_and_reached_where_it_is_found() -> None:
    """The look-up is a stand-in: there is no name server in a test."""
    assert run("""
        def lookup(host, port, *arguments, **options):
            return [(socket.AF_INET, socket.SOCK_DGRAM, 17, "", ("192.0.2.7", port))]
        socket.getaddrinfo = lookup
        guard.install([("Vision.example", 443)])
        sender = socket.socket(type=socket.SOCK_DGRAM)
        print(tried(lambda: sender.connect(("192.0.2.7", 443))))
        socket.getaddrinfo("vision.example", 443)
        print(tried(lambda: sender.connect(("192.0.2.7", 443))) == "NetworkRefused")
        socket.getaddrinfo("vision.example", 25)
        print(tried(lambda: sender.connect(("192.0.2.7", 25))))
    """) == ["NetworkRefused", "False", "NetworkRefused"]


def test_another_name_s_addresses_stay_closed() -> None:
    assert run("""
        def lookup(host, port, *arguments, **options):
            sys.audit("socket.getaddrinfo", host, port, 0, 0, 0)
            return [(socket.AF_INET, socket.SOCK_DGRAM, 17, "", ("192.0.2.7", port))]
        socket.getaddrinfo = lookup
        guard.install([("vision.example", 443)])
        print(tried(lambda: socket.getaddrinfo("evil.example", 443)))
        print(tried(lambda: socket.getaddrinfo("vision.example.evil.example", 443)))
        print(tried(lambda: socket.getaddrinfo("vision.example", 443)))
    """) == ["NetworkRefused", "NetworkRefused", "done"]


def test_without_a_guard_nothing_is_counted() -> None:
    assert (guard.attempts(), guard.refused()) == (0, ())
