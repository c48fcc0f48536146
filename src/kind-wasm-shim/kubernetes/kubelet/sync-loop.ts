import type { Pod } from 'kubernetes-types/core/v1';
import { Channel } from '../../kernel/channel.ts';
import type { Task } from '../../kernel/effect.ts';
import type { RandomStream } from '../../kernel/random.ts';
import { isMirrorPod } from '../api/pod-properties.ts';
import type { PodUpdate } from './config/config.ts';
import type { RuntimePodStatus } from './container/pod-status.ts';
import { type HousekeepingHost, handlePodCleanups, needsHousekeeping } from './housekeeping.ts';
import { podRef, podRefs, uidValue } from './klog.ts';
import { PeriodicWork } from './periodic-work.ts';
import type { PodLifecycleEvent } from './pleg/generic.ts';
import { podUID } from './pod/pod-manager.ts';
import type { PodContainerDeletor } from './pod-container-deletor.ts';
import type { UpdateType } from './pod-sync-status.ts';
import { saysMirrorHasNoPod } from './versions.ts';
import type { WorkQueue } from './work-queue.ts';

const file = 'kubelet.go';

/** @models pkg/kubelet/kubelet.go Kubelet.syncLoop */
const syncPeriodMs = 1_000;
/** @models pkg/kubelet/kubelet.go housekeepingPeriod */
const housekeepingPeriodMs = 2_000;

export interface SyncLoopHost extends HousekeepingHost {
  readonly workQueue: WorkQueue;
  readonly deletor: PodContainerDeletor;
  cached(uid: string): RuntimePodStatus;
  allSourcesReady(): boolean;
  /** Why the node will not take the pod; undefined when it does. */
  refusePod(pod: Pod): boolean;
}

/** What waits for the loop, by where it came from. Go's select takes one of them at random. */
interface Inbox {
  readonly config: PodUpdate[];
  readonly pleg: PodLifecycleEvent[];
  readonly probes: { readonly pod: Pod; readonly container: string }[];
  sync: boolean;
  housekeeping: boolean;
}

/** The one loop through which everything that happens to this node's pods goes to their workers.
 *  @models pkg/kubelet/kubelet.go Kubelet.syncLoop
 *  @simplifies an unhealthy runtime does not stop the loop; active deadlines are not kept */
export class SyncLoop {
  readonly syncTicker: PeriodicWork;
  readonly housekeepingTicker: PeriodicWork;
  private readonly host: SyncLoopHost;
  private readonly random: RandomStream;
  private readonly inbox: Inbox = { config: [], pleg: [], probes: [], sync: false, housekeeping: false };
  private readonly wake: Channel<void>;

  constructor(host: SyncLoopHost) {
    this.host = host;
    this.random = host.kernel.random(`kubelet/select/${host.kubeRuntime.runtime.service.runtime.node}`);
    this.wake = new Channel(host.kernel, 1);
    this.syncTicker = new PeriodicWork(host.kernel, () => this.syncTick());
    this.housekeepingTicker = new PeriodicWork(host.kernel, () => this.housekeepingTick());
  }

  /** Both tickers begin at one moment, so that every second tick of the one meets the other. */
  startTickers(delayMs = syncPeriodMs): void {
    this.syncTicker.schedule(delayMs);
    this.housekeepingTicker.schedule(delayMs + syncPeriodMs);
  }

  get pendingEvents(): number {
    return this.inbox.pleg.length;
  }

  configChanged(update: PodUpdate): void {
    this.inbox.config.push(update);
    this.wake.offer();
  }

  podLifecycleEvent(event: PodLifecycleEvent): void {
    this.inbox.pleg.push(event);
    this.wake.offer();
  }

  containerReady(pod: Pod, container: string): void {
    this.inbox.probes.push({ pod, container });
    this.wake.offer();
  }

  /** There is something for the next pass of housekeeping. */
  expectHousekeeping(): void {
    this.housekeepingTicker.expect();
  }

