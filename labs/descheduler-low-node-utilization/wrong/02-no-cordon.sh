#!/usr/bin/env bash
# The pods are started while every worker is open, so the scheduler spreads them.
# check: 02
# expect: of the 24 web pods, expected all of them on one worker
set -e

kubectl apply -f manifests/web.yaml
kubectl -n lab rollout status deployment/web --timeout=180s
