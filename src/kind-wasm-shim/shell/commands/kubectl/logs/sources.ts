import type { Container, Pod } from 'kubernetes-types/core/v1';
import type { Task } from '../../../../kernel/effect.ts';
import { StatusError } from '../../../../kubernetes/api/errors.ts';
import type { KubernetesObject } from '../../../../kubernetes/api/meta.ts';
import { CommandError } from '../errors.ts';
import type { Invocation } from '../invocation.ts';
import { type Mapping, pathOf, printedKind } from '../mapping.ts';
import { parseTargets } from '../targets.ts';

/** One log to read. */
export interface LogSource {
  readonly pod: Pod;
  readonly container: string;
}

/** The pods and containers whose logs a command line asks for.
 *  @models staging/src/k8s.io/kubectl/pkg/polymorphichelpers/logsforobject.go logsForObjectWithClient */
export function* logSources(k: Invocation): Task<LogSource[]> {
  const selector = k.flags.string('selector');
  if (selector !== '') {
    if (k.args.length > 0) throw k.usageError('only a selector (-l) or a POD name is allowed');
    const pods = podsWith(k, selector);
    if (pods.length === 0) yield* k.err(`No resources found in ${k.namespace} namespace.\n`);
    return yield* sourcesOfPods(k, pods);
  }
  const [first, second, ...more] = k.args;
  if (first === undefined)
    throw k.usageError(
      "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command",
    );
  if (more.length > 0)
    throw k.usageError(
      "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command",
    );
  const object = findObject(k, first);
  const pods =
    object.mapping.kind === 'Pod' ? [object.object as Pod] : yield* podsOfWorkload(k, object.mapping, object.object);
  return yield* sourcesOfPods(k, pods, second);
}

function findObject(k: Invocation, word: string): { mapping: Mapping; object: KubernetesObject } {
  const [target] = word.includes('/')
    ? parseTargets(k.discovery, [word], { selects: false, resourceAloneIsAll: false })
    : [{ mapping: k.discovery.resource('pods'), name: word }];
  if (!target?.name) throw new CommandError(`no pod is named in ${JSON.stringify(word)}`);
  try {
    return { mapping: target.mapping, object: k.connection.get(pathOf(target.mapping, k.namespace, target.name)) };
  } catch (error) {
    if (!(error instanceof StatusError) || error.code !== 404) throw error;
    throw new CommandError(
      `error from server (NotFound): ${error.message} in namespace ${JSON.stringify(k.namespace)}`,
    );
  }
}

function podsWith(k: Invocation, labelSelector: string): Pod[] {
  const list = k.connection.get(pathOf(k.discovery.resource('pods'), k.namespace), { query: { labelSelector } });
  return (list.items ?? []) as Pod[];
}

/** One pod of a workload, the one that has been ready the longest; with `--all-pods` every one. */
function* podsOfWorkload(k: Invocation, mapping: Mapping, object: KubernetesObject): Task<Pod[]> {
  const spec = (object.spec ?? {}) as { selector?: { matchLabels?: Record<string, string> } };
  const labels = Object.entries(spec.selector?.matchLabels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  if (labels.length === 0)
    throw new CommandError(`cannot get the logs from ${printedKind(mapping)}: selector is empty`);
  const pods = podsWith(k, labels.map(([key, value]) => `${key}=${value}`).join(',')).sort(byLogPriority);
  const [pod, ...others] = pods;
  if (!pod) throw new CommandError('timed out waiting for the condition');
  if (k.flags.bool('all-pods')) return pods;
  if (others.length > 0) yield* k.err(`Found ${pods.length} pods, using pod/${pod.metadata?.name}\n`);
  return [pod];
}

/** Pods with a node, running and ready come first, and among those the one that has been ready the longest.
 *  @models pkg/controller/controller_utils.go ActivePods.Less, reversed as kubectl sorts logs */
function byLogPriority(left: Pod, right: Pod): number {
  const rank = (pod: Pod) => [
    pod.spec?.nodeName ? 1 : 0,
    { Pending: 0, Unknown: 1, Running: 2 }[pod.status?.phase ?? ''] ?? 0,
    pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ? 1 : 0,
  ];
  const [a, b] = [rank(left), rank(right)];
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return (b[i] ?? 0) - (a[i] ?? 0);
  const created = (pod: Pod) => pod.metadata?.creationTimestamp ?? '';
  return created(left) < created(right) ? -1 : created(left) > created(right) ? 1 : 0;
}

function* sourcesOfPods(k: Invocation, pods: readonly Pod[], named?: string): Task<LogSource[]> {
  const sources: LogSource[] = [];
  const wanted = named ?? k.flags.string('container');
  for (const pod of pods) {
    const all: Container[] = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])];
    if (k.flags.bool('all-containers')) sources.push(...all.map(({ name }) => ({ pod, container: name })));
    else sources.push({ pod, container: yield* chosenContainer(k, pod, all, wanted) });
  }
  return sources;
}

function* chosenContainer(k: Invocation, pod: Pod, all: readonly Container[], wanted: string): Task<string> {
  if (wanted !== '') {
    if (!all.some(({ name }) => name === wanted))
      throw new CommandError(`container ${wanted} is not valid for pod ${pod.metadata?.name}`);
    return wanted;
  }
  const annotated = pod.metadata?.annotations?.['kubectl.kubernetes.io/default-container'];
  if (annotated !== undefined && all.some(({ name }) => name === annotated)) return annotated;
  const containers = pod.spec?.containers ?? [];
  const name = containers[0]?.name ?? '';
  if (all.length > 1) {
    const others = [
      ...containers.map((one) => one.name),
      ...(pod.spec?.initContainers ?? []).map((one) => `${one.name} (init)`),
    ];
    yield* k.err(`Defaulted container ${JSON.stringify(name)} out of: ${others.join(', ')}\n`);
  }
  return name;
}