  /** @models pkg/kubelet/kubelet.go Kubelet.syncLoopIteration */
  *run(): Task {
    const { inbox } = this;
    for (;;) {
      const ready = readySources(inbox);
      if (ready.length === 0) {
        yield* this.wake.take();
        continue;
      }
      const chosen = ready.length === 1 ? ready[0] : this.random.pick(ready);
      if (chosen === 'config') this.handleConfig(inbox.config.shift() as PodUpdate);
      else if (chosen === 'pleg') this.handlePleg(inbox.pleg.shift() as PodLifecycleEvent);
      else if (chosen === 'probes') this.handleProbe(inbox.probes.shift() as Inbox['probes'][number]);
      else if (chosen === 'sync') this.handleSync();
      else yield* this.handleHousekeeping();
    }
  }

  private syncTick(): void {
    const { workQueue, kernel } = this.host;
    if (workQueue.nextDueMs < kernel.nowMs) {
      this.inbox.sync = true;
      this.wake.offer();
    }
    this.syncTicker.schedule(syncPeriodMs);
    if (workQueue.hasUrgent) this.syncTicker.expect();
  }

  private housekeepingTick(): void {
    const { host } = this;
    this.housekeepingTicker.schedule(housekeepingPeriodMs);
    if (!host.allSourcesReady()) return;
    if (needsHousekeeping(host) || !host.workers.podsSynced) {
      this.inbox.housekeeping = true;
      this.wake.offer();
      return;
    }
    // Also a pass with nothing to do looks at the runtime, and what it saw is what the next one may still believe.
    host.runtimeCache.getPods(host.kernel.nowMs + this.random.integer(1, 4));
  }

  private *handleHousekeeping(): Task {
    this.inbox.housekeeping = false;
    yield* handlePodCleanups(this.host);
  }

  private handleConfig({ op, source, pods }: PodUpdate): void {
    this.host.journal.info(file, `SyncLoop ${op}`, { source, pods: podRefs(pods) });
    switch (op) {
      case 'ADD':
        for (const pod of pods) this.handlePodAddition(pod);
        break;
      case 'UPDATE':
      case 'DELETE':
        // A graceful deletion is an update: the object is still there.
        for (const pod of pods) this.handlePodUpdate(pod);
        break;
      case 'REMOVE':
        for (const pod of pods) this.handlePodRemoval(pod);
        break;
      case 'RECONCILE':
        for (const pod of pods) this.handlePodReconcile(pod);
        break;
    }
    this.expectHousekeeping();
  }

  /** @models pkg/kubelet/kubelet.go Kubelet.HandlePodAdditions */
  private handlePodAddition(pod: Pod): void {
    const { host } = this;
    host.podManager.updatePod(pod);
    if (isMirrorPod(pod)) {
      host.statusManager.unsettle();
      this.handleMirrorPod(pod);
      return;
    }
    if (!host.workers.isPodTerminationRequested(podUID(pod)) && host.refusePod(pod)) return;
    this.dispatchWork(pod, 'create', host.podManager.getMirrorPodByPod(pod));
  }

  /** @models pkg/kubelet/kubelet.go Kubelet.HandlePodUpdates */
  private handlePodUpdate(pod: Pod): void {
    const { podManager } = this.host;
    podManager.updatePod(pod);
    if (isMirrorPod(pod)) this.handleMirrorPod(pod);
    else this.dispatchWork(pod, 'update', podManager.getMirrorPodByPod(pod));
  }

  /** @models pkg/kubelet/kubelet.go Kubelet.HandlePodRemoves */
  private handlePodRemoval(pod: Pod): void {
    const { host } = this;
    host.podManager.removePod(pod);
    if (isMirrorPod(pod)) {
      host.statusManager.unsettle();
      this.handleMirrorPod(pod);
      return;
    }
    const names = { pod: podRef(pod), podUID: uidValue(podUID(pod)) };
    if (!host.allSourcesReady()) {
      host.journal.info(file, 'Failed to delete pod', {
        ...names,
        err: "skipping delete because sources aren't ready yet",
      });
      return;
    }
    host.journal.info(file, 'Pod has been deleted and must be killed', names);
    host.workers.updatePod({ updateType: 'kill', pod });
  }

