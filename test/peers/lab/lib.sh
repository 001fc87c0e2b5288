# Shared by every lab script. Source it:  . "$(dirname "$0")/../lib.sh"
# All state (pids, logs, generated configs) goes to $LAB_RUN, never to the repo.
LAB_DIR="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
: "${LAB_RUN:=/tmp/sip-lab}"
: "${LAB_IP:=127.0.0.1}"
: "${LAB_DOMAIN:=lab.test}"
: "${ECHO_USER:=1002}"      # the answering baresip; it answers to no other name

# A lab uses the 1000 ports from LAB_BASE on; give another base (and LAB_RUN) to run two side by side.
: "${LAB_BASE:=15000}"
: "${KAM_PORT:=$((LAB_BASE + 60))}"      # kamailio udp+tcp (+ JSON-RPC over HTTP at /RPC)
: "${KAM_TLS_PORT:=$((LAB_BASE + 61))}"  # kamailio tls
: "${ECHO_PORT:=$((LAB_BASE + 70))}"     # baresip answering peer (sip udp), control at + 4
: "${CALLER_PORT:=$((LAB_BASE + 80))}"   # baresip calling peer, control at + 4
: "${LIN_PORT:=$((LAB_BASE + 90))}"      # linphone
: "${SIPP_PORT:=$((LAB_BASE + 100))}"    # default sipp peer; as a caller at + 10; media at + 2
: "${RINGER_PORT:=$((LAB_BASE + 120))}"  # sipp that rings for ever (9180)
: "${TURN_PORT:=$((LAB_BASE + 130))}"    # coturn stun/turn
: "${DNS_PORT:=$((LAB_BASE + 140))}"     # dnsmasq
: "${RTPENGINE_PORT:=$((LAB_BASE + 150))}"  # rtpengine control (ng)
# media: baresip + 200 and + 300, linphone + 400, rtpengine + 500, coturn + 600; + 700 on is free for tests
mkdir -p "$LAB_RUN"

case "$LAB_IP" in 127.*) ;; *) echo "lab: LAB_IP must stay in 127.0.0.0/8" >&2; exit 2;; esac

lab_pidfile() { echo "$LAB_RUN/$1.pid"; }

# lab_alive NAME: is the process of that pid file still the one we started?
lab_alive() {
  local f pid start; f="$(lab_pidfile "$1")"
  [ -s "$f" ] || return 1
  read -r pid start < "$f"
  [ -r "/proc/$pid/stat" ] || return 1
  [ "$(lab_birth "$pid")" = "$start" ]
}
# start time of a process in clock ticks: guards against a re-used pid
lab_birth() { sed 's/^.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }

# lab_spawn NAME CMD...: run in its own session, log to NAME.log, remember pid
lab_spawn() {
  local name="$1"; shift
  if lab_alive "$name"; then echo "$name: already running (pid $(cut -d' ' -f1 "$(lab_pidfile "$name")"))"; return 0; fi
  setsid "$@" </dev/null >"$LAB_RUN/$name.log" 2>&1 &
  local pid=$!
  sleep 0.1
  echo "$pid $(lab_birth "$pid")" > "$(lab_pidfile "$name")"
}

# lab_stop NAME: TERM to the process group we started, KILL after 5 s
lab_stop() {
  local f pid; f="$(lab_pidfile "$1")"
  if lab_alive "$1"; then
    pid="$(cut -d' ' -f1 "$f")"
    kill -TERM -- "-$pid" 2>/dev/null || kill -TERM "$pid" 2>/dev/null
    for _ in $(seq 50); do [ -d "/proc/$pid" ] || break; sleep 0.1; done
    [ -d "/proc/$pid" ] && kill -KILL -- "-$pid" 2>/dev/null
    echo "$1: stopped"
  else
    echo "$1: not running"
  fi
  rm -f "$f"
}

# lab_wait SECONDS CMD...: poll CMD until it succeeds
lab_wait() {
  local limit=$(( $1 * 10 )) i; shift
  for ((i = 0; i < limit; i++)); do "$@" >/dev/null 2>&1 && return 0; sleep 0.1; done
  return 1
}

# lab_ready NAME SECONDS CMD...: wait, else show the log and fail
lab_ready() {
  local name="$1" secs="$2"; shift 2
  if lab_wait "$secs" "$@"; then echo "$name: ready (pid $(cut -d' ' -f1 "$(lab_pidfile "$name")"))"
  else echo "$name: NOT ready, log tail:" >&2; tail -15 "$LAB_RUN/$name.log" >&2; return 1; fi
}

# is something bound to that UDP / TCP port of LAB_IP (or of any address)?
lab_udp_bound() { awk -v p="$(printf ':%04X' "$1")" 'index($2,p){f=1} END{exit !f}' /proc/net/udp; }
lab_tcp_bound() { awk -v p="$(printf ':%04X' "$1")" 'index($2,p)&&$4=="0A"{f=1} END{exit !f}' /proc/net/tcp; }

# lab_scenarios: have gen.py write the sipp scenarios, once for each lab
SCENARIOS="$LAB_RUN/scenarios"
lab_scenarios() {
  [ -d "$SCENARIOS" ] && return 0
  local new; new="$(mktemp -d "$LAB_RUN/scenarios.XXXXXX")"
  python3 "$LAB_DIR/sipp/gen.py" "$new" >/dev/null && mv -T "$new" "$SCENARIOS" 2>/dev/null || rm -rf "$new"
  [ -d "$SCENARIOS" ]
}
