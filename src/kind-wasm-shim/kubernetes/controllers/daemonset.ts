import type { DaemonSet } from 'kubernetes-types/apps/v1';
import type { Node, Pod, PodSpec, Toleration } from 'kubernetes-types/core/v1';
import { StatusError } from '../api/errors.ts';
import { controllerOf, namespacedName } from '../api/meta.ts';
import { matchesRequiredNodeAffinity } from '../api/node-affinity.ts';
import { isTerminalPhase } from '../api/pod-properties.ts';
import { untoleratedTaint } from '../api/taints.ts';
import { type ControllerContext, newController } from './controller-context.ts';
import { templateHash } from './deployment-revisions.ts';
import { isPodAvailable, isPodReady } from './pod-conditions.ts';
import { type Owner, PodControl } from './pod-control.ts';

const daemonSets = 'daemonsets.apps';

/** Keeps one pod of each daemon set on every node that it is meant for.
 *  @models pkg/controller/daemon/daemon_controller.go DaemonSetsController
 *  @simplifies no rolling update: a new template applies to new pods; no ControllerRevisions */
export function daemonSetController(context: ControllerContext) {
  const { kernel, client, informers, pods } = context;
  const control = new PodControl(client, 'daemonset-controller');
  const { queue, run } = newController(context, 'daemonset', syncDaemonSet);
  const store = informers.watch<DaemonSet>(daemonSets, ({ object }) => queue.add(namespacedName(object)));
  const nodes = informers.watch<Node>('nodes', ({ type, object, previous }) => {
    if (type === 'MODIFIED' && previous && !nodeMatters(previous, object)) return;
    for (const key of store.keys()) queue.add(key);
  });
  informers.watch<Pod>('pods', ({ object }) => {
    const owner = controllerOf(object);
    if (owner?.kind === 'DaemonSet') queue.add(`${object.metadata?.namespace}/${owner.name}`);
  });
  return { run };

  /** @models pkg/controller/daemon/daemon_controller.go DaemonSetsController.syncDaemonSet */
  function syncDaemonSet(key: string): void {
    const daemonSet = store.get(key);
    if (!daemonSet || daemonSet.metadata?.deletionTimestamp) return;
    const byNode = new Map<string, Pod[]>();
    for (const pod of pods.ownedBy(daemonSet.metadata?.uid ?? '')) {
      const node = targetNode(pod);
      const there = byNode.get(node);
      if (there) there.push(pod);
      else byNode.set(node, [pod]);
    }
    const wanted = [...nodes.values()].filter((node) => shouldRun(daemonSet, node).run);
    for (const node of nodes.values()) manageNode(daemonSet, node, byNode.get(node.metadata?.name ?? '') ?? []);
    updateStatus(daemonSet, wanted, byNode);
  }

  /** @models pkg/controller/daemon/daemon_controller.go DaemonSetsController.podsShouldBeOnNode */
  function manageNode(daemonSet: DaemonSet, node: Node, there: readonly Pod[]): void {
    const owner = daemonSet as Owner;
    const { run: wanted, keep } = shouldRun(daemonSet, node);
    const living = there.filter(({ metadata }) => !metadata?.deletionTimestamp);
    for (const pod of living) {
      // A daemon that failed is made anew; one that is not wanted any more goes.
      if (isTerminalPhase(pod) || !keep) control.delete(owner, pod);
    }
    const template = daemonSet.spec?.template;
    if (!wanted || there.length > 0 || !template) return;
    const labels = revisionLabels(daemonSet);
    control.create(owner, template, (pod) => ({
      ...pod,
      metadata: { ...pod.metadata, labels: { ...pod.metadata?.labels, ...labels } },
      spec: daemonPodSpec(pod.spec, node.metadata?.name ?? ''),
    }));
  }

  /** @models pkg/controller/daemon/daemon_controller.go DaemonSetsController.updateDaemonSetStatus */
  function updateStatus(daemonSet: DaemonSet, wanted: readonly Node[], byNode: ReadonlyMap<string, Pod[]>): void {
    const onWanted = wanted.map(({ metadata }) => byNode.get(metadata?.name ?? '') ?? []);
    const scheduled = onWanted.filter((there) => there.length > 0);
    const ready = scheduled.filter((there) => there.some(isPodReady)).length;
    const available = scheduled.filter((there) => there.some((pod) => isPodAvailable(pod, 0, kernel.nowMs))).length;
    const wantedNames = new Set(wanted.map(({ metadata }) => metadata?.name));
    const misscheduled = [...byNode.keys()].filter((node) => node !== '' && !wantedNames.has(node)).length;
    const unavailable = wanted.length - available;
    const status = {
      currentNumberScheduled: scheduled.length,
      desiredNumberScheduled: wanted.length,
      numberMisscheduled: misscheduled,
      numberReady: ready,
      ...(available > 0 ? { numberAvailable: available } : {}),
      ...(unavailable > 0 ? { numberUnavailable: unavailable } : {}),
      ...(scheduled.length > 0 ? { updatedNumberScheduled: scheduled.length } : {}),
      observedGeneration: daemonSet.metadata?.generation ?? 1,
    };
    const { namespace, name = '' } = daemonSet.metadata ?? {};
    try {
      const latest = client.get<DaemonSet>(daemonSets, namespace, name);
      client.updateStatus<DaemonSet>(daemonSets, { ...latest, status });
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
    }
  }
}

