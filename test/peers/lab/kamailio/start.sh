#!/bin/bash
# Start kamailio as registrar and proxy on loopback. Environment:
#   KAM_PORT KAM_TLS_PORT LAB_IP LAB_DOMAIN   addresses (see ../lib.sh)
#   KAM_NAME=kamailio      instance name; give another (and other ports) to run two
#   KAM_ALGO=MD5|SHA-256   digest algorithm of the challenge ("" = none named)
#   KAM_NONCE_EXPIRE=300   seconds; a small value makes stale=true challenges
#   KAM_MINEXP=10          REGISTER below that gets 423;  KAM_MAXEXP=3600 cap of the grant
#   KAM_RING=120000        ms until 408 for an unanswered branch
#   KAM_NATPING=0          seconds between keep-alive pings to the bindings
#   KAM_CERT=server        server | server-rsa | wronghost | expired | selfsigned
#   KAM_FLAGS="..."        any of WITH_NO_QOP WITH_ONE_TIME_NONCE WITH_NO_RR WITH_RTPENGINE
#                          WITH_OPTIONS_PING WITH_SERVICE_ROUTE WITH_DEBUG
#   KAM_TLS=1 KAM_MWI=1    set to 0 to leave out TLS / the MWI subscription server
set -eu
. "$(dirname "$0")/../lib.sh"
: "${KAM_NAME:=kamailio}" "${KAM_ALGO=MD5}" "${KAM_NONCE_EXPIRE:=300}" "${KAM_MINEXP:=10}" "${KAM_MAXEXP:=3600}"
: "${KAM_RING:=120000}" "${KAM_NATPING:=0}" "${KAM_CERT:=server}" "${KAM_FLAGS:=}" "${KAM_TLS:=1}" "${KAM_MWI:=1}"
: "${KAM_UAS:=$LAB_IP:$SIPP_PORT}" "${KAM_ECHO:=$LAB_IP:$ECHO_PORT}" "${KAM_RTPENGINE:=udp:$LAB_IP:$RTPENGINE_PORT}"
rt="$LAB_RUN/$KAM_NAME"; mkdir -p "$rt"
d=( -A "LAB_DOMAIN=\"$LAB_DOMAIN\"" -A "LAB_DOM=$LAB_DOMAIN" -A "LAB_ALGO=\"$KAM_ALGO\""
    -A "LAB_NONCE_EXPIRE=$KAM_NONCE_EXPIRE" -A "LAB_MINEXP=$KAM_MINEXP" -A "LAB_MAXEXP=$KAM_MAXEXP"
    -A "LAB_RING=$KAM_RING" -A "LAB_NATPING=$KAM_NATPING"
    -A "LAB_UAS=\"$KAM_UAS\"" -A "LAB_ECHO=\"$KAM_ECHO\"" -A "LAB_ECHO_USER=\"$ECHO_USER\"" -A "LAB_RINGER=\"$LAB_IP:$RINGER_PORT\"" -A "LAB_PRESADDR=\"$LAB_IP:$KAM_PORT\""
    -A "LAB_PRES=\"sip:$LAB_IP:$KAM_PORT\"" -A "LAB_CTL=\"unix:$rt/ctl\"" -A "LAB_RTPENGINE=\"$KAM_RTPENGINE\"" )
listen=( -l "udp:$LAB_IP:$KAM_PORT" -l "tcp:$LAB_IP:$KAM_PORT" )
if [ "$KAM_TLS" = 1 ]; then
  "$LAB_DIR/kamailio/make-certs.sh" >/dev/null
  d+=( -A WITH_TLS -A "LAB_KEY=\"$LAB_RUN/tls/$KAM_CERT.key\"" -A "LAB_CERT=\"$LAB_RUN/tls/$KAM_CERT.pem\"" -A "LAB_CA=\"$LAB_RUN/tls/ca.pem\"" )
  listen+=( -l "tls:$LAB_IP:$KAM_TLS_PORT" )
fi
if [ "$KAM_MWI" = 1 ]; then
  rm -rf "$rt/dbtext"; cp -r /usr/share/kamailio/dbtext/kamailio "$rt/dbtext"
  d+=( -A WITH_MWI_SERVER -A "LAB_DBTEXT=\"text://$rt/dbtext\"" )
fi
for f in $KAM_FLAGS; do d+=( -A "$f" ); done
# names inside string literals cannot be -A defines, so fill those in here
sed -e "s/LAB_MINEXP_S/$KAM_MINEXP/; s/<sip:LAB_SR;lr>/<sip:$LAB_IP:$KAM_PORT;lr>/; s/@LAB_DOM>/@$LAB_DOMAIN>/" \
  "$LAB_DIR/kamailio/kamailio.cfg" > "$rt/kamailio.cfg"
args=( -f "$rt/kamailio.cfg" -Y "$rt" -m 64 -M 8 "${d[@]}" "${listen[@]}" )
if [ "${1:-}" = check ]; then exec kamailio -c "${args[@]}"; fi
lab_spawn "$KAM_NAME" kamailio -DD -E "${args[@]}"
lab_ready "$KAM_NAME" 10 curl -fsS -m 1 -H 'content-type: application/json' -d '{"jsonrpc":"2.0","id":1,"method":"core.version"}' "http://$LAB_IP:$KAM_PORT/RPC"
