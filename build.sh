#!/usr/bin/env bash
# The one door to everything: see `usage` below. Installs what is missing, and says so.
set -euo pipefail
cd "$(dirname "$0")"

usage() {
  cat <<'END'
./build.sh           builds dist/chrome and dist/firefox
./build.sh run       builds, then shows the main job on this machine, without account or network
    --browser chrome|firefox   (chrome)
    --headless                 walks the scenarios itself; also where there is no display
./build.sh test      everything: format, lints, cargo tests, JavaScript checks, both browsers
./build.sh package   builds, then makes what the stores get: dist/whose-quota-VERSION-…, and SHA256SUMS
./build.sh truth [shape ...]   each shape of app, with each Gradio, at each place: what the extension says
                     against what ZeroGPU counted; a line per cell, and out/truth.md
    --browser chrome|firefox   (both)
    --place direct,hub-out,hub-free,hub-pro,embed   --gradio 6   --steps
./build.sh bench     sizes, and what a page pays beside the same extension emptied: JSON, and out/bench.md
    --rounds 15   --against DIST   another build that takes turns (WHOSE_QUOTA_DIST: instead of dist)
    --browser chrome|firefox   (both)   --only visits,banner,mutations,popup   --pages cpu,hubCpu
./build.sh soak [load ...]   loads that nobody has in one day: memory, storage, questions to the Hub, and
                     out/soak.md (a quarter of an hour a browser)
    --browser chrome|firefox   (both)
./build.sh watch     whether what we know of Hugging Face, Gradio and ZeroGPU still holds, by their newest
                     packages; a line per assumption, and out/watch.md for an issue
    --only spaces,gradio,thresholds,hub   --gradio VERSION   instead of the newest
    --hub   huggingface.co itself instead of the stage
    --space OWNER/NAME   --page FILE   with --hub: whose page; one that was saved while signed in
./build.sh pictures  the stores' pictures (store/pictures) and the README's animation, made anew from the stage;
                     look at each before you commit it
    --only chrome,firefox,tile,story
./build.sh mutants   breaks each rule of the core and looks whether a test notices (hours)
./build.sh deny      licences, duplicates and sources of what Cargo.lock names; known holes, where their
                     database can be reached (installs cargo-deny once: minutes)
./build.sh fuzz [seconds]   feeds the readers of strangers' texts, each target for so long (600)
END
}

