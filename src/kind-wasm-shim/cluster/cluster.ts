import { sleep, type Task } from '../kernel/effect.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Process } from '../kernel/process.ts';
import { tooManyRequests } from '../kubernetes/api/errors.ts';
import type { KubernetesObject } from '../kubernetes/api/meta.ts';
import { ApiClient } from '../kubernetes/apiserver/client.ts';
import { ApiServer, defaultVersion } from '../kubernetes/apiserver/server.ts';
import { runControllerManager } from '../kubernetes/controllers/controller-manager.ts';
import { evictionBudgetGuard } from '../kubernetes/controllers/eviction-budget.ts';
import { Containerd, type SandboxConfig } from '../kubernetes/cri/containerd.ts';
import type { ContainerProcess, Program } from '../kubernetes/cri/program.ts';
import { NodeKubelet } from '../kubernetes/kubelet/node-kubelet.ts';
import { kubeletEndpoint } from '../kubernetes/kubelet/server.ts';
import { Scheduler } from '../kubernetes/scheduler/scheduler.ts';
import { applyObject } from './apply-object.ts';
import { rootCA } from './certificates.ts';
import type { ClusterConfig, NodeConfig } from './cluster-config.ts';
import { ContainerPrograms, type PodProcess } from './container-programs.ts';
import { deschedulerImage, deschedulerProgram } from './descheduler/program.ts';
import { ensureNamespace } from './ensure-namespace.ts';
import { controlPlaneManifests, kindImages, kindObjects } from './kind-content.ts';
import { machineOf, podAddresses } from './machines.ts';
import { placeWorkload } from './placed-workloads.ts';

/** A node of the cluster, from the outside. */
export interface ClusterNode {
  readonly name: string;
  readonly kubelet: NodeKubelet;
  readonly runtime: Containerd;
}

/** A cluster under way in a simulation. */
export class Cluster {
  readonly kernel: Kernel;
  readonly config: ClusterConfig;
  readonly server: ApiServer;
  readonly programs = new ContainerPrograms();
  readonly nodes = new Map<string, ClusterNode>();
  /** Pods whose eviction the API refuses, as `namespace/name`: what a disruption budget at its limit does. */
  readonly refusedEvictions = new Set<string>();
  private readonly clients = new Map<string, ApiClient>();
  private readonly processes = new Map<string, Process>();
  private nodesMade = 0;

  constructor(kernel: Kernel, config: ClusterConfig, server: ApiServer) {
    this.kernel = kernel;
    this.config = config;
    this.server = server;
    this.programs.register(deschedulerImage, deschedulerProgram(kernel));
  }

  /** The names of the nodes in the order in which they were made. */
  get nodeNames(): string[] {
    return [...this.nodes.keys()];
  }

  get version(): string {
    return this.server.version.gitVersion;
  }

  /** The API as one user sees it; the same user gets the same client, and so one memory of events. */
  client(user: string): ApiClient {
    let client = this.clients.get(user);
    if (!client) {
      client = new ApiClient(this.server, user);
      this.clients.set(user, client);
    }
    return client;
  }

  /** Starts a node. It registers and is ready to take pods a moment after it has joined. */
  addNode(node: NodeConfig, joinsAfterMs = 0): ClusterNode {
    const { kernel, config } = this;
    const name = node.name ?? this.freeName(node.role ?? 'worker');
    if (this.nodes.has(name)) throw new Error(`node ${name} is there already; choose another name`);
    const index = this.nodesMade++;
    const machine = machineOf(kernel, config, node, name, index, this.version);
    const builtIn = config.systemPods === 'kind' ? kindImages(this.version) : [];
    const runtime = new Containerd(kernel, {
      node: name,
      nodeIP: machine.nodeIP,
      nextPodIP: podAddresses(index),
      program: (image, sandbox) => this.programFor(image, sandbox),
      images: node.images === 'all' ? 'all' : [...builtIn, ...(node.images ?? [])],
    });
    const kubelet = new NodeKubelet(kernel, this.client(`system:node:${name}`), runtime, machine);
    if (config.systemPods === 'kind' && node.role === 'control-plane') {
      for (const [file, manifest] of controlPlaneManifests(this.version, machine.nodeIP)) {
        kubelet.addStaticPod(file, manifest);
      }
    }
    this.server.nodes.register(name, kubeletEndpoint(kernel, kubelet));
    const added = { name, kubelet, runtime };
    this.nodes.set(name, added);
    this.start(`kubelet ${name}`, joinsAfterMs > 0 ? runLater(joinsAfterMs, kubelet) : kubelet.run());
    return added;
  }

