import type { Pod, PodStatus } from 'kubernetes-types/core/v1';
import type { Channel } from '../../../kernel/channel.ts';
import type { Task } from '../../../kernel/effect.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { equalJson } from '../../api/equal-json.ts';
import { StatusError } from '../../api/errors.ts';
import { isMirrorPod, isTerminalPhase } from '../../api/pod-properties.ts';
import type { ApiAccess } from '../api-access.ts';
import type { Journal } from '../journal.ts';
import { constant, podRef, uidValue } from '../klog.ts';
import { PeriodicWork } from '../periodic-work.ts';
import { type PodManager, podUID } from '../pod/pod-manager.ts';
import {
  batchesStatusUpdates,
  deletesObjectWhenWorkerIsFinished,
  isForbiddenToReadPodsThatAreGone,
  printsJSONValues,
  reportsStatusOfRemovedStaticPods,
} from '../versions.ts';

const file = 'status_manager.go';

/** @models pkg/kubelet/status/status_manager.go syncPeriod */
const syncPeriodMs = 10_000;

/** A status as the kubelet has it, and how often it has changed.
 *  @models pkg/kubelet/status/status_manager.go versionedPodStatus */
export interface VersionedPodStatus {
  readonly version: number;
  readonly status: PodStatus;
  readonly pod: Pod;
  readonly podIsFinished: boolean;
}

/** A status that is to be written, or the periodic pass over all.
 *  @models pkg/kubelet/status/status_manager.go podStatusSyncRequest */
export type StatusRequest = { readonly uid: string; readonly known: VersionedPodStatus } | 'all';

export interface StatusManagerHost {
  readonly kernel: Kernel;
  readonly node: string;
  readonly journal: Journal;
  readonly api: ApiAccess;
  readonly podManager: PodManager;
  readonly requests: Channel<StatusRequest>;
  couldHaveRunningContainers(uid: string): boolean;
  podResourcesAreReclaimed(pod: Pod, status: PodStatus): boolean;
}

/** Brings the statuses of this node's pods to the API, and deletes a pod's object when nothing of it is left here.
 *  @models pkg/kubelet/status/status_manager.go manager
 *  @simplifies a patch is a write of the whole status; metrics and resize are left out */
export class StatusManager {
  readonly loop: PeriodicWork;
  private readonly host: StatusManagerHost;
  /** By the uid of the pod as its source has it. */
  private readonly podStatuses = new Map<string, VersionedPodStatus>();
  /** The version that the API has, by the uid of the object there. */
  private readonly apiStatusVersions = new Map<string, number>();
  private unsettled = false;

  constructor(host: StatusManagerHost) {
    this.host = host;
    this.loop = new PeriodicWork(host.kernel, () => {
      this.loop.schedule(syncPeriodMs);
      // The pass only finds something where a request, a mirror pod or a pod on its way out has left it something.
      if (this.mayFindSomething()) host.requests.offer('all');
    });
  }

  getPodStatus(uid: string): PodStatus | undefined {
    return this.podStatuses.get(uid)?.status;
  }

  *run(): Task {
    const { requests, journal } = this.host;
    for (;;) {
      const request = yield* requests.take();
      if (request === undefined) return;
      if (request === 'all') yield* this.syncBatch(true);
      else if (batchesStatusUpdates(journal.version)) yield* this.syncBatch(false);
      else yield* this.syncPod(request.uid, request.known);
    }
  }

  /** @models pkg/kubelet/status/status_manager.go manager.SetPodStatus */
  setPodStatus(pod: Pod, status: PodStatus): void {
    this.update(pod, status, pod.metadata?.deletionTimestamp !== undefined, false);
  }

  /** The containers have ended: whatever still looks as if it ran is said to have been lost.
   *  @models pkg/kubelet/status/status_manager.go manager.TerminatePod */
  terminatePod(pod: Pod): void {
    const known = this.podStatuses.get(podUID(pod))?.status ?? pod.status ?? {};
    const lost = { exitCode: 137, reason: 'ContainerStatusUnknown' };
    const containerStatuses = known.containerStatuses?.map((status) =>
      status.state?.running
        ? {
            ...status,
            ready: false,
            state: {
              terminated: { ...lost, message: 'The container could not be located when the pod was terminated' },
            },
          }
        : status,
    );
    this.update(pod, { ...known, ...(containerStatuses ? { containerStatuses } : {}) }, true, true);
  }

  /** @models pkg/kubelet/status/status_manager.go manager.RemoveOrphanedStatuses */
  removeOrphanedStatuses(known: (uid: string) => boolean): void {
    for (const uid of this.podStatuses.keys()) if (!known(uid)) this.podStatuses.delete(uid);
  }

  hasOrphanedStatuses(known: (uid: string) => boolean): boolean {
    for (const uid of this.podStatuses.keys()) if (!known(uid)) return true;
    return false;
  }

