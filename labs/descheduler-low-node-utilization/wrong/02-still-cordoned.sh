#!/usr/bin/env bash
# The workers are not opened again, so they can take no pod later.
# check: 02
# expect: is still cordoned; open it with: kubectl uncordon
set -e

workers=($(kubectl get nodes -l '!node-role.kubernetes.io/control-plane' -o jsonpath='{.items[*].metadata.name}'))
kubectl cordon "${workers[@]:1}"
kubectl apply -f manifests/web.yaml
kubectl -n lab rollout status deployment/web --timeout=180s
