import { type Cluster, createCluster } from 'kind-wasm-shim/cluster/cluster.ts';
import type { ClusterConfig, NodeConfig } from 'kind-wasm-shim/cluster/cluster-config.ts';
import { applyClusterInput, type ClusterInput } from 'kind-wasm-shim/cluster/cluster-input.ts';
import { Kernel } from 'kind-wasm-shim/kernel/kernel.ts';
import { formatLog, type LogEntry, type LogKind } from 'kind-wasm-shim/kernel/log.ts';
import type { KubernetesObject } from 'kind-wasm-shim/kubernetes/api/meta.ts';
import type { Event, Pod } from 'kubernetes-types/core/v1';
import { Checkers } from './checkers.ts';

export interface SimulateOptions extends Omit<ClusterConfig, 'nodes'> {
  /** How many nodes (`node-1`, …), each with all images, or the nodes themselves. */
  readonly nodes?: number | readonly NodeConfig[];
  readonly seed?: number;
}

/** A cluster to tell a story with. Invariants are checked over every entry of its log. */
export function simulate(options: SimulateOptions = {}): Story {
  return new Story(options);
}

const longestWaitMs = 3_600_000;

export class Story {
  readonly kernel: Kernel;
  readonly cluster: Cluster;
  private readonly checkers: Checkers;

  constructor({ nodes = 1, seed = 1, ...config }: SimulateOptions) {
    this.kernel = new Kernel({ scenario: 'test', seed });
    const list =
      typeof nodes === 'number'
        ? Array.from({ length: nodes }, (_, index): NodeConfig => ({ name: `node-${index + 1}`, images: 'all' }))
        : nodes;
    this.cluster = createCluster(this.kernel, { ...config, nodes: list });
    this.checkers = new Checkers(this.cluster);
    this.runUntilQuiet();
  }

  get nowMs(): number {
    return this.kernel.nowMs;
  }

  get log(): string {
    return formatLog(this.kernel.log.entries);
  }

  apply(...objects: readonly KubernetesObject[]): void {
    for (const object of objects) this.cluster.apply(object);
  }

  input(input: ClusterInput): void {
    this.kernel.run(this.kernel.nowMs);
    applyClusterInput(this.cluster, input);
  }

  delete(
    resource: string,
    name: string,
    options: { gracePeriodSeconds?: number; propagationPolicy?: 'Foreground' | 'Background' | 'Orphan' } = {},
  ): void {
    this.input({ type: 'delete', resource, name, ...options });
  }

  /** Lets so much virtual time pass. */
  run(ms: number): void {
    this.kernel.run(this.kernel.nowMs + ms);
    this.checkers.check();
  }

  runUntilQuiet(): void {
    const stopped = this.kernel.runUntilQuiet(this.kernel.nowMs + longestWaitMs);
    this.checkers.check();
    if (stopped !== 'quiet') throw new Error(`the cluster is still busy after an hour (seed ${this.kernel.seed})`);
  }

  /** Runs until quiet, and then holds the cluster to what must be settled by then. */
  settle(): void {
    this.runUntilQuiet();
    this.checkers.checkSettled();
  }

  runUntil(condition: Condition): void {
    const held = this.kernel.runUntil(() => condition(this), this.kernel.nowMs + longestWaitMs);
    this.checkers.check();
    if (!held) throw new Error(`${condition.name} did not come true within an hour (seed ${this.kernel.seed})`);
  }

  get<T>(resource: string, name: string, namespace = 'default'): T {
    const { namespaced } = this.cluster.server.store(resource).strategy;
    return this.cluster.client('test').get<T>(resource, namespaced ? namespace : undefined, name);
  }

  find<T>(resource: string, name: string, namespace = 'default'): T | undefined {
    return this.cluster.server.store(resource).find(namespace, name) as T | undefined;
  }

  /** Pods by label, in the order of their names. */
  pods(labelSelector?: string): readonly Pod[] {
    return this.cluster
      .client('test')
      .list<Pod>('pods', { namespace: 'default', ...(labelSelector ? { labelSelector } : {}) }).items;
  }

  pod(name: string): Pod {
    return this.get<Pod>('pods', name);
  }

  /** How many pods are on each node. */
  spread(labelSelector?: string): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { spec } of this.pods(labelSelector)) {
      const node = spec?.nodeName ?? 'none';
      counts[node] = (counts[node] ?? 0) + 1;
    }
    return counts;
  }

  /** The events of an object as `type reason message`, oldest first, each as often as it was counted. */
  events(name: string): string[] {
    const { items } = this.cluster.client('test').list<Event>('events');
    return items
      .filter(({ involvedObject }) => involvedObject.name === name)
      .sort((a, b) => Number(this.bornAs(a)) - Number(this.bornAs(b)))
      .map(({ type, reason, message }) => `${type} ${reason} ${message}`);
  }

  /** The signals that a pod's containers were sent, with the time since the first. */
  signals(pod: string): [signal: string, after: string][] {
    const sent = this.facts('cri.signalSent').filter(({ data }) => data.pod === pod);
    const first = sent[0]?.atMs ?? 0;
    return sent.map(({ atMs, data }) => [data.signal, `+${Math.round((atMs - first) / 100) / 10}s`]);
  }

  facts<K extends LogKind>(kind: K): LogEntry<K>[] {
    return this.kernel.log.entries.filter((entry) => entry.kind === kind) as LogEntry[] as LogEntry<K>[];
  }

  /** What a container has printed. */
  logs(pod: string): string[] {
    const { spec } = this.pod(pod);
    const node = this.cluster.nodes.get(spec?.nodeName ?? '');
    if (!node) throw new Error(`${pod} has no node yet`);
    return node.kubelet.containerOutput('default', pod, undefined, false).lines.map(({ text }) => text);
  }

  private bornAs({ metadata: { uid } }: Event): number {
    return this.facts('apiserver.objectWritten').find(({ data }) => data.object.metadata.uid === uid)?.seq ?? 0;
  }
}

export type Condition = (story: Story) => boolean;

/** All containers of a pod run and are ready. */
export function running(name: string): Condition {
  return Object.defineProperty(
    (story: Story) =>
      story
        .find<Pod>('pods', name)
        ?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false,
    'name',
    { value: `running(${name})` },
  );
}

export function phase(name: string, wanted: string): Condition {
  return Object.defineProperty((story: Story) => story.find<Pod>('pods', name)?.status?.phase === wanted, 'name', {
    value: `phase(${name}, ${wanted})`,
  });
}

export function gone(resource: string, name: string): Condition {
  return Object.defineProperty((story: Story) => story.find(resource, name) === undefined, 'name', {
    value: `gone(${resource} ${name})`,
  });
}
