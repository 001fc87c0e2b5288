#!/bin/bash
# uas-matrix.sh baresip|linphone [SCENARIO...]: a real phone calls each uas-* scenario through
# kamailio (extension 8001) and hangs up after a while. Needs kamailio and the peer to be up.
. "$(dirname "$0")/../lib.sh"
peer="${1:?baresip|linphone}"; shift; cd "$LAB_DIR/sipp"; lab_scenarios
list=("$@"); [ ${#list[@]} -gt 0 ] || mapfile -t list < <(cd "$SCENARIOS" && ls uas-*.xml | sed 's/\.xml$//' | grep -vE 'register|silent|info|refer-rx|glare')
dial() { case "$peer" in baresip) python3 ../baresip/ctl.py $((CALLER_PORT + 4)) dial "sip:$1@$LAB_DOMAIN";; *) ../linphone/say.sh "call sip:$1@$LAB_DOMAIN";; esac >/dev/null 2>&1; }
hang() { case "$peer" in baresip) python3 ../baresip/ctl.py $((CALLER_PORT + 4)) hangup;; *) ../linphone/say.sh terminate;; esac >/dev/null 2>&1; }
ok=0
for s in "${list[@]}"; do
  t=5; case "$s" in uas-hold|uas-timer-uas) t=8;; uas-timer) t=50;; uas-noanswer|uas-trying-only|uas-cancel-race) t=1;; esac
  ./run.sh "$s" --secs $((t + 9)) > "$LAB_RUN/um" 2>&1 & p=$!
  lab_wait 3 lab_udp_bound "$SIPP_PORT"; dial 8001; sleep $t; hang
  for _ in $(seq 60); do [ -d /proc/$p ] || break; sleep 0.1; done
  [ -d /proc/$p ] && { kill -TERM $p 2>/dev/null; }
  wait $p; rc=$?; sleep 0.3; hang
  if [ $rc -eq 0 ]; then ok=$((ok + 1)); echo "ok   $s"; else echo "FAIL $s: $(grep -oE "(while|for) [^.]{0,60}received '[^ ]+ [^ ]+ ?[^ ]*|Failed regexp[^:]*: [^:]{0,60}|timed out|retransmission timeout" "$LAB_RUN/sipp/$s-$SIPP_PORT.err" 2>/dev/null | head -1)"; fi
done
echo "$ok of ${#list[@]}"