  /** Creates an object, or brings the one of that name to what is given. */
  apply(object: KubernetesObject, user = 'kubernetes-admin'): void {
    applyObject(this.client(user), object);
  }

  /** Starts a component that lives as long as the cluster. */
  start(name: string, task: Task): void {
    this.processes.set(name, this.kernel.spawn(name, task) as Process);
  }

  /** @models kind pkg/cluster/internal/providers/common/namer.go MakeNodeNamer */
  private freeName(role: 'control-plane' | 'worker'): string {
    const base = `${this.config.name ?? 'kind'}-${role}`;
    let name = base;
    for (let count = 2; this.nodes.has(name); count++) name = `${base}${count}`;
    return name;
  }

  private programFor(image: string, sandbox: SandboxConfig): Program | undefined {
    const program = this.programs.find(image);
    if (!program) return undefined;
    const { namespace, pod } = sandbox;
    const found = this.server.store('pods').find(namespace, pod);
    const { serviceAccountName = 'default' } = (found?.spec ?? {}) as { serviceAccountName?: string };
    const client = this.client(`system:serviceaccount:${namespace}:${serviceAccountName}`);
    return (process: ContainerProcess) => program({ ...process, client, namespace, pod } satisfies PodProcess);
  }
}

/** @models pkg/registry/core/pod/storage/eviction.go EvictionREST.checkAndDecrement */
const disruptionBudgetText = "Cannot evict pod as it would violate the pod's disruption budget.";

// kind joins the workers once the control plane is up and has its add-ons. That is why coredns and the provisioner are
// found on the control plane of a new cluster.
const kindJoinMs = 10_000;

function* runLater(delayMs: number, kubelet: NodeKubelet): Task {
  yield* sleep(delayMs);
  yield* kubelet.run();
}

/** Builds a cluster and starts all of it. It comes up within the next moments of virtual time: run until quiet, and all
 *  that was asked for is there and running. */
export function createCluster(kernel: Kernel, config: ClusterConfig): Cluster {
  const version = config.kubernetesVersion ?? defaultVersion.gitVersion;
  const [, major = '1', minor = '32'] = /^v(\d+)\.(\d+)/.exec(version) ?? [];
  const server = new ApiServer(kernel, { version: { ...defaultVersion, major, minor, gitVersion: version } });
  const cluster = new Cluster(kernel, config, server);
  server.evictionGuards.push(({ metadata: { namespace, name } = {} }) => {
    if (cluster.refusedEvictions.has(`${namespace}/${name}`)) throw tooManyRequests(disruptionBudgetText, 0);
  });
  server.evictionGuards.push(evictionBudgetGuard(cluster.client('system:apiserver')));
  cluster.start(
    'kube-controller-manager',
    runControllerManager(kernel, cluster.client('system:kube-controller-manager'), { rootCA }),
  );
  cluster.start(
    'kube-scheduler',
    new Scheduler(kernel, cluster.client('system:kube-scheduler'), config.scheduler).run(),
  );
  // From the first moment on somebody may create pods.
  ensureNamespace(cluster.client('kubernetes-admin'), 'default');
  const hasControlPlane = config.nodes.some(({ role }) => role === 'control-plane');
  for (const node of config.nodes) {
    const joinsLater = config.systemPods === 'kind' && hasControlPlane && node.role !== 'control-plane';
    cluster.addNode(node, joinsLater ? kindJoinMs : 0);
  }
  const objects = [
    ...(config.systemPods === 'kind' ? kindObjects(server.version.gitVersion) : []),
    ...(config.objects ?? []),
  ];
  for (const object of objects) cluster.apply(object);
  for (const workload of config.placed ?? []) placeWorkload(cluster, workload);
  return cluster;
}
