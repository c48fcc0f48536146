import type { Node, Pod } from 'kubernetes-types/core/v1';
import { learnsLimitsFromRefusals, spreadMovesPodsThatFit } from '../../framework/differences.ts';
import { evictOne } from '../../framework/evict-in-order.ts';
import { NodeFit } from '../../framework/node-fit.ts';
import { type AnyPluginDefinition, definePlugin, type Plugin, type PluginHandle } from '../../framework/plugin.ts';
import { mayEvict, PodSelection } from '../../framework/pod-selection.ts';
import { PodsByLabels } from '../../framework/pods-by-labels.ts';
import { type DeschedulerVersion, usualVersion } from '../../framework/release.ts';
import { nodeName, podName } from '../../framework/snapshot.ts';
import type { DeschedulerRun } from '../../framework/steps.ts';
import {
  defaultTopologySpreadArgs,
  type TopologySpreadArgs,
  topologySpreadArgsType,
  validateTopologySpreadArgs,
} from './args.ts';
import { differentConstraints, type SpreadConstraint } from './constraint.ts';
import { countDomains, type Domain, nodesBelowAverage, nodesByDomain, skewOf } from './domains.ts';
import { movesToEvenOut } from './even-out.ts';
import { sortDomains } from './order.ts';

/** Evicts pods from domains, such as zones, that have too many of those that a topology spread constraint counts.
 *  @models pkg/framework/plugins/removepodsviolatingtopologyspreadconstraint/topologyspreadconstraint.go New */
export function removePodsViolatingTopologySpreadConstraint(
  version: DeschedulerVersion = usualVersion,
): AnyPluginDefinition {
  return definePlugin<TopologySpreadArgs>({
    name: 'RemovePodsViolatingTopologySpreadConstraint',
    extensionPoints: ['balance'],
    argsType: topologySpreadArgsType,
    validate: (args) => validateTopologySpreadArgs(args, version),
    setDefaults: defaultTopologySpreadArgs,
    build: (args) => new RemovePodsViolatingTopologySpreadConstraint(args),
  });
}

/** What one run works on. */
interface Spread {
  readonly handle: PluginHandle;
  readonly nodes: ReadonlyMap<string, Node>;
  readonly pods: PodsByLabels;
  readonly fit: NodeFit;
  /** By topology key: the nodes of each domain. */
  readonly nodesByDomain: Map<string, ReadonlyMap<string, string[]>>;
}

class RemovePodsViolatingTopologySpreadConstraint implements Plugin {
  readonly name = 'RemovePodsViolatingTopologySpreadConstraint';
  readonly #args: TopologySpreadArgs;
  readonly #selection: PodSelection;

  constructor(args: TopologySpreadArgs) {
    this.#args = args;
    this.#selection = new PodSelection(args);
  }

