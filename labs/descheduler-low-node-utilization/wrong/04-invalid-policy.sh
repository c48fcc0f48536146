#!/usr/bin/env bash
# A threshold above its target is refused, and the Job fails.
# check: 04
# expect: Job 'descheduler' failed; its log ends:
set -e

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
kubectl apply -f manifests/job.yaml
kubectl -n lab wait --for=condition=failed job/descheduler --timeout=180s
