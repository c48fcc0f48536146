import { groupVersions } from '../discovery/discovery.ts';
import type { ApiResponse } from '../request.ts';
import { complete } from '../responses.ts';
import type { ApiServer } from '../server.ts';
import { openapiDocument } from './document.ts';

/** Where each group and version is described. The hash in the address changes with the content, so that clients can keep
 *  what they have.
 *  @models k8s.io/kube-openapi/pkg/handler3/handler.go OpenAPIService.HandleDiscovery */
export function openapiIndex(server: ApiServer): ApiResponse {
  const hash = server.version.gitVersion.replaceAll(/[^0-9A-Za-z]/g, '').toUpperCase();
  const address = (path: string) => [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` }] as const;
  return complete(200, { paths: Object.fromEntries(documentPaths(server).map(address)) });
}

function documentPaths(server: ApiServer): string[] {
  const groups = [...groupVersions(server)].flatMap(([group, versions]) =>
    versions.map((version) => `apis/${group}/${version}`),
  );
  return ['api/v1', ...groups];
}

/** The description of one group and version, undefined when there is none. */
export function openapiV3(server: ApiServer, path: string): ApiResponse | undefined {
  if (!documentPaths(server).includes(path)) return undefined;
  const parts = path.split('/');
  const [group = '', version = ''] = parts[0] === 'api' ? ['', parts[1]] : [parts[1], parts[2]];
  return complete(200, openapiDocument(server, group, version), { headers: { vary: 'Accept' } });
}

/** The old description of everything. Clients that can read only protobuf are told that there is none.
 *  @simplifies no protobuf; the JSON says only that there are no definitions. */
export function openapiV2(server: ApiServer): ApiResponse {
  const info = { title: 'Kubernetes', version: server.version.gitVersion };
  return complete(200, { swagger: '2.0', info, paths: {}, definitions: {} }, { headers: { vary: 'Accept' } });
}
