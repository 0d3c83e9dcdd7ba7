#!/usr/bin/env bash
# Install the programs LEXO needs that are not Python packages; do nothing where all are there.
# Usage: scripts/setup_system.sh use | develop   (develop adds what the tests need: Chromium and strace)
# Works in bash 3.2, which is what macOS has. Debian, Ubuntu: apt-get; macOS: Homebrew.
set -eu
purpose=${1:-use}

has() { command -v "$1" >/dev/null 2>&1; }

has_python() {
    for name in ${LEXO_PYTHON:-python3.14 python3.13 python3.12 python3.11 python3}; do
        "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && return 0
    done
    return 1
}

# Tesseract itself and the data for French, English and the orientation of a page.
has_tesseract() {
    has tesseract || return 1
    languages=$(tesseract --list-langs 2>/dev/null) || return 1
    for language in fra eng osd; do
        printf '%s\n' "$languages" | grep -qx "$language" || return 1
    done
}

is_mac() { [ "$(uname -s)" = Darwin ]; }
wants_browser() { [ "$purpose" = develop ] && ! is_mac && ! has chromium; }
wants_strace() { [ "$purpose" = develop ] && ! is_mac && ! has strace; }

# Tesseract's Python binding comes ready made for macOS 15 and newer; before, it is compiled against Homebrew's Tesseract.
wants_pkgconf() { is_mac && ! has pkg-config && [ "$(sw_vers -productVersion | cut -d . -f 1)" -lt 15 ]; }

needs_something() { ! has_tesseract || ! has_python || wants_browser || wants_strace || wants_pkgconf; }

install_with_homebrew() {
    if ! has brew; then
        echo "LEXO needs Tesseract and Python 3.11 or newer, and gets them from Homebrew, which is not installed." >&2
        echo "Install Homebrew (its page is brew.sh), open a new Terminal window, and start LEXO again." >&2
        return 1
    fi
    packages=
    has_tesseract || packages="tesseract tesseract-lang"
    has_python || packages="$packages python@3.13"
    ! wants_pkgconf || packages="$packages pkgconf"
    echo "Installing with Homebrew: $packages"
    # shellcheck disable=SC2086  # several names
    HOMEBREW_NO_AUTO_UPDATE=1 brew install $packages
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif has sudo; then
        sudo "$@"
    else
        echo "LEXO needs these system packages, and only an administrator can install them. Ask for:" >&2
        echo "    apt-get install $packages" >&2
        return 1
    fi
}

# Run a command; show what it said only where it fails.
quietly() {
    said=$(mktemp)
    if "$@" >"$said" 2>&1; then
        rm -f "$said"
    else
        tail -n 20 "$said" >&2
        rm -f "$said"
        return 1
    fi
}

install_with_apt() {
    packages=
    has_tesseract || packages="tesseract-ocr tesseract-ocr-fra tesseract-ocr-eng tesseract-ocr-osd"
    has_python || packages="$packages python3 python3-venv"
    ! wants_browser || packages="$packages chromium"
    ! wants_strace || packages="$packages strace"
    echo "Installing with apt-get: $packages"
    quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get update
    # shellcheck disable=SC2086  # several names
    quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $packages
}

needs_something || exit 0
if is_mac; then
    install_with_homebrew
elif has apt-get; then
    install_with_apt
else
    echo "LEXO needs Tesseract with French and English, and Python 3.11 or newer, and cannot install them here:" >&2
    echo "it knows Homebrew and apt-get. Install both with this system's own tools and start LEXO again." >&2
    exit 1
fi
if ! has_tesseract; then
    echo "Tesseract or its French and English data is still missing after the installation." >&2
    exit 1
fi
if ! has_python; then
    echo "Python 3.11 or newer is still missing after the installation; this system's own is too old." >&2
    exit 1
fi
