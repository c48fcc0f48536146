import { mediaType } from '../negotiation.ts';
import type { ApiRequest, ApiResponse } from '../request.ts';
import type { ResourceStrategy } from '../resource-strategy.ts';
import type { ApiServer } from '../server.ts';
import { groupVersions, resourcesOf } from './discovery.ts';

/** The version of aggregated discovery that the client asks for first, undefined when it asks for none.
 *  @models staging/src/k8s.io/apiserver/pkg/endpoints/discovery/aggregated/wrapper.go WrapAggregatedDiscoveryToHandler */
export function wantsAggregatedDiscovery({ headers }: ApiRequest): 'v2' | 'v2beta1' | undefined {
  for (const clause of (headers?.accept ?? '').split(',')) {
    const { type, parameters } = mediaType(clause);
    if (type !== 'application/json') continue;
    const { g, v, as } = parameters;
    if (as === undefined) return undefined;
    if (g === 'apidiscovery.k8s.io' && as === 'APIGroupDiscoveryList' && (v === 'v2' || v === 'v2beta1')) return v;
  }
  return undefined;
}

/** All groups with all their resources in one answer.
 *  @models staging/src/k8s.io/apiserver/pkg/endpoints/discovery/aggregated/handler.go resourceDiscoveryManager */
export function aggregatedDiscovery(
  server: ApiServer,
  part: 'core' | 'groups',
  version: 'v2' | 'v2beta1',
): ApiResponse {
  const groups = part === 'core' ? [['', ['v1']] as const] : [...groupVersions(server)];
  const items = groups.map(([group, versions]) => ({
    metadata: { ...(group ? { name: group } : {}), creationTimestamp: null },
    versions: versions.map((each) => ({
      version: each,
      resources: resourcesOf(server, group, each).map((strategy) => describe(strategy)),
      freshness: 'Current',
    })),
  }));
  return {
    type: 'complete',
    code: 200,
    headers: {
      'cache-control': 'public',
      'content-type': `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`,
      vary: 'Accept',
    },
    body: { kind: 'APIGroupDiscoveryList', apiVersion: `apidiscovery.k8s.io/${version}`, metadata: {}, items },
  };
}

function describe(strategy: ResourceStrategy): object {
  const { plural, singular, kind, namespaced, verbs, shortNames, categories } = strategy;
  const subresources = describeSubresources(strategy);
  return {
    resource: plural,
    responseKind: { group: '', version: '', kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs,
    ...(shortNames ? { shortNames } : {}),
    ...(categories ? { categories } : {}),
    ...(subresources.length > 0 ? { subresources } : {}),
  };
}

function describeSubresources({ kind, hasStatus, subresources = [] }: ResourceStrategy): object[] {
  const described = subresources.map((part) => ({
    subresource: part.name,
    responseKind: { group: part.group ?? '', version: part.version ?? '', kind: part.kind },
    verbs: part.verbs,
  }));
  const responseKind = { group: '', version: '', kind };
  const status = { subresource: 'status', responseKind, verbs: ['get', 'patch', 'update'] };
  return [...described, ...(hasStatus ? [status] : [])].sort((a, b) => (a.subresource < b.subresource ? -1 : 1));
}
