import type { ConfigMap, Pod, Secret } from 'kubernetes-types/core/v1';
import { Channel } from '../../kernel/channel.ts';
import { sleep, type Task } from '../../kernel/effect.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Process } from '../../kernel/process.ts';
import { StatusError } from '../api/errors.ts';
import { apiTime } from '../api/meta.ts';
import type { ApiClient } from '../apiserver/client.ts';
import type { CriService } from '../cri/cri-service.ts';
import { AdmittedPods } from './admitted-pods.ts';
import { ApiAccess } from './api-access.ts';
import { apiServerSource } from './config/apiserver.ts';
import { PodConfig } from './config/config.ts';
import { fileSource } from './config/file.ts';
import { HTTPSource } from './config/http.ts';
import { PodCache } from './container/cache.ts';
import { RuntimeCache } from './container/runtime-cache.ts';
import { PodContainerManager } from './container-manager.ts';
import { EventRecorder } from './event-recorder.ts';
import { podResourcesAreReclaimed } from './housekeeping.ts';
import { Journal } from './journal.ts';
import { podRef, uidValue } from './klog.ts';
import { type ContainerGCHost, garbageCollect, hasGarbage } from './kuberuntime/kuberuntime-gc.ts';
import { KubeRuntime } from './kuberuntime/kuberuntime-manager.ts';
import { RemoteRuntime } from './kuberuntime/remote-runtime.ts';
import type { NodeDisk } from './node-disk.ts';
import type { NodeReporter } from './node-reporter.ts';
import type { MachineInfo } from './node-status.ts';
import { PeriodicWork } from './periodic-work.ts';
import { GenericPLEG } from './pleg/generic.ts';
import { MirrorClient } from './pod/mirror-client.ts';
import { PodManager, podUID } from './pod/pod-manager.ts';
import { deletorBufferLimit, PodContainerDeletor } from './pod-container-deletor.ts';
import { PodSync } from './pod-sync.ts';
import type { PodSyncStatus, PodWork } from './pod-sync-status.ts';
import { podWorkerLoop } from './pod-worker-loop.ts';
import { PodWorkers } from './pod-workers.ts';
import { StatusManager, type StatusRequest } from './status/status-manager.ts';
import { SyncLoop, type SyncLoopHost } from './sync-loop.ts';
import { cancelsSyncsUnderWay, type KubeletVersion } from './versions.ts';
import { VolumeManager } from './volume-manager.ts';
import type { VolumeSources } from './volumes.ts';
import { WorkQueue } from './work-queue.ts';

/** @models pkg/kubelet/kubelet.go ContainerGCPeriod */
const containerGCPeriodMs = 60_000;

/** What a run of the kubelet finds on its node. */
export interface KubeletOptions {
  readonly kernel: Kernel;
  readonly client: ApiClient;
  readonly service: CriService;
  readonly machine: MachineInfo;
  readonly version: KubeletVersion;
  readonly disk: NodeDisk;
  readonly reporter: NodeReporter;
}

/** How soon each of the kubelet's loops has its next turn, in milliseconds from now. */
export interface LoopPhases {
  readonly relistMs?: number;
  /** The second ticker; housekeeping comes with every other of its ticks. */
  readonly syncMs?: number;
  readonly housekeepingMs?: number;
  readonly garbageCollectionMs?: number;
  readonly statusMs?: number;
  /** The manifest URL, if there is one. */
  readonly httpMs?: number;
  /** When the pods that run are next looked at for no other reason. */
  readonly resyncMs?: number;
}

/** One run of the kubelet program, from its start to its end. All that it knows is gone with it; what is on the node's disk
 *  and in its runtime stays.
 *  @models pkg/kubelet/kubelet.go Kubelet.Run */
