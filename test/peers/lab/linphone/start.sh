#!/bin/bash
# linphonec without sound card: user 1006, commands through a fifo, output in the log.
#   start.sh ; say.sh "call sip:1001@lab.test" ; say.sh "calls" ; say.sh terminate ; say.sh "dtmf 5"
# It speaks 100rel, session timers, UPDATE, REFER and Replaces, so it is the second opinion after baresip.
set -eu
. "$(dirname "$0")/../lib.sh"
: "${LIN_USER:=1006}" "${LIN_AUTO:=1}" "${LIN_SE:=0}"
d="$LAB_RUN/linphone"; mkdir -p "$d/.local/share/linphone" "$d/.config/linphone"; rm -f "$d/in" "$d/rc"; mkfifo "$d/in"
[ -s "$LAB_RUN/tone1004.wav" ] || "$LAB_DIR/tools/mkwav.py" "$LAB_RUN/tone1004.wav" tone 1004 120
cat > "$d/rc" <<C
[sip]
sip_port=$LIN_PORT
sip_tcp_port=0
sip_tls_port=0
bind_address=$LAB_IP
default_proxy=0
use_ipv6=0
verify_server_certs=0
inc_timeout=60
register_only_when_network_is_up=0
contact=sip:$LIN_USER@$LAB_IP
use_rfc2833=1
use_info=0
guess_hostname=0
register_only_when_upnp_is_ok=0
session_expires_enabled=$([ "$LIN_SE" = 0 ] && echo 0 || echo 1)
session_expires_value=$LIN_SE
[proxy_0]
reg_proxy=<sip:$LAB_IP:$KAM_PORT>
reg_route=<sip:$LAB_IP:$KAM_PORT;lr>
reg_identity=sip:$LIN_USER@$LAB_DOMAIN
reg_expires=300
reg_sendregister=1
publish=0
[auth_info_0]
username=$LIN_USER
passwd=pw-$LIN_USER
realm=$LAB_DOMAIN
domain=$LAB_DOMAIN
[rtp]
audio_rtp_port=$((LAB_BASE + 400))
audio_jitt_comp=60
[net]
mtu=1300
nat_policy_ref=
[video]
enabled=0
display=0
capture=0
[sound]
playback_dev_id=ANULL: Null device
capture_dev_id=ANULL: Null device
ringer_dev_id=ANULL: Null device
local_ring=
[audio_codec_0]
mime=PCMU
rate=8000
enabled=1
[audio_codec_1]
mime=PCMA
rate=8000
enabled=1
C
auto=(); [ "$LIN_AUTO" = 1 ] && auto=(-a)
# sh keeps the fifo open for writing too, so linphonec never sees end of file
# without these folders the core fails to open its database and never listens
export HOME="$d" XDG_DATA_HOME="$d/.local/share" XDG_CONFIG_HOME="$d/.config"
lab_spawn linphone bash -c 'exec 3<>"$1/in"; shift; exec linphonec "${@:2}" -c "$1/rc" -d 5 -l "$1/debug.log" <&3' x "$d" "$d" "${auto[@]}"
lab_ready linphone 10 lab_udp_bound "$LIN_PORT"
