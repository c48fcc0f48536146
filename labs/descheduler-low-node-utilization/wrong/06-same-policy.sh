#!/usr/bin/env bash
# The descheduler runs again, but with the old policy: nothing is above 15 % any more.
# check: 06
# expect: runs 16 pods, expected at most 12
set -e

kubectl -n lab delete job descheduler --ignore-not-found
kubectl apply -f manifests/job.yaml
kubectl -n lab wait --for=condition=complete job/descheduler --timeout=180s
