import type {
  DuplicateOwner,
  Judgement,
  JudgementStep,
  TopologyDomain,
} from 'kind-wasm-shim/kubernetes/descheduler/framework/judgement.ts';
import type { DeschedulerStep, PodName } from 'kind-wasm-shim/kubernetes/descheduler/framework/steps.ts';
import type { NodeUtilizationStep } from 'kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/steps.ts';

import type { PodFacts } from './pod-facts.ts';

/** What is known of one descheduling cycle. */
export interface CycleState {
  /** From 1; 0 before the first. */
  readonly number: number;
  readonly startedAtMs: number;
  readonly phase: 'before' | 'running' | 'finished' | 'refused';
  /** Why the policy or the cycle was refused, in the descheduler's own words. */
  readonly refusal: string | undefined;
  /** The plugins that have begun, in the order in which they ran. */
  readonly plugins: readonly PluginRun[];
  /** In the order in which they were reached. */
  readonly verdicts: readonly PodVerdict[];
  readonly owners: readonly OwnerCount[];
  readonly domains: readonly DomainCount[];
  readonly classes: readonly NodeClassFact[];
  /** The eviction that the API was asked for last, until its answer. */
  readonly asked: { readonly pod: string; readonly node: string; readonly plugin: string } | undefined;
  readonly evictions: readonly Eviction[];
}

export interface PluginRun {
  readonly profile: string;
  readonly plugin: string;
  readonly evicted: number | undefined;
  /** Why it ended before it looked at any pod. */
  readonly outcome: string | undefined;
}

export interface Eviction {
  readonly pod: string;
  readonly node: string;
  readonly plugin: string;
  readonly workload: string;
  readonly ageMs: number;
  /** What the pod was. */
  readonly facts: PodFacts;
}

/** What a verdict rests on: what the plugin compared for this pod, or what it had counted of the pods that it belongs to. */
export type Basis =
  | Judgement
  /** It is the so-manieth pod of its owner on its node. */
  | { readonly plugin: 'RemoveDuplicates'; readonly nth: number; readonly upperAverage: number }
  | {
      readonly plugin: 'RemovePodsViolatingTopologySpreadConstraint';
      readonly topologyKey: string;
      readonly from: string;
      readonly to: string;
      readonly sizes: { readonly from: number; readonly to: number };
      readonly fits: boolean;
    }
  | { readonly plugin: 'NodeUtilization'; readonly rank: number };

/** What a plugin decided about a pod, one after the other. */
export interface PodVerdict {
  /** Index into `plugins`. */
  readonly plugin: number;
  readonly pod: string;
  readonly node: string;
  /** What was compared, undefined when the evictor was asked first and refused. */
  readonly basis: Basis | undefined;
  /** `inOrder`: the plugin has nothing against it. `victim`: it is to be evicted. The others say why it stays all the same;
   *  `left`: the plugin ended without having come to it, because a limit was reached. */
  readonly kind: 'inOrder' | 'victim' | 'protected' | 'skipped' | 'refused' | 'left';
  /** In the words of the evictor, of the limit or of the API. */
  readonly text: string | undefined;
}

export interface OwnerCount extends Omit<Extract<JudgementStep, { kind: 'duplicatesCounted' }>, 'kind' | 'owner'> {
  readonly plugin: number;
  readonly owner: DuplicateOwner;
}

export interface DomainCount extends Omit<Extract<JudgementStep, { kind: 'domainsCounted' }>, 'kind'> {
  readonly plugin: number;
  readonly moves: readonly Omit<Extract<JudgementStep, { kind: 'domainsEvened' }>, 'kind'>[];
}

export type { TopologyDomain };

export type NodeClassFact = Omit<Extract<NodeUtilizationStep, { kind: 'nodeClassified' }>, 'kind'> & {
  readonly plugin: number;
};

export const noCycle: CycleState = {
  number: 0,
  startedAtMs: 0,
  phase: 'before',
  refusal: undefined,
  plugins: [],
  verdicts: [],
  owners: [],
  domains: [],
  classes: [],
  asked: undefined,
  evictions: [],
};

