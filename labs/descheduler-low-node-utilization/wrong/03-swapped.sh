#!/usr/bin/env bash
# The two thresholds are the wrong way round.
# check: 03
# expect: thresholds has pods: 15, expected 10
set -e

kubectl apply -f manifests/rbac.yaml
kubectl -n lab create configmap descheduler-policy --from-literal=policy.yaml='
apiVersion: descheduler/v1alpha2
kind: DeschedulerPolicy
profiles:
  - name: spread
    pluginConfig:
      - name: LowNodeUtilization
        args: {thresholds: {pods: 15}, targetThresholds: {pods: 10}}
    plugins: {balance: {enabled: [LowNodeUtilization]}}
' --dry-run=client -o yaml | kubectl apply -f -
