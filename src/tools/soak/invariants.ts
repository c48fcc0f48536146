import type { Cluster } from 'kind-wasm-shim/cluster/cluster.ts';
import type { LogEntry } from 'kind-wasm-shim/kernel/log.ts';
import { isMirrorPod, isStaticPod } from 'kind-wasm-shim/kubernetes/api/pod-properties.ts';
import type { KubeletProcess } from 'kind-wasm-shim/kubernetes/kubelet/kubelet-process.ts';
import type { NodeKubelet } from 'kind-wasm-shim/kubernetes/kubelet/node-kubelet.ts';
import { type PodSyncStatus, podWorkerState } from 'kind-wasm-shim/kubernetes/kubelet/pod-sync-status.ts';
import {
  deletesObjectWhenWorkerIsFinished,
  honoursExplicitZeroGrace,
} from 'kind-wasm-shim/kubernetes/kubelet/versions.ts';
import type { Pod } from 'kubernetes-types/core/v1';

/** A rule of the kubelet that does not hold. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

interface TrackedContainer {
  readonly uid: string;
  readonly sandbox: string;
  state: 'created' | 'running' | 'exited';
}

/** Watches one node for what must never happen: the rules I1 to I18 of a kubelet. Each looks at every entry of the log, in the
 *  step that wrote it. */
export class Invariants {
  private readonly cluster: Cluster;
  private readonly kubelet: NodeKubelet;
  private seen = 0;
  private run: KubeletProcess | undefined;
  private readonly containers = new Map<string, TrackedContainer>();
  private readonly sandboxes = new Map<string, { readonly uid: string; ready: boolean; readonly order: number }>();
  /** The records as they were after the last step, with the grace that they had promised. */
  private readonly records = new Map<string, { readonly record: PodSyncStatus; grace: number }>();
  private readonly syncing = new Map<string, string>();

  constructor(cluster: Cluster, kubelet: NodeKubelet) {
    this.cluster = cluster;
    this.kubelet = kubelet;
  }

  /** Looks at what the last step has logged. */
  check(): void {
    const { entries } = this.cluster.kernel.log;
    if (this.seen === entries.length) return;
    if (this.run !== this.kubelet.running) {
      this.run = this.kubelet.running;
      this.records.clear();
      this.syncing.clear();
    }
    for (; this.seen < entries.length; this.seen++) this.see(entries[this.seen] as LogEntry);
    this.checkRecords();
  }

  /** What is left when everything has had its time, and no call fails any more. */
  checkSettled(mayLeak: boolean): void {
    const { running: run, runtime } = this.kubelet;
    if (!run) throw this.violation('L1', 'the kubelet does not run at the end');
    for (const pod of run.podManager.getPods()) {
      if (!isStaticPod(pod)) {
        this.expect('L3', !pod.metadata?.deletionTimestamp || mayLeak, `${pod.metadata?.name} is still being deleted`);
        continue;
      }
      const { name = '', namespace = '' } = pod.metadata ?? {};
      const mirror = this.cluster.server.store('pods').find(namespace, name);
      const record = run.workers.records.get(pod.metadata?.uid ?? '');
      if (record && podWorkerState(record) === 'syncing')
        this.expect('I7', mirror !== undefined, `static pod ${name} has no mirror pod`);
    }
    if (mayLeak) return;
    for (const { uid } of run.workers.records.values()) {
      this.expect('L1', run.podManager.getPodByUID(uid) !== undefined, `the worker of ${uid} is never forgotten`);
    }
    for (const { config, id } of runtime.sandboxes.values()) {
      const isKnown = run.podManager.getPodByUID(config.uid) !== undefined;
      this.expect('L1', isKnown, `sandbox ${id.slice(0, 8)} of ${config.pod} outlives its pod`);
    }
  }

