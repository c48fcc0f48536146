import type { Cluster } from 'kind-wasm-shim/cluster/cluster.ts';
import type { AskedEviction, PluginSession } from 'kind-wasm-shim/guest/plugin-session.ts';
import type { LogEntry } from 'kind-wasm-shim/kernel/log.ts';
import { Simulation } from 'kind-wasm-shim/kernel/simulation.ts';
import { isTerminalPhase } from 'kind-wasm-shim/kubernetes/api/pod-properties.ts';
import { addResources, type ResourceAmounts } from 'kind-wasm-shim/kubernetes/api/pod-resources.ts';
import { oneUnit } from 'kind-wasm-shim/kubernetes/api/quantity.ts';
import { podRequests } from 'kind-wasm-shim/kubernetes/descheduler/framework/pod-requests.ts';
import type { DeschedulerVersion } from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { type OwnPluginInput, ownPluginScenario } from './own-plugin.ts';
import { registryWith } from './plugin-registry.ts';
import { populatedMs } from './random-cluster.ts';
import { Replicas } from './replicas.ts';
import type { Finding, JudgeSettings, SeedVerdict } from './verdict.ts';

/** What is judged: a plugin in its sandbox, and the arguments that the policy gives it. */
export interface JudgedPlugin {
  readonly session: PluginSession;
  readonly version: DeschedulerVersion;
  readonly args: unknown;
}

/** The verdict on one seed, and all that happened. */
export interface SeedRun {
  readonly verdict: SeedVerdict;
  readonly entries: readonly LogEntry[];
}

export const firstCycleMs = populatedMs + 30_000;
export const betweenCyclesMs = 60_000;
/** Breaches of one invariant that are told of a seed; a plugin that breaks a rule breaks it often. */
const mostFindings = 10;

/** Runs one seed: a cluster that it draws, so many cycles of the descheduler with the plugin, and after each the scheduler and
 *  the controllers until all is quiet. Every breach of an invariant is noted. */
export function judgeSeed(seed: number, judged: JudgedPlugin, settings: JudgeSettings): SeedRun {
  const { session, version, args } = judged;
  const registry = registryWith(session, version);
  const policy = {
    plugin: session.name,
    points: session.points,
    args,
    evictorArgs: settings.nodeFit ? { nodeFit: true } : {},
  };
  const simulation = new Simulation<Cluster, OwnPluginInput>(
    ownPluginScenario(registry, policy, settings.scoringStrategy),
    { seed, limits: { events: 2_000_000, logEntries: 200_000 } },
  );
  const watch = new SeedWatch(simulation, settings);
  session.onEviction = (asked) => watch.asked(asked);
  simulation.input({ type: 'setUp', version, scheduler: settings.scoringStrategy });
  simulation.run(firstCycleMs);
  watch.begin();
  for (let cycle = 1; cycle <= settings.cycles && session.isOpen && watch.policyError === undefined; cycle++) {
    watch.cycleStarts(cycle);
    simulation.input({ type: 'runDescheduler' });
    simulation.run(firstCycleMs + cycle * betweenCyclesMs);
    watch.cycleEnds();
  }
  session.onEviction = undefined;
  return { verdict: watch.verdict(session), entries: simulation.log.entries };
}

/** Watches one seed. */
class SeedWatch {
  readonly #simulation: Simulation<Cluster, OwnPluginInput>;
  readonly #settings: JudgeSettings;
  readonly #findings: Finding[] = [];
  readonly #replicas = new Replicas();
  readonly #asked = new Set<string>();
  #cycle = 0;
  #podsBefore: readonly Pod[] = [];
  #usageBefore: NodeUsage[] = [];
  #seen = 0;
  #evicted = 0;
  #refused = 0;
  #pods = 0;
  policyError: string | undefined;

  constructor(simulation: Simulation<Cluster, OwnPluginInput>, settings: JudgeSettings) {
    this.#simulation = simulation;
    this.#settings = settings;
  }

  begin(): void {
    const pods = this.#list<Pod>('pods');
    this.#pods = pods.length;
    this.#replicas.look(pods, [], 0);
  }

  cycleStarts(cycle: number): void {
    this.#cycle = cycle;
    this.#asked.clear();
    this.#podsBefore = this.#list<Pod>('pods');
    this.#usageBefore = usageOf(this.#list<Node>('nodes'), this.#podsBefore);
    this.#seen = this.#simulation.log.lastSeq;
  }

