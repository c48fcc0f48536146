import type { ResourceStrategy } from '../resource-strategy.ts';
import type { ApiServer } from '../server.ts';

/** The served groups but the core one, with their versions, in the order of discovery. */
export function groupVersions(server: ApiServer): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { group, version } of server.strategies) {
    if (group === '') continue;
    const versions = groups.get(group);
    if (!versions) groups.set(group, [version]);
    else if (!versions.includes(version)) versions.push(version);
  }
  // Scale is served as a part of others, and clients look its group up.
  if (!groups.has('autoscaling')) groups.set('autoscaling', ['v1']);
  return new Map([...groups].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1)));
}

const order = [
  'apps',
  'events.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'policy',
  'rbac.authorization.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
];

/** @models cmd/kube-apiserver/app/aggregator.go apiVersionPriorities */
function rank(group: string): number {
  const place = order.indexOf(group);
  return place < 0 ? order.length : place;
}

/** `/api`.
 *  @models staging/src/k8s.io/apiserver/pkg/endpoints/discovery/legacy.go legacyRootAPIHandler */
export function apiVersions({ address }: ApiServer): object {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: address }],
  };
}

/** `/apis`.
 *  @models staging/src/k8s.io/apiserver/pkg/endpoints/discovery/root.go rootAPIsHandler */
export function apiGroupList(server: ApiServer): object {
  const groups = [...groupVersions(server)].map(([group, versions]) => describeGroup(group, versions));
  return { kind: 'APIGroupList', apiVersion: 'v1', groups };
}

/** `/apis/GROUP`.
 *  @models staging/src/k8s.io/apiserver/pkg/endpoints/discovery/group.go APIGroupHandler */
export function apiGroup(group: string, versions: readonly string[]): object {
  return { kind: 'APIGroup', apiVersion: 'v1', ...describeGroup(group, versions) };
}

function describeGroup(group: string, versions: readonly string[]): object {
  const described = versions.map((version) => ({ groupVersion: `${group}/${version}`, version }));
  return { name: group, versions: described, preferredVersion: described[0] };
}

/** `/api/v1` and `/apis/GROUP/VERSION`.
 *  @models staging/src/k8s.io/apiserver/pkg/endpoints/discovery/version.go APIVersionHandler
 *  @simplifies storage version hashes are left out. */
export function apiResourceList(server: ApiServer, group: string, version: string): object {
  const groupVersion = group === '' ? version : `${group}/${version}`;
  const strategies = resourcesOf(server, group, version);
  const resources = strategies.flatMap((strategy) => [describe(strategy), ...subresources(strategy)]);
  const head = group === '' ? { kind: 'APIResourceList' } : { kind: 'APIResourceList', apiVersion: 'v1' };
  return { ...head, groupVersion, resources };
}

/** The resources of one group and version, by name. */
export function resourcesOf(server: ApiServer, group: string, version: string): readonly ResourceStrategy[] {
  return server.strategies
    .filter((strategy) => strategy.group === group && strategy.version === version)
    .sort((a, b) => (a.plural < b.plural ? -1 : 1));
}

function describe({ plural, singular, namespaced, kind, verbs, shortNames, categories }: ResourceStrategy): object {
  return {
    name: plural,
    singularName: singular,
    namespaced,
    kind,
    verbs,
    ...(shortNames ? { shortNames } : {}),
    ...(categories ? { categories } : {}),
  };
}

function subresources({ plural, namespaced, kind, hasStatus, subresources: parts = [] }: ResourceStrategy): object[] {
  const described = parts.map((part) => ({
    name: `${plural}/${part.name}`,
    singularName: '',
    namespaced,
    ...(part.group ? { group: part.group, version: part.version } : {}),
    kind: part.kind,
    verbs: part.verbs,
  }));
  const status = { name: `${plural}/status`, singularName: '', namespaced, kind, verbs: ['get', 'patch', 'update'] };
  return [...described, ...(hasStatus ? [status] : [])].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** `/`.
 *  @models staging/src/k8s.io/apiserver/pkg/server/routes/index.go IndexLister */
export function rootPaths(server: ApiServer): object {
  const groups = [...groupVersions(server)].flatMap(([group, versions]) => [
    `/apis/${group}`,
    ...versions.map((version) => `/apis/${group}/${version}`),
  ]);
  const checks = ['/healthz', '/livez', '/readyz'];
  const paths = ['/api', '/api/v1', '/apis', '/apis/', ...groups, ...checks, '/openapi/v2', '/openapi/v3', '/version'];
  return { paths: paths.sort() };
}