say() { printf '\033[1m» %s\033[0m\n' "$*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }

# --- What the machine must have ---------------------------------------------------------------

# Debian's packages, where apt is there and we may; otherwise says exactly what to install.
need_packages() {
  [ $# -gt 0 ] || return 0
  if have apt-get && [ "$(id -u)" = 0 ]; then
    say "Installing from Debian: $*"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
  else
    echo "Please install (names as in Debian): $*" >&2
    exit 1
  fi
}

need_rust() {
  have cargo || { echo "Please install Rust with rustup: https://rustup.rs" >&2; exit 1; }
  # All of rust-toolchain.toml: compiler, components, target.
  if have rustup && ! rustup target list --installed 2>/dev/null | grep -qx wasm32-unknown-unknown; then
    say "Installing the Rust toolchain (rust-toolchain.toml)"
    rustup toolchain install --no-self-update
  fi
}

need_node() {
  have node && have npm || need_packages nodejs npm
  [ "$(node -p 'parseInt(process.versions.node)')" -ge 20 ] ||
    { echo "Please install Node.js 20 or later" >&2; exit 1; }
  # npm writes this file; it is as new as the lock file where nothing is to be done.
  # A worktree may borrow another's modules by a link: npm would empty those.
  if [ ! -L node_modules ] && [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
    say "Installing the JavaScript tools (package-lock.json)"
    npm ci --silent
    touch node_modules/.package-lock.json
  fi
}

need_browsers() {
  local missing=() browser
  for browser in "$@"; do
    case $browser in
      chrome) have "${CHROMIUM:-chromium}" || missing+=(chromium) ;;
      firefox) have "${FIREFOX:-firefox-esr}" || missing+=(firefox-esr) ;;
    esac
  done
  # Pictures need letters, those of all our languages too.
  [ ${#missing[@]} = 0 ] || missing+=(fonts-dejavu-core fonts-noto-color-emoji fontconfig)
  if ! have fc-list || [ -z "$(fc-list :lang=th)" ] || [ -z "$(fc-list :lang=ko)" ]; then
    missing+=(fonts-noto-core fonts-noto-cjk)
  fi
  need_packages "${missing[@]}"
}

need_stage() {
  local missing=()
  have openssl || missing+=(openssl)
  have curl || missing+=(curl)
  have python3 || missing+=(python3)
  have python3 && python3 -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3-venv)
  need_packages "${missing[@]}"
  say "Gradio's Python environments (made once, kept in the cache folder)"
  node tests/stage/gradio/venv.mjs
}

# --- What there is to do ------------------------------------------------------------------------

# compile FEATURE TARGET_FOLDER RUSTFLAG...
compile() {
  local feature=$1 folder=$2 flags
  shift 2
  # A path of this machine has no business in a file that ships. A folder's name may have spaces, which
  # RUSTFLAGS cannot hold.
  flags=$(printf '%s\x1f' "$@" "--remap-path-prefix=$PWD=." \
    "--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo" \
    "--remap-path-prefix=$(rustc --print sysroot)=rust")
  CARGO_ENCODED_RUSTFLAGS=${flags%?} \
    cargo build --locked --quiet --release --lib --target wasm32-unknown-unknown \
    --target-dir "$folder" --no-default-features --features "$feature"
}

build() {
  need_rust
  need_node
  say "Building the core: the page's module, and the background's"
  local part name
  for part in page background; do
    name=${part}_core
    compile "$part" target
    cargo run --locked --quiet --release -p bindgen -- \
      target/wasm32-unknown-unknown/release/whose_quota.wasm target/core "$name"
    # Binaryen's own recipe for size (its wiki, "Optimizer Cookbook"): 1 % less than `-Oz --converge`.
    npx wasm-opt -Oz --flatten --rereloop -Oz -Oz --converge --strip-debug --strip-producers \
      "target/core/${name}_bg.wasm" -o "target/core/${name}_opt.wasm"
    # Names of imports make up a twentieth of the module: short ones, told to assemble.mjs.
    npx wasm-opt --minify-imports-and-exports-and-modules --strip-target-features \
      "target/core/${name}_opt.wasm" -o "target/core/$name.wasm" >"target/core/${name}_names.json"
  done

  # The page's module once more as JavaScript, for pages whose CSP forbids WASM. `wasm2js` reads the first
  # WASM only, and copies the memory when it grows: so there is enough at once.
  name=page_core_js
  compile page target/without_wasm \
    "-Ctarget-feature=-reference-types,-multivalue" "-Clink-arg=--initial-memory=4194304"
  npx wasm-opt --strip-target-features \
    target/without_wasm/wasm32-unknown-unknown/release/whose_quota.wasm -o "target/core/${name}_all.wasm"
  cargo run --locked --quiet --release -p bindgen -- "target/core/${name}_all.wasm" target/core "$name"
  npx wasm-opt -Oz --converge --strip-debug --strip-producers \
    --enable-bulk-memory --enable-sign-ext --enable-nontrapping-float-to-int --enable-mutable-globals \
    --llvm-memory-copy-fill-lowering --signext-lowering --llvm-nontrapping-fptoint-lowering \
    "target/core/${name}_bg.wasm" -o "target/core/${name}_opt.wasm"
  npx wasm2js -Oz "target/core/${name}_opt.wasm" -o "target/core/$name.mjs"
  node tools/assemble.mjs target/core
  say "dist/chrome and dist/firefox are ready"
}

package() {
  build
  node tools/package.mjs
}

run() {
  local browser=chrome headless=() arguments=()
  while [ $# -gt 0 ]; do
    case $1 in
      --browser) browser=${2:-}; shift ;;
      --headless) headless=(--headless) ;;
      *) arguments+=("$1") ;;
    esac
    shift
  done
  case $browser in chrome | firefox) ;; *) usage; exit 2 ;; esac
  [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || headless=(--headless)
  build
  need_browsers "$browser"
  need_stage
  if [ ${#headless[@]} -gt 0 ]; then
    node tests/browser/walk.mjs --browser "$browser" "${arguments[@]}"
  else
    node tests/browser/gallery.mjs --browser "$browser"
  fi
}

check() {
  say "Format and lints"
  cargo fmt --all --check
  cargo fmt --manifest-path fuzz/Cargo.toml --check
  cargo clippy --locked --quiet --workspace --all-targets -- -D warnings
  local part
  for part in page background; do
    cargo clippy --locked --quiet --lib --target wasm32-unknown-unknown \
      --no-default-features --features "$part" -- -D warnings
  done
  npx biome ci --error-on-warnings
  npx tsc
}

# The tests, the cheap ones first.
tests() {
  build
  check
  # The source reader is held against Python's own.
  have python3 || need_packages python3
  say "The core"
  cargo test --locked --quiet --workspace
  need_browsers chrome firefox
  need_stage
  say "The stage, the driver, and the extension in both browsers"
  # One file at a time: each drives browsers, and a busy machine makes every one of them late.
  node --test --test-concurrency=1 --test-reporter=spec "$@" \
    tests/*.test.mjs tests/stage/*.test.mjs tests/browser/driver/*.test.mjs tests/browser/*.test.mjs
}

truth() {
  build
  need_browsers chrome firefox
  need_stage
  node tests/browser/truth.mjs "$@"
}

bench() {
  # Another build is measured as it is.
  if [ -n "${WHOSE_QUOTA_DIST:-}" ]; then need_node; else build; fi
  need_browsers chrome firefox
  # Its pages are light ones: no Gradio, no Python.
  have openssl || need_packages openssl
  node tests/browser/bench.mjs "$@"
}

soak() {
  build
  need_browsers chrome firefox
  need_stage
  node tests/browser/soak.mjs "$@"
}

watch() {
  # Another build is watched as it is.
  if [ -n "${WHOSE_QUOTA_DIST:-}" ]; then need_rust; need_node; else build; fi
  need_browsers chrome
  need_stage
  node tools/watch/watch.mjs "$@"
}

pictures() {
  # Another build is pictured as it is.
  if [ -n "${WHOSE_QUOTA_DIST:-}" ]; then need_node; else build; fi
  need_browsers chrome firefox
  need_stage
  node tests/browser/pictures.mjs "$@"
}

mutants() {
  have cargo-mutants || { say "Installing cargo-mutants"; cargo install --locked --quiet cargo-mutants@27.1.0; }
  cargo mutants "$@"
}

# A command of its own, not a part of `test`: cargo-deny takes six minutes to build on two cores.
deny() {
  have cargo-deny || { say "Installing cargo-deny"; cargo install --locked --quiet cargo-deny@0.19.0; }
  local manifest
  for manifest in Cargo.toml fuzz/Cargo.toml; do
    say "What $manifest depends on"
    # Each lock file needs some of the exceptions.
    cargo deny --locked --workspace --manifest-path "$manifest" check --config "$PWD/deny.toml" \
      --allow license-exception-not-encountered --allow unmatched-skip licenses bans sources
    if cargo deny --manifest-path "$manifest" fetch --config "$PWD/deny.toml" db >/dev/null 2>&1; then
      cargo deny --locked --workspace --manifest-path "$manifest" check --config "$PWD/deny.toml" advisories
    else
      say "The database of known holes cannot be reached: not looked at"
    fi
  done
}

# The pinned compiler takes the flags of a nightly one, so there is no second toolchain; and the core
# is safe Rust, which needs no sanitizer.
fuzz() {
  local seconds=${1:-600} target words
  need_rust
  need_node
  have c++ || need_packages g++
  have cargo-fuzz || { say "Installing cargo-fuzz"; cargo install --locked --quiet cargo-fuzz@0.13.2; }
  node fuzz/seeds.mjs
  for target in fuzz/fuzz_targets/*.rs; do
    target=$(basename "$target" .rs)
    case $target in message*) words=messages ;; gpu_source) words=gpu_source ;; *) words=json ;; esac
    say "Fuzzing: $target, $seconds s"
    RUSTC_BOOTSTRAP=1 cargo fuzz run --sanitizer none "$target" -- \
      -max_total_time="$seconds" -timeout=10 -dict="fuzz/$words.dict" -print_final_stats=1
  done
}

command=${1:-build}
[ $# = 0 ] || shift
case $command in
  build | package | run | truth | bench | soak | watch | pictures | mutants | deny | fuzz) "$command" "$@" ;;
  test) tests "$@" ;;
  *) usage; [ "$command" = help ] || exit 2 ;;
esac
