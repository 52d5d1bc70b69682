#!/usr/bin/env bash
# Runs groundplan and kubeconform over the same manifests with the same schemas, in turns, and prints both.
#
#   benches/peers.sh LOCATION [FILES]
#
# LOCATION is a schema location that both understand, so that neither needs a network, as in
#   'schemas/{{ .NormalizedKubernetesVersion }}-standalone{{ .StrictSuffix }}/{{ .ResourceKind }}{{ .KindSuffix }}.json'
# Kinds that it lacks are skipped by both. VERSION is the Kubernetes version, 1.33.0 if not set. kubeconform is taken
# from PATH.
set -euo pipefail

location=${1:?name a schema location}
files=${2:-20000}
version=${VERSION:-1.33.0}
case $location in
/*) ;;
*) location=$PWD/$location ;;
esac
if ! command -v kubeconform >/dev/null; then
    echo "kubeconform is not on PATH, so nothing was compared" >&2
    exit 1
fi
cd "$(dirname "${BASH_SOURCE[0]}")/.."
cargo build --release --locked --quiet
groundplan=${CARGO_TARGET_DIR:-target}/release/groundplan
corpus=$(mktemp -d)
trap 'rm -rf "$corpus"' EXIT
cargo bench --quiet --bench validate -- --write "$files" "$corpus/manifests"

timed() {
    local name=$1 begin end
    shift
    begin=$(date +%s%N)
    "$@" >"$corpus/said" 2>&1 || true
    end=$(date +%s%N)
    printf '  %-30s %7d ms   %s\n' "$name" $(((end - begin) / 1000000)) "$(tail -n 1 "$corpus/said" | cut -c 1-140)"
}
for run in 1 2 3; do
    echo "run $run of 3, $files files, two threads:"
    timed "kubeconform, these schemas" kubeconform -strict -summary -ignore-missing-schemas -n 2 \
        -kubernetes-version "$version" -schema-location "$location" "$corpus/manifests"
    timed "groundplan, these schemas" "$groundplan" validate --jobs 2 --ignore-missing-schemas \
        --kubernetes-version "$version" --schema-location "$location" "$corpus/manifests"
    timed "groundplan, its own schemas" "$groundplan" validate --jobs 2 \
        --kubernetes-version "$version" "$corpus/manifests"
done
