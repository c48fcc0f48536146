#!/usr/bin/env bash
set -e

# The policy: a node with at most 10 % of its pods has room, one with more than 15 % is to give some away.
cat manifests/policy.yaml
kubectl -n lab create configmap descheduler-policy --from-file=policy.yaml=manifests/policy.yaml \
  --dry-run=client -o yaml | kubectl apply -f -

# Who the descheduler is, and what it may do.
kubectl apply -f manifests/rbac.yaml
