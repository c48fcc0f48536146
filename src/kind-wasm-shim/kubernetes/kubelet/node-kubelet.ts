import type { Pod } from 'kubernetes-types/core/v1';
import { sleep, type Task } from '../../kernel/effect.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Process } from '../../kernel/process.ts';
import { badRequest, notFound } from '../api/errors.ts';
import type { ApiClient } from '../apiserver/client.ts';
import type { ContainerOutput } from '../cri/container-output.ts';
import type { Container, Containerd } from '../cri/containerd.ts';
import { CriService } from '../cri/cri-service.ts';
import { type Fault, Faults } from '../cri/faults.ts';
import type { Kubelet } from './kubelet.ts';
import { KubeletProcess, type LoopPhases } from './kubelet-process.ts';
import { type ManifestAnswer, NodeDisk } from './node-disk.ts';
import { NodeReporter } from './node-reporter.ts';
import type { MachineInfo } from './node-status.ts';
import { type KubeletVersion, kubeletVersionOf, startUpMs } from './versions.ts';

declare module '../../kernel/log.ts' {
  interface LogFacts {
    'kubelet.stopped': { node: string };
    'kubelet.started': { node: string; version: KubeletVersion };
  }
}

/** The kubelet of one node over all its runs: what a cluster, a scenario and the shells on the node have in hand.
 *  @models cmd/kubelet/app/server.go RunKubelet */
export class NodeKubelet implements Kubelet {
  readonly node: string;
  readonly runtime: Containerd;
  readonly version: KubeletVersion;
  readonly disk = new NodeDisk();
  readonly service: CriService;
  private readonly kernel: Kernel;
  private readonly client: ApiClient;
  private readonly machine: MachineInfo;
  private readonly reporter: NodeReporter;
  private current: KubeletProcess | undefined;
  private process: Process | undefined;

  constructor(
    kernel: Kernel,
    client: ApiClient,
    runtime: Containerd,
    machine: MachineInfo,
    version: KubeletVersion = kubeletVersionOf(machine.kubeletVersion),
  ) {
    this.kernel = kernel;
    this.client = client;
    this.runtime = runtime;
    this.machine = machine;
    this.version = version;
    this.node = machine.node;
    this.reporter = new NodeReporter(kernel, client, machine, runtime.images);
    this.service = new CriService(kernel, runtime, new Faults(kernel, machine.node));
  }

  /** The run that is under way; undefined while the kubelet is stopped. */
  get running(): KubeletProcess | undefined {
    return this.current;
  }

  *run(): Task {
    this.reporter.register();
    this.kernel.spawn(`kubelet ${this.node} lease`, this.reporter.renewLease(), { owned: true });
    this.kernel.spawn(`kubelet ${this.node} status`, this.reporter.reportStatus(), { owned: true });
    this.begin(0);
    yield* this.process?.join() ?? sleep(0);
  }

  /** Stops the program and starts it again after so long; `startUp` is how long it then takes to look around. What it knew is lost; the containers do not notice. */
  restart(stoppedForMs: number, startUp?: number): void {
    this.stop();
    this.kernel.spawn(`restart of kubelet ${this.node}`, this.beginLater(stoppedForMs, startUp));
  }

  stop(): void {
    if (!this.current) return;
    this.current = undefined;
    this.kernel.append('kubelet.stopped', { node: this.node });
    this.process?.cancel();
  }

  /** Starts the program on a node where it has run before. */
  start(startUp?: number): void {
    if (this.current) return;
    const [low, high] = startUpMs(this.version);
    this.begin(startUp ?? this.kernel.random(`kubelet/start/${this.node}`).integer(low, high));
  }

  addFault(fault: Fault): void {
    this.service.faults.add(fault);
  }

  setPhases(phases: LoopPhases): void {
    this.current?.setPhases(phases);
  }

  setReady(ready: boolean): void {
    this.reporter.setReady(ready);
  }

  addStaticPod(file: string, manifest: Pod): void {
    this.disk.writeManifest(file, manifest);
  }

  removeStaticPod(file: string): void {
    this.disk.removeManifest(file);
  }

  /** Sets what the manifest URL answers. It is only asked if it was there when the kubelet started. */
  serveManifest(answer: ManifestAnswer): void {
    this.disk.serveManifest(answer);
  }

  /** @models pkg/kubelet/kubelet_pods.go Kubelet.GetKubeletContainerLogs */
  containerOutput(namespace: string, name: string, container: string | undefined, previous: boolean): ContainerOutput {
    const pod = this.findPod(namespace, name);
    if (!pod) throw notFound('', 'pods', name);
    const wanted = container ?? pod.spec?.containers[0]?.name;
    const specs = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])];
    const quoted = `${JSON.stringify(wanted)} in pod ${JSON.stringify(name)}`;
    if (!specs.some((spec) => spec.name === wanted))
      throw badRequest(`container ${wanted} is not valid for pod ${name}`);
    const known = this.containersOf(pod.metadata?.uid ?? '', wanted ?? '');
    const latest = known.filter(({ state }) => state !== 'created');
    const found = latest[previous ? 1 : 0];
    if (found) return found.output;
    if (previous) throw badRequest(`previous terminated container ${quoted} not found`);
    const status = this.current?.statusManager.getPodStatus(pod.metadata?.uid ?? '');
    const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
    const reason = statuses.find((each) => each.name === wanted)?.state?.waiting?.reason ?? 'ContainerCreating';
    throw badRequest(`container ${quoted} is waiting to start: ${reason}`);
  }

  private findPod(namespace: string, name: string): Pod | undefined {
    return this.current?.podManager.getPodByFullName(`${name}_${namespace}`);
  }

  private containersOf(uid: string, name: string): Container[] {
    const all = [...this.runtime.containers.values()];
    return all.filter(({ sandbox, config }) => sandbox.config.uid === uid && config.name === name).reverse();
  }

  private *beginLater(ms: number, startUp: number | undefined): Task {
    yield* sleep(ms);
    this.start(startUp);
  }

  private begin(startUp: number): void {
    const { kernel, client, service, machine, version, disk, reporter } = this;
    kernel.append('kubelet.started', { node: this.node, version });
    this.current = new KubeletProcess({ kernel, client, service, machine, version, disk, reporter });
    this.process = kernel.spawn(`kubelet program on ${this.node}`, this.current.run(startUp)) as Process;
  }
}