  private see(entry: LogEntry): void {
    switch (entry.kind) {
      case 'cri.sandboxStarted': {
        const uid = this.kubelet.runtime.sandboxes.get(entry.data.sandbox)?.config.uid ?? '';
        this.sandboxes.set(entry.data.sandbox, { uid, ready: true, order: entry.seq });
        this.checkMayStart(uid, `sandbox for ${entry.data.pod}`);
        break;
      }
      case 'cri.sandboxStopped': {
        const sandbox = this.sandboxes.get(entry.data.sandbox);
        if (sandbox) sandbox.ready = false;
        break;
      }
      case 'cri.sandboxRemoved':
        this.checkSandboxRemoved(entry.data.sandbox, entry.data.pod);
        break;
      case 'cri.containerCreated': {
        const { sandbox, container } = entry.data;
        const uid = this.sandboxes.get(sandbox)?.uid ?? '';
        this.containers.set(container, { uid, sandbox, state: 'created' });
        break;
      }
      case 'cri.containerStarted': {
        const container = this.containers.get(entry.data.container);
        if (container) container.state = 'running';
        this.checkMayStart(container?.uid ?? '', `container ${entry.data.name} of ${entry.data.pod}`);
        break;
      }
      case 'cri.containerExited': {
        const container = this.containers.get(entry.data.container);
        if (container) container.state = 'exited';
        break;
      }
      case 'cri.containerRemoved': {
        const container = this.containers.get(entry.data.container);
        this.expect('I12', container?.state !== 'running', `container ${entry.data.name} was removed while it ran`);
        this.containers.delete(entry.data.container);
        break;
      }
      case 'containerd.logged':
        this.checkStop(entry.data.message);
        break;
      case 'apiserver.objectWritten':
        if (entry.data.resource === 'pods' && entry.data.type === 'DELETED') this.checkDeleted(entry.data);
        break;
      case 'kubelet.logged':
        this.seeLine(entry.data.message, entry.data.values);
        break;
      default:
    }
  }

