#!/bin/bash
# rtpengine in user space (no kernel module): control $RTPENGINE_PORT UDP (ng), media ports LAB_BASE + 500 on.
# Use with: KAM_FLAGS=WITH_RTPENGINE ../kamailio/start.sh
set -eu
. "$(dirname "$0")/../lib.sh"
lab_spawn rtpengine rtpengine --config-file=none --foreground --log-stderr --log-level=5 --table=-1 \
  --interface="$LAB_IP" --listen-ng="$LAB_IP:$RTPENGINE_PORT" --port-min=$((LAB_BASE + 500)) --port-max=$((LAB_BASE + 598)) --num-threads=1 \
  --timeout=60 --silent-timeout=600 --pidfile="$LAB_RUN/rtpengine.own.pid"
lab_ready rtpengine 8 lab_udp_bound "$RTPENGINE_PORT"
