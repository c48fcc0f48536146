import { InvalidSelector } from 'kind-wasm-shim/kubernetes/api/labels.ts';
import { selectNodes } from 'kind-wasm-shim/kubernetes/descheduler/framework/cycle.ts';
import {
  learnsLimitsFromRefusals,
  logsClassifiedNodesOnly,
} from 'kind-wasm-shim/kubernetes/descheduler/framework/differences.ts';
import { loadPolicy, PolicyError } from 'kind-wasm-shim/kubernetes/descheduler/framework/load-policy.ts';
import type { Registry } from 'kind-wasm-shim/kubernetes/descheduler/framework/plugin.ts';
import { PodEvictor } from 'kind-wasm-shim/kubernetes/descheduler/framework/pod-evictor.ts';
import { newProfile, ProfileError } from 'kind-wasm-shim/kubernetes/descheduler/framework/profile.ts';
import type { DeschedulerVersion } from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import { deschedulerVersions } from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import { ClusterSnapshot } from 'kind-wasm-shim/kubernetes/descheduler/framework/snapshot.ts';
import type {
  DeschedulerRun,
  DeschedulerStep,
  EvictionResult,
} from 'kind-wasm-shim/kubernetes/descheduler/framework/steps.ts';
import type { NodeUtilizationStep } from 'kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/steps.ts';
import { setupPlugins } from 'kind-wasm-shim/kubernetes/descheduler/plugins/registry.ts';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import type { Vector } from './vector.ts';

/** What our descheduler answers to a case, in the words of the recordings. A field is absent when there is nothing to tell. */
export interface Answer {
  readonly evictions: { readonly pod: string; readonly node: string; readonly reason: string }[];
  error?: string;
  valid?: boolean;
  classification?: Record<'underutilized' | 'overutilized' | 'appropriate' | 'unschedulable', string[]>;
  usage?: Record<string, Record<string, number>>;
  usagePercentage?: Record<string, Record<string, number>>;
  totalCapacityToBeMoved?: Record<string, number>;
  readonly outcome: string[];
  readonly notEvictable: Record<string, string>;
  readonly evictionErrors: Record<string, string>;
}

/** Answers a case, with the plugins of its release unless others are given. Throws an error that says why it cannot be answered: a plugin or a version that does not exist here, a
 *  case without input. */
export function answerVector(vector: Vector, registry?: Registry): Answer {
  const version = deschedulerVersions.find((known) => known === vector.version);
  if (version === undefined) {
    throw new Error(`version ${vector.version} does not exist here; there is ${deschedulerVersions.join(', ')}`);
  }
  const plugins = registry ?? setupPlugins(version);
  return vector.plugin === 'validation' ? validate(vector, plugins) : run(vector, plugins);
}

function emptyAnswer(): Answer {
  return { evictions: [], outcome: [], notEvictable: {}, evictionErrors: {} };
}

/** Loads a policy and builds its profiles, as the descheduler does before it acts. */
function validate({ policy: document, priorityClasses }: Vector, registry: Registry): Answer {
  const answer = emptyAnswer();
  try {
    const { policy } = loadPolicy(document, { registry, priorityClasses });
    selectNodes([], policy.nodeSelector);
    for (const profile of policy.profiles) newProfile(profile, registry);
    answer.valid = true;
  } catch (error) {
    answer.valid = false;
    answer.error = refusal(error);
  }
  return answer;
}

function run(vector: Vector, registry: Registry): Answer {
  const nodes = vector.nodes;
  const pods = vector.pods;
  if (nodes === undefined || pods === undefined) throw new Error('malformed: expected nodes and pods, found none');
  const nowMs = Date.parse(vector.now ?? '1970-01-01T00:00:00Z');
  const answer = emptyAnswer();
  try {
    const { policy } = loadPolicy(policyOf(vector, registry), { registry, priorityClasses: vector.priorityClasses });
    const selected = selectNodes(nodes, policy.nodeSelector);
    const [profile] = policy.profiles.map((described) => newProfile(described, registry));
    if (profile === undefined) throw new Error('the policy of a case has one profile');
    const snapshot = new ClusterSnapshot(nodes, pods.map(withUID));
    const profileRun = {
      podEvictor: new PodEvictor(policy, registry.version),
      snapshotFor: () => ({ nodes: selected, snapshot, detail: 'full' as const, nowMs }),
    };
    follow(profile.run('deschedule', profileRun), vector, answer, registry.version);
    follow(profile.run('balance', profileRun), vector, answer, registry.version);
    withClasses(answer, selected);
  } catch (error) {
    answer.error = refusal(error);
  }
  return answer;
}

