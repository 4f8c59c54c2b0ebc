#!/bin/sh
# The programs outside Python that målkart calls or is tested with: OCR and a browser, on Debian.
set -eu

missing=""
need() { # need PROGRAM PACKAGE…
    program=$1
    shift
    command -v "$program" >/dev/null 2>&1 || missing="$missing $*"
}
need tesseract tesseract-ocr tesseract-ocr-nor
need chromium chromium
if command -v tesseract >/dev/null 2>&1 && ! tesseract --list-langs 2>/dev/null | grep -qx nor; then
    missing="$missing tesseract-ocr-nor"
fi
python3 -c 'import venv, ensurepip' 2>/dev/null || missing="$missing python3-venv"

[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086
    apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
    echo "Please install these, then try again:$missing" >&2
    echo "  on Debian and Ubuntu: sudo apt-get install$missing" >&2
    exit 1
fi
