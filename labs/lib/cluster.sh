# The cluster that a lab runs on: one of its own, with a kubeconfig of its own, gone when the run ends.

cluster_name() {
  local line
  while IFS= read -r line; do
    case $line in 'cluster: '*) printf '%s' "${line#cluster: }" ;; esac
  done <"$lab/lab.yaml"
}

# Where the kubeconfig of a cluster is kept between two runs, one with --keep and one with --check.
state_directory() { printf '%s/podlab-labs-%s/%s-%s' "${TMPDIR:-/tmp}" "$(id -u)" "$target" "$slug"; }

# Says what the target needs and the machine does not have. Each missing tool is one skipped line.
require_tools() {
  local missing=no fetched=$labs/../.cache/kubectl/1.32
  # The tests fetch the real kubectl; it does for a machine that has none.
  if [ "$target" = shim ] && ! command -v kubectl >/dev/null 2>&1 && [ -x "$fetched/kubectl" ]; then PATH=$fetched:$PATH; fi
  if ! command -v kubectl >/dev/null 2>&1; then
    skip "--on $target needs kubectl, which is not installed; see https://kubernetes.io/docs/tasks/tools/"
    missing=yes
  fi
  if [ "$target" = shim ]; then
    if ! command -v node >/dev/null 2>&1; then
      skip '--on shim needs Node 20 or later, which is not installed'
      missing=yes
    fi
  else
    if ! command -v kind >/dev/null 2>&1; then
      skip '--on kind needs kind, which is not installed; see https://kind.sigs.k8s.io/docs/user/quick-start/'
      missing=yes
    fi
    if ! command -v docker >/dev/null 2>&1 && ! command -v podman >/dev/null 2>&1; then
      skip '--on kind needs docker or podman, and neither is installed'
      missing=yes
    elif ! docker info >/dev/null 2>&1 && ! podman info >/dev/null 2>&1; then
      skip '--on kind needs a running docker or podman; docker info and podman info both fail'
      missing=yes
    fi
  fi
  [ "$missing" = no ]
}

# kind, or the command line of the simulated cluster that speaks as kind does.
kind_command() {
  if [ "$target" = kind ]; then kind "$@"; else node "$labs/../src/tools/run.mjs" shim "$@"; fi
}

started=no
start_cluster() {
  local name output
  name=$(cluster_name)
  if kind_command get clusters 2>/dev/null | grep -qx "$name"; then
    fail_line "a cluster '$name' is there already; delete it, or check it with --check"
    return 1
  fi
  mkdir -p "$(state_directory)"
  export KUBECONFIG=$(state_directory)/kubeconfig
  : >"$KUBECONFIG"
  started=yes
  if ! output=$(kind_command create cluster --name "$name" --config "$lab/cluster.yaml" --kubeconfig "$KUBECONFIG" --wait 180s 2>&1); then
    fail_line "create cluster '$name'"
    printf '%s\n' "$output" | indented
    return 1
  fi
  require_own_context || return 1
  # Steps count what runs; the system's own pods have to be there first.
  if ! output=$(kubectl -n kube-system wait --for=condition=Ready pod --all --timeout=180s 2>&1); then
    fail_line "the pods of the new cluster '$name' did not become ready"
    printf '%s\n' "$output" | indented
    return 1
  fi
}

find_cluster() {
  export KUBECONFIG=$(state_directory)/kubeconfig
  if [ ! -s "$KUBECONFIG" ]; then
    fail_line "no cluster is left to check; run first: labs/run $slug --on $target --keep"
    return 1
  fi
  require_own_context
}

# A lab touches its own cluster and no other.
require_own_context() {
  local expected found
  expected=kind-$(cluster_name)
  found=$(kubectl config current-context 2>/dev/null)
  if [ "$found" != "$expected" ]; then
    fail_line "expected the kubectl context '$expected', found '${found:-none}'; nothing was touched"
    return 1
  fi
}

end_cluster() {
  local status=$?
  trap - EXIT
  if [ "$started" = yes ]; then
    if [ "$keep" = yes ]; then
      printf 'kept: export KUBECONFIG=%s\n' "$KUBECONFIG" >&2
    else
      kind_command delete cluster --name "$(cluster_name)" --kubeconfig "$KUBECONFIG" >/dev/null 2>&1
      rm -rf "$(state_directory)"
    fi
  fi
  exit "$status"
}
