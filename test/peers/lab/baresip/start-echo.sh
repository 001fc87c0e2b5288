#!/bin/bash
# Answering peer: takes every call at once. LAB_ECHO_MODE:
#   echo (default)  sends back what it hears (aubridge loop)
#   tone            sends 440 Hz (or the file in ECHO_WAV, 8 kHz mono)
# Both directions of each call are written to $LAB_RUN/echo/snd/*-{enc,dec}.wav (dec = what the caller sent).
# Registers as 1002 with kamailio unless ECHO_REG=0. ECHO_DELAY=2 waits seconds before answering.
set -eu
. "$(dirname "$0")/../lib.sh"
: "${LAB_ECHO_MODE:=echo}" "${ECHO_REG:=1}" "${ECHO_DELAY:=0}" "${ECHO_EXTRA:=}"
play=aubridge,sink
case "$LAB_ECHO_MODE" in
  echo) src=aubridge,loop play=aubridge,loop;;
  tone) : "${ECHO_WAV:=$LAB_RUN/tone440.wav}"; [ -s "$ECHO_WAV" ] || "$LAB_DIR/tools/mkwav.py" "$ECHO_WAV" tone 440 120; src="aufile,$ECHO_WAV";;
esac
reg=0; [ "$ECHO_REG" = 1 ] && reg=300
"$LAB_DIR/kamailio/make-certs.sh" >/dev/null
"$LAB_DIR/baresip/gen-config.sh" echo "$ECHO_PORT" $((ECHO_PORT + 4)) $((LAB_BASE + 200)) "$src" "$play" <<A
<sip:$ECHO_USER@$LAB_DOMAIN>;outbound="${ECHO_OUTBOUND:-sip:$LAB_IP:$KAM_PORT}";auth_user=$ECHO_USER;auth_pass=pw-$ECHO_USER;regint=$reg;answermode=auto;answerdelay=$((ECHO_DELAY*1000));audio_codecs=pcmu/8000/1,pcma/8000/1;ptime=20$ECHO_EXTRA
A
lab_spawn echo baresip -f "$LAB_RUN/echo" -v
lab_ready echo 8 lab_tcp_bound $((ECHO_PORT + 4))
