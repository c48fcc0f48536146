import type { Pod } from 'kubernetes-types/core/v1';
import { equalJson } from '../../api/equal-json.ts';
import { configSourceAnnotation } from '../../api/pod-properties.ts';
import type { Journal } from '../journal.ts';
import { podRef } from '../klog.ts';
import { podFullName, podUID } from '../pod/pod-manager.ts';

const file = 'config.go';

/** Where pods come from.
 *  @models pkg/kubelet/types/pod_update.go FileSource */
export type PodSource = 'api' | 'file' | 'http';

/** @models pkg/kubelet/types/pod_update.go PodOperation */
export type PodOperation = 'ADD' | 'UPDATE' | 'REMOVE' | 'DELETE' | 'RECONCILE';

/** @models pkg/kubelet/types/pod_update.go PodUpdate */
export interface PodUpdate {
  readonly op: PodOperation;
  readonly source: PodSource;
  readonly pods: readonly Pod[];
}

/** The order in which the changes of one snapshot are told.
 *  @models pkg/kubelet/config/config.go podStorage.Merge */
const operations: readonly PodOperation[] = ['REMOVE', 'ADD', 'UPDATE', 'DELETE', 'RECONCILE'];

/** Turns what the sources say there is into what has changed since they said it last.
 *  @models pkg/kubelet/config/config.go podStorage
 *  @simplifies the annotation config.seen is set by the sources */
export class PodConfig {
  private readonly journal: Journal;
  private readonly known = new Map<PodSource, Map<string, Pod>>();
  private readonly deliver: (update: PodUpdate) => void;

  constructor(journal: Journal, deliver: (update: PodUpdate) => void) {
    this.journal = journal;
    this.deliver = deliver;
  }

  seen(source: PodSource): boolean {
    return this.known.has(source);
  }

  /** Takes a whole snapshot of a source.
   *  @models pkg/kubelet/config/config.go podStorage.merge */
  set(source: PodSource, given: readonly Pod[]): void {
    const before = this.podsOf(source);
    const isFirst = !this.known.has(source);
    const now = new Map<string, Pod>();
    const fullNames = new Set<string>();
    for (const pod of given) {
      if (fullNames.has(podFullName(pod))) {
        const text = 'Pod failed validation due to duplicate pod name, ignoring';
        this.journal.info(file, text, { pod: podRef(pod), source });
        continue;
      }
      fullNames.add(podFullName(pod));
      now.set(podUID(pod), withSource(pod, source));
    }
    const changes = new Map<PodOperation, Pod[]>();
    const note = (op: PodOperation, pod: Pod) => changes.set(op, [...(changes.get(op) ?? []), pod]);
    for (const [uid, pod] of now) {
      const op = this.operation(before.get(uid), pod);
      if (op) note(op, pod);
    }
    for (const [uid, pod] of before) if (!now.has(uid)) note('REMOVE', pod);
    this.known.set(source, now);
    this.tell(source, changes, isFirst);
  }

  /** Takes the change of one pod, as the API's watch brings it; the rest of its snapshot is as before. */
  change(source: PodSource, pod: Pod, isGone: boolean): void {
    const isFirst = !this.known.has(source);
    const known = this.podsOf(source);
    this.known.set(source, known);
    const uid = podUID(pod);
    const before = known.get(uid);
    const changes = new Map<PodOperation, Pod[]>();
    if (isGone) {
      if (before) changes.set('REMOVE', [before]);
      known.delete(uid);
    } else {
      const now = withSource(pod, source);
      known.set(uid, now);
      const op = this.operation(before, now);
      if (op) changes.set(op, [now]);
    }
    this.tell(source, changes, isFirst);
  }

  private podsOf(source: PodSource): Map<string, Pod> {
    return this.known.get(source) ?? new Map();
  }

  /** @models pkg/kubelet/config/config.go checkAndUpdatePod */
  private operation(before: Pod | undefined, now: Pod): PodOperation | undefined {
    if (!before) {
      this.journal.info(file, 'Receiving a new pod', { pod: podRef(now) });
      return 'ADD';
    }
    if (!isSameDesire(before, now)) return now.metadata?.deletionTimestamp ? 'DELETE' : 'UPDATE';
    return before.status === now.status || equalJson(before.status, now.status) ? undefined : 'RECONCILE';
  }

  private tell(source: PodSource, changes: ReadonlyMap<PodOperation, readonly Pod[]>, isFirst: boolean): void {
    let told = false;
    for (const op of operations) {
      const pods = changes.get(op);
      if (!pods) continue;
      told ||= op !== 'REMOVE' && op !== 'RECONCILE';
      this.deliver({ op, source, pods });
    }
    // So that a source without pods counts as seen.
    if (isFirst && !told) this.deliver({ op: 'ADD', source, pods: [] });
  }
}

/** @models pkg/kubelet/config/config.go podsDifferSemantically */
function isSameDesire(before: Pod, now: Pod): boolean {
  const left = before.metadata ?? {};
  const right = now.metadata ?? {};
  return (
    left.deletionTimestamp === right.deletionTimestamp &&
    left.deletionGracePeriodSeconds === right.deletionGracePeriodSeconds &&
    (before.spec === now.spec || equalJson(before.spec, now.spec)) &&
    equalJson(left.labels, right.labels) &&
    equalJson(withoutLocal(left.annotations), withoutLocal(right.annotations))
  );
}

function withoutLocal(annotations: Readonly<Record<string, string>> = {}) {
  const { 'kubernetes.io/config.seen': _seen, [configSourceAnnotation]: _source, ...rest } = annotations;
  return rest;
}

function withSource(pod: Pod, source: PodSource): Pod {
  const { annotations, ...metadata } = pod.metadata ?? {};
  if (annotations?.[configSourceAnnotation] === source) return pod;
  return { ...pod, metadata: { ...metadata, annotations: { ...annotations, [configSourceAnnotation]: source } } };
}
