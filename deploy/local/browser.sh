#!/bin/sh
# Prints the path of a Chrome or Chromium for the journeys, installing Debian's where we may.
# CHROMIUM=/path/to/chrome chooses one.
set -eu

say() { printf '%s\n' "$*" >&2; }

find_browser() {
    for name in "${CHROMIUM:-}" chromium google-chrome google-chrome-stable chrome chromium-browser \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
        "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
        path=$(command -v "$name" 2>/dev/null) || continue
        # Ubuntu's chromium-browser is a script that only says which snap to install.
        if "$path" --version >/dev/null 2>&1; then
            printf '%s\n' "$path"
            return
        fi
    done
    return 1
}

find_browser && exit

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "No Chrome or Chromium found for the journeys; installing the package chromium."
    export DEBIAN_FRONTEND=noninteractive
    {
        apt-get -qq -o DPkg::Lock::Timeout=120 update
        apt-get -qq -o DPkg::Lock::Timeout=120 install --yes --no-install-recommends chromium
    } >&2 </dev/null || say "Installing it failed, for the reason above."
    find_browser && exit
fi

say "The journeys drive a real browser, and neither Chrome nor Chromium was found. Either install one:"
say "  Debian    sudo apt-get install chromium"
say "  others    Google Chrome or Chromium; if it is not on the PATH, say where: make test CHROMIUM=/path/to/chrome"
say "or leave the journeys out: make test JOURNEYS=0"
exit 1
