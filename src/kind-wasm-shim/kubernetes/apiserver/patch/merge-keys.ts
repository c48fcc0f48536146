/** How a list is patched strategically: item by item under a key, as a set of plain values, or as a whole. */
export type ListStrategy = { readonly key: string } | 'set' | 'replace';

const containerLists = { env: 'name', ports: 'containerPort', volumeDevices: 'devicePath', volumeMounts: 'mountPath' };
const conditions = { conditions: 'type' };

/** The lists that merge by a key, by the type and the field that they are in. */
const keys: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Container: containerLists,
  DaemonSetStatus: conditions,
  DeploymentStatus: conditions,
  EphemeralContainer: containerLists,
  JobStatus: conditions,
  NamespaceStatus: conditions,
  NodeStatus: { addresses: 'type', conditions: 'type' },
  ObjectMeta: { ownerReferences: 'uid' },
  PodDisruptionBudgetStatus: conditions,
  PodSpec: {
    containers: 'name',
    ephemeralContainers: 'name',
    hostAliases: 'ip',
    imagePullSecrets: 'name',
    initContainers: 'name',
    resourceClaims: 'name',
    schedulingGates: 'name',
    topologySpreadConstraints: 'topologyKey',
    volumes: 'name',
  },
  PodStatus: { conditions: 'type', hostIPs: 'ip', podIPs: 'ip', resourceClaimStatuses: 'name' },
  ReplicaSetStatus: conditions,
  ServiceAccount: { secrets: 'name' },
  ServiceSpec: { ports: 'port' },
  ServiceStatus: conditions,
};

const sets: Readonly<Record<string, readonly string[]>> = { NodeSpec: ['podCIDRs'], ObjectMeta: ['finalizers'] };

/** Where a client has to say which keys it keeps, as one kind of volume excludes the others. */
const retaining: Readonly<Record<string, readonly string[]>> = {
  DeploymentSpec: ['strategy'],
  PodSpec: ['resourceClaims', 'volumes'],
};

/** The strategy of a list, as the Go types of the API declare it in their tags.
 *  @models staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/meta.go PatchMetaFromStruct.LookupPatchMetadataForSlice */
export function listStrategy(type: string | undefined, field: string): ListStrategy {
  if (type === undefined) return 'replace';
  const key = keys[type]?.[field];
  if (key !== undefined) return { key };
  return sets[type]?.includes(field) ? 'set' : 'replace';
}

/** Whether a patch of a field has to name the keys that it keeps.
 *  @models staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go handleMapDiff */
export function retainsKeys(type: string | undefined, field: string): boolean {
  return type !== undefined && retaining[type]?.includes(field) === true;
}

/** What the OpenAPI documents say of a field, so that clients make patches that fit.
 *  @models k8s.io/kube-openapi/pkg/generators/extension.go tagToExtension */
export function patchExtensions(type: string, field: string): Readonly<Record<string, string>> {
  const strategy = listStrategy(type, field);
  const words = [...(strategy === 'replace' ? [] : ['merge']), ...(retainsKeys(type, field) ? ['retainKeys'] : [])];
  return {
    ...(typeof strategy === 'object' ? { 'x-kubernetes-patch-merge-key': strategy.key } : {}),
    ...(words.length > 0 ? { 'x-kubernetes-patch-strategy': words.join(',') } : {}),
  };
}
