#!/bin/sh
# Have these Debian packages, installing what is missing where that is allowed.
# usage: scripts/system.sh WHAT-FOR PACKAGE...
set -eu

purpose=$1
shift

missing=
for package in "$@"; do
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    as_root=env
elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
    as_root=sudo
else
    echo "$purpose needs these system packages, and only an administrator may install them:" >&2
    echo "    apt-get install$missing" >&2
    echo "Then run the same command again." >&2
    exit 1
fi

echo "$purpose: installing$missing" >&2
$as_root apt-get update -qq
# shellcheck disable=SC2086  # one word per package
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
