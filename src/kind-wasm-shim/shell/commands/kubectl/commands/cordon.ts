import type { Task } from '../../../../kernel/effect.ts';
import { StatusError } from '../../../../kubernetes/api/errors.ts';
import type { KubernetesObject } from '../../../../kubernetes/api/meta.ts';
import { throwCollected } from '../errors.ts';
import type { Invocation, Subcommand } from '../invocation.ts';
import { type Mapping, pathOf } from '../mapping.ts';
import { dryRun, dryRunFlag } from '../output.ts';

/** @models staging/src/k8s.io/kubectl/pkg/cmd/drain/drain.go NewCmdCordon */
export const cordonCommand = schedulingCommand('cordon', true);
/** @models staging/src/k8s.io/kubectl/pkg/cmd/drain/drain.go NewCmdUncordon */
export const uncordonCommand = schedulingCommand('uncordon', false);

function schedulingCommand(name: 'cordon' | 'uncordon', unschedulable: boolean): Subcommand {
  return {
    name,
    usage: `${name} NODE`,
    flags: [dryRunFlag, { name: 'selector', short: 'l', type: 'string' }],
    *run(k) {
      const { nodes, errors } = findNodes(k);
      for (const node of nodes) yield* setUnschedulable(k, node, unschedulable);
      throwCollected(errors);
      return 0;
    },
  };
}

/** The nodes that the command names or selects. */
export function findNodes(k: Invocation): { nodes: KubernetesObject[]; errors: Error[] } {
  const selector = k.flags.string('selector');
  if (k.args.length === 0 && selector === '') throw k.usageError(`USAGE: ${k.path} NODE [flags]`);
  if (k.args.length > 0 && selector !== '')
    throw k.usageError('cannot specify both a node name and a --selector option');
  const mapping = nodeMapping(k);
  if (selector !== '') {
    const list = k.connection.get(pathOf(mapping, undefined), { query: { labelSelector: selector } });
    return { nodes: list.items as KubernetesObject[], errors: [] };
  }
  const errors: Error[] = [];
  const nodes = k.args.flatMap((arg) => {
    try {
      return [k.connection.get(pathOf(mapping, undefined, arg.replace(/^nodes?\//, '')))];
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      errors.push(error);
      return [];
    }
  });
  return { nodes, errors };
}

function nodeMapping(k: Invocation): Mapping {
  return k.discovery.resource('nodes');
}

/** Marks a node so that the scheduler passes it over, or takes the mark away, and says so. */
export function* setUnschedulable(k: Invocation, node: KubernetesObject, unschedulable: boolean): Task {
  const name = node.metadata?.name ?? '';
  const was = (node.spec as { unschedulable?: boolean } | undefined)?.unschedulable === true;
  const word = unschedulable ? 'cordoned' : 'uncordoned';
  if (was === unschedulable) {
    yield* k.out(`node/${name} already ${word}\n`);
    return;
  }
  if (dryRun(k) !== 'client') {
    const patch = JSON.stringify({ spec: { unschedulable: unschedulable || null } });
    const query = { dryRun: dryRun(k) === 'server' ? 'All' : undefined, fieldManager: 'kubectl-cordon' };
    k.connection.patch(pathOf(nodeMapping(k), undefined, name), 'application/strategic-merge-patch+json', patch, query);
  }
  const note = dryRun(k) === 'none' ? '' : dryRun(k) === 'client' ? ' (dry run)' : ' (server dry run)';
  yield* k.out(`node/${name} ${word}${note}\n`);
}