  /** Mirror pods have come or gone: the next pass has to look. */
  unsettle(): void {
    this.unsettled = true;
    this.loop.expect();
  }

  private mayFindSomething(): boolean {
    const unsettled = this.unsettled;
    this.unsettled = false;
    return (
      unsettled || this.host.podManager.getPods().some(({ metadata }) => metadata?.deletionTimestamp !== undefined)
    );
  }

  /** @models pkg/kubelet/status/status_manager.go manager.updateStatusInternal */
  private update(pod: Pod, status: PodStatus, force: boolean, podIsFinished: boolean): void {
    const { journal, requests } = this.host;
    const uid = podUID(pod);
    const known = this.podStatuses.get(uid);
    if (known && !force && equalJson(known.status, status)) {
      journal.info(file, 'Ignoring same status for pod', { pod: podRef(pod) });
      return;
    }
    const finished = podIsFinished || known?.podIsFinished === true;
    const next = { version: (known?.version ?? 0) + 1, status, pod, podIsFinished: finished };
    this.podStatuses.set(uid, next);
    if (!batchesStatusUpdates(journal.version) || requests.size === 0) requests.offer({ uid, known: next });
  }

  /** One pass over the statuses: all that differ from the API's, or only those that have changed here.
   *  @models pkg/kubelet/status/status_manager.go manager.syncBatch */
  private *syncBatch(all: boolean): Task {
    const { podManager, journal } = this.host;
    const mirrors = podManager.mirrorUIDs();
    const wanted: [uid: string, known: VersionedPodStatus][] = [];
    for (const [uid, known] of this.podStatuses) {
      const mirror = mirrors.get(uid);
      if (mirror === '') continue;
      const isRemoved = mirror !== undefined && !podManager.getPodByUID(uid);
      if (isRemoved && !reportsStatusOfRemovedStaticPods(journal.version)) continue;
      const apiUID = mirror ?? uid;
      if (!all) {
        if ((this.apiStatusVersions.get(apiUID) ?? 0) < known.version) wanted.push([uid, known]);
      } else if (this.needsUpdate(apiUID, known)) {
        wanted.push([uid, known]);
      } else if (this.needsReconcile(uid, known.status)) {
        this.apiStatusVersions.delete(apiUID);
        wanted.push([uid, known]);
      }
    }
    for (const [uid, known] of wanted) yield* this.syncPod(uid, known);
  }

  private needsUpdate(apiUID: string, { version, status, podIsFinished }: VersionedPodStatus): boolean {
    const there = this.apiStatusVersions.get(apiUID);
    if (there === undefined || there < version) return true;
    const pod = this.host.podManager.getPodByUID(apiUID);
    return pod !== undefined && this.canBeDeleted(pod, status, podIsFinished);
  }

  /** Whether somebody else has changed the status in the API. */
  private needsReconcile(uid: string, status: PodStatus): boolean {
    const { podManager } = this.host;
    const pod = podManager.getPodByUID(uid);
    if (!pod) return false;
    const object = podManager.getMirrorPodByPod(pod) ?? pod;
    return object.status !== undefined && !equalJson(comparable(object.status), comparable(status));
  }

  /** @models pkg/kubelet/status/status_manager.go manager.syncPod */
  private *syncPod(uid: string, known: VersionedPodStatus): Task {
    const { journal, api, podManager } = this.host;
    if (!this.needsUpdate(uid, known)) return;
    const { namespace, name = '' } = known.pod.metadata ?? {};
    const there = yield* this.read(uid, known.pod);
    if (!there) return;
    const translated = podManager.translatePodUID(podUID(there));
    if (translated !== '' && translated !== uid) {
      const text = 'Pod was deleted and then recreated, skipping status update';
      const pod = podRef(known.pod);
      journal.info(file, text, { pod, oldPodUID: uidValue(uid), podUID: uidValue(translated) });
      this.podStatuses.delete(uid);
      return;
    }
    const written = yield* this.patch(uid, there, known);
    if (!written) return;
    this.apiStatusVersions.set(podUID(written), known.version);
    if (!this.canBeDeleted(written, known.status, known.podIsFinished)) return;
    try {
      const options = { gracePeriodSeconds: 0, preconditions: { uid: podUID(written) } };
      yield* api.call('apiDelete', name, (client) => client.delete('pods', namespace, name, options));
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      journal.info(file, 'Failed to delete status for pod', { pod: podRef(written), err: error.message });
      return;
    }
    journal.info(file, 'Pod fully terminated and removed from etcd', { pod: podRef(written) });
    this.podStatuses.delete(uid);
  }

