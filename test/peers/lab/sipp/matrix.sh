#!/bin/bash
# matrix.sh USER [HOST:PORT] [SCENARIO...]: run the uac-* scenarios against a device that is there
# (a user registered with kamailio, or an address) and give a line each. Used with the ATA under
# test, and with baresip (1002) and linphone (1006) to see what others do.
. "$(dirname "$0")/../lib.sh"
user="${1:?user}"; shift; to="$LAB_IP:$KAM_PORT"; [[ "${1-}" == *:* ]] && { to="$1"; shift; }
cd "$LAB_DIR/sipp"; lab_scenarios
list=("$@"); [ ${#list[@]} -gt 0 ] || mapfile -t list < <(cd "$SCENARIOS" && ls uac-*.xml | sed 's/\.xml$//' | grep -vE 'register|auth-call|timer-lost|replaces')
ok=0
for s in "${list[@]}"; do
  dst=(); [ "$to" = "$LAB_IP:$KAM_PORT" ] || dst=(--to "$to")
  out="$(./run.sh "$s" --user "$user" "${dst[@]}" --port $((SIPP_PORT + 10)) --secs "${MATRIX_SECS:-25}" 2>&1)"
  if [ $? -eq 0 ]; then ok=$((ok + 1)); echo "ok   $s"; else
    echo "FAIL $s: $(echo "$out" | grep -oE "(while|for) [^.]{0,60}received '[^ ]+ [^ ]+ ?[^ ]*|does not match|timed out|retransmission timeout" | head -1)"
    # leave no half call behind: MATRIX_RESET is a command that makes the device hang up
    [ -z "${MATRIX_RESET-}" ] || eval "$MATRIX_RESET" >/dev/null 2>&1; sleep 0.5; fi
done
echo "$ok of ${#list[@]}"