  /** @models pkg/kubelet/kubelet.go Kubelet.HandlePodReconcile */
  private handlePodReconcile(pod: Pod): void {
    const { podManager, deletor } = this.host;
    podManager.updatePod(pod);
    if (isMirrorPod(pod)) return;
    if (pod.status?.phase === 'Failed' && pod.status.reason === 'Evicted') {
      deletor.deleteContainersInPod('', this.host.cached(podUID(pod)), true);
    }
  }

  /** A change of a mirror pod is an update of its static pod, which is told what the mirror pod was.
   *  @models pkg/kubelet/kubelet.go Kubelet.handleMirrorPod */
  private handleMirrorPod(mirrorPod: Pod): void {
    const { podManager, journal } = this.host;
    const pod = podManager.getPodByMirrorPod(mirrorPod);
    if (pod) {
      this.dispatchWork(pod, 'update', mirrorPod);
    } else if (saysMirrorHasNoPod(journal.version)) {
      const names = { mirrorPod: podRef(mirrorPod), mirrorPodUID: uidValue(podUID(mirrorPod)) };
      journal.info(file, 'Unable to find pod for mirror pod, skipping', names);
    }
  }

  private dispatchWork(pod: Pod, updateType: UpdateType, mirrorPod: Pod | undefined): void {
    this.host.workers.updatePod({ updateType, pod, mirrorPod });
  }

  /** @models pkg/kubelet/kubelet.go Kubelet.HandlePodSyncs */
  private handlePodSync(pod: Pod): void {
    this.dispatchWork(pod, 'sync', this.host.podManager.getMirrorPodByPod(pod));
  }

  /** Only pods that a source still has are synced. What is due for any other is lost.
   *  @models pkg/kubelet/kubelet.go Kubelet.getPodsToSync */
  private handleSync(): void {
    this.inbox.sync = false;
    const { workQueue, podManager, journal } = this.host;
    const pods: Pod[] = [];
    for (const uid of workQueue.getWork()) {
      const pod = podManager.getPodByUID(uid);
      if (pod) pods.push(pod);
    }
    if (pods.length === 0) return;
    journal.info(file, 'SyncLoop (SYNC) pods', { total: pods.length, pods: podRefs(pods) });
    for (const pod of pods) this.handlePodSync(pod);
  }

  private handlePleg({ uid, type, data }: PodLifecycleEvent): void {
    const { podManager, journal } = this.host;
    const event = { type: 'event', id: uid, event: type, data } as const;
    if (type !== 'ContainerRemoved') {
      const pod = podManager.getPodByUID(uid);
      if (pod) {
        journal.info(file, 'SyncLoop (PLEG): event for pod', { pod: podRef(pod), event });
        this.handlePodSync(pod);
      } else {
        journal.info(file, 'SyncLoop (PLEG): pod does not exist, ignore irrelevant event', { event });
      }
    }
    if (type === 'ContainerDied') this.cleanUpContainersInPod(uid, data);
  }

  /** @models pkg/kubelet/kubelet.go Kubelet.cleanUpContainersInPod */
  private cleanUpContainersInPod(uid: string, exitedID: string): void {
    const { deletor, workers } = this.host;
    deletor.deleteContainersInPod(exitedID, this.host.cached(uid), workers.shouldPodContentBeRemoved(uid));
  }

  private handleProbe({ pod }: Inbox['probes'][number]): void {
    const { podManager, journal } = this.host;
    const known = podManager.getPodByUID(podUID(pod));
    if (!known) return;
    journal.info(file, 'SyncLoop (probe)', { probe: 'readiness', status: 'ready', pod: podRef(known) });
    this.handlePodSync(known);
  }
}

function readySources(inbox: Inbox): ('config' | 'pleg' | 'probes' | 'sync' | 'housekeeping')[] {
  const ready: ('config' | 'pleg' | 'probes' | 'sync' | 'housekeeping')[] = [];
  if (inbox.config.length > 0) ready.push('config');
  if (inbox.pleg.length > 0) ready.push('pleg');
  if (inbox.probes.length > 0) ready.push('probes');
  if (inbox.sync) ready.push('sync');
  if (inbox.housekeeping) ready.push('housekeeping');
  return ready;
}
