#!/bin/bash
# npm run test:peers [-- mocha options]: the product against software nobody here wrote. Starts the lab on free ports,
# runs test/peers/**/*.test.ts, and takes the lab down again. A missing peer is named and its tests are skipped aloud;
# where CI is set they fail. PEERS_KEEP=1 keeps the run folder (logs, recordings, captures) of a run that passed.
set -uo pipefail
cd "$(dirname "$0")/../.."
peers=test/peers
limit=690 # seconds, of the twelve minutes a run may take

# --- what is here
missing=()
for command in kamailio baresip sipp dnsmasq turnserver tshark minimodem multimon-ng sox espeak-ng python3 curl openssl mosquitto mosquitto_sub; do
  command -v "$command" >/dev/null || missing+=("$command")
done
pkg-config --exists spandsp 2>/dev/null && command -v cc >/dev/null || missing+=(line-decode)
export PEERS_MISSING="${missing[*]}"
if [ "${#missing[@]}" -gt 0 ]; then
  fate=skipped; [ -z "${CI-}" ] || fate=failed
  echo "peers: MISSING: ${missing[*]} (see $peers/README.md); what needs them is $fate"
fi

# --- a folder and a block of 1000 ports of our own
LAB_RUN="$(mktemp -d "${TMPDIR:-/tmp}/peers.XXXXXX")"
export LAB_RUN
free() { # is nothing bound in the block that starts at $1?
  awk -v base="$1" 'function value(hex, i, n) { for (i = 1; i <= 4; i++) n = 16 * n + index("123456789ABCDEF", substr(hex, i, 1)); return n }
    FNR > 1 { split($2, end, ":"); port = value(end[2]); if (port >= base && port < base + 1000) taken = 1 }
    END { exit taken }' /proc/net/udp /proc/net/tcp
}
export LAB_BASE=
for base in 2{0..9}000; do
  exec 9>"${TMPDIR:-/tmp}/peers-$base.lock"
  if flock -n 9 && free "$base"; then LAB_BASE=$base; break; fi
done
[ -n "$LAB_BASE" ] || { echo "peers: no free block of ports" >&2; exit 1; }
set -a; . "$peers/lab/lib.sh"; set +a

mocha=
finish() {
  trap - EXIT INT TERM
  [ -z "$mocha" ] || kill -TERM -- "-$mocha" 2>/dev/null
  "$peers/lab/down.sh" >"$LAB_RUN/down.log" 2>&1
  if [ "$1" = 0 ] && [ -z "${PEERS_KEEP-}" ]; then rm -rf "$LAB_RUN"; else echo "peers: logs, recordings and captures are in $LAB_RUN"; fi
  exit "$1"
}
trap 'finish 130' INT TERM
trap 'finish 1' EXIT

# --- receivers, voices, peers
have() { local one; for one; do [[ " $PEERS_MISSING " != *" $one "* ]] || return 1; done; }
if have line-decode; then
  # shellcheck disable=SC2046
  cc -std=gnu11 -O2 -Wall -o "$LAB_RUN/line-decode" "$peers/line-decode/line-decode.c" $(pkg-config --cflags --libs spandsp) -lm || exit 1
fi
say() { espeak-ng -v "$2" -w "$LAB_RUN/$1.22k.wav" "$3" && sox -D "$LAB_RUN/$1.22k.wav" -b 16 -c 1 "$LAB_RUN/$1.wav" gain -n -6 rate 8000; }
if have espeak-ng sox; then
  say her en+f3 "The birch canoe slid on the smooth planks. Glue the sheet to the dark blue background. It is easy to tell the depth of a well. These days a chicken leg is a rare dish. Rice is often served in round bowls. The juice of lemons makes fine punch. The box was thrown beside the parked truck." || exit 1
  say him en-gb "Four hours of steady work faced us. A large size in stockings is hard to sell. The boy was there when the sun rose. A rod is used to catch pink salmon. The source of the huge river is the clear spring. Kick the ball straight and follow through. Help the woman get back to her feet." || exit 1
fi
wanted=()
have dnsmasq && wanted+=(dnsmasq)
have kamailio curl openssl && wanted+=(kamailio)
have sipp python3 && wanted+=(ringer)
have baresip python3 openssl && wanted+=(echo caller)
if [ "${#wanted[@]}" -gt 0 ]; then
  "$peers/lab/up.sh" "${wanted[@]}" >"$LAB_RUN/up.log" 2>&1 || { cat "$LAB_RUN/up.log"; exit 1; }
fi

# --- the tests
began=$SECONDS
setsid timeout -k 10 "$limit" node_modules/.bin/mocha --config "$peers/mocharc.json" "$@" 9>&- &
mocha=$!
wait "$mocha"
code=$?
[ "$code" -ne 124 ] || echo "peers: NOT DONE after $limit s"
[ -z "${CI-}" ] || [ "${#missing[@]}" -eq 0 ] || code=1
echo "peers: $([ "$code" -eq 0 ] && echo passed || echo FAILED) in $((SECONDS - began)) s"
finish "$code"
