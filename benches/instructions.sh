#!/usr/bin/env bash
# Prints how many instructions `groundplan check` of this repository executes, as callgrind counts them: the same
# number on a busy machine and on an idle one. One thread, since waiting threads spin.
#
#   benches/instructions.sh        the count
#   benches/instructions.sh 30     the count, and the 30 functions that cost the most
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if ! command -v valgrind >/dev/null; then
    echo "valgrind is not installed, so nothing was counted" >&2
    exit 1
fi
target=target
if [ $# -gt 0 ]; then
    # Functions have names only in a binary that is not stripped.
    target=target/instructions
    export CARGO_PROFILE_RELEASE_STRIP=false
fi
cargo build --release --locked --quiet --target-dir "$target"
trace=$(mktemp)
trap 'rm -f "$trace"' EXIT
said=$(valgrind --tool=callgrind --callgrind-out-file="$trace" \
    "$target/release/groundplan" --jobs 1 check 2>&1 >/dev/null) || true
if ! grep -q 'Collected' <<<"$said"; then
    printf '%s\n' "$said" >&2
    exit 1
fi
sed -n 's/^.*Collected *: *\([0-9]*\).*$/\1 instructions/p' <<<"$said"
if [ $# -gt 0 ]; then
    callgrind_annotate "$trace" | sed -n '/file:function/,$p' | head -n "$((2 + $1))"
fi
