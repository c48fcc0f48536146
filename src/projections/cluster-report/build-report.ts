import type { WhatIfEnd, WhatIfStep } from 'kind-wasm-shim/cluster/what-if/what-if.ts';
import type { DeschedulerStep, PodName } from 'kind-wasm-shim/kubernetes/descheduler/framework/steps.ts';
import type { RankedPod } from 'kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/steps.ts';
import { findPingPong } from './ping-pong.ts';
import {
  type ClusterReport,
  type CycleReport,
  listedRefusals,
  type NodeFacts,
  type PluginReport,
  type Refusal,
  type RefusalGroup,
  type RefusedBy,
  type UsageAtEviction,
  type Victim,
  type Why,
} from './report.ts';

/** Makes a report of a what-if run, step by step, so that a run of any length needs memory for what the report tells only. */
export class ReportBuilder {
  readonly #about: Pick<ClusterReport, 'version' | 'nodes' | 'allocatable'>;
  readonly #cycles: CycleReport[] = [];
  readonly #victims: Victim[] = [];
  readonly #refusals = new Map<string, RefusalGroup>();
  readonly #helped: { cycle: number; pod: PodName; node: string }[] = [];
  /** Victims whose successor has not been seen yet, by the name of the pod that left. */
  readonly #leaving = new Map<string, Victim>();
  /** Victims whose successor waits, by the successor's name. */
  readonly #waiting = new Map<string, Victim>();
  #end: WhatIfEnd | undefined;
  #plugin: PluginReport | undefined;
  /** The node that is being worked on, and what is requested on it now. */
  #source:
    | { node: string; usage: Readonly<Record<string, number>>; ranks: Map<string, RankedPod>; removable: number }
    | undefined;
  /** What the plugin said of a pod before it asked to evict it. */
  readonly #reasons = new Map<string, Why>();
  #maxSkew = new Map<string, number>();

  constructor(about: Pick<ClusterReport, 'version' | 'nodes' | 'allocatable'>) {
    this.#about = about;
  }

  /** Takes the next step in. */
  take(step: WhatIfStep): void {
    switch (step.kind) {
      case 'podsCounted':
      case 'schedulingBegan':
        return;
      case 'cycleBegan':
        this.#beginCycle(step);
        return;
      case 'descheduler':
        this.#takeDescheduler(step.step);
        return;
      case 'refusedByEvictor':
        this.#refuse('evictor', step.reason, step);
        return;
      case 'evictionAnswered':
        this.#takeAnswer(step);
        return;
      case 'podLost':
        this.#takeLoss(step);
        return;
      case 'podScheduled':
        this.#takePlacement(step);
        return;
      case 'cycleEnded': {
        const cycle = this.#cycle;
        cycle.placed = step.placed;
        cycle.pendingAfter = step.pendingPods;
        cycle.after = step.utilization;
        return;
      }
      case 'ended':
        this.#end = step.end;
    }
  }

