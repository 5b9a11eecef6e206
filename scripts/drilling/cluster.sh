# Three nodes, each with etcd, Patroni and PostgreSQL, by the settings of docs/cluster. Sourced by scripts/drill.
NODES=(1 2 3)
PG_BIN="$(dirname "$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1)")"
LOGS="$DRILL_FOLDER/logs"
CERTIFICATES="$DRILL_FOLDER/certificates"
APART=false
[ "$DRILL_INSIDE" = apart ] && APART=true

# Loopback has room enough for the nodes where there is no other network: a part of it by chance, where nobody else listens.
NET=10.0.0
$APART || NET="127.$((RANDOM % 200 + 20)).$((RANDOM % 250))"

# PostgreSQL does not run as root, nor does anything else that is started here.
NOBODY=(env)
if [ "$(id -u)" = 0 ]; then
  NOBODY=(setpriv --reuid=postgres --regid=postgres --init-groups --)
  # An ordinary user, who is root in the drill alone.
  [ "$(awk '{print $3; exit}' /proc/self/uid_map)" != 1 ] || NOBODY=(unshare --user --map-user=1000 --map-group=1000 --)
fi
owned() { [ "${NOBODY[0]}" != setpriv ] || chown postgres:postgres "$@"; }

# Number of the process that has a name.
declare -A STARTED=()

# Starts a program in the background, in a session of its own, with a log.
start() { # name, command
  local name=$1
  shift
  setsid "$@" >>"$LOGS/$name.log" 2>&1 </dev/null &
  STARTED[$name]=$!
  disown
}

# Waits until a command succeeds.
wait_for() { # seconds, what, command
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || die "Waited in vain for $what; $LOGS has the logs (--keep)"
    sleep 0.2
  done
}

# Command that enters a node's network.
in_node() { # number
  IN_NODE=()
  ! $APART || IN_NODE=(nsenter --net="/proc/${STARTED[network-$1]}/ns/net" --)
}

# Gives every node a network of its own, and a disk that can be full.
lay_networks() {
  ip link set lo up
  ip link add drill type bridge
  local host node
  for host in 11 12; do ip addr add "$NET.$host/24" dev drill; done
  ip link set drill up
  for node in "${NODES[@]}"; do
    start "network-$node" unshare --net sleep infinity
    wait_for 5 "a network" has_own_network "${STARTED[network-$node]}"
    in_node "$node"
    ip link add "node$node" type veth peer name eth0 netns "${STARTED[network-$node]}"
    ip link set "node$node" master drill up
    "${IN_NODE[@]}" ip link set lo up
    "${IN_NODE[@]}" ip addr add "$NET.$node/24" dev eth0
    "${IN_NODE[@]}" ip link set eth0 up
    mount -t tmpfs -o size=400m tmpfs "$DRILL_FOLDER/db-$node"
  done
}
has_own_network() { [ "$(readlink "/proc/$1/ns/net")" != "$(readlink /proc/self/ns/net)" ]; }

# An authority, and a certificate for each node.
make_certificates() (
  cd "$CERTIFICATES"
  curve=(-nodes -newkey ec -pkeyopt ec_paramgen_curve:prime256v1)
  openssl req -x509 "${curve[@]}" -days 2 -subj /CN=databases -keyout ca.key -out ca.pem
  for node in "${NODES[@]}"; do
    openssl req "${curve[@]}" -subj "/CN=db-$node" -addext "subjectAltName=IP:$NET.$node" -keyout "db-$node.key" -out "db-$node.csr"
    openssl x509 -req -days 2 -in "db-$node.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -copy_extensions copy -out "db-$node.crt"
    chmod 600 "db-$node.key"
    owned "db-$node.key"
  done
) 2>>"$LOGS/openssl.log"

# Settings as docs/cluster has them for db-1, for a node and the drill's folder. Passwords of servers are not asked: a debug build takes the
# better part of a second for each.
settings() { # file, node
  local networks=''
  $APART || networks='s#10\.0\.0\.0/24#127.0.0.0/8#'
  sed -E -e "/_CLUSTER=/!s/\bdb-1\b/db-$2/g; /(^ +hosts:|_CLUSTER=)/!s/\b10\.0\.0\.1\b/10.0.0.$2/g" \
    -e "s#/var/lib/postgresql/[0-9]+/resolutionflow#$DRILL_FOLDER/db-$2/data#; s#/var/(lib|run)/postgresql#$DRILL_FOLDER/db-$2#" \
    -e "s#/var/lib/etcd#$DRILL_FOLDER/etcd-$2#; s#/etc/resolutionflow#$CERTIFICATES#; s#/usr/lib/postgresql/[0-9]+/bin#$PG_BIN#" \
    -e "s/ peer\$/ trust/; /resolutionflow_app/s/scram-sha-256/trust/; $networks" -e "s/\b10\.0\.0\./$NET./g" "$ROOT/docs/cluster/$1"
}

