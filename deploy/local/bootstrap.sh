#!/bin/sh
# Makes .venv in the project's folder and installs one of the requirement files into it, when that is not done yet.
#
#   sh deploy/local/bootstrap.sh requirements-local.txt    what `make run` needs
#   sh deploy/local/bootstrap.sh requirements-dev.txt      that, and the tools of `make test`, `lint` and `bench`
#
# PYTHON=/path/to/python chooses the interpreter for a new .venv. POSIX sh, because nothing else is there yet.
set -eu
cd "$(dirname "$0")/../.."
requirements=$1

here=$(pwd -P)
venv=.venv
# There while pip works, and holding our process id: found later, it tells of an installation that was cut short.
unfinished=$venv/.unfinished

say() { printf '%s\n' "$*" >&2; }

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; }

# Debian and Ubuntu package this part of the standard library apart.
makes_venvs() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

# One candidate a line, best first. A pyenv version is used even when no `pyenv shell` or shim selects it.
candidates() {
    if [ -n "${PYTHON:-}" ]; then
        command -v "$PYTHON" || true
        return
    fi
    pyenv_versions=$(pyenv root 2>/dev/null || printf '%s' "${PYENV_ROOT:-$HOME/.pyenv}")/versions
    for version in 3.13 3.14 3.12; do
        command -v "python$version" || true
        for python in "$pyenv_versions/$version"*/bin/"python$version"; do
            [ -x "$python" ] && printf '%s\n' "$python"
        done
    done
    command -v python3 || true
}

# Prints the first candidate that passes all the tests named, or nothing.
first_that() {
    candidates | while read -r python; do
        for test in "$@"; do
            "$test" "$python" || continue 2
        done
        printf '%s\n' "$python"
        break
    done
}

say_what_to_install() {
    without_venv=$(first_that new_enough)
    if [ -n "$without_venv" ]; then
        say "$without_venv is new enough for Rooster, but comes without the modules venv and ensurepip."
        say "Install them (Debian, Ubuntu: sudo apt-get install python3-venv), then run this again."
    elif [ -n "${PYTHON:-}" ]; then
        say "PYTHON=$PYTHON is no Python 3.12 or newer. Correct the path or leave it out, then run this again."
    else
        say "Rooster needs Python 3.12 or newer, 3.13 for choice, and none was found. Install one, then run this again:"
        say "  Debian 13, Ubuntu 24.04 or newer   sudo apt-get install python3 python3-venv"
        say "  macOS                              brew install python@3.13"
        say "  anywhere, with pyenv               pyenv install 3.13"
        say "Is it in an unusual place? Say where: PYTHON=/path/to/python3.13 make run"
    fi
}

# A whole .venv, made in this very folder: its scripts hold absolute paths.
healthy() {
    [ ! -f "$unfinished" ] && grep -qsF "$here/$venv/bin/" $venv/bin/pip &&
        $venv/bin/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 12))' 2>/dev/null
}

# What an installation depends on: the interpreter and the requirement file.
fingerprint() {
    $venv/bin/python -c '
import hashlib, pathlib, platform, sys
print(platform.python_version(), hashlib.sha256(pathlib.Path(sys.argv[1]).read_bytes()).hexdigest())' "$1"
}

# Whether this requirement file is installed as it is now.
installed() {
    [ -f "$venv/.installed-$1" ] && [ "$(cat "$venv/.installed-$1")" = "$(fingerprint "$1")" ]
}

if [ -e $venv ] && ! healthy; then
    other=$(cat $unfinished 2>/dev/null || true)
    if [ -n "$other" ] && kill -0 "$other" 2>/dev/null; then
        say "Process $other is installing into $venv at this moment. Wait for it, then run this again."
        exit 1
    fi
    say "$venv is incomplete, broken or from another folder; making it anew."
    rm -rf $venv
fi

if [ ! -e $venv ]; then
    python=$(first_that new_enough makes_venvs)
    if [ -z "$python" ]; then
        say_what_to_install
        exit 1
    fi
    say "Making $venv with $("$python" -V) from $python."
    mkdir $venv
    echo $$ >$unfinished
    "$python" -m venv $venv
fi

# The developers' file contains the others, so going back and forth between `make test` and `make run` installs once.
if installed "$requirements" || installed requirements-dev.txt; then
    exit
fi
say "Installing $requirements into $venv; the first time this takes a minute or two."
echo $$ >$unfinished
if ! $venv/bin/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes -r "$requirements"; then
    say "Installing failed, for the reason above. When it is out of the way (no network?), run this again."
    exit 1
fi
fingerprint "$requirements" >"$venv/.installed-$requirements"
rm $unfinished
