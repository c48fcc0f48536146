import { controllerOf, namespacedName, virtualTime } from 'kind-wasm-shim/kubernetes/api/meta.ts';
import { isTerminalPhase, isTerminating } from 'kind-wasm-shim/kubernetes/api/pod-properties.ts';
import type { ContainerStatus, NodeSelectorTerm, Pod } from 'kubernetes-types/core/v1';

/** What the descheduler's figure needs to know of a pod. Plain JSON. */
export interface PodFacts {
  /** `namespace/name`. */
  readonly key: string;
  readonly node: string | undefined;
  readonly owner: { readonly uid: string; readonly kind: string; readonly name: string } | undefined;
  /** What the pod belongs to: the name of its controller, else its own. */
  readonly workload: string;
  readonly createdAtMs: number;
  readonly phase: string;
  /** Why it failed or waits, as its status says. */
  readonly reason: string | undefined;
  readonly restarts: number;
  readonly terminating: boolean;
  /** Succeeded or Failed. */
  readonly ended: boolean;
  readonly priority: number | undefined;
  /** What it asks of a node, each as one line of its spec. */
  readonly wants: readonly string[];
  /** The keys of node labels that it speaks of. */
  readonly labelKeys: readonly string[];
}

const known = new WeakMap<object, PodFacts>();

/** The facts of a pod object. Objects in the log never change, so each is read once. */
export function podFacts(pod: Pod): PodFacts {
  let facts = known.get(pod);
  if (!facts) {
    facts = readPod(pod);
    known.set(pod, facts);
  }
  return facts;
}

function readPod(pod: Pod): PodFacts {
  const owner = controllerOf(pod);
  const { status } = pod;
  const containers = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const wishes = wishesOf(pod);
  return {
    key: namespacedName(pod),
    node: pod.spec?.nodeName,
    owner: owner && { uid: owner.uid, kind: owner.kind, name: owner.name },
    workload: owner?.name ?? pod.metadata?.labels?.app ?? pod.metadata?.name ?? '',
    createdAtMs: virtualTime(String(pod.metadata?.creationTimestamp ?? '')),
    phase: status?.phase ?? 'Pending',
    reason: status?.reason ?? containers.map(reasonOf).find((reason) => reason !== undefined),
    restarts: containers.reduce((sum, { restartCount }) => sum + restartCount, 0),
    terminating: isTerminating(pod),
    ended: isTerminalPhase(pod),
    priority: pod.spec?.priority,
    wants: wishes.map(({ text }) => text),
    labelKeys: [...new Set(wishes.flatMap(({ keys }) => keys))],
  };
}

function reasonOf({ state }: ContainerStatus): string | undefined {
  return state?.waiting?.reason ?? state?.terminated?.reason;
}

interface Wish {
  readonly text: string;
  readonly keys: readonly string[];
}

function wishesOf({ spec }: Pod): Wish[] {
  const wishes: Wish[] = [];
  for (const [key, value] of Object.entries(spec?.nodeSelector ?? {})) {
    wishes.push({ text: `nodeSelector ${key}=${value}`, keys: [key] });
  }
  const { nodeAffinity, podAntiAffinity } = spec?.affinity ?? {};
  for (const term of nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []) {
    wishes.push(termWish('required', term));
  }
  for (const { weight, preference } of nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []) {
    wishes.push(termWish(`preferred, weight ${weight}:`, preference));
  }
  for (const { topologyKey, labelSelector } of podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []) {
    const labels = pairs(labelSelector?.matchLabels ?? {});
    wishes.push({ text: `podAntiAffinity ${labels}, topologyKey ${topologyKey}`, keys: [topologyKey] });
  }
  for (const { topologyKey, maxSkew, whenUnsatisfiable } of spec?.topologySpreadConstraints ?? []) {
    wishes.push({ text: `maxSkew ${maxSkew} over ${topologyKey}, ${whenUnsatisfiable}`, keys: [topologyKey] });
  }
  for (const { key, operator, value, effect } of spec?.tolerations ?? []) {
    // Every pod gets these two from an admission plugin.
    if (key === 'node.kubernetes.io/not-ready' || key === 'node.kubernetes.io/unreachable') continue;
    const what = key === undefined ? '*' : operator === 'Exists' || value === undefined ? key : `${key}=${value}`;
    wishes.push({ text: `tolerates ${what}${effect ? `:${effect}` : ''}`, keys: [] });
  }
  return wishes;
}

function termWish(how: string, term: NodeSelectorTerm): Wish {
  const expressions = term.matchExpressions ?? [];
  const text = expressions.map(({ key, operator, values }) => {
    if (operator === 'In' && values?.length === 1) return `${key}=${values[0]}`;
    return `${key} ${operator}${values?.length ? ` (${values.join(', ')})` : ''}`;
  });
  return { text: `${how} ${text.join(', ')}`, keys: expressions.map(({ key }) => key) };
}

function pairs(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}
