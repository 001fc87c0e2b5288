#!/bin/bash
# STUN + TURN on loopback: UDP and TCP $TURN_PORT, user lab / pw-lab, realm $LAB_DOMAIN,
# with $TURN_OTHER_IP, if given, and the port above it as its other address (RFC 5780),
# relay ports LAB_BASE + 600 on. Loopback peers are allowed (coturn refuses them otherwise).
set -eu
. "$(dirname "$0")/../lib.sh"
d="$LAB_RUN/coturn"; mkdir -p "$d"
lab_spawn coturn turnserver -n --listening-ip "$LAB_IP" ${TURN_OTHER_IP:+--listening-ip "$TURN_OTHER_IP"} --listening-port "$TURN_PORT" --relay-ip "$LAB_IP" \
  --min-port $((LAB_BASE + 600)) --max-port $((LAB_BASE + 699)) --realm "$LAB_DOMAIN" --lt-cred-mech --user "lab:pw-lab" \
  --allow-loopback-peers --no-tls --no-dtls --no-cli \
  --userdb "$d/turndb" --pidfile "$d/pid" --log-file stdout --simple-log -v
lab_ready coturn 8 lab_udp_bound "$TURN_PORT"
