import type { PodName } from 'kind-wasm-shim/kubernetes/descheduler/framework/steps.ts';
import type { Pod } from 'kubernetes-types/core/v1';
import type { Finding, Move } from './verdict.ts';

/** So many evictions of one replica are no way to a better place for it. */
const mostMoves = 2;

/** A place in a workload, held by one pod after another. */
interface Replica {
  readonly workload: PodName;
  readonly moves: { readonly cycle: number; readonly pod: PodName; readonly from: string; successor?: string }[];
}

/** Follows replicas through evictions: when a pod goes, the next new pod of the same owner takes its place. */
export class Replicas {
  readonly #byUid = new Map<string, Replica>();
  readonly #nodes = new Map<string, string | undefined>();
  #known = new Set<string>();

  /** Looks at the pods that there are. Those that are new are successors of what was evicted in the meantime. */
  look(pods: readonly Pod[], evicted: readonly Pod[], cycle: number): void {
    const free = new Map<string, Replica[]>();
    for (const pod of evicted) {
      const replica = this.#byUid.get(uidOf(pod)) ?? { workload: workloadOf(pod), moves: [] };
      replica.moves.push({ cycle, pod: nameOf(pod), from: pod.spec?.nodeName ?? '' });
      free.set(ownerOf(pod), [...(free.get(ownerOf(pod)) ?? []), replica]);
    }
    for (const pod of [...pods].sort(byCreation)) {
      const uid = uidOf(pod);
      this.#nodes.set(uid, pod.spec?.nodeName);
      if (this.#known.has(uid)) continue;
      const replica = free.get(ownerOf(pod))?.shift();
      if (replica === undefined) continue;
      this.#byUid.set(uid, replica);
      const last = replica.moves.at(-1);
      if (last !== undefined) last.successor = uid;
    }
    this.#known = new Set(pods.map(uidOf));
  }

  /** The replicas that do not come to rest: evicted too often, or again in the very last cycle. */
  restless(lastCycle: number): Finding[] {
    return [...new Set(this.#byUid.values())].flatMap((replica): Finding[] => {
      const { workload, moves } = replica;
      const isRestless = moves.length > mostMoves || (moves.length > 1 && moves.at(-1)?.cycle === lastCycle);
      if (!isRestless) return [];
      const told = moves.map(
        ({ successor, ...move }): Move => ({
          ...move,
          to: successor === undefined ? undefined : this.#nodes.get(successor),
        }),
      );
      return [{ invariant: 'pingPong', cycle: moves.at(-1)?.cycle ?? lastCycle, workload, moves: told }];
    });
  }
}

function uidOf(pod: Pod): string {
  return pod.metadata?.uid ?? '';
}

function nameOf(pod: Pod): PodName {
  return { namespace: pod.metadata?.namespace ?? '', name: pod.metadata?.name ?? '' };
}

/** Pods of one owner stand in for one another, but a DaemonSet's only on their node; a pod of a file comes back under its
 *  name. */
function ownerOf(pod: Pod): string {
  const owner = pod.metadata?.ownerReferences?.find(({ controller }) => controller === true);
  if (owner === undefined || owner.kind === 'Node') return `${pod.metadata?.namespace}/${pod.metadata?.name}`;
  return owner.kind === 'DaemonSet' ? `${owner.uid} ${daemonNode(pod)}` : owner.uid;
}

function daemonNode(pod: Pod): string {
  const terms = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return terms?.[0]?.matchFields?.[0]?.values?.[0] ?? pod.spec?.nodeName ?? '';
}

function workloadOf(pod: Pod): PodName {
  const owner = pod.metadata?.ownerReferences?.find(({ controller }) => controller === true);
  const { namespace, name } = nameOf(pod);
  return { namespace, name: owner === undefined || owner.kind === 'Node' ? name : owner.name };
}

function byCreation(a: Pod, b: Pod): number {
  return Number(a.metadata?.resourceVersion ?? 0) - Number(b.metadata?.resourceVersion ?? 0);
}
