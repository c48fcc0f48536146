#!/usr/bin/env bash
# The key in the ConfigMap is the file's name, not the one that the Job mounts.
# check: 03
# expect: there is no ConfigMap 'descheduler-policy' with the key 'policy.yaml'
set -e

kubectl apply -f manifests/rbac.yaml
kubectl -n lab create configmap descheduler-policy --from-file=manifests/policy-tighter.yaml \
  --dry-run=client -o yaml | kubectl apply -f -
