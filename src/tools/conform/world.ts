import { createCluster } from 'kind-wasm-shim/cluster/cluster.ts';
import { race, sleep, type Task } from 'kind-wasm-shim/kernel/effect.ts';
import { Kernel } from 'kind-wasm-shim/kernel/kernel.ts';
import type { LogEntry } from 'kind-wasm-shim/kernel/log.ts';
import type { ContainerProcess } from 'kind-wasm-shim/kubernetes/cri/program.ts';
import type { LoopPhases } from 'kind-wasm-shim/kubernetes/kubelet/kubelet-process.ts';
import type { NodeKubelet } from 'kind-wasm-shim/kubernetes/kubelet/node-kubelet.ts';
import type { Pod } from 'kubernetes-types/core/v1';
import type { RecordedAction, RecordedPod, RecordedScenario } from './scenario.ts';

/** What a recording leaves open: the seed, when each loop has its turns, and how late a program hears its signal. */
export interface Chances extends LoopPhases {
  readonly seed: number;
  /** Milliseconds between SIGTERM and the moment when the program begins to end, by `pod/container`. */
  readonly signalDelays: ReadonlyMap<string, number>;
  /** From the start of a restarted kubelet to its first look around. */
  readonly startUpMs?: number;
}

/** What is simulated of a scenario: its log, from the second 0 of the recording on. */
export interface Simulated {
  readonly entries: readonly LogEntry[];
  readonly startMs: number;
}

/** So long before the recording's second 0 do the pods start. */
const settlingMs = 12_000;
const image = 'conform.test/app';

/** Builds what the scenario says was there, and does what it says was done.  */
export function simulateScenario(scenario: RecordedScenario, chances: Chances): Simulated {
  const kernel = new Kernel({ scenario: 'conform', seed: chances.seed });
  const { node: name, kubelet: version } = scenario;
  const cluster = createCluster(kernel, { kubernetesVersion: `v${version}`, nodes: [{ name, images: 'all' }] });
  const node = cluster.nodes.get(name);
  if (!node) throw new Error(`node ${name} was not made`);
  cluster.programs.register(image, (process) => program(process, chances));
  const manifests = new Map<string, Pod>();
  const { kubelet } = node;
  // The manifest URL is there before the kubelet first asks for it.
  const byURL = scenario.pods.filter(({ source }) => source === 'http').map((pod) => podOf(pod, name, 0));
  if (byURL.length > 0) kubelet.serveManifest({ pods: byURL });
  kernel.run(1_000);
  for (const pod of scenario.pods) {
    const object = podOf(pod, name, 0);
    if (pod.source === 'api') cluster.client('conform').create<Pod>('pods', object);
    if (pod.source === 'file') kubelet.addStaticPod(`${pod.name}.yaml`, object);
    manifests.set(pod.name, object);
  }
  kernel.run(settlingMs);
  kubelet.setPhases(chances);
  for (const fault of scenario.faults) kubelet.addFault(fault);
  let edits = 0;
  for (const action of [...scenario.actions].sort((left, right) => left.atMs - right.atMs)) {
    kernel.run(settlingMs + action.atMs);
    edits += 1;
    carryOut(
      action,
      scenario,
      kubelet,
      (pod, gracePeriodSeconds) => {
        const options = gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds };
        cluster.client('conform').delete('pods', pod.namespace, pod.name, options);
      },
      edits,
      chances.startUpMs,
    );
  }
  kernel.run(settlingMs + scenario.endsAtMs);
  return { entries: kernel.log.entries, startMs: settlingMs };
}

function carryOut(
  action: RecordedAction,
  { pods, node }: RecordedScenario,
  kubelet: NodeKubelet,
  remove: (pod: RecordedPod, gracePeriodSeconds: number | undefined) => void,
  revision: number,
  startUpMs: number | undefined,
): void {
  if (action.do === 'restartKubelet') {
    kubelet.restart(action.stoppedForMs, startUpMs);
    return;
  }
  const pod = pods.find(({ name }) => name === action.pod);
  if (!pod) throw new Error(`${action.pod} is not a pod of the scenario`);
  switch (action.do) {
    case 'delete':
      remove(pod, action.gracePeriodSeconds);
      break;
    case 'removeManifest':
      kubelet.removeStaticPod(`${pod.name}.yaml`);
      break;
    case 'editManifest':
      kubelet.addStaticPod(`${pod.name}.yaml`, podOf(pod, node, revision));
      break;
    case 'serveNoManifest':
      kubelet.serveManifest({ pods: [] });
      break;
  }
}

function podOf(pod: RecordedPod, node: string, revision: number): Pod {
  const isStatic = pod.source !== 'api';
  const suffix = `-${node}`;
  const name = isStatic && pod.name.endsWith(suffix) ? pod.name.slice(0, -suffix.length) : pod.name;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: pod.namespace },
    spec: {
      ...(isStatic ? {} : { nodeName: node }),
      terminationGracePeriodSeconds: pod.terminationGracePeriodSeconds,
      containers: pod.containers.map((container) => ({
        name: container.name,
        image,
        args: [
          `${pod.name}/${container.name}`,
          String(container.exitsAfterTermMs ?? 'never'),
          String(container.exitCode),
          `revision ${revision}`,
        ],
      })),
    },
  };
}

function* program({ args, signals }: ContainerProcess, { signalDelays }: Chances): Task<number> {
  const [name = '', exitsAfterMs = 'never', exitCode = '0'] = args;
  for (;;) {
    const { first } = yield* race({ signal: signals.take(), end: sleepLong() });
    if (first === 'end' || exitsAfterMs === 'never') continue;
    yield* sleep((signalDelays.get(name) ?? 0) + Number(exitsAfterMs));
    return Number(exitCode);
  }
}

function sleepLong() {
  return sleep(365 * 24 * 3_600_000);
}
