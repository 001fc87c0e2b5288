#!/bin/bash
# selftest.sh [NAME...]: every scenario against its driver over loopback UDP. Shows that the
# scenario itself runs to its end with a peer that behaves.
. "$(dirname "$0")/../lib.sh"
cd "$LAB_DIR/sipp"; lab_scenarios; fail=0; n=0
while read -r sc drv rest; do
  [ $# -eq 0 ] || [[ " $* " == *" $sc "* ]] || continue
  [ "$drv" != - ] || continue
  n=$((n + 1))
  nr=(); [[ " $rest " == *" -nr "* ]] && nr=(-nr)
  case "$sc" in uas-*) a="$sc" b="$drv";; *) a="$drv" b="$sc";; esac
  ./run.sh "$a" --port "$SIPP_PORT" --secs 40 "${nr[@]}" > "$LAB_RUN/st-a" 2>&1 & ap=$!
  lab_wait 3 lab_udp_bound "$SIPP_PORT"
  ./run.sh "$b" --port $((SIPP_PORT + 10)) --to "$LAB_IP:$SIPP_PORT" --secs 40 "${nr[@]}" > "$LAB_RUN/st-b" 2>&1; br=$?
  for _ in $(seq 40); do [ -d /proc/$ap ] || break; sleep 0.1; done
  if [ -d /proc/$ap ]; then [ $br -ne 0 ] && kill -TERM $ap 2>/dev/null; fi
  wait $ap; ar=$?
  if [ $ar -eq 0 ] && [ $br -eq 0 ]; then echo "ok   $sc <-> $drv"; else fail=$((fail + 1)); echo "FAIL $sc ($a rc $ar, $b rc $br)"; cat "$LAB_RUN/st-a" "$LAB_RUN/st-b" | grep -v '^ok' | cut -c1-300 | head -14; fi
done < "$SCENARIOS/pairs.txt"
echo "$((n - fail)) of $n pass"; exit $((fail > 0))
