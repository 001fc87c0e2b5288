#!/bin/bash
# Calling peer, user 1003: sends a 1004 Hz tone (or CALLER_WAV), writes what it hears to
# $LAB_RUN/caller/snd/*-dec.wav.
# Then: ctl.py $((CALLER_PORT+4)) dial sip:1001@lab.test   |  hangup | hold | resume | transfer URI | sndcode 5
set -eu
. "$(dirname "$0")/../lib.sh"
: "${CALLER_USER:=1003}" "${CALLER_REG:=1}" "${CALLER_EXTRA:=}" "${CALLER_CODECS:=pcmu/8000/1,pcma/8000/1}" "${CALLER_OUTBOUND:=sip:$LAB_IP:$KAM_PORT}"
: "${CALLER_WAV:=$LAB_RUN/tone1004.wav}"; [ -s "$CALLER_WAV" ] || "$LAB_DIR/tools/mkwav.py" "$CALLER_WAV" tone 1004 120
reg=0; [ "$CALLER_REG" = 1 ] && reg=300
"$LAB_DIR/kamailio/make-certs.sh" >/dev/null
"$LAB_DIR/baresip/gen-config.sh" caller "$CALLER_PORT" $((CALLER_PORT + 4)) $((LAB_BASE + 300)) "aufile,$CALLER_WAV" aubridge,sink <<A
<sip:$CALLER_USER@$LAB_DOMAIN>;outbound="$CALLER_OUTBOUND";auth_user=$CALLER_USER;auth_pass=pw-$CALLER_USER;regint=$reg;answermode=manual;audio_codecs=$CALLER_CODECS;ptime=20$CALLER_EXTRA
A
lab_spawn caller baresip -f "$LAB_RUN/caller" -v
lab_ready caller 8 lab_tcp_bound $((CALLER_PORT + 4))