  private *read(uid: string, pod: Pod): Task<Pod | undefined> {
    const { journal, api } = this.host;
    const { namespace, name = '' } = pod.metadata ?? {};
    try {
      return yield* api.call('apiGet', name, (client) => client.get<Pod>('pods', namespace, name));
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      const names = { podUID: uidValue(uid), pod: podRef(pod) };
      if (error.reason === 'NotFound' && !isForbiddenToReadPodsThatAreGone(journal.version)) {
        journal.info(file, 'Pod does not exist on the server', names);
      } else {
        journal.info(file, 'Failed to get status for pod', { ...names, err: this.refusal(pod, error) });
      }
      return undefined;
    }
  }

  /** What the API server says of a pod that it will not show. To a node that asks for a pod that is gone, newer ones say that
   *  it is not the node's. */
  private refusal(pod: Pod, error: StatusError): string {
    if (error.reason !== 'NotFound') return error.message;
    const { name = '', namespace = '' } = pod.metadata ?? {};
    const { node } = this.host;
    return (
      `pods ${JSON.stringify(name)} is forbidden: User ${JSON.stringify(`system:node:${node}`)} cannot get resource "pods" ` +
      `in API group "" in the namespace ${JSON.stringify(namespace)}: no relationship found between node '${node}' and this object`
    );
  }

  /** @models pkg/util/pod/pod.go PatchPodStatus */
  private *patch(uid: string, there: Pod, known: VersionedPodStatus): Task<Pod | undefined> {
    const { journal, api } = this.host;
    const { name = '' } = there.metadata ?? {};
    const names = { pod: podRef(there), ...(printsJSONValues(journal.version) ? { podUID: uidValue(uid) } : {}) };
    const status = this.mergePodStatus(there, known.status, uid);
    const unchanged = equalJson(there.status ?? {}, status);
    let written = there;
    let failure: StatusError | undefined;
    if (!unchanged) {
      try {
        written = yield* api.call('apiPatch', name, (client) => {
          const { namespace } = there.metadata ?? {};
          const current = client.get<Pod>('pods', namespace, name);
          const { resourceVersion: _, ...metadata } = current.metadata ?? {};
          if (metadata.uid !== podUID(there))
            throw new StatusError({ code: 409, reason: 'Conflict', message: 'uid mismatch' });
          return client.updateStatus<Pod>('pods', { ...current, metadata, status });
        });
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        failure = error;
      }
    }
    journal.info(file, 'Patch status for pod', names);
    if (failure) {
      journal.info(file, 'Failed to update status for pod', { pod: podRef(there), err: failure.message });
      return undefined;
    }
    const text = unchanged ? 'Status for pod is up-to-date' : 'Status for pod updated successfully';
    journal.info(file, text, { pod: podRef(there), statusVersion: known.version });
    return written;
  }

  /** What others have written into the status stays; a terminal phase waits until no container can run any more.
   *  @models pkg/kubelet/status/status_manager.go mergePodStatus */
  private mergePodStatus(there: Pod, status: PodStatus, uid: string): PodStatus {
    const own = new Set((status.conditions ?? []).map(({ type }) => type));
    const foreign = (there.status?.conditions ?? []).filter(({ type }) => !own.has(type));
    const conditions = [...(status.conditions ?? []), ...foreign];
    const before = there.status?.phase;
    const isTooEarly =
      (status.phase === 'Succeeded' || status.phase === 'Failed') &&
      before !== status.phase &&
      this.host.couldHaveRunningContainers(uid);
    // What is withheld now is a difference that a later pass finds.
    if (isTooEarly) this.unsettle();
    return {
      ...status,
      ...(conditions.length > 0 ? { conditions } : {}),
      ...(isTooEarly && before ? { phase: before } : {}),
    };
  }

  /** @models pkg/kubelet/status/status_manager.go manager.canBeDeleted */
  private canBeDeleted(pod: Pod, status: PodStatus, podIsFinished: boolean): boolean {
    if (pod.metadata?.deletionTimestamp === undefined || isMirrorPod(pod)) return false;
    const { journal } = this.host;
    if (!deletesObjectWhenWorkerIsFinished(journal.version)) return this.host.podResourcesAreReclaimed(pod, status);
    const values = {
      phase: constant(pod.status?.phase ?? ''),
      localPhase: constant(status.phase ?? ''),
      pod: podRef(pod),
      podUID: uidValue(podUID(pod)),
    };
    if (!isTerminalPhase(pod)) {
      journal.info(file, 'Delaying pod deletion as the phase is non-terminal', values);
      return false;
    }
    if (!podIsFinished) return false;
    journal.info(file, 'The pod termination is finished as SyncTerminatedPod completes its execution', values);
    return true;
  }
}

/** A status without what the API server or others add to it.
 *  @models pkg/kubelet/status/status_manager.go normalizeStatus */
function comparable({ qosClass: _, conditions, ...status }: PodStatus) {
  const kubelets = new Set(['Initialized', 'Ready', 'ContainersReady', 'PodReadyToStartContainers']);
  return { ...status, conditions: conditions?.filter(({ type }) => kubelets.has(type)) };
}
