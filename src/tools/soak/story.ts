import { type Cluster, createCluster } from 'kind-wasm-shim/cluster/cluster.ts';
import { race, sleep, type Task } from 'kind-wasm-shim/kernel/effect.ts';
import { Kernel } from 'kind-wasm-shim/kernel/kernel.ts';
import { RandomStream } from 'kind-wasm-shim/kernel/random.ts';
import { StatusError } from 'kind-wasm-shim/kubernetes/api/errors.ts';
import { type Fault, faultyCalls } from 'kind-wasm-shim/kubernetes/cri/faults.ts';
import type { ContainerProcess } from 'kind-wasm-shim/kubernetes/cri/program.ts';
import type { NodeKubelet } from 'kind-wasm-shim/kubernetes/kubelet/node-kubelet.ts';
import type { Pod } from 'kubernetes-types/core/v1';
import { Invariants } from './invariants.ts';

/** A story of one node: what runs on it, and all that befalls it. */
export interface SoakResult {
  readonly entries: number;
  /** Whether an error may have left something behind, which the older kubelets do not mend. */
  readonly mayLeak: boolean;
}

const image = 'soak.test/app';
const versions = ['v1.23.0', 'v1.23.10', 'v1.32.2'] as const;
const troubleMs = 60_000;
/** After the last trouble, long enough for every period: 90 s resync, 60 s collection, back-offs, and once again. */
const calmMs = 330_000;

// The node has every image, so nothing is pulled that could fail.
const calls = faultyCalls.filter((call) => call !== 'pullImage');

/** Tells the story of a seed and holds the kubelet to its rules at every step. Throws Violation. */
export function soak(seed: number): SoakResult {
  const random = new RandomStream(seed, 'soak');
  const kernel = new Kernel({ scenario: 'soak', seed });
  const name = 'node1';
  const kubernetesVersion = versions[seed % versions.length] ?? versions[0];
  const cluster = createCluster(kernel, { kubernetesVersion, nodes: [{ name, images: 'all' }] });
  const node = cluster.nodes.get(name);
  if (!node) throw new Error(`node ${name} was not made`);
  cluster.programs.register(image, program);
  const invariants = new Invariants(cluster, node.kubelet);
  const advance = (untilMs: number) => {
    kernel.runUntil(() => {
      invariants.check();
      return false;
    }, untilMs);
    kernel.run(untilMs);
  };
  const teller = new StoryTeller(cluster, node.kubelet, random);
  teller.begin();
  advance(8_000);
  let atMs = 8_000;
  while (atMs < troubleMs) {
    atMs += random.integer(0, 1) === 0 ? random.integer(1, 400) : random.integer(400, 9_000);
    advance(atMs);
    teller.next();
    invariants.check();
  }
  teller.end();
  advance(troubleMs + calmMs);
  // The older kubelets come back neither to what has failed nor to a removal that was refused before all sources were heard.
  const unmended = ['Error syncing pod, skipping', 'Failed to delete pod'];
  const hasFailed = kernel.log.entries.some(
    (entry) => entry.kind === 'kubelet.logged' && unmended.includes(entry.data.message),
  );
  const mayLeak = hasFailed && kubernetesVersion !== 'v1.32.2';
  invariants.checkSettled(mayLeak);
  return { entries: kernel.log.entries.length, mayLeak };
}

/** Draws what happens next. */
class StoryTeller {
  private readonly cluster: Cluster;
  private readonly kubelet: NodeKubelet;
  private readonly random: RandomStream;
  private names = 0;
  private readonly files = new Map<string, Pod>();

  constructor(cluster: Cluster, kubelet: NodeKubelet, random: RandomStream) {
    this.cluster = cluster;
    this.kubelet = kubelet;
    this.random = random;
  }

  begin(): void {
    for (let count = this.random.integer(1, 3); count > 0; count--) this.createPod();
    for (let count = this.random.integer(0, 2); count > 0; count--) this.writeManifest();
    if (this.random.integer(0, 3) === 0) this.kubelet.serveManifest({ pods: [this.pod('url')] });
  }

  /** From here on all goes well. A manifest URL that never answers would keep the kubelet from cleaning up. */
  end(): void {
    const { kubelet } = this;
    kubelet.service.faults.clear();
    const { manifestURL } = kubelet.disk;
    if (manifestURL && 'error' in manifestURL) kubelet.serveManifest({ pods: [] });
    kubelet.start();
  }