export class KubeletProcess {
  readonly workers: PodWorkers;
  readonly podManager = new PodManager();
  readonly cache: PodCache;
  readonly pleg: GenericPLEG;
  readonly syncLoop: SyncLoop;
  readonly statusManager: StatusManager;
  readonly workQueue: WorkQueue;
  private readonly options: KubeletOptions;
  private readonly kernel: Kernel;
  private readonly journal: Journal;
  private readonly config: PodConfig;
  private readonly deletor: PodContainerDeletor;
  private readonly podSync: PodSync;
  private readonly volumeManager: VolumeManager;
  private readonly garbageCollection: PeriodicWork;
  private readonly http: HTTPSource;
  private readonly gcHost: ContainerGCHost;
  private readonly admitted: AdmittedPods;
  private readonly host: SyncLoopHost;
  private readonly children = new Set<Process>();
  private readonly syncs = new Map<string, Process<unknown>>();
  /** Whether there was a manifest URL when this run began; one that comes later is not asked. */
  private readonly asksURL: boolean;
  private collecting = false;

  constructor(options: KubeletOptions) {
    const { kernel, client, service, machine, version, disk, reporter } = options;
    this.options = options;
    this.kernel = kernel;
    this.asksURL = disk.manifestURL !== undefined;
    const { node } = machine;
    const journal = new Journal(kernel, node, version);
    this.journal = journal;
    const random = kernel.random(`kubelet/${node}`);
    const api = new ApiAccess(client, node, service.faults);
    const runtime = new RemoteRuntime(kernel, service, journal);
    const events = new EventRecorder(client, node, journal);
    const { recordEvent, recordPodEvent } = events;
    const base = { kernel, journal, runtime, random, recordEvent, recordPodEvent };
    const kubeRuntime = new KubeRuntime(base);
    this.workQueue = new WorkQueue(kernel);
    this.cache = new PodCache(() => random.integer(0, 1));
    this.admitted = new AdmittedPods(reporter);
    this.volumeManager = new VolumeManager(kernel, random, service.faults, disk.mounted);
    this.deletor = new PodContainerDeletor(journal, new Channel(kernel, deletorBufferLimit), (id) =>
      kubeRuntime.deleteContainer(id),
    );
    this.workers = new PodWorkers({
      journal,
      cache: this.cache,
      nowMs: () => kernel.nowMs,
      newUpdates: () => new Channel<PodWork>(kernel, 1),
      startWorker: (status, updates) => this.startWorker(status, updates),
      cancelSync: ({ uid }) => this.syncs.get(uid)?.cancel(),
      changed: (status) => this.recordChanged(status),
    });
    const requests = new Channel<StatusRequest>(kernel);
    this.statusManager = new StatusManager({
      kernel,
      node,
      journal,
      api,
      podManager: this.podManager,
      requests,
      couldHaveRunningContainers: (uid) => this.workers.couldHaveRunningContainers(uid),
      podResourcesAreReclaimed: (pod, status) => podResourcesAreReclaimed(this.host, pod, status),
    });
    this.host = {
      ...base,
      kubeRuntime,
      hostIP: machine.nodeIP,
      disk,
      podManager: this.podManager,
      workers: this.workers,
      statusManager: this.statusManager,
      mirrorClient: new MirrorClient(api, journal, () => reporter.object),
      volumeManager: this.volumeManager,
      cgroups: new PodContainerManager(service, random, disk.cgroups),
      runtimeCache: new RuntimeCache(
        () => kubeRuntime.getRunningPods(),
        () => service.changes,
      ),
      workQueue: this.workQueue,
      deletor: this.deletor,
      cached: (uid) => this.cache.get(uid),
      allSourcesReady: () => this.allSourcesReady(),
      refusePod: (pod) => this.refusePod(pod),
      volumeSources: (namespace) => volumeSources(client, namespace),
      hasLogs: (uid) => void disk.logDirectories.add(uid),
      readyLater: (pod, container, atMs) => this.readyLater(pod, container, atMs),
      spawn: (name, task) => this.spawn(name, task),
      restartPod: (pod) =>
        this.workers.updatePod({ updateType: 'create', pod, mirrorPod: this.podManager.getMirrorPodByPod(pod) }),
    };
    this.podSync = new PodSync(this.host);
    this.syncLoop = new SyncLoop(this.host);
    this.config = new PodConfig(journal, (update) => this.syncLoop.configChanged(update));
    this.http = new HTTPSource(kernel, node, disk, this.config, journal);
    this.workQueue.onUrgent = () => this.syncLoop.syncTicker.expect();
    this.pleg = new GenericPLEG({
      kernel,
      journal,
      runtime,
      cache: this.cache,
      random,
      getPodStatus: (uid) => kubeRuntime.getPodStatus(uid),
      send: (event) => this.syncLoop.podLifecycleEvent(event),
      pendingEvents: () => this.syncLoop.pendingEvents,
      spawn: (name, task) => this.spawn(name, task),
    });
    this.gcHost = {
      journal,
      kubeRuntime,
      logDirectories: disk.logDirectories,
      allSourcesReady: () => this.allSourcesReady(),
      shouldPodContentBeRemoved: (uid) => this.workers.shouldPodContentBeRemoved(uid),
    };
    this.garbageCollection = new PeriodicWork(kernel, () => this.collectGarbage());
  }

