#!/bin/bash
# Extension 9180: a peer that rings and never answers, for any number of calls.
set -eu
. "$(dirname "$0")/../lib.sh"
lab_scenarios; mkdir -p "$LAB_RUN/sipp"; cd "$LAB_RUN/sipp"
lab_spawn ringer sipp -sf "$SCENARIOS/uas-noanswer.xml" -i "$LAB_IP" -p "$RINGER_PORT" -mi "$LAB_IP" -mp $((RINGER_PORT + 2)) -nostdin
lab_ready ringer 5 lab_udp_bound "$RINGER_PORT"
