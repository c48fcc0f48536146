#!/usr/bin/env bash
set -e

# A tighter policy: room up to 9 %, give away above 11 %.
kubectl -n lab create configmap descheduler-policy --from-file=policy.yaml=manifests/policy-tighter.yaml \
  --dry-run=client -o yaml | kubectl apply -f -

# A Job runs once; to run again it has to be made again.
kubectl -n lab delete job descheduler --ignore-not-found
kubectl apply -f manifests/job.yaml
kubectl -n lab wait --for=condition=complete job/descheduler --timeout=180s
kubectl -n lab rollout status deployment/web --timeout=180s
kubectl get pods -A --no-headers --field-selector=status.phase!=Succeeded,status.phase!=Failed \
  -o custom-columns=NODE:.spec.nodeName | sort | uniq -c