  /** Runs until it is cancelled. `startUpMs` passes between the start of the program and its first look at the API. */
  *run(startUpMs: number): Task {
    const { service, client, machine, disk } = this.options;
    const { kernel, config } = this;
    const phase = kernel.random(`kubelet/phases/${machine.node}`);
    try {
      service.runtime.onChange = () => this.pleg.loop.expect();
      this.cache.onWait = () => this.pleg.loop.expect();
      this.spawn('containerDeletor', this.deletor.run());
      this.spawn('statusManager', this.statusManager.run());
      this.spawn('syncLoop', this.syncLoop.run());
      this.spawn('file source', fileSource(kernel, machine.node, disk, config));
      if (this.asksURL) this.http.poll();
      this.garbageCollection.schedule(containerGCPeriodMs - phase.integer(0, 500));
      if (startUpMs > 0) {
        yield* sleep(startUpMs);
        this.pleg.loop.schedule(phase.integer(20, 60));
        this.syncLoop.startTickers();
        this.statusManager.loop.schedule(10_000);
        // The lister of nodes is looked at once a second until it has its node.
        yield* sleep(phase.integer(900, 1_000));
      } else {
        // A node that has just been made: the loops of several nodes do not turn in step.
        this.pleg.loop.schedule(phase.integer(0, 999));
        this.syncLoop.startTickers(phase.integer(1, 1_000));
        this.statusManager.loop.schedule(phase.integer(0, 9_999));
      }
      yield* apiServerSource(client, machine.node, kernel.random(`kubelet/watch/${machine.node}`), config);
    } finally {
      this.stop();
    }
  }

  /** Moves the loops against each other, as if the kubelet had been started at another moment. */
  setPhases({ relistMs, syncMs, housekeepingMs, garbageCollectionMs, statusMs, httpMs, resyncMs }: LoopPhases): void {
    if (relistMs !== undefined) this.pleg.loop.schedule(relistMs);
    if (syncMs !== undefined) this.syncLoop.syncTicker.schedule(syncMs);
    if (housekeepingMs !== undefined) this.syncLoop.housekeepingTicker.schedule(housekeepingMs);
    if (garbageCollectionMs !== undefined) this.garbageCollection.schedule(garbageCollectionMs);
    if (statusMs !== undefined) this.statusManager.loop.schedule(statusMs);
    if (httpMs !== undefined) this.http.loop.schedule(httpMs);
    if (resyncMs === undefined) return;
    for (const pod of this.podManager.getPods()) this.workQueue.reschedule(podUID(pod), this.kernel.nowMs + resyncMs);
  }

  /** Has a pod killed for the node's own sake, as for its memory or for a pod of more weight.
   *  @models pkg/kubelet/pod_workers.go killPodNow
   *  @simplifies what becomes of the pod is reported, and nobody waits for it */
  evictPod(uid: string, reason: string, message: string, graceSeconds: number): boolean {
    const pod = this.podManager.getPodByUID(uid);
    if (!pod) return false;
    const statusFn = (status: NonNullable<Pod['status']>) => ({ ...status, phase: 'Failed', reason, message });
    this.workers.updatePod({
      updateType: 'kill',
      pod,
      kill: { evict: true, graceSecondsOverride: graceSeconds, statusFn },
    });
    return true;
  }

