import type { ConfigMap, Pod, PodStatus, Secret } from 'kubernetes-types/core/v1';
import type { Task } from '../../kernel/effect.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { badRequest, notFound, StatusError } from '../api/errors.ts';
import { apiTime, namespacedName } from '../api/meta.ts';
import { isMirrorPod, isTerminalPhase } from '../api/pod-properties.ts';
import type { ResourceAmounts } from '../api/pod-resources.ts';
import type { ApiClient } from '../apiserver/client.ts';
import { Informer } from '../apiserver/informer.ts';
import type { ContainerOutput } from '../cri/container-output.ts';
import type { Containerd } from '../cri/containerd.ts';
import type { Kubelet } from './kubelet.ts';
import { admitPod, countRequests } from './node-admission.ts';
import { NodeReporter } from './node-reporter.ts';
import type { MachineInfo } from './node-status.ts';
import type { ContainerRecord } from './pod-runtime.ts';
import { PodWorker, type PodWorkerHost } from './pod-worker.ts';
import { mirrorPodOf, staticPodOf } from './static-pods.ts';
import type { VolumeSources } from './volumes.ts';

/** The grace that the containers of a pod get that was force-deleted. */
const forcedGraceSeconds = 1;

/** A kubelet that starts and stops pods: what a cluster needs so that its workloads run.
 *  @models pkg/kubelet/kubelet.go Kubelet
 *  @simplifies no PLEG, no housekeeping and no garbage collection: a pod's worker sees its containers directly */
export class SimpleKubelet implements Kubelet {
  readonly node: string;
  readonly runtime: Containerd;
  private readonly kernel: Kernel;
  private readonly client: ApiClient;
  private readonly reporter: NodeReporter;
  private readonly workers = new Map<string, PodWorker>();
  /** Static pods by the file of their manifest. */
  private readonly staticPods = new Map<string, Pod>();
  private readonly requested: ResourceAmounts = new Map();
  private readonly admitted = new Set<string>();
  private readonly host: PodWorkerHost;
  private running = false;

  constructor(kernel: Kernel, client: ApiClient, runtime: Containerd, machine: MachineInfo) {
    this.kernel = kernel;
    this.client = client;
    this.runtime = runtime;
    this.node = machine.node;
    this.reporter = new NodeReporter(kernel, client, machine, runtime.images);
    this.host = {
      kernel,
      runtime,
      hostIP: machine.nodeIP,
      volumeSources: (namespace) => this.volumeSources(namespace),
      reportStatus: (pod, status) => this.reportStatus(pod, status),
      recordEvent: (pod, record, type, reason, message) => this.recordEvent(pod, record, type, reason, message),
      podFinished: (pod) => this.release(pod),
      podTerminated: (pod) => this.podTerminated(pod),
    };
    runtime.onExit = ({ sandbox }) => this.workers.get(sandbox.config.uid)?.wakeUp();
  }

  *run(): Task {
    this.reporter.register();
    this.running = true;
    this.kernel.spawn(`kubelet ${this.node} lease`, this.reporter.renewLease(), { owned: true });
    this.kernel.spawn(`kubelet ${this.node} status`, this.reporter.reportStatus(), { owned: true });
    for (const pod of this.staticPods.values()) this.startStaticPod(pod);
    const informer = new Informer<Pod>(this.client, 'pods', { fieldSelector: `spec.nodeName=${this.node}` });
    for (;;) {
      const change = yield* informer.changes.take();
      if (!change) return;
      const { type, object } = change;
      if (isMirrorPod(object)) this.mirrorPodChanged(type, object);
      else this.podChanged(type, object);
    }
  }

  setReady(ready: boolean): void {
    this.reporter.setReady(ready);
  }

  addStaticPod(file: string, manifest: Pod): void {
    this.removeStaticPod(file);
    const pod = staticPodOf(manifest, this.node, file, this.kernel.nowMs);
    this.staticPods.set(file, pod);
    if (this.running) this.startStaticPod(pod);
  }

  removeStaticPod(file: string): void {
    const pod = this.staticPods.get(file);
    if (!pod) return;
    this.staticPods.delete(file);
    this.workers.get(pod.metadata?.uid ?? '')?.terminate(pod.spec?.terminationGracePeriodSeconds ?? 30);
  }

  /** @models pkg/kubelet/kubelet_pods.go Kubelet.GetKubeletContainerLogs */
  containerOutput(namespace: string, pod: string, name: string | undefined, previous: boolean): ContainerOutput {
    const worker = [...this.workers.values()].find((candidate) => candidate.name === `${namespace}/${pod}`);
    if (!worker) throw notFound('', 'pods', pod);
    const wanted = name ?? worker.pod.spec?.containers[0]?.name;
    const record = worker.records.find(({ spec }) => spec.name === wanted);
    const quoted = `${JSON.stringify(wanted)} in pod ${JSON.stringify(pod)}`;
    if (!record) throw badRequest(`container ${wanted} is not valid for pod ${pod}`);
    const container = previous ? record.previous : (record.current ?? record.previous);
    if (container) return container.output;
    if (previous) throw badRequest(`previous terminated container ${quoted} not found`);
    throw badRequest(`container ${quoted} is waiting to start: ${record.waiting?.reason ?? 'ContainerCreating'}`);
  }

