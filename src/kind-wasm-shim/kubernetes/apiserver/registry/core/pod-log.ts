import type { Pod } from 'kubernetes-types/core/v1';
import { badRequest, StatusError } from '../../../api/errors.ts';
import type { ContainerLogOptions } from '../../node-registry.ts';
import type { Subresource } from '../../resource-strategy.ts';

/** @models pkg/registry/core/pod/rest/log.go LogREST
 *  @models pkg/registry/core/pod/strategy.go LogLocation */
export const podLog: Subresource = {
  name: 'log',
  kind: 'Pod',
  verbs: ['get'],
  handle: (server, { namespace = '', name, query }) => {
    const pod = server.store('pods').get(namespace, name) as Pod;
    const container = containerOf(pod, query.container?.[0] ?? '');
    const nodeName = pod.spec?.nodeName ?? '';
    // A pod without a node has no log yet, which is no error.
    if (nodeName === '') return { type: 'complete', code: 200, headers: { 'content-type': 'text/plain' }, body: '' };
    const node = server.nodes.get(nodeName);
    if (!node) {
      throw new StatusError({
        code: 500,
        message: `Get "https://${nodeName}:10250/containerLogs/${namespace}/${name}/${container}": dial tcp: lookup ${nodeName}: no such host`,
      });
    }
    return node.containerLogs(namespace, name, container, logOptions(query));
  },
};

/** @models pkg/registry/core/pod/strategy.go validateContainer */
function containerOf(pod: Pod, asked: string): string {
  const name = pod.metadata?.name ?? '';
  const { containers = [], initContainers = [], ephemeralContainers = [] } = pod.spec ?? {};
  const all = [...initContainers, ...containers, ...ephemeralContainers].map((container) => container.name);
  if (asked !== '') {
    if (all.includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${name}`);
  }
  const [only] = containers;
  if (containers.length === 1 && only) return only.name;
  if (containers.length === 0) throw badRequest(`a container name must be specified for pod ${name}`);
  const choice = `choose one of: [${containers.map((container) => container.name).join(' ')}]`;
  const init =
    initContainers.length > 0 ? ` or one of the init containers: [${initContainers.map((c) => c.name).join(' ')}]` : '';
  throw badRequest(`a container name must be specified for pod ${name}, ${choice}${init}`);
}

function logOptions(query: Readonly<Record<string, readonly string[]>>): ContainerLogOptions {
  const flag = (name: string) => ['true', '1', ''].includes(query[name]?.[0] ?? 'false');
  const integer = (name: string) => {
    const text = query[name]?.[0];
    if (text === undefined) return undefined;
    if (!/^[-+]?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
    return Number(text);
  };
  return {
    follow: flag('follow'),
    previous: flag('previous'),
    timestamps: flag('timestamps'),
    tailLines: integer('tailLines'),
    sinceSeconds: integer('sinceSeconds'),
    sinceTime: query.sinceTime?.[0],
    limitBytes: integer('limitBytes'),
  };
}