/** The node that a daemon's pod is for, before and after it is bound.
 *  @models pkg/controller/daemon/util/daemonset_util.go GetTargetNodeName */
function targetNode({ spec }: Pod): string {
  if (spec?.nodeName) return spec.nodeName;
  const terms = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  const field = terms?.[0]?.matchFields?.find(({ key }) => key === 'metadata.name');
  return field?.values?.[0] ?? '';
}

/** Whether a daemon should be started on a node, and whether one that is there may stay.
 *  @models pkg/controller/daemon/daemon_controller.go NodeShouldRunDaemonPod */
function shouldRun({ spec }: DaemonSet, node: Node): { run: boolean; keep: boolean } {
  const pod: Pod = { spec: daemonPodSpec(spec?.template?.spec, node.metadata?.name ?? '') };
  if (!matchesRequiredNodeAffinity(pod, node)) return { run: false, keep: false };
  const taints = node.spec?.taints;
  const tolerations = pod.spec?.tolerations;
  const keep = !untoleratedTaint(taints, tolerations, ['NoExecute']);
  return { run: keep && !untoleratedTaint(taints, tolerations, ['NoSchedule', 'NoExecute']), keep };
}

/** @models pkg/controller/daemon/util/daemonset_util.go AddOrUpdateDaemonPodTolerations */
const daemonTolerations: readonly Toleration[] = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
];
const networkToleration: Toleration = {
  key: 'node.kubernetes.io/network-unavailable',
  operator: 'Exists',
  effect: 'NoSchedule',
};

/** The pod's spec, bound to one node by its affinity.
 *  @models pkg/controller/daemon/util/daemonset_util.go ReplaceDaemonSetPodNodeNameNodeAffinity */
function daemonPodSpec(spec: PodSpec | undefined, node: string): PodSpec {
  const field = { key: 'metadata.name', operator: 'In', values: [node] };
  const extra = spec?.hostNetwork ? [...daemonTolerations, networkToleration] : daemonTolerations;
  const nodeAffinity = spec?.affinity?.nodeAffinity;
  const terms = nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  const nodeSelectorTerms = terms
    ? terms.map((term) => ({ ...term, matchFields: [field] }))
    : [{ matchFields: [field] }];
  const required = { nodeSelectorTerms };
  return {
    ...spec,
    containers: spec?.containers ?? [],
    affinity: {
      ...spec?.affinity,
      nodeAffinity: { ...nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: required },
    },
    tolerations: [...(spec?.tolerations ?? []), ...extra],
  };
}

function revisionLabels({ spec, metadata }: DaemonSet): Record<string, string> {
  return {
    'controller-revision-hash': templateHash(spec?.template ?? {}, 0),
    'pod-template-generation': String(metadata?.generation ?? 1),
  };
}

function nodeMatters(before: Node, after: Node): boolean {
  const read = ({ metadata, spec }: Node) => JSON.stringify([metadata?.labels, spec?.taints, spec?.unschedulable]);
  return read(before) !== read(after);
}
