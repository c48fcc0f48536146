import type { Task } from '../../../kernel/effect.ts';
import { sleep } from '../../../kernel/effect.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { RandomStream } from '../../../kernel/random.ts';
import type { PodCache } from '../container/cache.ts';
import type { RuntimePodStatus } from '../container/pod-status.ts';
import type { Journal } from '../journal.ts';
import { constant, uidValue } from '../klog.ts';
import type { RemoteRuntime } from '../kuberuntime/remote-runtime.ts';
import { PeriodicWork } from '../periodic-work.ts';
import { plegWriteSeverity } from '../versions.ts';

const file = 'generic.go';

/** @models pkg/kubelet/kubelet.go plegRelistPeriod */
export const relistPeriodMs = 1_000;
/** @models pkg/kubelet/kubelet.go plegChannelCapacity */
const channelCapacity = 1_000;

/** @models pkg/kubelet/pleg/generic.go plegContainerState */
export type PlegState = 'running' | 'exited' | 'unknown' | 'non-existent';

/** @models pkg/kubelet/pleg/pleg.go PodLifeCycleEventType */
export type PodLifecycleEventType = 'ContainerStarted' | 'ContainerDied' | 'ContainerRemoved';

/** One change of a container or sandbox as the sync loop hears of it. */
export interface PodLifecycleEvent {
  readonly uid: string;
  readonly type: PodLifecycleEventType;
  /** The id of the container or of the sandbox. */
  readonly data: string;
}

/** What the change of a state is worth: an unknown state is told to nobody.
 *  @models pkg/kubelet/pleg/generic.go generateEvents */
export function eventsOf(before: PlegState, after: PlegState): readonly PodLifecycleEventType[] {
  if (before === after) return [];
  switch (after) {
    case 'running':
      return ['ContainerStarted'];
    case 'exited':
      return ['ContainerDied'];
    case 'unknown':
      return [];
    case 'non-existent':
      return before === 'exited' ? ['ContainerRemoved'] : ['ContainerDied', 'ContainerRemoved'];
  }
}

/** The states of one pod's containers, then of its sandboxes, by id. */
type PodRecord = ReadonlyMap<string, PlegState>;

export interface PlegHost {
  readonly kernel: Kernel;
  readonly journal: Journal;
  readonly runtime: RemoteRuntime;
  readonly cache: PodCache;
  readonly random: RandomStream;
  getPodStatus(uid: string): Task<RuntimePodStatus>;
  /** Takes an event, unless the sync loop has too many already. */
  send(event: PodLifecycleEvent): void;
  pendingEvents(): number;
  spawn(name: string, task: Task): void;
}

/** Compares the runtime with how it was at the last relist, a second after that one ended. This is how the kubelet comes to
 *  know that a container has ended.
 *  @models pkg/kubelet/pleg/generic.go GenericPLEG
 *  @simplifies relist metrics and the health check of three minutes are left out */
export class GenericPLEG {
  readonly loop: PeriodicWork;
  private readonly host: PlegHost;
  private records = new Map<string, PodRecord>();
  private readonly toReinspect = new Set<string>();
  private seenChanges = -1;

  constructor(host: PlegHost) {
    this.host = host;
    this.loop = new PeriodicWork(host.kernel, () => this.turn());
  }

  /** Whether the next relist will find something, or somebody waits for it. */
  get isExpected(): boolean {
    const { cache, runtime } = this.host;
    return cache.isAwaited || this.seenChanges !== runtime.service.changes || this.toReinspect.size > 0;
  }

  private turn(): void {
    const { kernel, cache, random } = this.host;
    if (!this.isExpected || (!cache.isAwaited && this.nothingNew())) {
      cache.updateTime(kernel.nowMs);
      // The calls themselves take a moment, so relists drift against everything that ticks.
      this.loop.schedule(relistPeriodMs + random.integer(1, 3));
      return;
    }
    this.host.spawn('relist', this.relist());
  }

  private nothingNew(): boolean {
    return this.seenChanges === this.host.runtime.service.changes && this.toReinspect.size === 0;
  }

