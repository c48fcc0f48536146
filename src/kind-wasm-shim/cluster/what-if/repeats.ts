import type { Pod } from 'kubernetes-types/core/v1';
import { fnv1a } from '../../kernel/random.ts';
import { workloadOf } from './successor.ts';

/** Cycles that lead back to where they began: the descheduler and the scheduler undo each other's work for ever. */
export interface Repetition {
  /** After this cycle the pods stand as they did after `sameAs` (0: as in the snapshot). */
  readonly cycle: number;
  readonly sameAs: number;
}

/** Watches how many pods of each workload stand on each node, since the names of pods change with every eviction. Pods of
 *  the snapshot and pods that replaced some are told apart: as long as there are fewer of the former in each state, the
 *  descheduler is still at work on what it found, and repeats nothing. */
export class Repetitions {
  readonly #seen = new Map<string, number>();

  /** Notes the state after a cycle; says when it has been seen before. */
  note(cycle: number, pods: Iterable<Pod>, isReplacement: (pod: Pod) => boolean): Repetition | undefined {
    const state = stateOf(pods, isReplacement);
    const sameAs = this.#seen.get(state);
    if (sameAs !== undefined) return { cycle, sameAs };
    this.#seen.set(state, cycle);
    return undefined;
  }
}

/** A number for what stands where, whatever the order: two sums of two hashes, so that a chance agreement is out of the
 *  question. */
function stateOf(pods: Iterable<Pod>, isReplacement: (pod: Pod) => boolean): string {
  let first = 0;
  let second = 0;
  for (const pod of pods) {
    const place = `${workloadOf(pod)} ${pod.spec?.nodeName ?? ''} ${pod.status?.phase ?? ''} ${isReplacement(pod)}`;
    first = (first + fnv1a(place)) >>> 0;
    second = (second + fnv1a(`${place}/second`)) >>> 0;
  }
  return `${first}/${second}`;
}