  private seeLine(message: string, values: string): void {
    const uid = /podUID="?([^" ]*)/.exec(values)?.[1] ?? '';
    const sync = /^([sS]ync\w*Pod) (enter|exit)$/.exec(message);
    if (sync) {
      const [, name = '', what] = sync;
      const under = this.syncing.get(uid);
      if (what === 'enter') {
        this.expect('I14', under === undefined, `${name} of ${uid} began within ${under}`);
        this.syncing.set(uid, name);
        if (/^syncTerminatedPod$/i.test(name)) this.checkNothingRuns(uid);
      } else {
        this.syncing.delete(uid);
      }
    }
    if (message === 'SyncLoop (PLEG): event for pod') {
      this.expect('I16', !/ContainerRemoved|ContainerChanged/.test(values), `a removal was synced: ${values}`);
    }
    if (message === 'Deleting a mirror pod' && /podUID=("")?$/.test(values)) this.checkMirrorMayGo(values);
  }

  private checkMirrorMayGo(values: string): void {
    const [, namespace = '', name = ''] = /pod="([^/]*)\/([^"]*)"/.exec(values) ?? [];
    const terminating = this.run?.workers.isPodForMirrorPodTerminatingByFullName(`${name}_${namespace}`) === true;
    this.expect('I8', !terminating, `the mirror pod ${name} went while its static pod was terminating`);
  }

  /** I2, I5: a pod on its way out starts nothing, and no second static pod of a name starts beside the first. */
  private checkMayStart(uid: string, what: string): void {
    const records = this.run?.workers.records;
    const record = records?.get(uid);
    this.expect('I2', record?.startedTerminating !== true, `${what} was started after the pod began to terminate`);
    if (!record?.isStatic || !records) return;
    for (const other of records.values()) {
      const isRival =
        other.uid !== uid && other.isStatic && other.fullName === record.fullName && other.started && !other.finished;
      this.expect('I5', !isRival, `${what} was started while ${other.uid} of the same name was not finished`);
    }
  }

  private checkNothingRuns(uid: string): void {
    for (const container of this.containers.values()) {
      const runs = container.uid === uid && container.state === 'running';
      this.expect('I3', !runs, `syncTerminatedPod of ${uid} began while a container ran`);
    }
  }

  /** I6: nothing that happens to a mirror pod stops its static pod. */
  private checkStop(message: string): void {
    const [, id = ''] = /^StopContainer for "([^"]*)" with timeout/.exec(message) ?? [];
    const uid = this.containers.get(id)?.uid;
    const pod = uid === undefined ? undefined : this.run?.podManager.getPodByUID(uid);
    if (!pod || uid === undefined || !isStaticPod(pod)) return;
    const isWanted = this.run?.workers.records.get(uid)?.terminatingAtMs !== undefined;
    const isBroken = ![...this.sandboxes.values()].some((sandbox) => sandbox.uid === uid && sandbox.ready);
    this.expect(
      'I6',
      isWanted || isBroken,
      `a container of the static pod ${pod.metadata?.name} was stopped for nothing`,
    );
  }

  private checkSandboxRemoved(id: string, pod: string): void {
    const sandbox = this.sandboxes.get(id);
    if (!sandbox) return;
    this.expect('I11', !sandbox.ready, `a ready sandbox of ${pod} was removed`);
    const isUsed = [...this.containers.values()].some((container) => container.sandbox === id);
    this.expect('I11', !isUsed, `a sandbox of ${pod} was removed with containers in it`);
    this.sandboxes.delete(id);
    const record = this.run?.workers.records.get(sandbox.uid);
    if (!record || record.evicted || (record.deleted && record.terminatedAtMs !== undefined)) return;
    const isNewest = ![...this.sandboxes.values()].some(
      ({ uid, order }) => uid === sandbox.uid && order > sandbox.order,
    );
    this.expect('I13', !isNewest, `the newest sandbox of ${pod} was removed, though the pod is not gone for good`);
  }

  /** I9, I10: an object goes when nothing of its pod is left on the node. */
  private checkDeleted({ by, object }: Extract<LogEntry, { kind: 'apiserver.objectWritten' }>['data']): void {
    const { run, kubelet } = this;
    if (!run || by !== `system:node:${kubelet.node}`) return;
    const pod = object as Pod;
    if (isMirrorPod(pod)) return;
    const uid = pod.metadata?.uid ?? '';
    const name = pod.metadata?.name;
    const record = run.workers.records.get(uid);
    this.expect('I9', pod.metadata?.deletionTimestamp !== undefined, `${name} was deleted though nobody asked for it`);
    const isOver = record ? record.terminatedAtMs !== undefined : run.workers.podsSynced;
    this.expect('I9', isOver, `${name} was deleted before its containers had stopped`);
    if (deletesObjectWhenWorkerIsFinished(kubelet.version)) {
      this.expect('I9', record ? record.finished : true, `${name} was deleted before its worker was finished`);
    }
    const runs = pod.status?.containerStatuses?.some(({ state }) => state?.running) ?? false;
    this.expect('I9', !runs, `${name} was deleted with a running container in its status`);
    this.expect('I9', !kubelet.disk.cgroups.has(uid), `${name} was deleted with its control group`);
  }

  /** I1, I4, I15: what a record may become. */
  private checkRecords(): void {
    const { run, records } = this;
    if (!run) return;
    for (const [uid, known] of records) {
      if (run.workers.records.get(uid) === known.record) continue;
      const mayGo = known.record.finished || !known.record.started;
      this.expect('I15', mayGo, `the record of ${uid} was dropped while it was ${podWorkerState(known.record)}`);
      records.delete(uid);
    }
    for (const [uid, record] of run.workers.records) {
      const { finished, terminatedAtMs, terminatingAtMs, gracePeriod, startedTerminating } = record;
      this.expect('I1', !finished || terminatedAtMs !== undefined, `${uid} is finished and not terminated`);
      const isOrdered = terminatedAtMs === undefined || terminatingAtMs !== undefined;
      this.expect('I1', isOrdered, `${uid} is terminated and was never asked to terminate`);
      const isTerminating = startedTerminating && terminatedAtMs === undefined;
      this.expect('I4', !isTerminating || gracePeriod >= 1, `${uid} terminates with a grace period of ${gracePeriod}`);
      const known = records.get(uid) ?? { record, grace: gracePeriod };
      records.set(uid, known);
      // Before 1.31 an explicit 0 meant the spec's own grace, also after a shorter one.
      const own = record.active?.pod.spec?.terminationGracePeriodSeconds;
      const fellBack = !honoursExplicitZeroGrace(this.kubelet.version) && (own === undefined || gracePeriod === own);
      const isShorter = known.grace === 0 || gracePeriod <= known.grace;
      this.expect(
        'I4',
        isShorter || fellBack,
        `the grace period of ${uid} has grown from ${known.grace} to ${gracePeriod}`,
      );
      known.grace = gracePeriod;
    }
  }

  private expect(rule: string, holds: boolean, broken: string): void {
    if (!holds) throw this.violation(rule, broken);
  }

  private violation(rule: string, broken: string): Violation {
    const { kernel } = this.cluster;
    return new Violation(
      `${rule}: ${broken} (seed ${kernel.seed}, kubelet ${this.kubelet.version}, at ${kernel.nowMs / 1000}s)`,
    );
  }
}
