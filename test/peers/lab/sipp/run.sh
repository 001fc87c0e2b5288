#!/bin/bash
# run.sh SCENARIO [--to HOST:PORT] [--user 1001] [--port N] [--transport u1|t1|l1] [--calls 1] [--secs 60] [sipp options...]
#   uas-*: waits for a call on $SIPP_PORT (kamailio sends 8xxx there).
#   uac-*: calls --user at --to (default: kamailio). Exit 0 = the far side did as the scenario wants.
# Messages go to $LAB_RUN/sipp/SCENARIO-PORT.msg, errors to .err
set -u
. "$(dirname "$0")/../lib.sh"
sc="${1:?scenario}"; shift
code="${sc#*:}"; sc="${sc%%:*}"
to="" user=1001 port="$SIPP_PORT" tr=u1 calls=1 secs=60 extra=()
case "$sc" in uac-*|drv-*) port=$((SIPP_PORT + 10));; esac
while [ $# -gt 0 ]; do case "$1" in
  --to) to="$2"; shift 2;; --user) user="$2"; shift 2;; --port) port="$2"; shift 2;;
  --transport) tr="$2"; shift 2;; --calls) calls="$2"; shift 2;; --secs) secs="$2"; shift 2;;
  *) extra+=("$1"); shift;; esac; done
lab_scenarios; d="$LAB_RUN/sipp"; mkdir -p "$d"; log="$d/$sc-$port"; rm -f "$log".*
# default keys of the scenario, unless given
keys=(); read -ra def <<<"$(awk -v n="$sc" '$1==n{ $1="";$2=""; print }' "$SCENARIOS/pairs.txt")"
[ "${def[0]-}" = -nr ] && { keys+=(-nr); def=("${def[@]:1}"); }
for ((i = 0; i + 2 < ${#def[@]}; i += 3)); do
  case " ${extra[*]-} " in *" -key ${def[i+1]} "*) ;; *) keys+=(-key "${def[i+1]}" "${def[i+2]}");; esac
done
first="$(grep -m1 -oE '<(send|recv)' "$SCENARIOS/$sc.xml")"
dst=(); dom="$LAB_DOMAIN"
if [ "$first" = "<send" ]; then
  [ -n "$to" ] && dom="$to" || to="$LAB_IP:$KAM_PORT"
  dst=("$to")
fi
xml="$SCENARIOS/$sc.xml"
if [ "$code" != "$sc" ]; then xml="$d/$sc-$code.xml"; sed "s/SIP\/2.0 486 Busy Here/SIP\/2.0 $code Lab $code/" "$SCENARIOS/$sc.xml" > "$xml"; fi
cd "$d" || exit 1
setsid sipp "${dst[@]}" -sf "$xml" -i "$LAB_IP" -p "$port" -t "$tr" -s "$user" -au "$user" -ap "pw-$user" -key dom "$dom" \
  -mi "$LAB_IP" -mp $((port + 2)) -rtp_echo -m "$calls" -timeout "$secs" -timeout_error -nostdin \
  -trace_err -error_file "$log.err" -trace_msg -message_file "$log.msg" "${keys[@]}" "${extra[@]}" >"$log.out" 2>&1 </dev/null &
pid=$!
trap 'kill -USR1 $pid 2>/dev/null; sleep 0.2; kill -TERM $pid 2>/dev/null' TERM INT
wait $pid; rc=$?
[ $rc -eq 0 ] && echo "ok   $sc" || { echo "FAIL $sc (rc $rc)"; head -c 1500 "$log.err" 2>/dev/null | head -12; }
exit $rc