  private stop(): void {
    const loops = [this.pleg.loop, this.syncLoop.syncTicker, this.syncLoop.housekeepingTicker];
    for (const loop of [...loops, this.statusManager.loop, this.garbageCollection, this.http.loop]) loop.stop();
    const { runtime } = this.options.service;
    runtime.onChange = () => {};
    this.journal.close();
    for (const child of [...this.children]) child.cancel();
  }

  private allSourcesReady(): boolean {
    return this.config.seen('api') && this.config.seen('file') && (!this.asksURL || this.config.seen('http'));
  }

  private startWorker(status: PodSyncStatus, updates: Channel<PodWork>): void {
    const { kernel, journal, cache, workQueue, workers } = this;
    const loop = podWorkerLoop(
      {
        journal,
        cache,
        workQueue,
        workers,
        syncer: this.podSync,
        random: this.host.random,
        nowMs: () => kernel.nowMs,
        terminated: (record) => this.terminated(record),
        cancellable: (record, task) => this.cancellable(record, task),
      },
      status,
      updates,
    );
    this.spawn(`pod worker ${status.fullName}`, loop);
  }

  private *cancellable<Result>(
    record: PodSyncStatus,
    task: Task<Result>,
  ): Task<{ readonly value: Result } | undefined> {
    if (!cancelsSyncsUnderWay(this.journal.version)) return { value: yield* task };
    const process = this.kernel.spawn(`sync ${record.fullName}`, task, { owned: true });
    this.syncs.set(record.uid, process as Process<unknown>);
    const result = yield* process.join();
    this.syncs.delete(record.uid);
    if (result.status === 'done') return { value: result.value };
    if (result.status === 'failed') throw result.error;
    const podUID = uidValue(record.uid);
    this.journal.info('pod_workers.go', 'Sync exited with context cancellation error', { podUID });
    return undefined;
  }

  private terminated({ uid }: PodSyncStatus): void {
    this.admitted.release(uid);
    this.volumeManager.unmountSoon(uid, (name, task) => this.spawn(name, task));
    this.syncLoop.expectHousekeeping();
  }

  private recordChanged(status: PodSyncStatus): void {
    if (!this.workers.records.has(status.uid)) this.podSync.forget(status.uid);
    if (status.finished || status.restartRequested) this.syncLoop.expectHousekeeping();
  }

  private refusePod(pod: Pod): boolean {
    const rejection = this.admitted.admit(pod);
    if (!rejection) return false;
    const { reason, message } = rejection;
    this.host.recordPodEvent(pod, 'Warning', reason, message);
    this.statusManager.setPodStatus(pod, {
      ...pod.status,
      phase: 'Failed',
      reason,
      message: `Pod was rejected: ${message}`,
      startTime: apiTime(this.kernel.nowMs),
    });
    this.journal.info('kubelet.go', 'Pod was rejected', { pod: podRef(pod), podUID: uidValue(podUID(pod)) });
    return true;
  }

  private readyLater(pod: Pod, container: string, atMs: number): void {
    this.spawn(`probe ${container}`, this.probe(pod, container, atMs - this.kernel.nowMs));
  }

  private *probe(pod: Pod, container: string, afterMs: number): Task {
    yield* sleep(afterMs);
    this.syncLoop.containerReady(pod, container);
  }

  private collectGarbage(): void {
    this.garbageCollection.schedule(containerGCPeriodMs);
    if (!this.collecting && hasGarbage(this.gcHost)) this.spawn('containerGC', this.collect());
  }

  private *collect(): Task {
    this.collecting = true;
    try {
      yield* garbageCollect(this.gcHost);
    } finally {
      this.collecting = false;
    }
  }

  private spawn(name: string, task: Task): void {
    const process = this.kernel.spawn(`${name} on ${this.options.machine.node}`, task) as Process;
    this.children.add(process);
    process.onEnd(() => this.children.delete(process));
  }
}

function volumeSources(client: ApiClient, namespace: string): VolumeSources {
  const find = <T>(resource: string, name: string): T | undefined => {
    try {
      return client.get<T>(resource, namespace, name);
    } catch (error) {
      if (error instanceof StatusError) return undefined;
      throw error;
    }
  };
  return {
    configMap: (name) => find<ConfigMap>('configmaps', name),
    secret: (name) => find<Secret>('secrets', name),
  };
}
