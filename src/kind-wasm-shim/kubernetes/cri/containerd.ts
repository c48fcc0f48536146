import { Channel } from '../../kernel/channel.ts';
import { periodically, race, sleep, type Task } from '../../kernel/effect.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Process } from '../../kernel/process.ts';
import { RandomStream } from '../../kernel/random.ts';
import { newContainerID } from '../api/names.ts';
import { ContainerOutput } from './container-output.ts';
import { type Image, ImageStore } from './image-store.ts';
import { type ContainerProcess, type Program, pause, type Signal } from './program.ts';

declare module '../../kernel/log.ts' {
  interface LogFacts {
    'cri.imagePulled': { node: string; image: string; ms: number };
    'cri.sandboxStarted': { node: string; sandbox: string; namespace: string; pod: string; ip: string };
    'cri.sandboxStopped': { node: string; sandbox: string; namespace: string; pod: string };
    'cri.sandboxRemoved': { node: string; sandbox: string; namespace: string; pod: string };
    'cri.containerCreated': ContainerFact & { image: string; attempt: number };
    'cri.containerStarted': ContainerFact;
    'cri.signalSent': ContainerFact & { signal: Signal | 'SIGKILL' };
    'cri.containerExited': ContainerFact & { exitCode: number };
    'cri.containerRemoved': ContainerFact;
    'cri.containerLogged': ContainerFact & { stream: 'stdout' | 'stderr'; line: string };
  }
}

export interface ContainerFact {
  node: string;
  container: string;
  sandbox: string;
  namespace: string;
  pod: string;
  name: string;
}

export interface SandboxConfig {
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
  readonly hostNetwork: boolean;
}

export interface ContainerConfig {
  readonly name: string;
  readonly image: string;
  readonly attempt: number;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The mounted files; asked for when the program looks at them. */
  readonly files: () => ReadonlyMap<string, string>;
  /** Whether the container is started anew whenever it ends. */
  readonly restarts: boolean;
}

export interface Sandbox {
  readonly id: string;
  readonly config: SandboxConfig;
  readonly ip: string;
  readonly createdAtMs: number;
  ready: boolean;
  /** Its containers, the removed ones left out, as they were created. */
  readonly containers: Container[];
}

/** A container as the runtime knows it.
 *  @models staging/src/k8s.io/cri-api/pkg/apis/runtime/v1/api.proto ContainerStatus */
export interface Container {
  readonly id: string;
  readonly sandbox: Sandbox;
  readonly config: ContainerConfig;
  readonly image: Image;
  state: 'created' | 'running' | 'exited';
  readonly createdAtMs: number;
  startedAtMs: number;
  finishedAtMs: number;
  exitCode: number;
  readonly output: ContainerOutput;
}

interface Running {
  readonly process: Process<number>;
  readonly signals: Channel<Signal>;
  /** Closed when the process has ended. */
  readonly exited: Channel<never>;
}

export interface ContainerdOptions {
  readonly node: string;
  /** The addresses for pods, in order; the node's own for those on its network. */
  readonly nodeIP: string;
  readonly nextPodIP: () => string;
  /** What an image runs in a pod; undefined for an image that is not known. */
  readonly program: (image: string, sandbox: SandboxConfig) => Program | undefined;
  /** Images that need not be pulled. */
  readonly images: readonly string[] | 'all';
}

/** A container runtime: sandboxes, the containers in them, the images of the node. Each call takes a little virtual
 *  time, drawn from the streams of its node.
 *  @models containerd internal/cri/server/service.go criService
 *  @simplifies no exec and no attach; a program is a task, not a process of an operating system */
export class Containerd {
  readonly node: string;
  readonly sandboxes = new Map<string, Sandbox>();
  readonly containers = new Map<string, Container>();
  readonly images: ImageStore;
  /** The containers that have exited, as they do. */
  onExit: (container: Container) => void = () => {};
  private readonly kernel: Kernel;
  private readonly options: ContainerdOptions;
  private readonly running = new Map<string, Running>();
  /** Grows whenever a sandbox or container appears, changes its state or goes. */
  changes = 0;
  /** Told of each such change. */
  onChange: () => void = () => {};

  constructor(kernel: Kernel, options: ContainerdOptions) {
    this.kernel = kernel;
    this.options = options;
    this.node = options.node;
    this.images = new ImageStore((image) => new RandomStream(kernel.seed, `cri/image/${image}`), options.images);
  }

  /** Fetches an image, also when it is there already; the second time is quick. */
  *pullImage(image: string): Task<{ image: Image; ms: number }> {
    const known = this.images.find(image);
    const ms = known ? this.latency('pull', 200, 500) : this.latency('pull', 700, 2_200);
    yield* sleep(ms);
    const pulled = this.images.add(image);
    if (!known) this.kernel.append('cri.imagePulled', { node: this.node, image: pulled.reference, ms });
    return { image: pulled, ms };
  }

  *runPodSandbox(config: SandboxConfig): Task<Sandbox> {
    yield* sleep(this.latency('sandbox', 80, 240));
    const id = newContainerID(this.kernel.random(`cri/ids/${this.node}`));
    const ip = config.hostNetwork ? this.options.nodeIP : this.options.nextPodIP();
    const sandbox: Sandbox = { id, config, ip, createdAtMs: this.kernel.nowMs, ready: true, containers: [] };
    this.sandboxes.set(id, sandbox);
    this.changed();
    const { namespace, pod } = config;
    this.kernel.append('cri.sandboxStarted', { node: this.node, sandbox: id, namespace, pod, ip });
    return sandbox;
  }