  /** Finds the pods to move for all constraints, then evicts them. A pod that the evictor refuses counts for no constraint.
   *  @models pkg/framework/plugins/removepodsviolatingtopologyspreadconstraint/topologyspreadconstraint.go Balance
   *  @simplifies upstream evicts in random order, which a limit can make visible; here in the order of the moves. */
  *balance(handle: PluginHandle): DeschedulerRun {
    const byNamespace = yield* this.#countedPods(handle);
    const spread: Spread = {
      handle,
      nodes: new Map(handle.nodes.map((node) => [nodeName(node), node])),
      pods: new PodsByLabels([...byNamespace.values()].flat()),
      fit: new NodeFit(handle.snapshot, handle.version),
      nodesByDomain: new Map(),
    };
    const marked = new Set<Pod>();
    for (const [namespace, pods] of byNamespace) {
      for (const constraint of differentConstraints(pods, this.#args.constraints ?? [])) {
        for (const pod of yield* this.#evenOut(namespace, constraint, spread)) marked.add(pod);
      }
    }
    yield* this.#evict(marked, handle);
  }

  /** The pods that may be evicted, by namespace. Whether they fit elsewhere is asked later. */
  *#countedPods(handle: PluginHandle): DeschedulerRun<ReadonlyMap<string, Pod[]>> {
    const byNamespace = new Map<string, Pod[]>();
    for (const node of handle.nodes) {
      for (const pod of handle.snapshot.activePods(nodeName(node))) {
        if (!this.#selection.isAskedAbout(pod, handle)) continue;
        const reason = handle.evictor.filter(pod);
        const { namespace } = podName(pod);
        if (reason !== undefined) {
          yield { kind: 'podNotEvictable', pod: podName(pod), node: nodeName(node), reason };
        } else if (this.#selection.includes(pod)) {
          const pods = byNamespace.get(namespace);
          if (pods === undefined) byNamespace.set(namespace, [pod]);
          else pods.push(pod);
        }
      }
    }
    return new Map([...byNamespace].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** @models pkg/framework/plugins/removepodsviolatingtopologyspreadconstraint/topologyspreadconstraint.go balanceDomains */
  *#evenOut(namespace: string, constraint: SpreadConstraint, spread: Spread): DeschedulerRun<Pod[]> {
    const { nodes, pods, handle } = spread;
    const { topologyKey, maxSkew } = constraint;
    const domains = sortDomains(countDomains(constraint, nodes, namespace, pods), handle.version);
    const average = domains.reduce((sum, domain) => sum + domain.pods.length, 0) / domains.length;
    const skew = skewOf(domains);
    if (skew > maxSkew || (handle.detail === 'full' && domains.length > 0))
      yield counted(namespace, constraint, domains, { average, skew }, spread);
    if (skew <= maxSkew) return [];
    const missing = nodesBelowAverage(constraint, domains, average, handle.nodes);
    const fits = oncePerPod((pod) => spread.fit.fitsAnyOther(pod, missing));
    const marked: Pod[] = [];
    for (const { from, to, count } of movesToEvenOut(domains, average, maxSkew)) {
      const sizes = { from: from.pods.length, to: to.pods.length };
      if (spreadMovesPodsThatFit(handle.version)) from.pods.sort((a, b) => Number(fits(a)) - Number(fits(b)));
      const moved = from.pods.splice(from.pods.length - count);
      to.pods.push(...moved);
      const chosen = moved.filter((pod) => this.#args.topologyBalanceNodeFit === false || fits(pod));
      marked.push(...chosen);
      yield {
        kind: 'domainsEvened',
        namespace,
        topologyKey,
        from: from.value,
        to: to.value,
        sizes,
        pods: moved.map(podName),
        chosen: chosen.map(podName),
      };
    }
    return marked;
  }

  *#evict(marked: Iterable<Pod>, handle: PluginHandle): DeschedulerRun {
    const full = new Set<string>();
    for (const pod of marked) {
      const node = pod.spec?.nodeName ?? '';
      if (full.has(node)) continue;
      if (yield* mayEvict(pod, node, handle)) {
        const { next } = yield* evictOne(pod, node, handle);
        if (next === 'end') return;
        if (next === 'leaveNode') full.add(node);
      } else if (!learnsLimitsFromRefusals(handle.version) && handle.evictor.nodeLimitExceeded(node)) {
        full.add(node);
      }
    }
  }
}

function counted(
  namespace: string,
  { topologyKey, maxSkew }: SpreadConstraint,
  domains: readonly Domain[],
  { average, skew }: { readonly average: number; readonly skew: number },
  spread: Spread,
) {
  const { handle } = spread;
  const byDomain = spread.nodesByDomain.get(topologyKey) ?? nodesByDomain(topologyKey, handle.nodes);
  spread.nodesByDomain.set(topologyKey, byDomain);
  return {
    kind: 'domainsCounted',
    namespace,
    topologyKey,
    maxSkew,
    domains: domains.map(({ value, pods }) => ({
      value,
      nodes: byDomain.get(value) ?? [],
      size: pods.length,
      pods: handle.detail === 'full' ? pods.map(podName) : undefined,
    })),
    skew,
    balanced: skew <= maxSkew,
    average,
  } as const;
}

/** Remembers the answers to a question about pods: it is asked again and again, and the snapshot stays as it is. */
function oncePerPod(ask: (pod: Pod) => boolean): (pod: Pod) => boolean {
  const answers = new Map<Pod, boolean>();
  return (pod) => {
    const known = answers.get(pod);
    if (known !== undefined) return known;
    const answer = ask(pod);
    answers.set(pod, answer);
    return answer;
  };
}
