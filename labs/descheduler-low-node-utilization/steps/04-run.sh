#!/usr/bin/env bash
set -e

# One run of the descheduler, as a Job.
kubectl -n lab delete job descheduler --ignore-not-found
kubectl apply -f manifests/job.yaml
kubectl -n lab wait --for=condition=complete job/descheduler --timeout=180s

# It only evicts. The ReplicaSet makes new pods, and the scheduler finds them a node.
kubectl -n lab rollout status deployment/web --timeout=180s
kubectl get pods -A --no-headers --field-selector=status.phase!=Succeeded,status.phase!=Failed \
  -o custom-columns=NODE:.spec.nodeName | sort | uniq -c
