#!/bin/sh
# Make the virtual environment, with whatever a bare machine lacks for it.
# usage: scripts/venv.sh PYTHON DIRECTORY
set -eu

python=$1
directory=$2

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "wuzha needs Python 3.11 or newer, and “$python” is not. Name another: make PYTHON=/path/to/python3.11" >&2
    exit 1
fi
# Debian ships Python without the two modules that make an environment.
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    minor=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    "$(dirname "$0")/system.sh" "A virtual environment" "python$minor-venv"
fi
"$python" -m venv --clear "$directory"
