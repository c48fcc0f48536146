import type { Pod } from 'kubernetes-types/core/v1';
import { sleep, type Task } from '../../../../kernel/effect.ts';
import { StatusError } from '../../../../kubernetes/api/errors.ts';
import { formatGoDuration } from '../../../../kubernetes/api/go-duration.ts';
import { controllerOf, type KubernetesObject } from '../../../../kubernetes/api/meta.ts';
import { podsToEvict } from '../change/drain-filters.ts';
import { CommandError, SeveralErrors, throwCollected } from '../errors.ts';
import type { Info } from '../infos.ts';
import type { Invocation, Subcommand } from '../invocation.ts';
import { pathOf } from '../mapping.ts';
import { dryRun, dryRunFlag } from '../output.ts';
import { waitUntilGone } from '../waiting/object-watch.ts';
import { findNodes, setUnschedulable } from './cordon.ts';

const retryMs = 5000;
const aWeekMs = 7 * 24 * 3_600_000;

/** @models staging/src/k8s.io/kubectl/pkg/cmd/drain/drain.go DrainCmdOptions.RunDrain */
export const drainCommand: Subcommand = {
  name: 'drain',
  usage: 'drain NODE',
  flags: [
    dryRunFlag,
    { name: 'selector', short: 'l', type: 'string' },
    { name: 'pod-selector', type: 'string' },
    { name: 'force', type: 'bool' },
    { name: 'ignore-daemonsets', type: 'bool' },
    { name: 'delete-emptydir-data', type: 'bool' },
    { name: 'disable-eviction', type: 'bool' },
    { name: 'grace-period', type: 'int', default: '-1' },
    { name: 'skip-wait-for-delete-timeout', type: 'int', default: '0' },
    { name: 'timeout', type: 'duration', default: '0s' },
    { name: 'chunk-size', type: 'int', default: '500' },
  ],
  *run(k) {
    const { nodes, errors } = findNodes(k);
    throwCollected(errors);
    for (const node of nodes) yield* setUnschedulable(k, node, true);
    const failed: { name: string; errors: readonly Error[] }[] = [];
    for (const node of nodes) {
      const name = node.metadata?.name ?? '';
      const problems = yield* drainNode(k, node);
      if (problems.length === 0) {
        yield* k.out(
          `node/${name} drained${dryRun(k) === 'none' ? '' : ` (${dryRun(k) === 'server' ? 'server ' : ''}dry run)`}\n`,
        );
        continue;
      }
      failed.push({ name, errors: problems });
      const text =
        problems.length === 1 ? problems[0]?.message : `[${problems.map(({ message }) => message).join(', ')}]`;
      yield* k.err(
        `error: unable to drain node ${JSON.stringify(name)} due to error: ${text}, continuing command...\n`,
      );
    }
    if (failed.length === 0) return 0;
    yield* k.err(`There are pending nodes to be drained:\n${failed.map(({ name }) => ` ${name}\n`).join('')}`);
    const all = failed.flatMap((one) => one.errors);
    throw all.length === 1 ? new CommandError(all[0]?.message ?? '') : new SeveralErrors(all);
  },
};

function* drainNode(k: Invocation, node: KubernetesObject): Task<readonly Error[]> {
  const mapping = k.discovery.resource('pods');
  const list = k.connection.get(pathOf(mapping, undefined), {
    query: {
      fieldSelector: `spec.nodeName=${node.metadata?.name}`,
      labelSelector: k.flags.string('pod-selector') || undefined,
    },
  });
  const { pods, warnings, errors } = podsToEvict((list.items ?? []) as Pod[], {
    force: k.flags.bool('force'),
    ignoreDaemonSets: k.flags.bool('ignore-daemonsets'),
    deleteEmptyDirData: k.flags.bool('delete-emptydir-data'),
    isManaged: (pod) => controllerOf(pod) !== undefined,
  });
  if (errors.length > 0) return errors.map((text) => new CommandError(text));
  if (warnings.length > 0) yield* k.err(`Warning: ${warnings.join('; ')}\n`);
  const timeoutMs = k.flags.duration('timeout');
  const deadlineMs = k.ctx.kernel.nowMs + (timeoutMs || aWeekMs);
  const evictions = pods.map((pod) =>
    k.ctx.kernel.spawn('kubectl drain', failureOf(evictUntilGone(k, pod, deadlineMs)), { owned: true }),
  );
  const failures: Error[] = [];
  for (const eviction of evictions) {
    const result = yield* eviction.join();
    if (result.status === 'failed') throw result.error;
    if (result.status === 'done' && result.value) failures.push(result.value);
  }
  if (failures.length > 0) yield* tellPending(k, node, pods, failures);
  return failures;
}

