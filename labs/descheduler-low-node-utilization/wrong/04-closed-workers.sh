#!/usr/bin/env bash
# With the other workers cordoned, only the control plane has room, and its taint keeps every web pod where it is.
# check: 04
# expect: runs 26 pods, expected at most 16
set -e

workers=($(kubectl get nodes -l '!node-role.kubernetes.io/control-plane' -o jsonpath='{.items[*].metadata.name}'))
kubectl cordon "${workers[@]:1}"
kubectl apply -f manifests/job.yaml
kubectl -n lab wait --for=condition=complete job/descheduler --timeout=180s
