import { selectNodes } from 'kind-wasm-shim/kubernetes/descheduler/framework/cycle.ts';
import { loadPolicy } from 'kind-wasm-shim/kubernetes/descheduler/framework/load-policy.ts';
import { type EvictionLimits, PodEvictor } from 'kind-wasm-shim/kubernetes/descheduler/framework/pod-evictor.ts';
import { newProfile } from 'kind-wasm-shim/kubernetes/descheduler/framework/profile.ts';
import type { DeschedulerVersion } from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import { ClusterSnapshot, type OtherObjects } from 'kind-wasm-shim/kubernetes/descheduler/framework/snapshot.ts';
import type {
  DeschedulerStep,
  EvictionResult,
  EvictRequest,
} from 'kind-wasm-shim/kubernetes/descheduler/framework/steps.ts';
import type { NodeUtilizationAlgorithm } from 'kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/algorithm.ts';
import { setupPlugins } from 'kind-wasm-shim/kubernetes/descheduler/plugins/registry.ts';
import type { Node, Pod, PodSpec, Taint } from 'kubernetes-types/core/v1';

interface NodeOptions {
  readonly cpu?: string;
  readonly memory?: string;
  readonly pods?: string;
  readonly extended?: Readonly<Record<string, string>>;
  readonly unschedulable?: boolean;
  readonly taints?: Taint[];
}

/** A node with 4 cores, 8Gi and 110 pods, unless told otherwise. */
export function node(name: string, options: NodeOptions = {}): Node {
  const { cpu = '4', memory = '8Gi', pods = '110', extended, unschedulable, taints } = options;
  return {
    metadata: { name, labels: { 'kubernetes.io/hostname': name } },
    spec: { ...(unschedulable ? { unschedulable } : {}), ...(taints ? { taints } : {}) },
    status: { allocatable: { cpu, memory, pods, ...extended } },
  };
}

interface PodOptions {
  readonly cpu?: string;
  readonly memory?: string;
  readonly extended?: Readonly<Record<string, string>>;
  readonly priority?: number;
  readonly namespace?: string;
  readonly annotations?: Record<string, string>;
  readonly labels?: Record<string, string>;
  readonly owner?: string | undefined;
  readonly phase?: string;
  readonly spec?: Partial<PodSpec>;
}

/** A running pod of a ReplicaSet, requesting 100m of cpu, unless told otherwise. */
export function pod(name: string, nodeName: string, options: PodOptions = {}): Pod {
  const {
    cpu = '100m',
    memory,
    extended,
    priority,
    namespace = 'default',
    annotations,
    labels,
    phase = 'Running',
  } = options;
  const owner = 'owner' in options ? options.owner : 'ReplicaSet';
  const requests = { ...(cpu === '' ? {} : { cpu }), ...(memory ? { memory } : {}), ...extended };
  return {
    metadata: {
      name,
      namespace,
      uid: `${namespace}/${name}`,
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
      ...(owner ? { ownerReferences: [{ apiVersion: 'apps/v1', kind: owner, name: 'owner', uid: 'uid' }] } : {}),
    },
    spec: {
      nodeName,
      containers: [{ name: 'c', resources: { requests } }],
      ...(priority === undefined ? {} : { priority }),
      ...options.spec,
    },
    status: { phase },
  };
}

/** So many pods, alike but for their names: `web-0`, `web-1`, … */
export function podsOn(
  nodeName: string,
  count: number,
  options: PodOptions & { readonly prefix?: string } = {},
): Pod[] {
  return Array.from({ length: count }, (_, index) => pod(`${options.prefix ?? 'web'}-${index}`, nodeName, options));
}

interface RunOptions {
  readonly version?: DeschedulerVersion;
  readonly others?: OtherObjects;
  readonly nowMs?: number;
  readonly args: unknown;
  readonly evictorArgs?: unknown;
  readonly limits?: EvictionLimits;
  readonly algorithm?: NodeUtilizationAlgorithm;
  readonly answer?: (request: EvictRequest) => EvictionResult | undefined;
}

/** Runs one balance plugin over a frozen cluster. Gives all its steps, and the names of the pods that it evicted. */
export function balance(
  plugin: 'LowNodeUtilization' | 'HighNodeUtilization',
  nodes: readonly Node[],
  pods: readonly Pod[],
  {
    version = 'v0.28.1',
    others,
    nowMs = 0,
    args,
    evictorArgs = {},
    limits = {},
    algorithm,
    answer = () => undefined,
  }: RunOptions,
): { steps: DeschedulerStep[]; evicted: string[] } {
  const registry = setupPlugins(version, algorithm ? { nodeUtilization: algorithm } : {});
  const pluginConfig = [
    { name: plugin, args },
    { name: 'DefaultEvictor', args: evictorArgs },
  ];
  const profiles = [{ name: 'test', pluginConfig, plugins: { balance: { enabled: [plugin] } } }];
  const document = { apiVersion: 'descheduler/v1alpha2', kind: 'DeschedulerPolicy', ...limits, profiles };
  const { policy } = loadPolicy(document, { registry });
  const [profile] = policy.profiles.map((described) => newProfile(described, registry));
  if (!profile) throw new Error('the policy has a profile');
  const run = profile.run('balance', {
    podEvictor: new PodEvictor(policy, version),
    snapshotFor: () => ({
      nodes: selectNodes(nodes, policy.nodeSelector),
      snapshot: new ClusterSnapshot(nodes, pods, others),
      nowMs,
      detail: 'full',
    }),
  });
  const steps: DeschedulerStep[] = [];
  const evicted: string[] = [];
  let next = run.next();
  while (!next.done) {
    const step = next.value;
    steps.push(step);
    const result = step.kind === 'evict' ? answer(step) : undefined;
    if (step.kind === 'evict' && result?.evicted !== false) evicted.push(step.pod.name);
    next = run.next(result);
  }
  return { steps, evicted };
}

/** The steps of one kind. */
export function stepsOf<Kind extends DeschedulerStep['kind']>(
  steps: readonly DeschedulerStep[],
  kind: Kind,
): Extract<DeschedulerStep, { kind: Kind }>[] {
  return steps.filter((step): step is Extract<DeschedulerStep, { kind: Kind }> => step.kind === kind);
}

/** The class of each node, by name. */
export function classes(steps: readonly DeschedulerStep[]): Record<string, string> {
  return Object.fromEntries(stepsOf(steps, 'nodeClassified').map((step) => [step.node, step.class]));
}
