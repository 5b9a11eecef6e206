# Sourced by scripts/package and its parts: what is packed, under which version, and where it goes.
source "$(dirname "${BASH_SOURCE[0]}")/../env.sh"
PACKAGING="$ROOT/scripts/packaging"
PACKAGES="$ROOT/target/package"
# A program that is built already, to work on the packages themselves.
PROGRAM="${RESOLUTIONFLOW_PROGRAM:-$TARGET/release/resolutionflow}"
ARCHITECTURE="$(dpkg --print-architecture)"
TRIPLE="$(rustc --print host-tuple)"

# The same commit gives the same packages: every file has its time.
SOURCE_DATE_EPOCH="$(git -C "$ROOT" log -1 --format=%ct)"
export SOURCE_DATE_EPOCH

# A release has the version of Cargo.toml; what comes before it is older than it, by the time of its commit.
VERSION="$(awk -F '"' '/^\[workspace.package\]/ {found = 1} found && /^version/ {print $2; exit}' "$ROOT/Cargo.toml")"
if [ "$(git -C "$ROOT" describe --tags --exact-match 2>/dev/null)" != "v$VERSION" ]; then
  VERSION="$VERSION~$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y%m%d%H%M%S).$(git -C "$ROOT" rev-parse --short=8 HEAD)"
fi

# Puts the program with what it needs beside it into a folder, and what belongs to it as a document into another.
stage() { # root
  local place="$1/usr/lib/resolutionflow" documents="$1/usr/share/doc/resolutionflow"
  install -D -m 755 "$PROGRAM" "$place/resolutionflow"
  strip --strip-unneeded "$place/resolutionflow"
  install -D -m 644 "$(dirname "$PROGRAM")/hash.txt" "$place/hash.txt"
  cp -r "$SITE" "$place/site"
  find "$place/site" -name '.*' -type f -delete
  install -D -m 644 -t "$documents" CHANGELOG.md docs/packages.md docs/runbook.md docs/operations.md "$PACKAGES"/{THIRD-PARTY.txt,*.cdx.json}
  # operations.md leads to these.
  install -D -m 644 -t "$documents" docs/haproxy.cfg
  install -D -m 644 -t "$documents/cluster" docs/cluster/*
}
