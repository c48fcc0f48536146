import type { Pod } from 'kubernetes-types/core/v1';
import { controllerOf } from '../api/meta.ts';
import { isPodActive, isPodReady } from './pod-conditions.ts';
import type { ObjectChange } from './shared-informers.ts';

/** How many pods a controller has. */
export interface PodTally {
  readonly active: number;
  /** Active and ready. */
  readonly ready: number;
  /** Active, by their labels as JSON: replicas share theirs, so there are few. */
  readonly byLabels: ReadonlyMap<string, number>;
}

interface Counts {
  active: number;
  ready: number;
  readonly byLabels: Map<string, number>;
}

const none: PodTally = { active: 0, ready: 0, byLabels: new Map() };

/** The numbers of pods by the uid of the controller that owns them, kept with every change, so that a controller of two
 *  thousand pods does not look at all of them whenever one of them changes.
 *  @models pkg/controller/replicaset/replica_set_utils.go calculateStatus */
export class PodTallies {
  private readonly tallies = new Map<string, Counts>();

  change({ type, object, previous }: ObjectChange<Pod>): void {
    if (previous) this.count(previous, -1);
    if (type !== 'DELETED') this.count(object, 1);
  }

  of(uid: string): PodTally {
    return this.tallies.get(uid) ?? none;
  }

  private count(pod: Pod, sign: 1 | -1): void {
    const owner = controllerOf(pod);
    if (!owner || !isPodActive(pod)) return;
    let tally = this.tallies.get(owner.uid);
    if (!tally) {
      tally = { active: 0, ready: 0, byLabels: new Map() };
      this.tallies.set(owner.uid, tally);
    }
    tally.active += sign;
    if (isPodReady(pod)) tally.ready += sign;
    const labels = JSON.stringify(pod.metadata?.labels ?? {});
    const alike = (tally.byLabels.get(labels) ?? 0) + sign;
    if (alike > 0) tally.byLabels.set(labels, alike);
    else tally.byLabels.delete(labels);
    if (tally.active === 0) this.tallies.delete(owner.uid);
  }
}
