#!/usr/bin/env bash
set -e

# The nodes, and which pods each one runs.
kubectl get nodes
kubectl get pods -A --sort-by=.spec.nodeName -o custom-columns=NODE:.spec.nodeName,POD:.metadata.name

# How many pods that is per node. A finished pod takes no place.
kubectl get pods -A --no-headers --field-selector=status.phase!=Succeeded,status.phase!=Failed \
  -o custom-columns=NODE:.spec.nodeName | sort | uniq -c
