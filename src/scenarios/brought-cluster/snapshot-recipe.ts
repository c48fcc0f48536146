import { RandomStream } from 'kind-wasm-shim/kernel/random.ts';
import type { KubernetesObject } from 'kind-wasm-shim/kubernetes/api/meta.ts';
import { type RecipeWorkload, recipePod, recipeWorkloads, uid } from './recipe-pod.ts';

/** The size of a made-up cluster, and the seed that decides all else. */
export interface SnapshotRecipe {
  readonly nodes: number;
  readonly podsPerNode: number;
  readonly seed: number;
  /** With what kubectl shows only when asked (`--show-managed-fields`); true when not given. */
  readonly managedFields?: boolean;
}

/** Made-up API objects as a server of 1.32 would list them: nodes first, then pods, classes and budgets. One recipe
 *  gives the same objects for ever. */
export function* recipeObjects(recipe: SnapshotRecipe): Generator<KubernetesObject> {
  const random = new RandomStream(recipe.seed, 'snapshot');
  const workloads = recipeWorkloads(random, Math.max(3, Math.round((recipe.nodes * recipe.podsPerNode) / 25)));
  for (let node = 0; node < recipe.nodes; node++) yield recipeNode(node, random);
  for (let node = 0; node < recipe.nodes; node++) {
    for (let pod = 0; pod < recipe.podsPerNode; pod++) {
      const workload = random.pick(workloads);
      const object = recipePod(workload, nodeName(node), random);
      if (recipe.managedFields === false) delete object.metadata?.managedFields;
      yield object;
    }
  }
  for (const [name, value] of Object.entries(priorityClasses)) yield recipePriorityClass(name, value);
  for (const workload of workloads.slice(0, Math.ceil(workloads.length / 10))) yield recipeBudget(workload);
}

/** What `kubectl get nodes,pods,priorityclasses,poddisruptionbudgets -A -o json` prints for the recipe, piece by piece. */
export function* snapshotText(recipe: SnapshotRecipe): Generator<string> {
  let before = '{\n    "apiVersion": "v1",\n    "items": [\n        ';
  for (const object of recipeObjects(recipe)) {
    yield before + JSON.stringify(object, null, 4).replaceAll('\n', '\n        ');
    before = ',\n        ';
  }
  yield '\n    ],\n    "kind": "List",\n    "metadata": {\n        "resourceVersion": ""\n    }\n}\n';
}

const priorityClasses = {
  'system-cluster-critical': 2_000_000_000,
  'system-node-critical': 2_000_001_000,
  'business-critical': 100_000,
  batch: -10,
};

function nodeName(index: number): string {
  return `ip-10-${Math.floor(index / 256)}-${index % 256}-17.eu-central-1.compute.internal`;
}

function recipeNode(index: number, random: RandomStream): KubernetesObject {
  const name = nodeName(index);
  const zone = `eu-central-1${random.pick(['a', 'b', 'c'])}`;
  const isLarge = random.integer(0, 2) > 0;
  const capacity = { cpu: isLarge ? '32' : '16', memory: isLarge ? '129886Mi' : '64218Mi', pods: '110' };
  const condition = (type: string, status: string, reason: string) => ({
    lastHeartbeatTime: '2026-05-31T11:58:30Z',
    lastTransitionTime: '2026-04-01T06:00:00Z',
    message: `kubelet says ${reason}`,
    reason,
    status,
    type,
  });
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      annotations: {
        'csi.volume.kubernetes.io/nodeid': `{"ebs.csi.aws.com":"i-${random.text(17, '0123456789abcdef')}"}`,
      },
      creationTimestamp: '2026-04-01T05:59:00Z',
      labels: {
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'node.kubernetes.io/instance-type': isLarge ? 'm6i.8xlarge' : 'm6i.4xlarge',
        'topology.kubernetes.io/region': 'eu-central-1',
        'topology.kubernetes.io/zone': zone,
      },
      name,
      resourceVersion: String(random.integer(1_000_000, 9_000_000)),
      uid: uid(random),
    },
    spec: {
      providerID: `aws:///${zone}/i-${random.text(17, '0123456789abcdef')}`,
      ...(random.integer(0, 19) === 0
        ? { taints: [{ effect: 'NoSchedule', key: 'dedicated', value: 'gpu' }] }
        : random.integer(0, 29) === 0
          ? { unschedulable: true, taints: [{ effect: 'NoSchedule', key: 'node.kubernetes.io/unschedulable' }] }
          : {}),
    },
    status: {
      addresses: [
        { address: `10.${Math.floor(index / 256)}.${index % 256}.17`, type: 'InternalIP' },
        { address: name, type: 'Hostname' },
      ],
      allocatable: { ...capacity, cpu: isLarge ? '31850m' : '15890m', 'ephemeral-storage': '95551679124' },
      capacity: { ...capacity, 'ephemeral-storage': '104845292Ki' },
      conditions: [
        condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory'),
        condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure'),
        condition('PIDPressure', 'False', 'KubeletHasSufficientPID'),
        condition('Ready', random.integer(0, 99) === 0 ? 'Unknown' : 'True', 'KubeletReady'),
      ],
      nodeInfo: { architecture: 'amd64', kubeletVersion: 'v1.32.9', operatingSystem: 'linux' },
    },
  };
}

function recipePriorityClass(name: string, value: number): KubernetesObject {
  return {
    apiVersion: 'scheduling.k8s.io/v1',
    description: `Made up: ${name}.`,
    kind: 'PriorityClass',
    metadata: { creationTimestamp: '2026-03-01T00:00:00Z', name, uid: `00000000-0000-4000-8000-${name.slice(0, 6)}` },
    preemptionPolicy: 'PreemptLowerPriority',
    value,
  };
}

function recipeBudget({ name, namespace }: RecipeWorkload): KubernetesObject {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { creationTimestamp: '2026-04-10T00:00:00Z', name, namespace },
    spec: { maxUnavailable: '25%', selector: { matchLabels: { app: name } } },
    status: { currentHealthy: 4, desiredHealthy: 3, disruptionsAllowed: 1, expectedPods: 4 },
  };
}
