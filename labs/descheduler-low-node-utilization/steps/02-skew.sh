#!/usr/bin/env bash
set -e

# Close every worker but the first.
workers=($(kubectl get nodes -l '!node-role.kubernetes.io/control-plane' -o jsonpath='{.items[*].metadata.name}'))
kubectl cordon "${workers[@]:1}"

# Start 24 pods: there is only one node for them.
kubectl apply -f manifests/web.yaml
kubectl -n lab rollout status deployment/web --timeout=180s

# Open the workers again. Nothing moves: a scheduler places pods once.
kubectl uncordon "${workers[@]:1}"
kubectl get pods -A --no-headers --field-selector=status.phase!=Succeeded,status.phase!=Failed \
  -o custom-columns=NODE:.spec.nodeName | sort | uniq -c
