# Faults of a cluster, and how each of them ends. Sourced by scripts/drill.

# Writes down when what begins.
mark() { echo "$(date +%s%3N) $1" >>"$DRILL_FOLDER/marks"; }

# Lets a fault happen, lets people walk on, brings the cluster back, and gives it a moment of calm.
suffer() { # fault
  local fault=$1
  say "${fault//_/ }"
  mark "$fault"
  "$fault"
  wait_for 120 "a whole cluster" is_whole
  wait_for 60 "the servers" are_ready
  mark calm
  sleep "$CALM"
}

# A machine that leads is gone.
kill_leader() {
  local node
  node="$(leader)"
  signal_node "$node" KILL
  wait_for 60 "another leader" is_led_by_another "$node"
  walks_on
  restart_node "$node"
}
is_led_by_another() { [ "$(leader)" != "$1" ]; }

# A server is gone, and comes back.
kill_server() {
  kill -KILL "${STARTED[server-1]}"
  walks_on
  start_server 1
}

# The machine that confirms is gone.
kill_standby() {
  local node
  node="$(standby)"
  signal_node "$node" KILL
  walks_on
  restart_node "$node"
}

# The machine that confirms stands still: its connections are open, and nobody answers.
freeze_standby() {
  local node
  node="$(standby)"
  signal_node "$node" STOP
  walks_on
  signal_node "$node" CONT
}

# Somebody cancels what waits for the machine that confirms. PostgreSQL reports it as done: it is on the leader alone until that machine wakes
# up, and lost if the leader dies before.
cancel_commits() {
  local node
  node="$(standby)"
  signal_node "$node" STOP
  wait_for 30 "a COMMIT that waits" has_cancelled
  signal_node "$node" CONT
  walks_on
}
has_cancelled() { [ "$(sql postgres "select count(pg_cancel_backend(pid)) from pg_stat_activity where wait_event = 'SyncRep'")" -gt 0 ]; }

# The leader is cut off from everybody.
partition_leader() {
  $APART || { say "  left out: the nodes have no networks of their own here" && return; }
  local node
  node="$(leader)"
  ip link set "node$node" down
  wait_for 60 "another leader" is_led_by_another "$node"
  walks_on
  ip link set "node$node" up
}

# The leader is cut off from the other nodes, and the servers still reach it: what they save there, nobody confirms.
split_leader() {
  $APART || { say "  left out: the nodes have no networks of their own here" && return; }
  local node other
  node="$(leader)"
  in_node "$node"
  for other in "${NODES[@]}"; do [ "$other" = "$node" ] || "${IN_NODE[@]}" ip route add blackhole "$NET.$other"; done
  wait_for 60 "another leader" is_led_by_another "$node"
  walks_on
  in_node "$node"
  for other in "${NODES[@]}"; do [ "$other" = "$node" ] || "${IN_NODE[@]}" ip route del blackhole "$NET.$other"; done
}

# The leader's disk is full. PostgreSQL then refuses what needs room, and Patroni finds it healthy: somebody has to make room.
fill_disk() {
  $APART || { say "  left out: the nodes have no disks of their own here" && return; }
  local filler
  filler="$DRILL_FOLDER/db-$(leader)/filler"
  # As much as there is; dd says that this was too much.
  dd if=/dev/zero of="$filler" bs=1M 2>/dev/null || true
  wait_for 60 "a change that finds no room" grep -q "No space left on device" "$LOGS/server-1.log" "$LOGS/server-2.log"
  # Whoever looks after it comes.
  sleep 10
  rm "$filler"
  walks_on
}

# Runs patronictl on the node that leads.
on_leader() { # command, arguments
  local node
  node="$(leader)"
  in_node "$node"
  "${IN_NODE[@]}" patronictl -c "$DRILL_FOLDER/patroni-$node.yml" "$1" resolutionflow --force "${@:2}" >>"$LOGS/patronictl.log" 2>&1
}

# Somebody makes the standby the leader, for maintenance.
switch_over() {
  local node
  node="$(leader)"
  on_leader switchover --leader "db-$node" --candidate "db-$(standby)"
  wait_for 60 "another leader" is_led_by_another "$node"
  walks_on
}

# The planted fault: what the leader acknowledges no standby has, and then the leader is gone.
lose_unconfirmed() {
  local node other postmaster receivers=()
  node="$(leader)"
  on_leader edit-config --set synchronous_mode=false --pg synchronous_commit=local --set maximum_lag_on_failover=1000000000
  wait_for 30 "standbys that confirm nothing" confirms_nothing
  for other in "${NODES[@]}"; do
    [ "$other" != "$node" ] || continue
    postmaster="$(head -n 1 "$DRILL_FOLDER/db-$other/data/postmaster.pid")"
    receivers+=("$(pgrep -P "$postmaster" -f walreceiver)")
  done
  kill -STOP "${receivers[@]}"
  walks_on
  signal_node "$node" KILL
  # What has arrived meanwhile nobody has read.
  kill -KILL "${receivers[@]}"
  wait_for 60 "another leader" is_led_by_another "$node"
  walks_on
  restart_node "$node"
  on_leader edit-config --set synchronous_mode=true
}
confirms_nothing() { [ -z "$(sql postgres "show synchronous_standby_names")" ]; }
