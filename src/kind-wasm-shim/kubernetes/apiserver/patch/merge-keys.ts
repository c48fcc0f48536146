/** How a list is patched strategically: item by item under a key, as a set of plain values, or as a whole. */
export type ListStrategy = { readonly key: string } | 'set' | 'replace';

const keyed: Readonly<Record<string, string>> = {
  conditions: 'type',
  containers: 'name',
  env: 'name',
  ephemeralContainers: 'name',
  hostAliases: 'ip',
  hostIPs: 'ip',
  imagePullSecrets: 'name',
  initContainers: 'name',
  ownerReferences: 'uid',
  podIPs: 'ip',
  resourceClaims: 'name',
  schedulingGates: 'name',
  topologySpreadConstraints: 'topologyKey',
  volumeDevices: 'devicePath',
  volumeMounts: 'mountPath',
  volumes: 'name',
};

/** The strategy of a list by its place in an object, as the types of the API declare it.
 *  @models staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/meta.go PatchMetaFromStruct.LookupPatchMetadataForSlice
 *  @simplifies field names decide, with the few exceptions that the served kinds need; upstream reads the Go types' tags. */
export function listStrategy(kind: string, path: readonly string[]): ListStrategy {
  const field = path.at(-1) ?? '';
  const parent = path.at(-2) ?? '';
  if (field === 'ports') {
    if (kind === 'Service') return { key: 'port' };
    return parent === 'subsets' ? 'replace' : { key: 'containerPort' };
  }
  if (kind === 'Node' && field === 'addresses') return { key: 'type' };
  if (kind === 'ServiceAccount') {
    if (field === 'secrets') return { key: 'name' };
    if (field === 'imagePullSecrets') return 'replace';
  }
  if (field === 'podCIDRs' || (field === 'finalizers' && parent === 'metadata')) return 'set';
  const key = keyed[field];
  return key === undefined ? 'replace' : { key };
}
