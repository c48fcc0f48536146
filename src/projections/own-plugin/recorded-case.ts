import { isTerminalPhase } from 'kind-wasm-shim/kubernetes/api/pod-properties.ts';
import { addResources, type ResourceAmounts } from 'kind-wasm-shim/kubernetes/api/pod-resources.ts';
import { oneUnit } from 'kind-wasm-shim/kubernetes/api/quantity.ts';
import { podRequests } from 'kind-wasm-shim/kubernetes/descheduler/framework/pod-requests.ts';
import type { Node, Pod } from 'kubernetes-types/core/v1';

/** What of a recorded case is looked at. */
export interface CaseInput {
  readonly args?: unknown;
  readonly evictorArgs?: unknown;
  readonly limits?: unknown;
  readonly nodeSelector?: string | undefined;
  readonly blockedPods?: readonly string[] | undefined;
  readonly nodes?: readonly Node[] | undefined;
  readonly pods?: readonly Pod[] | undefined;
  readonly expected: {
    readonly evictions?: readonly Eviction[] | null | undefined;
    readonly unordered?: string | undefined;
    readonly classification?: Readonly<Record<string, readonly string[] | undefined>> | undefined;
  };
}

interface Eviction {
  readonly pod: string;
  readonly node: string;
}

/** A node of a recorded case. */
export interface CaseNode {
  readonly name: string;
  readonly class: string | undefined;
  readonly requested: readonly { readonly resource: string; readonly percent: number }[];
  readonly pods: readonly { readonly name: string; readonly expected: boolean; readonly found: boolean }[];
  /** Pods that neither evicts and that are not named. */
  readonly others: number;
}

/** A recorded case and an edit's answer to it, side by side. */
export interface RecordedCaseView {
  readonly expected: readonly string[];
  readonly found: readonly string[];
  readonly unordered: boolean;
  readonly hasClasses: boolean;
  readonly nodes: readonly CaseNode[];
  readonly inputs: object;
}

const namedPods = 4;

/** Puts what was expected and what was found onto the nodes of the case. */
export function recordedCaseView(input: CaseInput, evictions: readonly Eviction[]): RecordedCaseView {
  const { args, evictorArgs, limits, nodeSelector, blockedPods, nodes = [], pods = [], expected } = input;
  const wanted = new Set((expected.evictions ?? []).map(({ pod }) => pod));
  const done = new Set(evictions.map(({ pod }) => pod));
  const classes = new Map(
    Object.entries(expected.classification ?? {}).flatMap(([name, list]) => (list ?? []).map((node) => [node, name])),
  );
  return {
    expected: (expected.evictions ?? []).map(sentence),
    found: evictions.map(sentence),
    unordered: expected.unordered !== undefined,
    hasClasses: classes.size > 0,
    nodes: nodes.map((node) => caseNode(node, pods, wanted, done, classes)),
    inputs: { args, evictorArgs, limits, nodeSelector, blockedPods },
  };
}

function sentence({ pod, node }: Eviction): string {
  return `${pod} (${node})`;
}

function caseNode(
  node: Node,
  pods: readonly Pod[],
  wanted: ReadonlySet<string>,
  done: ReadonlySet<string>,
  classes: ReadonlyMap<string, string>,
): CaseNode {
  const name = node.metadata?.name ?? '';
  const here = pods.filter(({ spec }) => spec?.nodeName === name);
  const marked = here
    .map(({ metadata }) => `${metadata?.namespace}/${metadata?.name}`)
    .map((pod) => ({ name: pod, expected: wanted.has(pod), found: done.has(pod) }))
    .sort((a, b) => Number(b.expected || b.found) - Number(a.expected || a.found));
  const evicted = marked.filter(({ expected, found }) => expected || found).length;
  const shown = marked.slice(0, Math.max(evicted, namedPods));
  return {
    name,
    class: classes.get(name),
    requested: requestedOn(node, here),
    pods: shown,
    others: marked.length - shown.length,
  };
}

function requestedOn({ status }: Node, pods: readonly Pod[]): CaseNode['requested'] {
  const offered: ResourceAmounts = new Map();
  addResources(offered, status?.capacity);
  const allocatable: ResourceAmounts = new Map();
  addResources(allocatable, status?.allocatable);
  const active = pods.filter((pod) => !isTerminalPhase(pod));
  return ['cpu', 'memory', 'pods'].flatMap((resource) => {
    const total = Number(allocatable.get(resource) ?? offered.get(resource) ?? 0n);
    if (total === 0) return [];
    const used = active.reduce(
      (sum, pod) => sum + (resource === 'pods' ? oneUnit : (podRequests(pod).get(resource) ?? 0n)),
      0n,
    );
    return [{ resource, percent: Math.round((100 * Number(used)) / total) }];
  });
}