  /** @models pkg/kubelet/pleg/generic.go GenericPLEG.Relist */
  private *relist(): Task {
    const { kernel, cache, random, runtime } = this.host;
    const timestampMs = kernel.nowMs;
    this.seenChanges = runtime.service.changes;
    const before = this.records;
    const now = this.readRecords();
    const events = new Map<string, PodLifecycleEvent[]>();
    for (const uid of new Set([...before.keys(), ...now.keys()])) {
      const found = this.compare(uid, before.get(uid), now.get(uid));
      if (found.length > 0) events.set(uid, found);
    }
    this.records = now;
    yield* sleep(random.integer(1, 2));
    for (const [uid, found] of events) {
      this.toReinspect.delete(uid);
      if (yield* this.updateCache(uid)) this.send(uid, found);
      else this.withhold(uid, before.get(uid));
    }
    for (const uid of [...this.toReinspect]) {
      if (!events.has(uid) && (yield* this.updateCache(uid))) this.toReinspect.delete(uid);
    }
    cache.updateTime(timestampMs);
    this.loop.schedule(relistPeriodMs);
    if (this.isExpected) this.loop.expect();
  }

  private readRecords(): Map<string, PodRecord> {
    const { runtime } = this.host;
    const records = new Map<string, Map<string, PlegState>>();
    const record = (uid: string) => {
      const known = records.get(uid) ?? new Map<string, PlegState>();
      records.set(uid, known);
      return known;
    };
    for (const { uid, id, state } of runtime.listContainers()) {
      record(uid).set(id, state === 'created' ? 'unknown' : state);
    }
    for (const { id, config, ready } of runtime.listPodSandboxes()) {
      record(config.uid).set(id, ready ? 'running' : 'exited');
    }
    return records;
  }

  private compare(uid: string, before: PodRecord | undefined, now: PodRecord | undefined): PodLifecycleEvent[] {
    const found: PodLifecycleEvent[] = [];
    for (const id of new Set([...(before?.keys() ?? []), ...(now?.keys() ?? [])])) {
      const oldState = before?.get(id) ?? 'non-existent';
      const newState = now?.get(id) ?? 'non-existent';
      if (oldState === newState) continue;
      this.host.journal.info(file, 'GenericPLEG', {
        podUID: uidValue(uid),
        containerID: id,
        oldState: constant(oldState),
        newState: constant(newState),
      });
      for (const type of eventsOf(oldState, newState)) found.push({ uid, type, data: id });
    }
    return found;
  }

  /** @models pkg/kubelet/pleg/generic.go GenericPLEG.updateCache */
  private *updateCache(uid: string): Task<boolean> {
    const { journal, cache, kernel } = this.host;
    if (!this.records.has(uid)) {
      journal.info(file, 'PLEG: Delete status for pod', { podUID: uid });
      cache.delete(uid);
      return true;
    }
    const modifiedMs = kernel.nowMs;
    try {
      const status = yield* this.host.getPodStatus(uid);
      if (plegWriteSeverity(journal.version) === 'E')
        journal.error(file, 'PLEG: Write status', { podUID: uidValue(uid) });
      else journal.info(file, 'PLEG: Write status', { podUID: uidValue(uid) });
      cache.set(uid, status, undefined, modifiedMs);
      return true;
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'CriError') throw error;
      journal.error(file, 'PLEG: Ignoring events for pod', { err: error.message, podUID: uidValue(uid) });
      cache.set(uid, cache.get(uid), error, modifiedMs);
      return false;
    }
  }

  /** The pod is taken for unchanged, so that the next relist finds the same events again. */
  private withhold(uid: string, before: PodRecord | undefined): void {
    this.toReinspect.add(uid);
    if (before) this.records.set(uid, before);
    else this.records.delete(uid);
  }

  private send(uid: string, events: readonly PodLifecycleEvent[]): void {
    const { journal, cache, pendingEvents } = this.host;
    const { containers } = cache.get(uid);
    for (const event of events) {
      if (pendingEvents() >= channelCapacity) {
        journal.error(file, 'Event channel is full, discard this relist() cycle event');
        continue;
      }
      this.host.send(event);
      if (event.type !== 'ContainerDied') continue;
      const died = containers.find(({ id }) => id === event.data);
      if (!died) continue;
      const { id, exitCode } = died;
      const text = 'Generic (PLEG): container finished';
      journal.info(file, text, { podID: uidValue(uid), containerID: id, exitCode });
    }
  }
}
