#!/bin/bash
# Install the Debian packages named in ./packages, and those given as arguments. Safe to run again: what is there
# is skipped, and no daemon is started by the install.
set -euo pipefail
cd "$(dirname "$0")"
[ "$(id -u)" = 0 ] || { echo "run as root (or through sudo)" >&2; exit 1; }

missing=()
for package in $(cat packages) "$@"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
[ "${#missing[@]}" -gt 0 ] || { echo "all packages are installed"; exit 0; }

# Maintainer scripts would start registrars and relays on every address.
if [ ! -e /usr/sbin/policy-rc.d ]; then
  printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d
  chmod 755 /usr/sbin/policy-rc.d
  trap 'rm -f /usr/sbin/policy-rc.d' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
if command -v debconf-set-selections >/dev/null; then
  echo 'wireshark-common wireshark-common/install-setuid boolean false' | debconf-set-selections
fi
log="$(mktemp)"
for step in update "install -y --no-install-recommends ${missing[*]}"; do
  # shellcheck disable=SC2086
  apt-get -qq $step >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
done
rm -f "$log"
echo "installed: ${missing[*]}"
