#!/usr/bin/env bash
# The descheduler runs again, but with the old policy: nothing is above 15 % any more.
# check: 06
# expect: pods, expected at most 12
set -e

kubectl -n lab delete job descheduler --ignore-not-found
kubectl apply -f manifests/job.yaml
kubectl -n lab wait --for=condition=complete job/descheduler --timeout=180s
# The descheduler's own pod may have made that worker the one above its target.
kubectl -n lab rollout status deployment/web --timeout=180s
