import { SimulationError } from '../../kernel/limits.ts';
import { StatusError } from '../api/errors.ts';
import { aggregatedDiscovery, wantsAggregatedDiscovery } from './discovery/aggregated.ts';
import {
  apiGroup,
  apiGroupList,
  apiResourceList,
  apiVersions,
  groupVersions,
  rootPaths,
} from './discovery/discovery.ts';
import { health } from './health.ts';
import { openapiIndex, openapiV2, openapiV3 } from './openapi/openapi.ts';
import type { ApiRequest, ApiResponse } from './request.ts';
import { parseResourcePath } from './request-info.ts';
import { handleResource } from './resource-handler.ts';
import { complete, pageNotFound, statusResponse, unknownMethod, unknownResource } from './responses.ts';
import type { ApiServer } from './server.ts';

/** Answers one request, whatever it is.
 *  @models staging/src/k8s.io/apiserver/pkg/server/config.go DefaultBuildHandlerChain */
export function handle(server: ApiServer, request: ApiRequest): ApiResponse {
  try {
    return route(server, request);
  } catch (error) {
    if (error instanceof StatusError) return statusResponse(error);
    if (error instanceof SimulationError) throw error;
    return statusResponse(internalError(server, request, error));
  }
}

/** A mistake of ours: the client is told, and so is the log. */
function internalError(server: ApiServer, { method, path }: ApiRequest, error: unknown): StatusError {
  const reason = error instanceof Error ? error.message : String(error);
  server.kernel.append('note', { text: `the API server failed at ${method} ${path}: ${reason}` });
  const message = `Internal error occurred: ${reason}`;
  return new StatusError({ code: 500, reason: 'InternalError', message, details: { causes: [{ message: reason }] } });
}

function route(server: ApiServer, request: ApiRequest): ApiResponse {
  const [root = '', ...rest] = request.path.replace(/^\/+/, '').replace(/\/+$/, '').split('/');
  switch (root) {
    case '':
      return readOnly(request, complete(200, rootPaths(server), { pretty: true }));
    case 'version':
      if (rest.length > 0) return pageNotFound();
      return readOnly(request, complete(200, versionInfo(server), { pretty: true }));
    case 'healthz':
    case 'livez':
    case 'readyz':
      return readOnly(request, health(root, rest, request.query ?? {}));
    case 'openapi':
      return readOnly(request, openapi(server, request, rest));
    case 'api':
      return core(server, request, rest);
    case 'apis':
      return groups(server, request, rest);
    default:
      return pageNotFound();
  }
}

function versionInfo({ version }: ApiServer): object {
  return {
    major: version.major,
    minor: version.minor,
    gitVersion: version.gitVersion,
    gitCommit: version.gitCommit ?? '',
    gitTreeState: version.gitTreeState ?? 'clean',
    buildDate: version.buildDate ?? '2025-03-11T19:52:21Z',
    goVersion: version.goVersion ?? 'go1.23.6',
    compiler: version.compiler ?? 'gc',
    platform: version.platform ?? 'linux/amd64',
  };
}

function readOnly({ method }: ApiRequest, response: ApiResponse): ApiResponse {
  if (method === 'GET' || method === 'HEAD') return response;
  throw unknownMethod();
}

function openapi(server: ApiServer, { headers }: ApiRequest, [version, ...rest]: readonly string[]): ApiResponse {
  if (version === 'v2' && rest.length === 0) return openapiV2(server, headers?.accept);
  if (version !== 'v3') return pageNotFound();
  if (rest.length === 0) return openapiIndex(server);
  return openapiV3(server, rest.join('/')) ?? complete(404, '');
}

function core(server: ApiServer, request: ApiRequest, [version, ...rest]: readonly string[]): ApiResponse {
  if (version === undefined) {
    const aggregated = wantsAggregatedDiscovery(request);
    if (aggregated) return readOnly(request, aggregatedDiscovery(server, 'core', aggregated));
    return readOnly(request, complete(200, apiVersions(server)));
  }
  if (version !== 'v1') throw unknownResource();
  if (rest.length === 0) return readOnly(request, complete(200, apiResourceList(server, '', version)));
  return resource(server, request, '', version, rest);
}

function groups(server: ApiServer, request: ApiRequest, [group, version, ...rest]: readonly string[]): ApiResponse {
  if (group === undefined) {
    const aggregated = wantsAggregatedDiscovery(request);
    if (aggregated) return readOnly(request, aggregatedDiscovery(server, 'groups', aggregated));
    return readOnly(request, complete(200, apiGroupList(server)));
  }
  const versions = groupVersions(server).get(group);
  if (!versions) return pageNotFound();
  if (version === undefined) return readOnly(request, complete(200, apiGroup(group, versions)));
  if (!versions.includes(version)) throw unknownResource();
  if (rest.length === 0) return readOnly(request, complete(200, apiResourceList(server, group, version)));
  return resource(server, request, group, version, rest);
}

function resource(
  server: ApiServer,
  request: ApiRequest,
  group: string,
  version: string,
  rest: readonly string[],
): ApiResponse {
  const path = parseResourcePath(group, version, rest);
  if (!path) throw unknownResource();
  return handleResource(server, path, request);
}
