#!/usr/bin/env bash
# The Job completes, but with --dry-run nothing is evicted.
# check: 04
# expect: runs 26 pods, expected at most 16
set -e

while IFS= read -r line; do
  printf '%s\n' "$line"
  case $line in *'- --v') printf '            - "3"\n            - --dry-run\n            - --v\n' ;; esac
done < manifests/job.yaml | kubectl apply -f -
kubectl -n lab wait --for=condition=complete job/descheduler --timeout=180s