  /** The report of everything taken in so far. */
  report(): ClusterReport {
    const refusals = [...this.#refusals.values()].sort((a, b) => b.count - a.count);
    return {
      ...this.#about,
      cycles: this.#cycles,
      victims: this.#victims,
      refusals,
      helped: this.#helped,
      end: this.#end,
      pingPong: findPingPong(this.#cycles, this.#victims, this.#end),
    };
  }

  get #cycle(): CycleReport {
    const cycle = this.#cycles.at(-1);
    if (cycle === undefined) throw new Error('a report begins with a cycle');
    return cycle;
  }

  #beginCycle({ cycle, nowMs, utilization, pendingPods }: Extract<WhatIfStep, { kind: 'cycleBegan' }>): void {
    this.#plugin = undefined;
    this.#cycles.push({
      ...{ cycle, nowMs, nodes: 0, failed: undefined, skipped: false, profileErrors: [], plugins: [] },
      ...{
        asked: 0,
        evicted: 0,
        refused: 0,
        placed: 0,
        lost: 0,
        pendingBefore: pendingPods,
        pendingAfter: pendingPods,
      },
      before: utilization,
      after: utilization,
    });
  }

  #takeDescheduler(step: DeschedulerStep): void {
    const cycle = this.#cycle;
    switch (step.kind) {
      case 'cycleStarted':
        cycle.nodes = step.nodes.length;
        return;
      case 'cycleFailed':
        cycle.failed = step.error;
        return;
      case 'cycleSkipped':
        cycle.skipped = true;
        return;
      case 'profileRefused':
        cycle.profileErrors.push({ profile: step.profile, error: step.error });
        return;
      case 'pluginStarted':
        this.#beginPlugin(step.profile, step.plugin);
        return;
      case 'podSkipped':
        this.#refuse(step.reason, '', { ...step, cycle: cycle.cycle });
        return;
      case 'podNotEvictable':
        // The evictor's own word has been taken already.
        return;
      case 'evictionRefused':
        if (step.by !== 'api') {
          cycle.refused += 1;
          this.#refuse('limit', step.error, { ...step, cycle: cycle.cycle });
        }
        return;
      default:
        if (this.#plugin) this.#takeOfPlugin(step, this.#plugin);
    }
  }

  #beginPlugin(profile: string, plugin: string): void {
    this.#plugin = {
      ...{ profile, plugin, evicted: 0, thresholds: [], deviation: false, classes: new Map(), gates: [] },
      ...{ judged: 0, violating: 0, counted: [] },
    };
    this.#cycle.plugins.push(this.#plugin);
    this.#reasons.clear();
    this.#maxSkew.clear();
    this.#source = undefined;
  }

  #takeOfPlugin(step: DeschedulerStep, plugin: PluginReport): void {
    switch (step.kind) {
      case 'thresholdsResolved':
        plugin.thresholds.push(...step.thresholds);
        plugin.deviation = step.deviation;
        return;
      case 'nodeClassified': {
        const { reason, unschedulable, resources = [] } = step;
        plugin.classes.set(step.node, { class: step.class, reason, unschedulable, resources });
        return;
      }
      case 'gateChecked': {
        const { gate, open, found, limit, message } = step;
        plugin.gates.push({ gate, open, found, limit, message });
        return;
      }
      case 'sourceStarted': {
        const ranks = new Map((step.pods ?? []).filter(({ evictable }) => evictable).map((pod) => [nameOf(pod), pod]));
        this.#source = { node: step.node, usage: step.usage, ranks, removable: step.removable };
        return;
      }
      case 'podEvicted':
        if (this.#source?.node === step.node && step.usage) this.#source.usage = step.usage;
        return;
      case 'podJudged':
        plugin.judged += 1;
        if (!step.victim) return;
        plugin.violating += 1;
        this.#reasons.set(nameOf(step.pod), { kind: 'judged', judgement: step.judgement });
        return;
      case 'duplicatesCounted': {
        const { owner, occurrences, upperAverage } = step;
        const fact = { owner, occurrences, targets: step.targets.length, upperAverage };
        if (plugin.counted.length < mostCounted) plugin.counted.push({ kind: 'duplicates', ...fact });
        for (const { pods } of step.duplicates) {
          for (const pod of pods) {
            this.#reasons.set(nameOf(pod), { kind: 'duplicate', ...fact, onNode: pods.length + 1 });
          }
        }
        return;
      }
      case 'domainsCounted': {
        const { namespace, topologyKey, maxSkew, skew, balanced } = step;
        const fact = { namespace, topologyKey, maxSkew, skew, balanced, domains: step.domains.length };
        if (plugin.counted.length < mostCounted) plugin.counted.push({ kind: 'domains', ...fact });
        this.#maxSkew.set(topologyKey, maxSkew);
        return;
      }
      case 'domainsEvened': {
        const { topologyKey, from, to, sizes } = step;
        const maxSkew = this.#maxSkew.get(topologyKey);
        for (const pod of step.chosen) {
          this.#reasons.set(nameOf(pod), { kind: 'skew', topologyKey, from, to, sizes, maxSkew });
        }
      }
    }
  }

  #takeAnswer(step: Extract<WhatIfStep, { kind: 'evictionAnswered' }>): void {
    const cycle = this.#cycle;
    cycle.asked += 1;
    if (!step.result.evicted) {
      cycle.refused += 1;
      this.#refuse('api', `${step.result.code} ${step.result.message}`, { ...step, detail: step.cause });
      return;
    }
    cycle.evicted += 1;
    if (this.#plugin) this.#plugin.evicted += 1;
    const { pod, node, workload, plugin } = step;
    const victim: Victim = {
      ...{ cycle: cycle.cycle, order: cycle.evicted, pod, workload, node, plugin },
      profile: this.#plugin?.profile ?? '',
      why: this.#whyOf(pod, node),
      landing: { kind: 'unknown' },
    };
    this.#victims.push(victim);
    this.#leaving.set(nameOf(pod), victim);
  }

  #whyOf(pod: PodName, node: string): Why {
    const said = this.#reasons.get(nameOf(pod));
    if (said) return said;
    const facts = this.#plugin?.classes.get(node);
    if (!facts || this.#source?.node !== node) return { kind: 'untold' };
    const { usage, ranks, removable } = this.#source;
    const side = this.#plugin?.plugin === 'HighNodeUtilization' ? 'under' : 'over';
    const ranked = ranks.get(nameOf(pod));
    return {
      kind: 'nodeUtilization',
      node: side,
      resources: usageAtEviction(facts, usage, side),
      rank: ranked?.evictable ? ranked.rank : undefined,
      of: removable,
      priority: ranked?.priority ?? null,
      qosClass: ranked?.qosClass,
    };
  }

  #takeLoss({ pod, why }: Extract<WhatIfStep, { kind: 'podLost' }>): void {
    const victim = this.#leaving.get(nameOf(pod));
    this.#leaving.delete(nameOf(pod));
    this.#cycle.lost += 1;
    if (victim) victim.landing = { kind: 'lost', why };
  }

  #takePlacement({ pod, replaces, node, message = '', cycle }: Extract<WhatIfStep, { kind: 'podScheduled' }>): void {
    const key = nameOf(pod);
    const leaving = replaces && this.#leaving.get(nameOf(replaces));
    if (replaces) this.#leaving.delete(nameOf(replaces));
    const victim = leaving ?? this.#waiting.get(key);
    if (victim)
      victim.landing = node === undefined ? { kind: 'pending', as: pod, message } : { kind: 'node', node, as: pod };
    if (node === undefined && victim) this.#waiting.set(key, victim);
    else this.#waiting.delete(key);
    if (!victim && node !== undefined) this.#helped.push({ cycle, pod, node });
  }

  #refuse(
    by: RefusedBy,
    text: string,
    refused: Omit<Refusal, 'plugin' | 'detail'> & { readonly detail?: string | undefined },
  ): void {
    const key = `${by} ${text}`;
    const known = this.#refusals.get(key);
    const group = known ?? { by, text, count: 0, pods: [] };
    if (!known) this.#refusals.set(key, group);
    group.count += 1;
    if (group.pods.length >= listedRefusals) return;
    const { cycle, pod, node, detail } = refused;
    group.pods.push({ cycle, plugin: this.#plugin?.plugin ?? '', pod, node, detail });
  }
}

/** More owners and constraints than this are not listed. */
const mostCounted = 200;

function usageAtEviction(
  facts: NodeFacts,
  usage: Readonly<Record<string, number>>,
  side: 'over' | 'under',
): UsageAtEviction[] {
  const all = facts.resources.map(({ name, capacity, low, high, usage: atFirst }) => {
    const threshold = side === 'over' ? high : low;
    return {
      ...{ resource: name, usage: usage[name] ?? atFirst, capacity },
      ...{ threshold: threshold.value, thresholdPercent: threshold.percent },
    };
  });
  return side === 'over' ? all.filter((resource) => resource.usage > resource.threshold) : all;
}

function nameOf({ namespace, name }: PodName): string {
  return `${namespace}/${name}`;
}