/** A cycle after one more step of the descheduler. */
export function reduceStep(cycle: CycleState, step: DeschedulerStep): CycleState {
  const plugin = cycle.plugins.length - 1;
  switch (step.kind) {
    case 'cycleFailed':
    case 'profileRefused':
      return { ...cycle, phase: 'refused', refusal: step.error };
    case 'cycleSkipped':
    case 'cycleFinished':
      return { ...cycle, phase: cycle.phase === 'refused' ? 'refused' : 'finished' };
    case 'pluginStarted': {
      const run = { profile: step.profile, plugin: step.plugin, evicted: undefined, outcome: undefined };
      return { ...cycle, plugins: [...cycle.plugins, run] };
    }
    case 'pluginFailed':
      return withPlugin(cycle, { outcome: step.error });
    case 'pluginFinished':
      return withPlugin(
        leftOver(cycle, 'left', () => true),
        { evicted: step.evicted },
      );
    case 'gateChecked':
      return step.open ? cycle : withPlugin(cycle, { outcome: step.message ?? step.gate });
    case 'podJudged': {
      const kind = step.victim ? 'victim' : 'inOrder';
      return withVerdict(cycle, step, { kind, basis: step.judgement, text: undefined });
    }
    case 'podNotEvictable':
      return withVerdict(cycle, step, { kind: 'protected', text: step.reason });
    case 'podSkipped':
      return withVerdict(cycle, step, { kind: 'skipped', text: step.reason });
    case 'evictionRefused':
      return { ...withVerdict(cycle, step, { kind: 'refused', text: step.error }), asked: undefined };
    case 'sourceStarted':
      return (step.pods ?? []).reduce((next, pod) => {
        if (!pod.evictable) return withVerdict(next, { pod, node: step.node }, { kind: 'protected', text: pod.reason });
        const basis: Basis = { plugin: 'NodeUtilization', rank: pod.rank };
        return withVerdict(next, { pod, node: step.node }, { kind: 'victim', text: undefined, basis });
      }, cycle);
    case 'sourceFinished':
      return leftOver(cycle, step.reason === 'atOrBelowTarget' ? 'inOrder' : 'left', ({ node }) => node === step.node);
    case 'nodeClassified': {
      const { kind: _, ...fact } = step;
      return { ...cycle, classes: [...cycle.classes, { ...fact, plugin }] };
    }
    case 'duplicatesCounted':
      return duplicatesCounted(cycle, step);
    case 'domainsCounted': {
      const { kind: _, ...count } = step;
      return { ...cycle, domains: [...cycle.domains, { ...count, plugin, moves: [] }] };
    }
    case 'domainsEvened':
      return domainsEvened(cycle, step);
    default:
      return cycle;
  }
}

function withPlugin(cycle: CycleState, change: Partial<PluginRun>): CycleState {
  const last = cycle.plugins.at(-1);
  return last ? { ...cycle, plugins: [...cycle.plugins.slice(0, -1), { ...last, ...change }] } : cycle;
}

type NewVerdict = Pick<PodVerdict, 'kind' | 'text'> & { readonly basis?: Basis };

/** A plugin's later word about a pod takes the place of its earlier one; what it compared stays. Two words that compare
 *  different things both stand. */
function withVerdict(
  cycle: CycleState,
  at: { readonly pod: PodName; readonly node: string },
  { kind, text, basis }: NewVerdict,
): CycleState {
  const plugin = cycle.plugins.length - 1;
  const pod = `${at.pod.namespace}/${at.pod.name}`;
  const earlier = cycle.verdicts.findLastIndex((verdict) => verdict.plugin === plugin && verdict.pod === pod);
  const known = cycle.verdicts[earlier];
  const isOther = basis !== undefined && known?.basis !== undefined;
  const verdict: PodVerdict = {
    ...{ plugin, pod, node: at.node || known?.node || '', kind, text },
    basis: basis ?? known?.basis,
  };
  if (!known || isOther) return { ...cycle, verdicts: [...cycle.verdicts, verdict] };
  return { ...cycle, verdicts: cycle.verdicts.map((each, index) => (index === earlier ? verdict : each)) };
}

type StepOf<Kind extends JudgementStep['kind']> = Extract<JudgementStep, { kind: Kind }>;

/** The first pod on a node is none of the duplicates, so those that are listed begin with the second. */
function duplicatesCounted(cycle: CycleState, { kind: _, ...count }: StepOf<'duplicatesCounted'>): CycleState {
  const plugin = cycle.plugins.length - 1;
  let next: CycleState = { ...cycle, owners: [...cycle.owners, { ...count, plugin }] };
  for (const { node, pods } of count.duplicates) {
    const victims = count.victims.find((each) => each.node === node)?.pods ?? [];
    pods.forEach((pod, index) => {
      const kind = victims.some((victim) => isSame(victim, pod)) ? 'victim' : 'inOrder';
      const basis: Basis = { plugin: 'RemoveDuplicates', nth: index + 2, upperAverage: count.upperAverage };
      next = withVerdict(next, { pod, node }, { kind, text: undefined, basis });
    });
  }
  return next;
}

function domainsEvened(cycle: CycleState, { kind: _, ...move }: StepOf<'domainsEvened'>): CycleState {
  const last = cycle.domains.at(-1);
  if (!last) return cycle;
  const domains = [...cycle.domains.slice(0, -1), { ...last, moves: [...last.moves, move] }];
  const { topologyKey, from, to, sizes } = move;
  return move.pods.reduce<CycleState>(
    (next, pod) => {
      const fits = move.chosen.some((chosen) => isSame(chosen, pod));
      const plugin = 'RemovePodsViolatingTopologySpreadConstraint';
      const basis: Basis = { plugin, topologyKey, from, to, sizes, fits };
      // Which node it is on is known from the pod itself.
      return withVerdict(next, { pod, node: '' }, { kind: fits ? 'victim' : 'skipped', text: undefined, basis });
    },
    { ...cycle, domains },
  );
}

function isSame(one: PodName, other: PodName): boolean {
  return one.name === other.name && one.namespace === other.namespace;
}

/** What becomes of victims that the plugin did not come to. */
function leftOver(cycle: CycleState, kind: 'inOrder' | 'left', concerns: (verdict: PodVerdict) => boolean): CycleState {
  const plugin = cycle.plugins.length - 1;
  const gone = new Set(cycle.evictions.map(({ pod }) => pod));
  const verdicts = cycle.verdicts.map((verdict) => {
    const isOpen = verdict.plugin === plugin && verdict.kind === 'victim' && !gone.has(verdict.pod);
    return isOpen && concerns(verdict) ? { ...verdict, kind } : verdict;
  });
  return { ...cycle, verdicts };
}