  next(): void {
    const { random, kubelet } = this;
    const pick = random.integer(0, 99);
    if (pick < 12) this.createPod();
    else if (pick < 40) this.deletePod();
    else if (pick < 52) this.removeManifest();
    else if (pick < 62) this.writeManifest();
    else if (pick < 68) this.editManifest();
    else if (pick < 72)
      kubelet.serveManifest(random.integer(0, 1) === 0 ? { pods: [] } : { error: 'connection refused' });
    else if (pick < 88) this.breakSomething();
    else if (pick < 93) this.restart();
    else if (pick < 97) this.evict();
    else kubelet.service.faults.clear();
  }

  private createPod(): void {
    this.cluster.client('soak').create<Pod>('pods', this.pod(`pod-${this.names++}`, this.kubelet.node));
  }

  /** Any pod or mirror pod, gracefully, by force, or once more and sooner. */
  private deletePod(): void {
    const { random } = this;
    const client = this.cluster.client('soak');
    const { items } = client.list<Pod>('pods', { namespace: 'default' });
    if (items.length === 0) return;
    const { metadata } = random.pick(items);
    const grace = random.pick(['own', 'own', 0, 1, random.integer(2, 20)] as const);
    try {
      const options = grace === 'own' ? {} : { gracePeriodSeconds: grace };
      client.delete('pods', metadata?.namespace, metadata?.name ?? '', options);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
    }
  }

  private writeManifest(): void {
    const file = `static-${this.names++}`;
    const manifest = this.pod(file);
    this.files.set(file, manifest);
    this.kubelet.addStaticPod(`${file}.yaml`, manifest);
  }

  private removeManifest(): void {
    const file = this.anyFile();
    if (file === undefined) return;
    this.kubelet.removeStaticPod(`${file}.yaml`);
    const manifest = this.files.get(file);
    // Now and then the same file comes back.
    if (manifest && this.random.integer(0, 3) === 0) this.kubelet.addStaticPod(`${file}.yaml`, { ...manifest });
    else this.files.delete(file);
  }

  private editManifest(): void {
    const file = this.anyFile();
    if (file === undefined) return;
    const manifest = this.pod(file);
    this.files.set(file, manifest);
    this.kubelet.addStaticPod(`${file}.yaml`, manifest);
  }

  private anyFile(): string | undefined {
    const files = [...this.files.keys()];
    return files.length === 0 ? undefined : this.random.pick(files);
  }

  private breakSomething(): void {
    const { random } = this;
    const call = random.pick(calls);
    const slow = random.integer(0, 3) === 0;
    const fault: Fault = {
      call,
      ...(random.integer(0, 2) === 0 ? { nth: random.integer(1, 2), ofEach: true } : {}),
      times: random.integer(1, 4),
      ...(slow ? { slowMs: random.integer(50, 4_000) } : { error: 'soaked' }),
    };
    this.kubelet.addFault(fault);
  }

  private restart(): void {
    // What failed before a restart is mended by it, what is under way then is not always.
    this.kubelet.restart(this.random.integer(0, 5_000));
  }

  private evict(): void {
    const { running } = this.kubelet;
    const pods = running?.podManager.getPods() ?? [];
    if (pods.length === 0) return;
    const uid = this.random.pick(pods).metadata?.uid ?? '';
    running?.evictPod(uid, 'Evicted', 'The node was low on resource: memory.', this.random.integer(0, 2));
  }

  private pod(name: string, nodeName?: string): Pod {
    const { random } = this;
    const containers = Array.from({ length: random.integer(1, 2) }, (_, index) => ({
      name: `c${index + 1}`,
      image,
      args: [
        String(random.pick([0, 0, 50, 700, 2_000, 6_000, -1])),
        String(random.integer(0, 2)),
        String(random.integer(0, 9_999)),
      ],
    }));
    const restartPolicy = random.pick(['Always', 'Always', 'OnFailure', 'Never'] as const);
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'default' },
      spec: {
        ...(nodeName ? { nodeName } : {}),
        terminationGracePeriodSeconds: random.integer(1, 12),
        restartPolicy,
        containers: containers.map((container) => ({
          ...container,
          // Some end by themselves.
          command: [random.integer(0, 4) === 0 ? String(random.integer(100, 30_000)) : 'forever'],
        })),
      },
    };
  }
}

function* program({ command, args, signals, sleep: wait }: ContainerProcess): Task<number> {
  const [lives = 'forever'] = command;
  const [exitsAfterMs = '0', exitCode = '0'] = args;
  for (;;) {
    const end = lives === 'forever' ? wait(10_000_000) : wait(Number(lives));
    const { first } = yield* race({ signal: signals.take(), end });
    if (first === 'end') return Number(exitCode);
    if (Number(exitsAfterMs) < 0) continue;
    yield* sleep(Number(exitsAfterMs));
    return 0;
  }
}