start_etcd() { # number
  local variables
  mapfile -t variables < <(grep '^ETCD_' "$DRILL_FOLDER/etcd-$1.conf")
  in_node "$1"
  start "etcd-$1" "${IN_NODE[@]}" "${NOBODY[@]}" env "${variables[@]}" etcd
}

start_patroni() { # number
  in_node "$1"
  start "patroni-$1" "${IN_NODE[@]}" "${NOBODY[@]}" patroni "$DRILL_FOLDER/patroni-$1.yml"
}

start_cluster() {
  mkdir -p "$LOGS" "$CERTIFICATES"
  local node
  for node in "${NODES[@]}"; do mkdir "$DRILL_FOLDER/db-$node" "$DRILL_FOLDER/etcd-$node"; done
  ! $APART || lay_networks
  make_certificates
  for node in "${NODES[@]}"; do
    owned "$DRILL_FOLDER/db-$node" "$DRILL_FOLDER/etcd-$node"
    settings patroni.yml "$node" >"$DRILL_FOLDER/patroni-$node.yml"
    settings etcd.conf "$node" >"$DRILL_FOLDER/etcd-$node.conf"
    start_etcd "$node"
  done
  wait_for 30 etcd is_answered 1 2379/health
  for node in "${NODES[@]}"; do start_patroni "$node"; done
  wait_for 90 "three nodes, two of which confirm" is_whole
}

# What Patroni or etcd of a node says.
is_answered() { # node, port and path
  curl --silent --fail --max-time 2 "http://$NET.$1:$2"
}

# Number of the node that leads, and of the one that confirms.
leader() { node_that primary; }
standby() { node_that synchronous; }
node_that() { # what Patroni answers 200 for
  local node
  for node in "${NODES[@]}"; do
    if is_answered "$node" "8008/$1" >/dev/null; then echo "$node" && return; fi
  done
  return 1
}

# One leads, one confirms, one follows.
is_whole() {
  local node
  for node in "${NODES[@]}"; do is_answered "$node" 8008/health | grep -q '"state": "running"' || return 1; done
  leader && standby
}

# SQL on the node that leads, as the superuser.
sql() { # database, statement
  local node
  node="$(leader)"
  in_node "$node"
  "${IN_NODE[@]}" "${NOBODY[@]}" "$PG_BIN/psql" -X -q -A -t -v ON_ERROR_STOP=1 -h "$DRILL_FOLDER/db-$node" -U postgres -d "$1" -c "$2"
}

# Processes of a node: what was started, and what PostgreSQL started.
processes() { # number
  local postmaster
  postmaster="$(head -n 1 "$DRILL_FOLDER/db-$1/data/postmaster.pid" 2>/dev/null || true)"
  local process
  for process in "${STARTED[patroni-$1]}" "${STARTED[etcd-$1]}" $postmaster; do family "$process"; done
}
family() { # process
  local child
  [ -d "/proc/$1" ] || return 0
  echo "$1"
  for child in $(pgrep -P "$1"); do family "$child"; done
}

# Sends a signal to all of a node.
signal_node() { # number, signal
  local all
  mapfile -t all < <(processes "$1")
  kill "-$2" "${all[@]}" 2>/dev/null || true
}

# Lets a lost node come back.
restart_node() { # number
  start_etcd "$1"
  start_patroni "$1"
}

# Ends whatever was started. What is apart ends with the drill.
stop_everything() {
  local node name
  trap '' INT TERM
  $APART && return
  for node in "${NODES[@]}"; do
    [ -z "${STARTED[patroni-$node]:-}" ] || { signal_node "$node" CONT && signal_node "$node" KILL; }
  done
  for name in "${!STARTED[@]}"; do kill -KILL -- "-${STARTED[$name]}" 2>/dev/null || true; done
}