/** The policy that a case stands for: one profile with its one plugin, and DefaultEvictor. */
function policyOf({ plugin, args, evictorArgs, limits, nodeSelector }: Vector, registry: Registry): unknown {
  const definition = registry.plugins.get(plugin);
  const point = definition?.extensionPoints.find((known) => known === 'deschedule' || known === 'balance');
  if (point === undefined) {
    throw new Error(`plugin ${plugin} does not exist here; there are ${[...registry.plugins.keys()].join(', ')}`);
  }
  return {
    apiVersion: 'descheduler/v1alpha2',
    kind: 'DeschedulerPolicy',
    ...(nodeSelector === undefined ? {} : { nodeSelector }),
    ...limits,
    profiles: [
      {
        name: 'golden',
        pluginConfig: [
          { name: 'DefaultEvictor', args: evictorArgs ?? {} },
          { name: plugin, args: args ?? {} },
        ],
        plugins: { [point]: { enabled: [plugin] } },
      },
    ],
  };
}

function refusal(error: unknown): string {
  if (error instanceof PolicyError || error instanceof ProfileError || error instanceof InvalidSelector) {
    return error.message;
  }
  throw error;
}

/** Drives a run over its frozen snapshot. The API refuses the pods that a disruption budget protects. */
function follow(
  run: DeschedulerRun,
  { blockedPods = [], plugin }: Vector,
  answer: Answer,
  version: DeschedulerVersion,
): void {
  let result: EvictionResult | undefined;
  for (;;) {
    const { done, value: step } = run.next(result);
    if (done || step === undefined) return;
    result = undefined;
    if (step.kind !== 'evict') {
      note(step, { plugin, version }, answer);
      continue;
    }
    const pod = `${step.pod.namespace}/${step.pod.name}`;
    if (blockedPods.includes(pod)) {
      const message = "Cannot evict pod as it would violate the pod's disruption budget.";
      result = { evicted: false, code: 429, message };
    } else {
      answer.evictions.push({ pod, node: step.node, reason: step.reason });
    }
  }
}

interface Recorded {
  readonly plugin: string;
  readonly version: DeschedulerVersion;
}

/** Takes a step into the answer as the recordings have it: they come from the log, which does not tell everything. */
function note(step: DeschedulerStep, { plugin, version }: Recorded, answer: Answer): void {
  switch (step.kind) {
    case 'nodeClassified': {
      const isLogged = step.class !== 'within' || plugin !== 'HighNodeUtilization' || !logsClassifiedNodesOnly(version);
      if (isLogged) noteNode(step, answer);
      break;
    }
    case 'gateChecked':
      if (step.message !== undefined) answer.outcome.push(step.message);
      break;
    case 'roomMeasured':
      answer.totalCapacityToBeMoved = Object.fromEntries(
        Object.entries(step.room).map(([resource, amount]) => [logNames[resource] ?? resource, amount]),
      );
      break;
    case 'sourceStarted':
      for (const pod of step.pods ?? []) {
        if (!pod.evictable) answer.notEvictable[`${pod.namespace}/${pod.name}`] = pod.reason;
      }
      break;
    case 'podNotEvictable':
      answer.notEvictable[`${step.pod.namespace}/${step.pod.name}`] = step.reason;
      break;
    case 'evictionRefused':
      if (step.by === 'api' || (step.by === 'namespaceLimit' && learnsLimitsFromRefusals(version)))
        answer.evictionErrors[`${step.pod.namespace}/${step.pod.name}`] = step.error;
      break;
    default:
  }
}

/** Every pod has a UID where recordings are made. */
function withUID(pod: Pod): Pod {
  const { namespace, name } = pod.metadata ?? {};
  return { ...pod, metadata: { ...pod.metadata, uid: pod.metadata?.uid ?? `${namespace}/${name}` } };
}

const logNames: Readonly<Record<string, string>> = { cpu: 'CPU', memory: 'Mem', pods: 'Pods' };

function noteNode(step: Extract<NodeUtilizationStep, { kind: 'nodeClassified' }>, answer: Answer): void {
  answer.classification ??= { underutilized: [], overutilized: [], appropriate: [], unschedulable: [] };
  answer.usage ??= {};
  answer.usagePercentage ??= {};
  const classes = { under: 'underutilized', over: 'overutilized', within: 'appropriate' } as const;
  answer.classification[classes[step.class]].push(step.node);
  const resources = step.resources ?? [];
  answer.usage[step.node] = Object.fromEntries(resources.map(({ name, usage }) => [name, usage]));
  answer.usagePercentage[step.node] = Object.fromEntries(
    resources.flatMap(({ name, usagePercent }) => (usagePercent === null ? [] : [[name, usagePercent]])),
  );
}

/** The log names a cordoned node when the first test of its class asks: LowNodeUtilization always, HighNodeUtilization when
 *  the node is not underutilized. */
function withClasses({ classification }: Answer, nodes: readonly Node[]): void {
  if (classification === undefined) return;
  for (const node of nodes) {
    const name = node.metadata?.name ?? '';
    if (node.spec?.unschedulable === true && !classification.underutilized.includes(name)) {
      classification.unschedulable.push(name);
    }
  }
}
