# Sourced by the Makefile's recipes and the other scripts: where the tools are and which compiler builds.
# Tools live outside the checkout, so that a second checkout finds them.
RESOLUTIONFLOW_TOOLS="${RESOLUTIONFLOW_TOOLS:-${XDG_DATA_HOME:-$HOME/.local/share}/resolutionflow-tools}"
ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
CARGO_LEPTOS_VERSION=0.3.11

PATH="$RESOLUTIONFLOW_TOOLS/bin:$ROOT/end2end/node_modules/.bin:$HOME/.cargo/bin:$PATH"
# Written by scripts/setup where rustup has no wasm target to offer: one compiler builds everything.
if [ -z "${RUSTUP_TOOLCHAIN:-}" ] && [ -f "$RESOLUTIONFLOW_TOOLS/toolchain" ]; then
  RUSTUP_TOOLCHAIN="$(cat "$RESOLUTIONFLOW_TOOLS/toolchain")"
fi
[ -n "${RUSTUP_TOOLCHAIN:-}" ] && export RUSTUP_TOOLCHAIN
export PATH RESOLUTIONFLOW_TOOLS
# The queries in the code are checked against the committed .sqlx; scripts/sqlx-prepare is the one that asks a database.
export SQLX_OFFLINE="${SQLX_OFFLINE:-true}"

say() { printf '\033[1m▸ %s\033[0m\n' "$*"; }
die() { printf '✗ %s\n' "$*" >&2; exit 1; }

# Where cargo builds; the site that cargo-leptos assembles stays in the checkout.
TARGET="${CARGO_TARGET_DIR:-$ROOT/target}"
SITE="$ROOT/target/site"
# A server started without cargo-leptos reads these.
export LEPTOS_OUTPUT_NAME=resolutionflow LEPTOS_SITE_ROOT="$SITE" LEPTOS_SITE_PKG_DIR=pkg LEPTOS_HASH_FILES=true

# Builds the browser's side. The standard library is built along with it, for size, without the messages of panics, `{:?}` and
# source locations, none of which a user sees. These flags are unstable, hence RUSTC_BOOTSTRAP.
build_frontend() {
  RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size \
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--cfg=erase_components -Zunstable-options -Cpanic=immediate-abort -Zfmt-debug=none -Zlocation-detail=none" \
    cargo leptos build --release --frontend-only --precompress
  # Comments and names of the scripts that are written by hand are for whoever changes them.
  local script scripts=("$SITE/script.js" "$SITE/typed.js" "$SITE/editor.js")
  for script in "${scripts[@]}"; do
    terser "$script" --ecma 2020 --compress passes=2 --mangle --output "$script"
  done
  node -e 'const fs = require("node:fs"), zlib = require("node:zlib");
    for (const file of process.argv.slice(1)) {
      const script = fs.readFileSync(file);
      fs.writeFileSync(`${file}.br`, zlib.brotliCompressSync(script));
      fs.writeFileSync(`${file}.gz`, zlib.gzipSync(script, { level: 9 }));
    }' "${scripts[@]}"
}

# What the browser's side is built from.
SITE_SOURCES=(src app frontend style public scripts/env.sh Cargo.toml Cargo.lock .cargo rust-toolchain.toml)

# Whether none of the paths has changed since the stamp was written.
is_fresh() { # stamp, paths
  local stamp=$1
  shift
  [ -f "$stamp" ] && [ -z "$(cd "$ROOT" && find "$@" -newer "$stamp" -print -quit)" ]
}
