import { CommandError } from '../errors.ts';
import type { Subcommand } from '../invocation.ts';
import { groupVersion, type Mapping } from '../mapping.ts';
import { outputFlag } from '../output.ts';
import { goYAML } from '../printers/go-yaml.ts';
import { getTable, TabWriter } from '../printers/tab-writer.ts';

const clientVersion = {
  major: '1',
  minor: '32',
  gitVersion: 'v1.32.3',
  gitCommit: '32cc146f75aad04beaaa245a7157eb35063a9f99',
  gitTreeState: 'clean',
  buildDate: '2025-03-11T19:58:36Z',
  goVersion: 'go1.23.6',
  compiler: 'gc',
  platform: 'linux/amd64',
};
const kustomizeVersion = 'v5.5.0';

/** The server writes its version as text of several lines. */
function serverVersion(body: unknown): { gitVersion?: string } {
  return (typeof body === 'string' ? JSON.parse(body) : body) as { gitVersion?: string };
}

/** @models staging/src/k8s.io/kubectl/pkg/cmd/version/version.go Options.Run */
export const versionCommand: Subcommand = {
  name: 'version',
  usage: 'version',
  flags: [outputFlag, { name: 'client', type: 'bool' }],
  *run(k) {
    const format = k.flags.string('output');
    if (format !== '' && format !== 'json' && format !== 'yaml')
      throw k.usageError(`--output must be 'yaml' or 'json'`);
    const server = k.flags.bool('client') ? undefined : serverVersion(k.connection.getRaw('/version'));
    const all = { clientVersion, kustomizeVersion, ...(server ? { serverVersion: server } : {}) };
    if (format === 'json') yield* k.out(`${JSON.stringify(all, undefined, 2)}\n`);
    else if (format === 'yaml') yield* k.out(`${goYAML(all)}\n`);
    else {
      const line = server ? `Server Version: ${server.gitVersion}\n` : '';
      yield* k.out(`Client Version: ${clientVersion.gitVersion}\nKustomize Version: ${kustomizeVersion}\n${line}`);
    }
    return 0;
  },
};

/** @models staging/src/k8s.io/kubectl/pkg/cmd/clusterinfo/clusterinfo.go ClusterInfoOptions.Run
 *  @simplifies colours, and the services of the cluster other than the control plane. */
export const clusterInfoCommand: Subcommand = {
  name: 'cluster-info',
  usage: 'cluster-info',
  flags: [],
  *run(k) {
    if (k.args[0] === 'dump') throw new CommandError('cluster-info dump is not available here');
    k.connection.getRaw('/version');
    yield* k.out(
      `Kubernetes control plane is running at ${k.config.server}\n\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n`,
    );
    return 0;
  },
};

/** @models staging/src/k8s.io/kubectl/pkg/cmd/apiresources/apiresources.go APIResourceOptions.RunAPIResources */
export const apiResourcesCommand: Subcommand = {
  name: 'api-resources',
  usage: 'api-resources',
  flags: [
    outputFlag,
    { name: 'namespaced', type: 'bool', default: 'true' },
    { name: 'api-group', type: 'string' },
    { name: 'verbs', type: 'list' },
    { name: 'categories', type: 'list' },
    { name: 'no-headers', type: 'bool' },
    { name: 'sort-by', type: 'string' },
    { name: 'cached', type: 'bool' },
  ],
  *run(k) {
    const format = k.flags.string('output');
    if (!['', 'name', 'wide'].includes(format)) throw new CommandError(`--output ${format} is not available`);
    const fits = (mapping: Mapping) =>
      (!k.flags.changed('namespaced') || mapping.namespaced === k.flags.bool('namespaced')) &&
      (!k.flags.changed('api-group') || mapping.group === k.flags.string('api-group')) &&
      k.flags.list('verbs').every((verb) => mapping.verbs.includes(verb)) &&
      k.flags.list('categories').every((category) => mapping.categories.includes(category));
    const found = k.discovery.all
      .filter(fits)
      .sort(
        (a, b) =>
          compare(a.group, b.group) ||
          compare(sortKey(a, k.flags.string('sort-by')), sortKey(b, k.flags.string('sort-by'))),
      );
    if (format === 'name') {
      yield* k.out(found.map(({ resource, group }) => `${resource}${group === '' ? '' : `.${group}`}\n`).join(''));
      return 0;
    }
    const wide = format === 'wide';
    const writer = new TabWriter(getTable);
    if (!k.flags.bool('no-headers'))
      writer.write(`NAME\tSHORTNAMES\tAPIVERSION\tNAMESPACED\tKIND${wide ? '\tVERBS\tCATEGORIES' : ''}\n`);
    for (const mapping of found) {
      const more = wide ? `\t${mapping.verbs.join(',')}\t${mapping.categories.join(',')}` : '';
      writer.write(
        `${mapping.resource}\t${mapping.shortNames.join(',')}\t${groupVersion(mapping)}\t${mapping.namespaced}\t${mapping.kind}${more}\n`,
      );
    }
    yield* k.out(writer.flush());
    return 0;
  },
};

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function sortKey(mapping: Mapping, by: string): string {
  return by === 'kind' ? mapping.kind : mapping.resource;
}

/** @models staging/src/k8s.io/kubectl/pkg/cmd/apiresources/apiversions.go APIVersionsOptions.RunAPIVersions */
export const apiVersionsCommand: Subcommand = {
  name: 'api-versions',
  usage: 'api-versions',
  flags: [],
  *run(k) {
    yield* k.out(
      [...k.discovery.groupVersions]
        .sort()
        .map((version) => `${version}\n`)
        .join(''),
    );
    return 0;
  },
};

export const topCommand: Subcommand = {
  name: 'top',
  usage: 'top',
  flags: [],
  children: ['node', 'pod'].map((name) => ({
    name,
    aliases: name === 'node' ? ['nodes', 'no'] : ['pods', 'po'],
    usage: `top ${name}`,
    flags: [
      { name: 'selector', short: 'l', type: 'string' },
      { name: 'all-namespaces', short: 'A', type: 'bool' },
      { name: 'containers', type: 'bool' },
      { name: 'no-headers', type: 'bool' },
      { name: 'sort-by', type: 'string' },
    ],
    *run() {
      throw new CommandError('Metrics API not available');
    },
  })),
};
