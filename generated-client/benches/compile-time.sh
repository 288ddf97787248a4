#!/usr/bin/env bash
# Compile time of generated code, in user CPU seconds:
#
#     generated-client/benches/compile-time.sh [RUNS]            the runtime, two clients and a caller
#     generated-client/benches/compile-time.sh --areas [RUNS]    each area of the real client
#
# The two clients are that of a synthetic API and the real one with its default features, of as many operations, both without
# their dependencies and compiled in turns, so that their figures can be compared. The synthetic API has the proportions of the
# real one (the test `proportions` compares them): for each operation, 1.25 structs of 6.7 members, of which 40 % are sent,
# 0.43 enums, 1.9 inputs in paths and queries, 4 methods of types, and 3.2 kB of docs.
#
# Users of the crate compile the decoding of what they call in their own crates: the last lines are a crate that sends every
# operation of the synthetic API.
set -euo pipefail

areas=
if [[ ${1:-} == --areas ]]; then
    areas=yes
    shift
fi
readonly runs=${1:-5} areas
readonly root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
readonly target=${CARGO_TARGET_DIR:-$root/target}
readonly scratch=$target/compile-time
readonly client=$scratch/generated-client real=$scratch/real-client

say() { printf '%s\n' "$*"; }

# Prints a manifest without the sections about files that the copy does not have, and about dependencies of these.
without_extra_targets() {
    local line skipping=
    while IFS= read -r line; do
        case $line in
            '[['* | '[dev-dependencies]') skipping=yes ;;
            '['*) skipping= ;;
        esac
        [[ $skipping ]] || printf '%s\n' "$line"
    done <"$1"
}

# copy_workspace MEMBERS: a workspace with the runtime and the real client, which has a name of its own.
copy_workspace() {
    rm -rf "$client" "$real" "$scratch/runtime" "$scratch/caller"
    mkdir -p "$real" "$scratch/runtime"
    cp -R "$root/generated-client/src" "$root/generated-client/guide" "$real"
    cp -R "$root/runtime/src" "$root/runtime/README.md" "$scratch/runtime"
    without_extra_targets "$root/runtime/Cargo.toml" >"$scratch/runtime/Cargo.toml"
    without_extra_targets "$root/generated-client/Cargo.toml" | sed 's/^name = "ms-commerce"$/name = "real-client"/' \
        >"$real/Cargo.toml"
    cp "$root/Cargo.lock" "$scratch/Cargo.lock"
    local line
    while IFS= read -r line; do
        case $line in
            members*) say 'members = ["runtime", "real-client"'"$1]" ;;
            default-members*) ;;
            *) printf '%s\n' "$line" ;;
        esac
    done <"$root/Cargo.toml" >"$scratch/Cargo.toml"
}

# Adds the client that is generated from a spec of so many operations, and its caller.
generate() {
    rm -rf "$scratch/spec"
    mkdir -p "$client"
    cp -R "$root/generated-client/src" "$root/generated-client/guide" "$client"
    without_extra_targets "$root/generated-client/Cargo.toml" >"$client/Cargo.toml"
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

# User CPU seconds of cargo with some arguments, its own included.
user_seconds() {
    local -x CARGO_TARGET_DIR=$scratch/target CARGO_INCREMENTAL=0
    local TIMEFORMAT=%3U
    { time cargo "$@" >"$scratch/output" 2>&1; } 2>&1 || { cat "$scratch/output" >&2; return 1; }
}

median_of() {
    printf '%s\n' "$@" | sort -n | sed -n "$((($# + 1) / 2))p"
}

# in_turns COMMAND OPTIONS FOLDER:OPERATIONS…: compiles the crates in the folders several times, each once in each turn, and
# says how long each took, and each of its operations if their number is given.
in_turns() {
    local command=$1 options=$2 run crate seconds
    shift 2
    local -A taken=()
    for ((run = 0; run <= runs; run++)); do
        for crate in "$@"; do
            touch "$scratch/${crate%:*}/src/lib.rs"
            # shellcheck disable=SC2086 # several options
            seconds=$(user_seconds $command $options --manifest-path "$scratch/${crate%:*}/Cargo.toml")
            # The first run compiles the dependencies.
            ((run == 0)) || taken[$crate]+=" $seconds"
        done
    done
    for crate in "$@"; do
        # shellcheck disable=SC2086 # a list
        say "$command|${crate%:*}|$(median_of ${taken[$crate]})|${crate#*:}|${taken[$crate]# }"
    done | awk -F'|' '{
        printf "%-16s %-18s %7.3f s", $1, $2, $3
        if ($4 != "") printf "  %6.1f ms an operation", 1000 * $3 / $4
        printf "   (%s)\n", $5
    }'
}

# measure OPTIONS FOLDER:OPERATIONS…: the three ways to compile them.
measure() {
    local command
    for command in check build 'build --release'; do
        in_turns "$command" "$@"
    done
}

# The operations in files of the real client.
operations_in() {
    cat "$@" | grep -c '^impl Operation for'
}

# Areas of Partner Center by their features: one, and those whose types it uses.
with_used() {
    local used
    say "$1"
    sed -n "s/^$1 = //p" "$real/Cargo.toml" | tr '",' '\n\n' | grep '^partner-center-' | while read -r used; do
        with_used "$used"
    done | sort -u || true # Most areas use no other.
}

# A line for each area of Partner Center: what it and the areas that it uses take beyond what all areas share.
measure_areas() {
    local command feature names files line
    local -A shared=()
    seconds_with() {
        in_turns "$1" "--no-default-features --features reqwest,rustls,$2" real-client: |
            awk '{ print /--release/ ? $4 : $3 }'
    }
    for command in check build 'build --release'; do
        shared[$command]=$(seconds_with "$command" _partner-center)
    done
    printf '%-24s %10s %9s %9s %9s\n' area operations check debug release
    for feature in $(sed -n 's/^\(partner-center-[a-z-]*\) = .*/\1/p' "$real/Cargo.toml"); do
        names=$(with_used "$feature" | sed 's/^partner-center-//; s/-/_/g')
        mapfile -t files < <(sed "s|.*|$real/src/partner_center/&.rs|" <<<"$names")
        line="${feature#partner-center-} $(operations_in "${files[@]}")"
        for command in check build 'build --release'; do
            line+=" $(seconds_with "$command" "$feature") ${shared[$command]}"
        done
        awk '{
            printf "%-24s %10d %9.1f %9.1f %9.1f\n", $1, $2,
                1000 * ($3 - $4) / $2, 1000 * ($5 - $6) / $2, 1000 * ($7 - $8) / $2
        }' <<<"$line"
    done
}

cd "$root"
mkdir -p "$scratch"
cd "$scratch"
if [[ $areas ]]; then
    copy_workspace ''
    say "user CPU milliseconds an operation, median of $runs: $(rustc --version)"
    measure_areas
    exit
fi
say "user CPU seconds, median of $runs: $(rustc --version)"
copy_workspace ', "generated-client", "caller"'
operations=$(operations_in "$real"/src/*/*.rs)
readonly operations
generate "$operations"
measure '--features reqwest,rustls' runtime:
measure '' "generated-client:$operations" "real-client:$operations"
measure '' "caller:$operations"
