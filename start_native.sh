#!/usr/bin/env bash
# Start LEXO on this machine: install what is missing the first time, serve in the background, open the browser.
# Works in bash 3.2, which is what macOS has.
set -eu
cd "$(dirname "$0")"

usage() {
    cat <<'END'
Usage: ./start_native.sh [--port N] [--no-browser]

Starts LEXO and opens it in the browser. The first start installs what is missing (Tesseract with French and English,
Python packages into .venv); later starts install and download nothing.

  --port N       serve on this port instead of 8000 (or LEXO_PORT)
  --no-browser   do not open the browser
  --help         print this

LEXO_HOME, LEXO_WATCH, LEXO_MODELS and LEXO_PORT are honoured; docs/settings.md lists all settings.
Stop it with ./stop_native.sh
END
}

browser=yes
while [ $# -gt 0 ]; do
    case $1 in
        --port) [ $# -ge 2 ] || { echo "--port needs a number." >&2; exit 2; }; LEXO_PORT=$2; shift ;;
        --port=*) LEXO_PORT=${1#--port=} ;;
        --no-browser) browser=no ;;
        --help | -h) usage; exit 0 ;;
        *) echo "Unknown option: $1" >&2; usage >&2; exit 2 ;;
    esac
    shift
done
if [ -n "${LEXO_PORT:-}" ]; then
    case $LEXO_PORT in
        *[!0-9]* | ??????*) echo "The port must be a number from 1 to 65535, not $LEXO_PORT." >&2; exit 2 ;;
    esac
    if [ "$LEXO_PORT" -lt 1 ] || [ "$LEXO_PORT" -gt 65535 ]; then
        echo "The port must be a number from 1 to 65535, not $LEXO_PORT." >&2
        exit 2
    fi
    export LEXO_PORT
fi

scripts/setup_system.sh use || exit 8
scripts/setup_venv.sh constraints-run.txt || exit 8
python=.venv/bin/python

# The settings as the server will see them, from file and environment.
settings=$("$python" -c '
import shlex
from lexo.settings import load
it = load().settings
print(*(f"{name}={shlex.quote(str(getattr(it, name)))}" for name in ("home", "watch", "port", "url")), sep="\n")
')
home='' watch='' port='' url=''
eval "$settings"
log=$home/logs/lexo.log

open_browser() {
    [ "$browser" = yes ] || return 0
    if command -v open >/dev/null 2>&1 && [ "$(uname -s)" = Darwin ]; then
        open "$url" || true
    elif command -v xdg-open >/dev/null 2>&1; then
        xdg-open "$url" >/dev/null 2>&1 || true
    else
        echo "Open $url in your browser."
    fi
}

tell_where() {
    echo
    echo "  In the browser   $url"
    echo "  Watched folder   $watch"
    echo "  Library          $home"
    echo "  Log              $log"
    echo "  To stop          $PWD/stop_native.sh"
    echo
}

# The program that listens on $port, where the system tells.
who_listens() {
    if command -v lsof >/dev/null 2>&1; then
        lsof -nP -iTCP:"$port" -sTCP:LISTEN 2>/dev/null | awk 'NR == 2 { print $1 " (process " $2 ")" }'
    elif command -v ss >/dev/null 2>&1; then
        ss -ltnp "sport = :$port" 2>/dev/null |
            sed -n 's/.*users:(("\([^"]*\)",pid=\([0-9]*\).*/\1 (process \2)/p' | head -n 1
    fi
}

is_listening() {
    "$python" -c '
import socket, sys
sys.exit(socket.socket().connect_ex(("127.0.0.1", int(sys.argv[1]))))
' "$port" 2>/dev/null
}

# Waits until LEXO answers. 0: it is well; 1: the process ended before; 2: it took too long.
wait_until_healthy() {
    "$python" -c '
import os, sys, time, urllib.request
url, pid = sys.argv[1] + "/api/v1/health", int(sys.argv[2])
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
for _ in range(600):
    try:
        with opener.open(url, timeout=5) as answer:
            if answer.status == 200:
                sys.exit(0)
    except OSError:
        pass
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        sys.exit(1)
    time.sleep(0.1)
sys.exit(2)
' "$url" "$1"
}

running=$(scripts/running.sh "$home") || running=
if [ -n "$running" ]; then
    port=${running#* }
    url=${url%:*}:$port
    echo "LEXO is already running at $url"
    open_browser
    exit 0
fi
if is_listening; then
    program=$(who_listens || true)
    echo "Port $port is taken by ${program:-another program}, so LEXO cannot use it." >&2
    echo "Stop that program, or start LEXO on another port: ./start_native.sh --port $((port < 65535 ? port + 1 : 8000))" >&2
    exit 8
fi

mkdir -p "$watch" || echo "The watched folder $watch cannot be made; LEXO starts all the same." >&2
(umask 077 && mkdir -p "$home/logs" && touch "$log")
if [ "$(wc -c <"$log")" -gt 10000000 ]; then
    mv -f "$log" "$log.1" # the one before that goes
fi
echo "Starting LEXO ..."
# A session of its own, so that closing the window does not end it; macOS has no setsid command.
"$python" -c 'import os, sys; os.umask(0o077); os.setsid(); os.execv(sys.argv[1], sys.argv[1:])' \
    .venv/bin/lexo serve >>"$log" 2>&1 </dev/null &
server=$!
healthy=0
wait_until_healthy "$server" || healthy=$?
if [ "$healthy" = 2 ]; then
    echo "LEXO has been starting for more than a minute. It may still come; the log says more: $log" >&2
    exit 1
fi
if [ "$healthy" != 0 ]; then
    status=0
    wait "$server" || status=$?
    echo "LEXO stopped while it was starting. The end of its log ($log):" >&2
    tail -n 15 "$log" | sed 's/^/    /' >&2
    exit $((status == 0 ? 1 : status))
fi
echo "LEXO is running."
tell_where
open_browser