  /** Stops a sandbox and kills what still runs in it. */
  *stopPodSandbox(sandbox: Sandbox): Task {
    if (!sandbox.ready) return;
    yield* sleep(this.latency('stopSandbox', 8, 30));
    for (const container of sandbox.containers) this.kill(container);
    if (!sandbox.ready) return;
    sandbox.ready = false;
    this.changed();
    const { namespace, pod } = sandbox.config;
    this.kernel.append('cri.sandboxStopped', { node: this.node, sandbox: sandbox.id, namespace, pod });
  }

  removePodSandbox(sandbox: Sandbox): void {
    for (const container of [...sandbox.containers]) this.removeContainer(container);
    if (!this.sandboxes.delete(sandbox.id)) return;
    this.changed();
    const { namespace, pod } = sandbox.config;
    this.kernel.append('cri.sandboxRemoved', { node: this.node, sandbox: sandbox.id, namespace, pod });
  }

  *createContainer(sandbox: Sandbox, config: ContainerConfig): Task<Container> {
    if (!sandbox.ready) throw new Error(`sandbox ${sandbox.id} is not ready; a container needs one that is`);
    yield* sleep(this.latency('create', 15, 45));
    const image = this.images.find(config.image);
    if (!image) throw new Error(`image ${config.image} is not on ${this.node}; pull it before creating a container`);
    const container: Container = {
      id: newContainerID(this.kernel.random(`cri/ids/${this.node}`)),
      sandbox,
      config,
      image,
      state: 'created',
      createdAtMs: this.kernel.nowMs,
      startedAtMs: 0,
      finishedAtMs: 0,
      exitCode: 0,
      output: new ContainerOutput(),
    };
    this.containers.set(container.id, container);
    this.changed();
    sandbox.containers.push(container);
    const { attempt } = config;
    this.kernel.append('cri.containerCreated', { ...this.fact(container), image: image.reference, attempt });
    return container;
  }

  *startContainer(container: Container): Task {
    yield* sleep(this.latency('start', 15, 60));
    if (container.state !== 'created' || !container.sandbox.ready) return;
    container.state = 'running';
    this.changed();
    container.startedAtMs = this.kernel.nowMs;
    this.kernel.append('cri.containerStarted', this.fact(container));
    const signals = new Channel<Signal>(this.kernel);
    const exited = new Channel<never>(this.kernel);
    const program = this.options.program(container.config.image, container.sandbox.config) ?? pause;
    const name = `container ${container.config.name} of ${container.sandbox.config.pod}`;
    const process = this.kernel.spawn(name, program(this.contextOf(container, signals)));
    this.running.set(container.id, { process, signals, exited });
    process.onEnd((result) => {
      if (result.status !== 'failed') this.exited(container, result.status === 'done' ? result.value : 137);
    });
  }

  /** Asks a container to stop, and kills it when the time is up. */
  *stopContainer(container: Container, timeoutSeconds: number): Task {
    const running = this.running.get(container.id);
    if (!running) return;
    this.kernel.append('cri.signalSent', { ...this.fact(container), signal: 'SIGTERM' });
    running.signals.offer('SIGTERM');
    const { first } = yield* race({ exited: running.exited.take(), timeout: sleep(timeoutSeconds * 1000) });
    if (first === 'timeout') this.kill(container);
    yield* sleep(this.latency('stop', 10, 40));
  }

  removeContainer(container: Container): void {
    this.kill(container);
    if (!this.containers.delete(container.id)) return;
    this.changed();
    const { containers } = container.sandbox;
    containers.splice(containers.indexOf(container), 1);
    this.kernel.append('cri.containerRemoved', this.fact(container));
  }

  /** Kills a container's process at once, as the end of its control group does. */
  killContainer(container: Container): void {
    this.kill(container);
  }

  private changed(): void {
    this.changes += 1;
    this.onChange();
  }

  private kill(container: Container): void {
    const running = this.running.get(container.id);
    if (!running) return;
    this.kernel.append('cri.signalSent', { ...this.fact(container), signal: 'SIGKILL' });
    running.process.cancel();
  }

  private exited(container: Container, exitCode: number): void {
    const running = this.running.get(container.id);
    if (!running) return;
    this.running.delete(container.id);
    container.state = 'exited';
    this.changed();
    container.exitCode = exitCode;
    container.finishedAtMs = this.kernel.nowMs;
    this.kernel.append('cri.containerExited', { ...this.fact(container), exitCode });
    running.exited.close();
    container.output.end();
    this.onExit(container);
  }

  private contextOf(container: Container, signals: Channel<Signal>): ContainerProcess {
    const { image, command, args, env, files, restarts } = container.config;
    return {
      image,
      command,
      args,
      env,
      get files() {
        return files();
      },
      signals,
      print: (line, stream = 'stdout') => {
        for (const text of line.split('\n')) {
          container.output.write({ atMs: this.kernel.nowMs, stream, text });
          this.kernel.append('cri.containerLogged', { ...this.fact(container), stream, line: text });
        }
      },
      sleep: (ms) => (restarts ? periodically(ms) : sleep(ms)),
    };
  }

  private latency(call: string, low: number, high: number): number {
    return this.kernel.random(`cri/latency/${this.node}/${call}`).integer(low, high);
  }

  private fact({ id, sandbox, config }: Container): ContainerFact {
    const { namespace, pod } = sandbox.config;
    return { node: this.node, container: id, sandbox: sandbox.id, namespace, pod, name: config.name };
  }
}