  /** What the plugin asks for, before it is done. */
  asked({ pod, node, actualNode, refusal }: AskedEviction): void {
    const cycle = this.#cycle;
    const key = `${pod.namespace}/${pod.name}`;
    if (actualNode === undefined) this.#find({ invariant: 'evictor', kind: 'noSuchPod', cycle, pod, node });
    else if (actualNode !== node) {
      this.#find({ invariant: 'evictor', kind: 'otherNode', cycle, pod, node, actualNode });
    }
    if (refusal !== undefined) this.#find({ invariant: 'evictor', kind: 'refused', cycle, pod, node, refusal });
    if (this.#asked.has(key)) this.#find({ invariant: 'terminates', cycle, pod, node });
    this.#asked.add(key);
  }

  cycleEnds(): void {
    const pods = this.#list<Pod>('pods');
    this.#replicas.look(pods, this.#evictedPods(), this.#cycle);
    const { targetPercent } = this.#settings;
    for (const after of usageOf(this.#list<Node>('nodes'), pods)) {
      const before = this.#usageBefore.find(({ node, resource }) => node === after.node && resource === after.resource);
      if (before === undefined || before.percent > targetPercent || after.percent <= targetPercent) continue;
      const { node, resource } = after;
      this.#find({
        ...{ invariant: 'target', cycle: this.#cycle, node, resource },
        ...{ before: before.percent, after: after.percent },
      });
    }
  }

  verdict(session: PluginSession): SeedVerdict {
    for (const finding of this.#replicas.restless(this.#settings.cycles)) this.#find(finding);
    return {
      ...{ seed: this.#simulation.kernel.seed, nodes: this.#simulation.world.nodes.size, pods: this.#pods },
      ...{ evicted: this.#evicted, refused: this.#refused, findings: this.#findings },
      ...{ failure: session.failure, policyError: this.policyError, logs: session.logs },
    };
  }

  /** The pods that the API let go in this cycle, as they were. */
  #evictedPods(): Pod[] {
    const gone: string[] = [];
    for (const entry of this.#simulation.log.entries.slice(this.#seen)) {
      if (entry.kind === 'descheduler.policyRefused') this.policyError = entry.data.error;
      if (entry.kind === 'descheduler.evictionRequested')
        gone.push(`${entry.data.pod.namespace}/${entry.data.pod.name}`);
      if (entry.kind === 'descheduler.evictionRefused') {
        if (entry.data.by === 'api') gone.pop();
        this.#refused += 1;
      }
    }
    this.#evicted += gone.length;
    const names = new Set(gone);
    return this.#podsBefore.filter(({ metadata }) => names.has(`${metadata?.namespace}/${metadata?.name}`));
  }

  #find(finding: Finding): void {
    const alike = this.#findings.filter(({ invariant }) => invariant === finding.invariant);
    if (alike.length < mostFindings) this.#findings.push(finding);
  }

  #list<T>(resource: 'nodes' | 'pods'): readonly T[] {
    return this.#simulation.world.client('kubernetes-admin').list<T>(resource).items;
  }
}

interface NodeUsage {
  readonly node: string;
  readonly resource: string;
  readonly percent: number;
}

/** What is requested on each node, in percent of what it offers. */
function usageOf(nodes: readonly Node[], pods: readonly Pod[]): NodeUsage[] {
  const requested = new Map<string, ResourceAmounts>();
  for (const pod of pods) {
    const node = pod.spec?.nodeName;
    if (!node || isTerminalPhase(pod)) continue;
    const amounts = requested.get(node) ?? new Map();
    requested.set(node, amounts);
    for (const [resource, amount] of podRequests(pod)) amounts.set(resource, (amounts.get(resource) ?? 0n) + amount);
    amounts.set('pods', (amounts.get('pods') ?? 0n) + oneUnit);
  }
  return nodes.flatMap(({ metadata, status }) => {
    const offered: ResourceAmounts = new Map();
    addResources(offered, status?.allocatable);
    const node = metadata?.name ?? '';
    return ['cpu', 'memory', 'pods'].map((resource) => {
      const used = requested.get(node)?.get(resource) ?? 0n;
      return { node, resource, percent: (100 * Number(used)) / Number(offered.get(resource) ?? 1n) };
    });
  });
}
