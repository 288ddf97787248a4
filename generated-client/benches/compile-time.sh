#!/usr/bin/env bash
# Compile time of generated code: user CPU seconds for a synthetic crate of 210 operations, 253 structs of 7 members,
# 79 enums, 48 identifiers, 2 unions and 32 lists of 8 errors, the proportions of Partner Center, without its dependencies, and
# for the runtime, which is one of these.
#
#     generated-client/benches/compile-time.sh [RUNS]
#
# Users of the crate compile the decoding of what they call in their own crates: the last lines are a crate that sends every
# operation.
set -euo pipefail

readonly operations=210 runs=${1:-5}
readonly root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
readonly target=${CARGO_TARGET_DIR:-$root/target}
readonly scratch=$target/compile-time
readonly client=$scratch/generated-client

say() { printf '%s\n' "$*"; }

# Prints a file without the sections about files that the copy does not have.
without_extra_targets() {
    local line skipping=
    while IFS= read -r line; do
        case $line in
            '[['*) skipping=yes ;;
            '['*) skipping= ;;
        esac
        [[ $skipping ]] || printf '%s\n' "$line"
    done <"$1"
}

# A workspace of the client alone, with what is generated from a spec of so many operations.
generate() {
    rm -rf "$scratch/spec" "$client" "$scratch/runtime"
    mkdir -p "$client" "$scratch/runtime"
    cp -R "$root/generated-client/src" "$client/src"
    cp -R "$root/generated-client/guide" "$client/guide"
    cp -R "$root/runtime/src" "$scratch/runtime/src"
    cp "$root/runtime/README.md" "$scratch/runtime/README.md"
    without_extra_targets "$root/runtime/Cargo.toml" >"$scratch/runtime/Cargo.toml"
    without_extra_targets "$root/generated-client/Cargo.toml" >"$client/Cargo.toml"
    cp "$root/Cargo.lock" "$scratch/Cargo.lock"
    local line
    while IFS= read -r line; do
        case $line in
            members*) say 'members = ["generated-client", "runtime", "caller"]' ;;
            default-members*) ;;
            *) printf '%s\n' "$line" ;;
        esac
    done <"$root/Cargo.toml" >"$scratch/Cargo.toml"
    (
        cd "$root"
        CARGO_TARGET_DIR=$target cargo run --quiet -p docwright --example synthetic_spec -- "$scratch/spec" "$1"
        CARGO_TARGET_DIR=$target cargo run --quiet -p xtask -- regen --spec "$scratch/spec" --out "$client" >/dev/null
    )
    write_caller
}

# A crate that sends every operation.
write_caller() {
    local file area first second third name
    mkdir -p "$scratch/caller/src"
    cat >"$scratch/caller/Cargo.toml" <<'TOML'
[package]
name = "caller"
version = "0.1.0"
edition = "2024"

[dependencies]
ms-commerce = { path = "../generated-client" }
TOML
    for file in "$client"/src/demo/area_*.rs; do
        area=$(basename "$file" .rs)
        say "pub mod $area {"
        say '    use std::future::IntoFuture as _;'
        say '    use ms_commerce::{Client, runtime::{BoxFuture, Error, Response, Value}};'
        say "    use ms_commerce::demo::$area::*;"
        while read -r first second third name _; do
            [[ "$first $second $third" == 'impl Operation for' ]] || continue
            say "    #[allow(non_snake_case)]"
            say "    pub fn send_$name(client: &Client, call: $name) -> BoxFuture<'_, Result<Response<Value<$name>>, Error>> {"
            say '        client.call(call).into_future()'
            say '    }'
        done <"$file"
        say '}'
    done >"$scratch/caller/src/lib.rs"
}

# User CPU seconds of one cargo command, cargo's own included.
user_seconds() {
    local TIMEFORMAT=%3U
    { time "$@" >"$scratch/output" 2>&1; } 2>&1 || { cat "$scratch/output" >&2; return 1; }
}

# median WHAT FOLDER CARGO-COMMAND…: compiles the crate in the folder several times and says how long it took.
median() {
    local what=$1 folder=$2 seconds=() run crate
    shift 2
    crate=$(sed -n 's/^name = "\(.*\)"$/\1/p' "$scratch/$folder/Cargo.toml")
    CARGO_TARGET_DIR=$scratch/target CARGO_INCREMENTAL=0 "$@" -p "$crate" --quiet
    for ((run = 0; run < runs; run++)); do
        touch "$scratch/$folder/src/lib.rs"
        seconds+=("$(CARGO_TARGET_DIR=$scratch/target CARGO_INCREMENTAL=0 user_seconds "$@" -p "$crate")")
    done
    local sorted
    mapfile -t sorted < <(printf '%s\n' "${seconds[@]}" | sort -n)
    printf '%-42s %6s   (%s)\n' "$what" "${sorted[runs / 2]}" "${sorted[*]}"
}

# measure OF FOLDER OPTION…: the three ways to compile it.
measure() {
    local of=$1 folder=$2
    shift 2
    median "check    $of" "$folder" cargo check "$@"
    median "debug    $of" "$folder" cargo build "$@"
    median "release  $of" "$folder" cargo build --release "$@"
}

cd "$root"
mkdir -p "$scratch"
cd "$scratch"
say "user CPU seconds, median of $runs: $(rustc --version)"
generate "$operations"
measure 'runtime alone' runtime --features reqwest,rustls
measure "$operations operations" generated-client
measure 'a caller of all operations' caller