/** The failure of a task as its result. Several evictions may fail before the first is joined, and a failure that nobody
 *  is waiting for would stop the simulation. */
function* failureOf(task: Task): Task<CommandError | undefined> {
  try {
    yield* task;
    return undefined;
  } catch (error) {
    if (error instanceof CommandError) return error;
    throw error;
  }
}

/** Evicts a pod, trying again while a disruption budget forbids it, and waits until it is gone.
 *  @models staging/src/k8s.io/kubectl/pkg/drain/drain.go Helper.evictPods */
function* evictUntilGone(k: Invocation, pod: Pod, deadlineMs: number): Task {
  const { namespace = '', name = '', uid } = pod.metadata ?? {};
  const mapping = k.discovery.resource('pods');
  const info: Info = { mapping, namespace, name, source: '' };
  const where = `pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)}`;
  const tooLate = () =>
    new CommandError(
      `error when evicting ${where}: global timeout reached: ${formatGoDuration(k.flags.duration('timeout'))}`,
    );
  const grace = k.flags.int('grace-period');
  const deleteOptions = {
    ...(grace >= 0 ? { gracePeriodSeconds: grace } : {}),
    ...(dryRun(k) === 'server' ? { dryRun: ['All'] } : {}),
  };
  for (;;) {
    yield* k.out(
      `evicting pod ${namespace}/${name}${dryRun(k) === 'none' ? '' : ` (${dryRun(k) === 'server' ? 'server ' : ''}dry run)`}\n`,
    );
    if (dryRun(k) === 'client') return;
    if (k.ctx.kernel.nowMs >= deadlineMs) throw tooLate();
    try {
      if (k.flags.bool('disable-eviction'))
        k.connection.delete(pathOf(mapping, namespace, name), {
          kind: 'DeleteOptions',
          apiVersion: 'v1',
          ...deleteOptions,
        });
      else {
        const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace }, deleteOptions };
        k.connection.create(pathOf(mapping, namespace, name, 'eviction'), eviction);
      }
      break;
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      if (error.code === 404) break;
      if (error.code !== 429) throw new CommandError(`error when evicting ${where}: ${error.message}`);
      yield* k.err(`error when evicting ${where} (will retry after ${formatGoDuration(retryMs)}): ${error.message}\n`);
      yield* sleep(Math.max(0, Math.min(retryMs, deadlineMs - k.ctx.kernel.nowMs)));
    }
  }
  if (dryRun(k) !== 'none') return;
  if (!(yield* waitUntilGone(k, info, uid, deadlineMs))) throw tooLate();
  yield* k.out(`pod/${name} evicted\n`);
}

function* tellPending(k: Invocation, node: KubernetesObject, pods: readonly Pod[], failures: readonly Error[]): Task {
  const mapping = k.discovery.resource('pods');
  const left = pods.filter((pod) => {
    try {
      return (
        k.connection.get(pathOf(mapping, pod.metadata?.namespace, pod.metadata?.name)).metadata?.uid ===
        pod.metadata?.uid
      );
    } catch (error) {
      if (error instanceof StatusError) return false;
      throw error;
    }
  });
  const texts = failures.map(({ message }) => message);
  const why = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  yield* k.err(
    `There are pending pods in node ${JSON.stringify(node.metadata?.name)} when an error occurred: ${why}\n${left.map((pod) => `pod/${pod.metadata?.name}\n`).join('')}`,
  );
}
