import type { NodeConfig, PlacedWorkload } from 'kind-wasm-shim/cluster/cluster-config.ts';
import type { ClusterInput } from 'kind-wasm-shim/cluster/cluster-input.ts';
import type { KubernetesObject } from 'kind-wasm-shim/kubernetes/api/meta.ts';
import type { ScoringStrategy } from 'kind-wasm-shim/kubernetes/scheduler/plugins/node-resources-fit.ts';

/** A starting state of the descheduler's figure: a cluster, what happens to it before the descheduler runs, and the policy
 *  that it is shown with at first. */
export interface DeschedulerPreset {
  readonly nodes: readonly NodeConfig[];
  /** Objects that are there from the start, beside the priority classes of all presets. */
  readonly objects?: readonly KubernetesObject[];
  /** Workloads whose pods already have their nodes. They start at `populatedMs`. */
  readonly placed: readonly PlacedWorkload[];
  /** What happens after that. */
  readonly changes?: readonly TimedChange[];
  /** The text of the policy file. */
  readonly policy: string;
  /** Lines of the policy that the figure offers to exchange. */
  readonly switches?: readonly PolicySwitch[];
  readonly scheduler: ScoringStrategy;
  /** The figure lets its reader choose the scheduler's scoring. */
  readonly choosesScheduler?: boolean;
  /** When the figure's first frame is. */
  readonly shownFromMs: number;
  /** When the descheduler first runs. */
  readonly runAtMs: number;
  /** `--descheduling-interval`: from the beginning of a cycle to the beginning of the next. */
  readonly intervalMs: number;
  /** How many cycles are shown at first. */
  readonly cycles: number;
}

export interface TimedChange {
  readonly atMs: number;
  readonly change: ClusterChange;
}

/** What can happen to the cluster: what somebody does to it, or what a kubelet reports of a pod that is not simulated that
 *  far, such as one whose node was short of memory. */
export type ClusterChange =
  | ClusterInput
  | { readonly type: 'place'; readonly workload: PlacedWorkload }
  | {
      readonly type: 'kubeletReports';
      /** The first of this workload's pods on that node that has not ended. */
      readonly workload: string;
      readonly node: string;
      readonly phase: 'Failed';
      readonly reason: string;
      readonly message: string;
    };

/** A line of the policy, as it is and as it could be. */
export interface PolicySwitch {
  readonly from: string;
  readonly to: string;
}

/** Before the controllers have made the default service account no pod is admitted. */
export const populatedMs = 1_000;

/** The priority classes of all presets, beside those that every cluster has. */
export const priorityClasses = [
  { name: 'batch', value: -100 },
  { name: 'important', value: 1000 },
] as const;

/** What runs in pods that are only looked at. */
export const pauseImage = 'registry.k8s.io/pause:3.10';

/** A DaemonSet that is on every node. */
export const nodeAgent: KubernetesObject = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'node-agent', namespace: 'default', labels: { app: 'node-agent' } },
  spec: {
    selector: { matchLabels: { app: 'node-agent' } },
    template: {
      metadata: { labels: { app: 'node-agent' } },
      spec: {
        tolerations: [{ operator: 'Exists' }],
        containers: [{ name: 'main', image: pauseImage, resources: { requests: { cpu: '100m', memory: '128Mi' } } }],
      },
    },
  },
};

/** A node with room for a few pods. */
export function node(name: string, more: Partial<NodeConfig> = {}): NodeConfig {
  const allocatable = { cpu: '4', memory: '16Gi', pods: '29' };
  return { name, capacity: allocatable, allocatable, images: 'all', ...more };
}

/** What somebody does to a node: labels to set, taints to have. */
export function nodeChanged(
  atMs: number,
  name: string,
  change: { readonly labels?: Readonly<Record<string, string>>; readonly taints?: NodeConfig['taints'] },
): TimedChange {
  const { labels, taints } = change;
  const metadata = { name, ...(labels ? { labels } : {}) };
  return {
    atMs,
    change: {
      type: 'apply',
      manifest: { apiVersion: 'v1', kind: 'Node', metadata, ...(taints ? { spec: { taints } } : {}) },
    },
  };
}

/** A replica set with its pods on their nodes. */
export function replicas(
  name: string,
  perNode: Readonly<Record<string, number>>,
  more: Partial<PlacedWorkload> = {},
): PlacedWorkload {
  const requests = { cpu: '200m', memory: '256Mi' };
  return { name, owner: 'ReplicaSet', image: pauseImage, requests, perNode, ...more };
}
