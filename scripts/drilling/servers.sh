# Two servers behind HAProxy, and people who walk. Sourced by scripts/drill.
# Without TLS, which HAProxy speaks elsewhere, a server is for this machine alone.
SITE_URL="http://$($APART && echo 127.0.0.1 || echo "$NET.10"):8000"
HISTORY="$DRILL_FOLDER/history.jsonl"
CLIENTS=12
HOSTS="$NET.1:5432,$NET.2:5432,$NET.3:5432"
# Environment of a server.
server_environment() { # number
  echo "DATABASE_URL=postgres://resolutionflow_app@$HOSTS/resolutionflow?sslrootcert=$CERTIFICATES/ca.pem&sslmode=verify-full"
  echo "DATABASE_OWNER_URL=postgres://resolutionflow_owner@$HOSTS/resolutionflow?sslrootcert=$CERTIFICATES/ca.pem&sslmode=verify-full"
  echo "LISTEN=$NET.1$1:3000"
  echo "PUBLIC_URL=$SITE_URL"
  echo "TRUSTED_PROXIES=1"
  # The system's authorities, which a debug build takes long to read, sign nothing here.
  echo "SSL_CERT_FILE=$CERTIFICATES/ca.pem"
  # Nobody looks at a page.
  printf "%s\n" "LEPTOS_SITE_ROOT=$DRILL_FOLDER/site" LEPTOS_HASH_FILES=false
}

resolutionflow() { # arguments
  local variables
  mapfile -t variables < <(server_environment 1)
  "${NOBODY[@]}" env "${variables[@]}" "$DRILL_FOLDER/resolutionflow" "$@" >>"$LOGS/commands.log" 2>&1
}

# Roles, database, schema, trees and people, by the commands that an operator uses.
fill_database() {
  sql postgres "create role resolutionflow_owner login"
  sql postgres "create role resolutionflow_app login"
  sql postgres "create database resolutionflow owner resolutionflow_owner"
  wait_for 90 "the schema" resolutionflow migrate
  cp "$ROOT"/server/demo/trees/*.tree.md "$DRILL_FOLDER/"
  resolutionflow user add admin@drill.example --name Admin --role admin --account drill --password-stdin <<<"ends well, they say"
  resolutionflow tree import --account drill "$DRILL_FOLDER"/*.tree.md
  {
    echo email,name,role,password
    local number
    for number in $(seq "$CLIENTS"); do echo "walker-$number@drill.example,Walker $number,technician,walks through every storm"; done
  } >"$DRILL_FOLDER/people.csv"
  resolutionflow user import --account drill <"$DRILL_FOLDER/people.csv"
}

start_server() { # number
  local variables
  mapfile -t variables < <(server_environment "$1")
  start "server-$1" "${NOBODY[@]}" env "${variables[@]}" "$DRILL_FOLDER/resolutionflow" serve
}

start_servers() {
  mkdir -p "$DRILL_FOLDER/site/pkg"
  start_server 1
  start_server 2
  sed -E -e "/^ +(log|chroot|user|group) /d; s/bind .*/bind ${SITE_URL#http://}/; s/\b10\.0\.0\./$NET./g" "$ROOT/docs/cluster/haproxy.cfg" >"$DRILL_FOLDER/haproxy.cfg"
  start haproxy "${NOBODY[@]}" "$(PATH="$PATH:/usr/sbin" command -v haproxy)" -db -f "$DRILL_FOLDER/haproxy.cfg"
  wait_for 60 "the servers" are_ready
}

are_ready() {
  curl --silent --fail --max-time 3 "http://$NET.11:3000/readyz" && curl --silent --fail --max-time 3 "http://$NET.12:3000/readyz" &&
    curl --silent --fail --max-time 3 "$SITE_URL/readyz"
}

begin_walking() {
  touch "$HISTORY"
  owned "$HISTORY"
  start walkers "${NOBODY[@]}" "$DRILL_FOLDER/drill" walk --site "${SITE_URL#http://}" --clients "$CLIENTS" --history "$HISTORY"
  wait_for 30 "the first steps" has_steps 20
}
has_steps() { [ "$(steps)" -gt "$1" ]; }
steps() { grep -c '"said":"done"' "$HISTORY" || true; }

# Somebody is served again: more was acknowledged than before.
walks_on() {
  local before
  before="$(steps)"
  wait_for 90 "acknowledged steps" has_steps $((before + 50))
}

# The walkers finish what they have sent.
end_walking() {
  kill -TERM "${STARTED[walkers]}"
  wait_for 60 "the last answers" is_gone "${STARTED[walkers]}"
  [ ! -s "$LOGS/walkers.log" ] || die "Somebody walked no further: $(cat "$LOGS/walkers.log")"
}
is_gone() { [ ! -d "/proc/$1" ]; }

# Compares what was acknowledged with what the leader has.
check_history() {
  local how=() node
  case $mode in
    planted) how=(--planted) ;;
    # No test depends on how fast a machine is; the whole drill does.
    short) how=(--untimed) ;;
  esac
  node="$(leader)"
  "${NOBODY[@]}" env SSL_CERT_FILE="$CERTIFICATES/ca.pem" "$DRILL_FOLDER/drill" check --history "$HISTORY" --marks "$DRILL_FOLDER/marks" \
    --database "postgres://postgres:SUPERUSER_PASSWORD@$NET.$node:5432/resolutionflow?sslmode=verify-full" "${how[@]}"
}
