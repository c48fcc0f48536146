import type { Task } from '../../../../kernel/effect.ts';
import { StatusError } from '../../../../kubernetes/api/errors.ts';
import type { KubernetesObject } from '../../../../kubernetes/api/meta.ts';
import { describeLines, type WriteLine } from '../describe/lines.ts';
import { describeNode } from '../describe/node.ts';
import { describeConfigMap, describeGeneric, describeNamespace, describeServiceAccount } from '../describe/other.ts';
import { describePod } from '../describe/pod.ts';
import { describeDaemonSet, describeDeployment, describeJob, describeReplicaSet } from '../describe/workloads.ts';
import { CommandError, throwCollected } from '../errors.ts';
import { collectLeniently, fileFlags, type Info, listInfos, selectorFlags } from '../infos.ts';
import type { Invocation, Subcommand } from '../invocation.ts';

type Describe = (k: Invocation, line: WriteLine, object: KubernetesObject) => void;

/** Which describer knows which kind; all others are described field by field. */
const describers: ReadonlyMap<string, Describe> = new Map(
  Object.entries({
    '/Pod': describePod,
    '/Node': describeNode,
    '/ConfigMap': describeConfigMap,
    '/Namespace': describeNamespace,
    '/ServiceAccount': describeServiceAccount,
    'apps/Deployment': describeDeployment,
    'apps/ReplicaSet': describeReplicaSet,
    'apps/DaemonSet': describeDaemonSet,
    'batch/Job': describeJob,
  } as Record<string, unknown>) as [string, Describe][],
);

/** @models staging/src/k8s.io/kubectl/pkg/cmd/describe/describe.go DescribeOptions.Run */
export const describeCommand: Subcommand = {
  name: 'describe',
  usage: 'describe (-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME)',
  flags: [
    ...fileFlags,
    ...selectorFlags,
    { name: 'show-events', type: 'bool', default: 'true' },
    { name: 'chunk-size', type: 'int', default: '500' },
  ],
  *run(k) {
    if (k.args.length === 0 && k.flags.list('filename').length === 0) {
      throw new CommandError(
        'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.\n',
      );
    }
    let { infos, errors } = yield* collectLeniently(k, k.args, { fetch: true, resourceAloneIsAll: true });
    if (infos.length === 0 && errors.length === 1) {
      const matching = namePrefixMatches(k, errors[0]);
      if (matching.length > 0) [infos, errors] = [matching, []];
    }
    for (const [i, info] of infos.entries()) yield* describeOne(k, info, i > 0);
    throwCollected(errors);
    if (infos.length === 0) {
      yield* k.err(
        k.flags.bool('all-namespaces') ? 'No resources found\n' : `No resources found in ${k.namespace} namespace.\n`,
      );
    }
    return 0;
  },
};

function* describeOne(k: Invocation, info: Info, following: boolean): Task {
  const describe = describers.get(`${info.mapping.group}/${info.mapping.kind}`) ?? describeGeneric;
  const object = info.object ?? {};
  yield* k.out((following ? '\n\n' : '') + describeLines((line) => describe(k, line, object)));
}

/** A name that is none may be the beginning of some. */
function namePrefixMatches(k: Invocation, error: Error | undefined): Info[] {
  const [type = '', prefix, ...more] = k.args;
  if (!(error instanceof StatusError) || error.code !== 404 || prefix === undefined || more.length > 0) return [];
  const mapping = k.discovery.resource(type);
  return listInfos(k, mapping, mapping.namespaced ? k.namespace : undefined).filter(({ name }) =>
    name.startsWith(prefix),
  );
}
