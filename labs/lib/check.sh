# What the checks of all labs use. A check prints one sentence and ends with 0, or with 1 when the cluster is not as it
# should be; the sentence then says what differs. Written for bash 3.2 and later, kubectl, sort and uniq.

# The cluster is as it should be.
pass() {
  printf '%s\n' "$1"
  exit 0
}

# The cluster differs: say what was found, and what was expected.
fail() {
  printf '%s\n' "$1"
  exit 1
}

# The value of a JSONPath in an object, empty when there is no such object or no such field.
# field RESOURCE NAME JSONPATH [FLAGS OF KUBECTL]
field() {
  local resource=$1 name=$2 path=$3
  shift 3
  kubectl get "$resource" "$name" --ignore-not-found -o jsonpath="$path" "$@"
}

# The nodes that take workloads, one a line.
workers() {
  kubectl get nodes -l '!node-role.kubernetes.io/control-plane' -o jsonpath='{range .items[*]}{.metadata.name}{"\n"}{end}'
}

# How many pods a node has that neither finished nor are being deleted.
# pods_on NODE [FLAGS OF KUBECTL, such as -n lab; all namespaces without]
pods_on() {
  local node=$1 deleted count=0
  shift
  if [ $# -eq 0 ]; then set -- -A; fi
  while read -r deleted; do
    if [ "$deleted" = '<none>' ]; then count=$((count + 1)); fi
  done < <(kubectl get pods "$@" --no-headers -o custom-columns=DELETED:.metadata.deletionTimestamp \
    --field-selector="spec.nodeName=$node,status.phase!=Succeeded,status.phase!=Failed" 2>/dev/null)
  printf '%s\n' "$count"
}

# Fails unless a Deployment exists and every one of its pods is ready.
require_whole() {
  local namespace=$1 name=$2 wanted=$3 found
  found=$(field deployment "$name" '{.spec.replicas}' -n "$namespace")
  if [ -z "$found" ]; then fail "there is no Deployment '$name' in namespace '$namespace'; apply manifests/$name.yaml"; fi
  if [ "$found" != "$wanted" ]; then fail "Deployment '$name' wants $found pods, expected $wanted"; fi
  found=$(field deployment "$name" '{.status.readyReplicas}' -n "$namespace")
  if [ "${found:-0}" != "$wanted" ]; then
    fail "Deployment '$name' has ${found:-0} ready pods of $wanted; wait with: kubectl -n $namespace rollout status deployment/$name"
  fi
}

# Fails when a worker runs more pods than a limit.
require_at_most() {
  local limit=$1 node count
  for node in $(workers); do
    count=$(pods_on "$node")
    if [ "$count" -gt "$limit" ]; then fail "worker '$node' runs $count pods, expected at most $limit"; fi
  done
}

# Fails unless a Job has completed; says how it stands, and how its log ends when it failed.
require_complete() {
  local namespace=$1 name=$2 condition last
  condition=$(field job "$name" '{range .status.conditions[?(@.status=="True")]}{.type}{" "}{end}' -n "$namespace")
  case " $condition" in
    *' Complete '*) return 0 ;;
    *' Failed '*)
      last=$(kubectl -n "$namespace" logs "job/$name" --tail=1 2>/dev/null)
      fail "Job '$name' failed; its log ends: $last"
      ;;
  esac
  if [ -z "$(field job "$name" '{.metadata.name}' -n "$namespace")" ]; then
    fail "there is no Job '$name' in namespace '$namespace'; apply manifests/job.yaml"
  fi
  fail "Job '$name' has not completed; see why with: kubectl -n $namespace describe job $name"
}
