#!/usr/bin/env bash
# Stop LEXO in order: the page in work is finished and kept, what waits goes on at the next start.
# Works in bash 3.2, which is what macOS has.
set -eu
cd "$(dirname "$0")"

case ${1:-} in
    '') ;;
    --help | -h) echo "Usage: ./stop_native.sh"; echo "Stops LEXO (of LEXO_HOME) after the page in work."; exit 0 ;;
    *) echo "Unknown option: $1" >&2; exit 2 ;;
esac

if [ "$(uname -s)" = Darwin ]; then
    home=$HOME/Library/Application\ Support/LEXO
else
    home=${XDG_DATA_HOME:-$HOME/.local/share}/lexo
fi
home=${LEXO_HOME:-$home}

# Succeeds once LEXO no longer serves and its process is gone; $1 is the limit in tenths of a second.
wait_until_gone() {
    tenths=$1
    while [ "$tenths" -gt 0 ]; do
        [ "$(scripts/running.sh "$home" | cut -d ' ' -f 1)" = "$pid" ] || break
        sleep 0.1
        tenths=$((tenths - 1))
    done
    [ "$tenths" -gt 0 ] || return 1
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
}

running=$(scripts/running.sh "$home") || running=
if [ -z "$running" ]; then
    echo "LEXO is not running."
    exit 0
fi
pid=${running% *}
echo "Stopping LEXO; a page that is being read is finished first ..."
kill -TERM "$pid" 2>/dev/null || true
if ! wait_until_gone 100; then
    echo "LEXO does not end by itself, so it is ended now. What it had in hand is read again at the next start."
    kill -TERM "$pid" 2>/dev/null || true
    wait_until_gone 50 || kill -KILL "$pid" 2>/dev/null || true
    wait_until_gone 20 || { echo "The process $pid of LEXO does not end." >&2; exit 1; }
fi
echo "LEXO has stopped."
