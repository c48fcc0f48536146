import type { Node, Pod } from 'kubernetes-types/core/v1';
import type { Evictor, Plugin, PluginHandle, StepDetail } from '../../kubernetes/descheduler/framework/plugin.ts';
import type { DeschedulerVersion } from '../../kubernetes/descheduler/framework/release.ts';
import { ClusterSnapshot, nodeName, podName } from '../../kubernetes/descheduler/framework/snapshot.ts';
import type {
  DeschedulerRun,
  EvictionResult,
  PodName,
  SkipReason,
} from '../../kubernetes/descheduler/framework/steps.ts';
import { wrongStep } from './step-shape.ts';

// Runs a plugin inside the sandbox. The cluster comes in as data and stays as it is; the evictor is outside and is asked.

/** The extension points that a plugin of a reader can implement. */
export type RunPoint = 'deschedule' | 'balance';

/** What a run starts from. */
export interface PluginRunInput {
  readonly point: RunPoint;
  readonly version: DeschedulerVersion;
  /** The plugin's arguments as the policy has them. */
  readonly args: unknown;
  /** Names of the nodes to act on. */
  readonly selected: readonly string[];
  readonly nodes: readonly Node[];
  readonly pods: readonly Pod[];
  readonly detail: StepDetail;
  readonly nowMs: number;
}

/** What the evictor outside is asked. */
export type EvictorQuestion =
  | { readonly about: 'filter' | 'preEvictionFilter'; readonly pod: PodName }
  | { readonly about: 'nodeLimit'; readonly node: string }
  | { readonly about: 'totalLimit' };

/** The steps up to the next eviction, to the end, or to the first that is none. */
export interface PluginSteps {
  readonly steps: readonly unknown[];
  readonly done: boolean;
  readonly wrong?: string;
}

/** What a plugin says of itself, or what is wrong with it. */
export type PluginDescription =
  | { readonly name: string; readonly points: readonly RunPoint[] }
  | { readonly wrong: string };

/** Finds the plugin for a release and its arguments. */
export type FindPlugin = (version: DeschedulerVersion, args: unknown) => unknown;

const batch = 200;
const mostSteps = 2_000;

/** The runs of one plugin, one after another. */
export class PluginRuns {
  readonly #find: FindPlugin;
  #run: DeschedulerRun | undefined;
  #told = 0;

  constructor(find: FindPlugin) {
    this.#find = find;
  }

  /** What the plugin is, asked of it once before it runs. */
  describe(version: DeschedulerVersion): PluginDescription {
    const plugin = this.#find(version, undefined);
    if (typeof plugin !== 'object' || plugin === null) {
      return { wrong: `plugin must be an object with a name and a method *balance(handle) or *deschedule(handle)` };
    }
    const { name, balance, deschedule } = plugin as Partial<Plugin>;
    if (typeof name !== 'string' || !/^[A-Za-z][A-Za-z0-9]{0,62}$/.test(name)) {
      return { wrong: `plugin.name must be 1 to 63 letters and digits, such as 'MyPlugin'` };
    }
    const points: RunPoint[] = [];
    if (typeof deschedule === 'function') points.push('deschedule');
    if (typeof balance === 'function') points.push('balance');
    if (points.length === 0) return { wrong: `plugin must have a method *balance(handle) or *deschedule(handle)` };
    return { name, points };
  }

  start(input: PluginRunInput, ask: (question: EvictorQuestion) => unknown): PluginSteps {
    this.#told = 0;
    const plugin = this.#find(input.version, input.args) as Plugin;
    const handle = handleOf(input, plugin.name, ask);
    this.#run = input.point === 'balance' ? plugin.balance?.(handle) : plugin.deschedule?.(handle);
    if (this.#run === undefined) return { steps: [], done: true };
    if (typeof this.#run !== 'object' || this.#run === null || typeof this.#run.next !== 'function') {
      return { steps: [], done: false, wrong: `${input.point} must be a generator: write it *${input.point}(handle)` };
    }
    return this.next(null);
  }

  next(answer: EvictionResult | null): PluginSteps {
    const steps: unknown[] = [];
    let given = answer ?? undefined;
    for (;;) {
      const next: unknown = this.#run?.next(given);
      given = undefined;
      if (typeof next !== 'object' || next === null || 'then' in next) {
        return { steps, done: false, wrong: 'the run must answer at once: no async, no promises' };
      }
      const { done, value } = next as { readonly done?: unknown; readonly value?: unknown };
      if (done === true) return { steps, done: true };
      const wrong = wrongStep(value);
      if (wrong !== undefined) return { steps, done: false, wrong: `yielded what it may not: ${wrong}` };
      this.#told += 1;
      if (this.#told > mostSteps) {
        return { steps: [], done: false, wrong: `yielded more than ${mostSteps} steps in one run: does it ever end?` };
      }
      steps.push(value);
      if ((value as { kind: string }).kind === 'evict' || steps.length >= batch) return { steps, done: false };
    }
  }

  /** Throws at the yield where the run stands, so that the error's stack names it. */
  where(): void {
    const error = new Error('here');
    delete error.stack;
    this.#run?.throw(error);
  }
}

function handleOf(input: PluginRunInput, plugin: string, ask: (question: EvictorQuestion) => unknown): PluginHandle {
  const { version, nodes, pods, selected, detail, nowMs } = input;
  deepFreeze(nodes);
  deepFreeze(pods);
  const snapshot = new ClusterSnapshot(nodes, pods);
  // The lists that the snapshot keeps are given to the plugin again and again.
  for (const node of nodes) {
    Object.freeze(snapshot.allPods(nodeName(node)));
    Object.freeze(snapshot.activePods(nodeName(node)));
  }
  Object.freeze(snapshot.nodes);
  const chosen = new Set(selected);
  return Object.freeze({
    version,
    nodes: Object.freeze(snapshot.nodes.filter((node) => chosen.has(nodeName(node)))),
    snapshot,
    evictor: evictorOf(plugin, ask),
    detail,
    nowMs,
  });
}

function evictorOf(plugin: string, ask: (question: EvictorQuestion) => unknown): Evictor {
  return Object.freeze({
    filter: (pod: Pod) => (ask({ about: 'filter', pod: podName(pod) }) ?? undefined) as string | undefined,
    preEvictionFilter: (pod: Pod) =>
      (ask({ about: 'preEvictionFilter', pod: podName(pod) }) ?? undefined) as SkipReason | undefined,
    *evict(pod: Pod, node: string): DeschedulerRun<boolean> {
      const answer = yield { kind: 'evict', pod: podName(pod), uid: pod.metadata?.uid, node, reason: plugin };
      return answer?.evicted !== false;
    },
    nodeLimitExceeded: (node: string) => ask({ about: 'nodeLimit', node }) === true,
    totalLimitExceeded: () => ask({ about: 'totalLimit' }) === true,
  });
}

/** What the plugin is given is shared with everything else that looks at the cluster, so nobody may change it. */
function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const item of Object.values(value)) deepFreeze(item);
}
