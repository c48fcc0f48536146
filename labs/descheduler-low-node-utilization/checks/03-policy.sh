#!/usr/bin/env bash
# The ConfigMap holds the policy, however it is laid out, and the service account is there.
source ../lib/check.sh

policy=$(field configmap descheduler-policy '{.data.policy\.yaml}' -n lab)
if [ -z "$policy" ]; then
  fail "there is no ConfigMap 'descheduler-policy' with the key 'policy.yaml' in namespace 'lab'"
fi
# Without blanks, quotes and braces the two ways to write a map look the same.
flat=${policy//[[:space:]\"\'\{\}]/}
case $flat in *LowNodeUtilization*) ;; *) fail "the policy does not name the plugin LowNodeUtilization" ;; esac

# percent_of MAP: what the map says of pods. Nothing but targetThresholds can follow thresholds, or stand before it.
percent_of() {
  local rest=${flat#*"$1":}
  if [ "$rest" = "$flat" ]; then return 0; fi
  rest=${rest%%[tT]*hresholds:*}
  rest=${rest#*pods:}
  printf '%s' "${rest%%[!0-9.]*}"
}
low=$(percent_of thresholds)
high=$(percent_of targetThresholds)
if [ "$low" != 10 ]; then fail "thresholds has pods: ${low:-nothing}, expected 10"; fi
if [ "$high" != 15 ]; then fail "targetThresholds has pods: ${high:-nothing}, expected 15"; fi
if [ -z "$(field serviceaccount descheduler '{.metadata.name}' -n lab)" ]; then
  fail "there is no ServiceAccount 'descheduler' in namespace 'lab'; apply manifests/rbac.yaml"
fi
pass "the policy asks for at most 10 % on nodes with room and evicts above 15 %"