  /** @models pkg/kubelet/kubelet.go Kubelet.syncLoopIteration */
  private podChanged(type: 'ADDED' | 'MODIFIED' | 'DELETED', pod: Pod): void {
    const uid = pod.metadata?.uid ?? '';
    const worker = this.workers.get(uid);
    if (type === 'DELETED') {
      worker?.terminate(forcedGraceSeconds);
      return;
    }
    if (worker) worker.pod = pod;
    else if (isTerminalPhase(pod) && pod.metadata?.deletionTimestamp) this.deletePod(pod);
    else if (!isTerminalPhase(pod)) this.startPod(pod);
    if (pod.metadata?.deletionTimestamp) {
      this.workers.get(uid)?.terminate(pod.metadata.deletionGracePeriodSeconds ?? 0);
    }
  }

  /** @models pkg/kubelet/kubelet.go Kubelet.HandlePodAdditions */
  private startPod(pod: Pod): void {
    const uid = pod.metadata?.uid ?? '';
    const rejection = admitPod(pod, this.reporter.object, this.requested, this.admitted.size);
    if (rejection) {
      this.rejectPod(pod, rejection.reason, rejection.message);
      return;
    }
    this.admitted.add(uid);
    countRequests(this.requested, pod, 1n);
    const worker = new PodWorker(this.host, pod);
    this.workers.set(uid, worker);
    this.kernel.spawn(`pod worker ${worker.name}`, worker.run(), { owned: true });
  }

  /** @models pkg/kubelet/kubelet.go Kubelet.rejectPod */
  private rejectPod(pod: Pod, reason: string, message: string): void {
    this.recordEvent(pod, undefined, 'Warning', reason, message);
    this.reportStatus(pod, {
      ...pod.status,
      phase: 'Failed',
      reason,
      message: `Pod was rejected: ${message}`,
      startTime: apiTime(this.kernel.nowMs),
    });
  }

  private startStaticPod(pod: Pod): void {
    this.startPod(pod);
    this.createMirrorPod(pod);
  }

  private createMirrorPod(pod: Pod): void {
    try {
      this.client.create<Pod>('pods', mirrorPodOf(pod, this.reporter.object));
    } catch (error) {
      // The namespace may be missing or the name taken; the static pod runs all the same.
      if (!(error instanceof StatusError)) throw error;
    }
  }

  /** The static pod does not care what becomes of its picture: a deleted mirror pod is made again.
   *  @models pkg/kubelet/kubelet.go Kubelet.tryReconcileMirrorPods */
  private mirrorPodChanged(type: 'ADDED' | 'MODIFIED' | 'DELETED', mirror: Pod): void {
    const pod = [...this.staticPods.values()].find((each) => namespacedName(each) === namespacedName(mirror));
    const worker = this.workers.get(pod?.metadata?.uid ?? '');
    if (type === 'DELETED') {
      if (pod && worker && !worker.isTerminating) this.createMirrorPod(pod);
    } else if (mirror.metadata?.deletionTimestamp) {
      this.deletePod(mirror);
    } else if (worker?.pod.status && !mirror.status?.containerStatuses) {
      this.reportStatus(worker.pod, worker.pod.status);
    }
  }

  /** @models pkg/kubelet/status/status_manager.go manager.syncPod */
  private reportStatus(pod: Pod, status: PodStatus): Pod | undefined {
    const isStatic = this.isStatic(pod);
    const withStatus = isStatic ? { ...pod, status } : undefined;
    const { namespace, name = '', uid } = pod.metadata ?? {};
    try {
      const current = this.client.get<Pod>('pods', namespace, name);
      if (isStatic ? !isMirrorPod(current) : current.metadata?.uid !== uid) return withStatus;
      const { resourceVersion: _, ...metadata } = current.metadata ?? {};
      const written = this.client.updateStatus<Pod>('pods', { ...current, metadata, status });
      return withStatus ?? written;
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      return withStatus;
    }
  }

  private podTerminated(pod: Pod): void {
    this.workers.delete(pod.metadata?.uid ?? '');
    this.release(pod);
    this.deletePod(pod);
  }

  /** Gives back what a pod was admitted with. */
  private release(pod: Pod): void {
    if (this.admitted.delete(pod.metadata?.uid ?? '')) countRequests(this.requested, pod, -1n);
  }

  private deletePod(pod: Pod): void {
    const { namespace, name = '', uid } = pod.metadata ?? {};
    const preconditions = this.isStatic(pod) || !uid ? {} : { preconditions: { uid } };
    try {
      this.client.delete('pods', namespace, name, { gracePeriodSeconds: 0, ...preconditions });
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
    }
  }

  private isStatic(pod: Pod): boolean {
    return pod.metadata?.annotations?.['kubernetes.io/config.source'] === 'file' && !isMirrorPod(pod);
  }

  private recordEvent(
    pod: Pod,
    record: ContainerRecord | undefined,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
  ): void {
    const { namespace, name, uid, resourceVersion } = pod.metadata ?? {};
    const kind = record?.init ? 'initContainers' : 'containers';
    const involvedObject = {
      apiVersion: 'v1',
      kind: 'Pod',
      namespace,
      name,
      uid,
      ...(resourceVersion ? { resourceVersion } : {}),
      ...(record ? { fieldPath: `spec.${kind}{${record.spec.name}}` } : {}),
    };
    this.client.recordEvent({
      involvedObject,
      type,
      reason,
      message,
      source: { component: 'kubelet', host: this.node },
    });
  }

  private volumeSources(namespace: string): VolumeSources {
    return {
      configMap: (name) => this.find<ConfigMap>('configmaps', namespace, name),
      secret: (name) => this.find<Secret>('secrets', namespace, name),
    };
  }

  private find<T>(resource: string, namespace: string, name: string): T | undefined {
    try {
      return this.client.get<T>(resource, namespace, name);
    } catch (error) {
      if (error instanceof StatusError) return undefined;
      throw error;
    }
  }
}
