#!/usr/bin/env bash
# Print "PID PORT" of the LEXO server of the library at $1 and succeed; fail where none runs.
# Works in bash 3.2, which is what macOS has.
set -eu
note=$1/lexo.pid

number() { sed -n 's/.*"'"$1"'": *\([0-9][0-9]*\).*/\1/p' "$note" 2>/dev/null; }

# A process id is used again after a restart of the machine: what bears it now must really be LEXO.
command_of() {
    if [ -r "/proc/$1/cmdline" ]; then
        tr '\0' ' ' <"/proc/$1/cmdline"
    else
        ps -o command= -p "$1" 2>/dev/null
    fi
}

pid=$(number pid)
port=$(number port)
[ -n "$pid" ] && [ -n "$port" ] || exit 1
kill -0 "$pid" 2>/dev/null || exit 1
case $(command_of "$pid") in
    *lexo*serve*) echo "$pid $port" ;;
    *) exit 1 ;;
esac
