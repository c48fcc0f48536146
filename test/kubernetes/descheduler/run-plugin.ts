import { selectNodes } from 'kind-wasm-shim/kubernetes/descheduler/framework/cycle.ts';
import { loadPolicy } from 'kind-wasm-shim/kubernetes/descheduler/framework/load-policy.ts';
import type { StepDetail } from 'kind-wasm-shim/kubernetes/descheduler/framework/plugin.ts';
import { PodEvictor } from 'kind-wasm-shim/kubernetes/descheduler/framework/pod-evictor.ts';
import { newProfile } from 'kind-wasm-shim/kubernetes/descheduler/framework/profile.ts';
import type { DeschedulerVersion } from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import { ClusterSnapshot } from 'kind-wasm-shim/kubernetes/descheduler/framework/snapshot.ts';
import type { DeschedulerStep } from 'kind-wasm-shim/kubernetes/descheduler/framework/steps.ts';
import { setupPlugins } from 'kind-wasm-shim/kubernetes/descheduler/plugins/registry.ts';
import type { Node, Pod, PodSpec, PodStatus, Taint } from 'kubernetes-types/core/v1';

/** When the tests take place. */
export const now = '2026-05-01T12:00:00Z';

interface NodeOptions {
  readonly zone?: string;
  readonly labels?: Record<string, string>;
  readonly taints?: Taint[];
  readonly unschedulable?: boolean;
}

/** A node with room for 100 pods. */
export function node(name: string, { zone, labels, taints = [], unschedulable = false }: NodeOptions = {}): Node {
  const zoneLabel: Record<string, string> = zone === undefined ? {} : { 'topology.kubernetes.io/zone': zone };
  return {
    metadata: { name, labels: { 'kubernetes.io/hostname': name, ...zoneLabel, ...labels } },
    spec: { taints, unschedulable },
    status: { allocatable: { cpu: '100', memory: '100Gi', pods: '100' } },
  };
}

interface PodOptions {
  readonly namespace?: string;
  readonly labels?: Record<string, string>;
  /** `kind/name`; none for a bare pod. */
  readonly owner?: string | undefined;
  readonly image?: string;
  readonly ageSeconds?: number;
  readonly spec?: Partial<PodSpec>;
  readonly status?: PodStatus;
  readonly annotations?: Record<string, string>;
}

/** A running pod of the ReplicaSet `web`, an hour old, unless told otherwise. */
export function pod(name: string, nodeName: string, options: PodOptions = {}): Pod {
  const { namespace = 'default', labels = { app: 'web' }, image = 'web', ageSeconds = 3600, annotations } = options;
  const owner = 'owner' in options ? options.owner : 'ReplicaSet/web';
  const [kind = '', ownerName = ''] = owner?.split('/') ?? [];
  return {
    metadata: {
      name,
      namespace,
      uid: `${namespace}/${name}`,
      labels,
      ...(annotations ? { annotations } : {}),
      ...(owner ? { ownerReferences: [{ apiVersion: 'apps/v1', kind, name: ownerName, uid: owner }] } : {}),
      creationTimestamp: new Date(Date.parse(now) - ageSeconds * 1000).toISOString(),
    },
    spec: { nodeName, containers: [{ name: 'c', image }], ...options.spec },
    status: { phase: 'Running', ...options.status },
  };
}

interface RunOptions {
  readonly args?: unknown;
  readonly evictorArgs?: unknown;
  readonly limits?: {
    readonly maxNoOfPodsToEvictPerNode?: number;
    readonly maxNoOfPodsToEvictPerNamespace?: number;
    readonly maxNoOfPodsToEvictTotal?: number;
  };
  readonly version?: DeschedulerVersion;
  readonly detail?: StepDetail;
}

/** Runs one plugin over a frozen cluster: all its steps, and the names of the pods that it evicted, in order. */
export function runPlugin(
  plugin: string,
  nodes: readonly Node[],
  pods: readonly Pod[],
  { args = {}, evictorArgs = {}, limits = {}, version = 'v0.28.1', detail = 'full' }: RunOptions = {},
): { steps: DeschedulerStep[]; evicted: string[] } {
  const registry = setupPlugins(version);
  const point = registry.plugins.get(plugin)?.extensionPoints[0];
  if (point !== 'deschedule' && point !== 'balance') throw new Error(`${plugin} is no plugin that evicts`);
  const pluginConfig = [
    { name: plugin, args },
    { name: 'DefaultEvictor', args: evictorArgs },
  ];
  const profiles = [{ name: 'test', pluginConfig, plugins: { [point]: { enabled: [plugin] } } }];
  const document = { apiVersion: 'descheduler/v1alpha2', kind: 'DeschedulerPolicy', ...limits, profiles };
  const { policy } = loadPolicy(document, { registry });
  const steps = policy.profiles.flatMap((profile) => [
    ...newProfile(profile, registry).run(point, {
      podEvictor: new PodEvictor(policy, version),
      snapshotFor: () => ({
        nodes: selectNodes(nodes, policy.nodeSelector),
        snapshot: new ClusterSnapshot(nodes, pods),
        nowMs: Date.parse(now),
        detail,
      }),
    }),
  ]);
  return { steps, evicted: steps.flatMap((step) => (step.kind === 'evict' ? [step.pod.name] : [])) };
}

/** What loading the arguments of one plugin complains of, undefined when it does not. */
export function complaint(plugin: string, args: unknown, version: DeschedulerVersion = 'v0.28.1'): string | undefined {
  const profiles = [{ name: 'test', pluginConfig: [{ name: plugin, args }], plugins: {} }];
  const document = { apiVersion: 'descheduler/v1alpha2', kind: 'DeschedulerPolicy', profiles };
  try {
    loadPolicy(document, { registry: setupPlugins(version) });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The verdicts on pods, by name: whether each is a victim. */
export function verdicts(steps: readonly DeschedulerStep[]): Record<string, boolean> {
  return Object.fromEntries(steps.flatMap((step) => (step.kind === 'podJudged' ? [[step.pod.name, step.victim]] : [])));
}
