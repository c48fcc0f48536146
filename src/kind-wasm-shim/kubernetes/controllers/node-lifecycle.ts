import type { Node, Pod, Taint } from 'kubernetes-types/core/v1';
import { sleep, type Task } from '../../kernel/effect.ts';
import { StatusError } from '../api/errors.ts';
import { apiTime, namespacedName } from '../api/meta.ts';
import { toleratesTaint } from '../api/taints.ts';
import { type ControllerContext, newController } from './controller-context.ts';

const notReady = 'node.kubernetes.io/not-ready';
const unschedulable = 'node.kubernetes.io/unschedulable';

/** Keeps the taints of a node in step with its condition and with its cordon, and evicts the pods that do not tolerate a
 *  NoExecute taint, at once or when their time is up.
 *  @models pkg/controller/nodelifecycle/node_lifecycle_controller.go Controller
 *  @models pkg/controller/tainteviction/taint_eviction.go Controller
 *  @simplifies a node that stops reporting is not noticed; only what it reports itself counts */
export function nodeLifecycleController(context: ControllerContext) {
  const { kernel, client, informers } = context;
  const { queue, run } = newController(context, 'node-lifecycle', syncNode);
  const registered = new Set<string>();
  const evictions = new Map<string, { cancel(): void }>();
  const nodes = informers.watch<Node>('nodes', ({ type, object, previous }) => {
    const name = object.metadata?.name ?? '';
    if (type === 'DELETED') registered.delete(name);
    else if (!previous || lifecycleOf(previous) !== lifecycleOf(object)) queue.add(name);
  });
  informers.watch<Pod>('pods', ({ type, object }) => {
    const pod = namespacedName(object);
    if (type === 'DELETED' || object.metadata?.deletionTimestamp) cancelEviction(pod);
    else if (type === 'ADDED' || !evictions.has(pod)) considerPod(object);
  });
  return { run };

  function syncNode(name: string): void {
    const node = nodes.get(name);
    if (!node) return;
    announce(node);
    const taints = wantedTaints(node, kernel.nowMs);
    if (JSON.stringify(taints) === JSON.stringify(node.spec?.taints ?? [])) {
      considerPods(name, node.spec?.taints ?? []);
      return;
    }
    const { taints: _, ...spec } = node.spec ?? {};
    client.update<Node>('nodes', { ...node, spec: taints.length > 0 ? { ...spec, taints } : spec });
    considerPods(name, taints);
  }

  function announce({ metadata }: Node): void {
    const name = metadata?.name ?? '';
    if (registered.has(name)) return;
    registered.add(name);
    const involvedObject = { kind: 'Node', apiVersion: 'v1', name, uid: metadata?.uid };
    const message = `Node ${name} event: Registered Node ${name} in Controller`;
    const source = { component: 'node-controller' };
    client.recordEvent({ involvedObject, type: 'Normal', reason: 'RegisteredNode', message, source });
  }

  function considerPods(node: string, taints: readonly Taint[]): void {
    if (!taints.some(({ effect }) => effect === 'NoExecute')) {
      for (const [pod] of [...evictions]) if (nodeOf(pod) === node) cancelEviction(pod);
      return;
    }
    const { items } = client.list<Pod>('pods', { fieldSelector: `spec.nodeName=${node}` });
    for (const pod of items) considerPod(pod);
  }

  function nodeOf(pod: string): string | undefined {
    const [namespace, name = ''] = pod.split('/');
    return (client.server.store('pods').find(namespace, name) as Pod | undefined)?.spec?.nodeName;
  }

  /** @models pkg/controller/tainteviction/taint_eviction.go Controller.processPodOnNode */
  function considerPod(pod: Pod): void {
    const key = namespacedName(pod);
    const taints = nodes.get(pod.spec?.nodeName ?? '')?.spec?.taints?.filter(({ effect }) => effect === 'NoExecute');
    if (!taints || taints.length === 0) return;
    const tolerations = pod.spec?.tolerations ?? [];
    const used = taints.map((taint) => tolerations.filter((toleration) => toleratesTaint(toleration, taint)));
    let seconds: number | undefined;
    if (used.some((matching) => matching.length === 0)) seconds = 0;
    for (const { tolerationSeconds } of used.flat()) {
      if (tolerationSeconds !== undefined) seconds = Math.min(seconds ?? tolerationSeconds, tolerationSeconds);
    }
    if (seconds === undefined || evictions.has(key)) return;
    evictions.set(key, kernel.spawn(`taint eviction of ${key}`, evict(pod, Math.max(0, seconds))));
  }

  function* evict(pod: Pod, seconds: number): Task {
    yield* sleep(seconds * 1000);
    const key = namespacedName(pod);
    evictions.delete(key);
    const { namespace, name = '', uid } = pod.metadata ?? {};
    const involvedObject = { kind: 'Pod', apiVersion: 'v1', namespace, name, uid };
    const message = `Marking for deletion Pod ${key}`;
    const source = { component: 'taint-eviction-controller' };
    client.recordEvent({ involvedObject, type: 'Normal', reason: 'TaintManagerEviction', message, source });
    try {
      client.delete('pods', namespace, name, uid ? { preconditions: { uid } } : {});
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
    }
  }

  function cancelEviction(pod: string): void {
    evictions.get(pod)?.cancel();
    evictions.delete(pod);
  }
}

function lifecycleOf(node: Node): string {
  return JSON.stringify([readiness(node), node.spec?.unschedulable ?? false, node.spec?.taints ?? []]);
}

function readiness({ status }: Node): string | undefined {
  return status?.conditions?.find(({ type }) => type === 'Ready')?.status;
}

/** The taints of a node with those that this controller is in charge of set right.
 *  @models pkg/controller/nodelifecycle/node_lifecycle_controller.go Controller.doNoScheduleTaintingPass */
function wantedTaints(node: Node, nowMs: number): Taint[] {
  const before = node.spec?.taints ?? [];
  const wanted = new Set<string>();
  if (readiness(node) === 'False') {
    wanted.add(`${notReady}:NoSchedule`);
    wanted.add(`${notReady}:NoExecute`);
  }
  if (node.spec?.unschedulable) wanted.add(`${unschedulable}:NoSchedule`);
  const mine = (taint: Taint) => taint.key === notReady || taint.key === unschedulable;
  const kept = before.filter((taint) => !mine(taint) || wanted.has(`${taint.key}:${taint.effect}`));
  const present = new Set(kept.map(({ key, effect }) => `${key}:${effect}`));
  const added = [...wanted]
    .filter((taint) => !present.has(taint))
    .map((taint): Taint => {
      const [key = '', effect = ''] = taint.split(':');
      return { key, effect: effect as Taint['effect'], timeAdded: apiTime(nowMs) };
    });
  return [...kept, ...added];
}
