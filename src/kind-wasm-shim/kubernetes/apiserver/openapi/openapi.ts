import { groupVersions } from '../discovery/discovery.ts';
import type { ApiResponse } from '../request.ts';
import { complete } from '../responses.ts';
import { kindType } from '../schema/schema.ts';
import type { ApiServer } from '../server.ts';
import { openapiDocument } from './document.ts';
import { type GroupVersionKind, openapiV2Protobuf } from './protobuf-document.ts';

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

const askedProtobuf = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';
/** The same without the @, which no media type may have. */
const protobufType = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

/** The old description of everything, which older clients read as protobuf.
 *  @models k8s.io/kube-openapi/pkg/handler/handler.go OpenAPIService.RegisterOpenAPIVersionedService
 *  @simplifies the JSON form says only that there are no definitions. */
export function openapiV2(server: ApiServer, accept: string | undefined): ApiResponse {
  const { gitVersion } = server.version;
  if (accept?.includes(askedProtobuf)) {
    const kinds = new Map<string, GroupVersionKind>();
    for (const { group, version, kind } of server.strategies) {
      const type = kindType(group, version, kind);
      if (type) kinds.set(type.id, { group, version, kind });
    }
    const headers = { 'content-type': protobufType, vary: 'Accept' };
    return { type: 'complete', code: 200, headers, body: openapiV2Protobuf(gitVersion, kinds) };
  }
  const info = { title: 'Kubernetes', version: gitVersion };
  return complete(200, { swagger: '2.0', info, paths: {}, definitions: {} }, { headers: { vary: 'Accept' } });
}
