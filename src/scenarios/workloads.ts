import type { Cluster } from 'kind-wasm-shim/cluster/cluster.ts';
import type { PlacedWorkload } from 'kind-wasm-shim/cluster/cluster-config.ts';
import { placeWorkload } from 'kind-wasm-shim/cluster/placed-workloads.ts';
import type { RandomStream } from 'kind-wasm-shim/kernel/random.ts';
import type { KubernetesObject } from 'kind-wasm-shim/kubernetes/api/meta.ts';
import type { Pod } from 'kubernetes-types/core/v1';

/** A node of a starting state: what it offers to pods, exactly. */
export interface NodeSpec {
  readonly name: string;
  readonly allocatable: Readonly<Record<string, string>>;
}

/** Pods that are alike, with the nodes on which they start. Who owns them decides what becomes of an evicted one: a
 *  ReplicaSet replaces it, a bare pod is gone for good. */
export interface WorkloadSpec {
  readonly name: string;
  /** A DaemonSet runs everywhere, `static` is a static pod with its mirror, `none` makes a bare pod. */
  readonly owner: 'ReplicaSet' | 'DaemonSet' | 'static' | 'none';
  /** What one pod asks for. Nothing asked for makes it BestEffort. */
  readonly requests?: Readonly<Record<string, string>>;
  /** With limits like its requests a pod is Guaranteed. */
  readonly limits?: 'like requests';
  readonly priorityClassName?: string;
  /** An emptyDir volume. */
  readonly localStorage?: boolean;
  /** How many pods start on which node. */
  readonly on?: Readonly<Record<string, number>>;
  /** More pods, each on a node that the seed chooses. */
  readonly scattered?: { readonly count: number; readonly over: readonly string[] };
}

/** Starts the workloads, their pods on their nodes. */
export function startWorkloads(cluster: Cluster, workloads: readonly WorkloadSpec[], random: RandomStream): void {
  for (const workload of workloads) {
    if (workload.owner === 'DaemonSet') cluster.apply(daemonSet(workload));
    else if (workload.owner === 'static') addStaticPods(cluster, workload);
    else placeWorkload(cluster, placedWorkload(workload, workload.owner, random));
  }
}

function placedWorkload(workload: WorkloadSpec, owner: 'ReplicaSet' | 'none', random: RandomStream): PlacedWorkload {
  const { name, requests, limits, priorityClassName, on = {}, scattered } = workload;
  const perNode: Record<string, number> = { ...on };
  for (let left = scattered?.count ?? 0; left > 0; left--) {
    const node = random.pick(scattered?.over ?? []);
    perNode[node] = (perNode[node] ?? 0) + 1;
  }
  const { containers: _, ...podSpec } = podSpecOf(workload);
  return {
    name,
    owner,
    perNode,
    image,
    podSpec,
    ...(requests ? { requests } : {}),
    ...(requests && limits ? { limits: requests } : {}),
    ...(priorityClassName ? { priorityClassName } : {}),
  };
}

function daemonSet(workload: WorkloadSpec): KubernetesObject {
  const labels = { app: workload.name };
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: workload.name, namespace: 'default', labels },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: podSpecOf(workload) } },
  };
}

function addStaticPods(cluster: Cluster, workload: WorkloadSpec): void {
  const manifest: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: workload.name, namespace: 'default', labels: { app: workload.name } },
    spec: podSpecOf(workload),
  };
  for (const node of Object.keys(workload.on ?? {})) {
    cluster.nodes.get(node)?.kubelet.addStaticPod(`${workload.name}.yaml`, manifest);
  }
}

const image = 'registry.k8s.io/pause:3.10';

function podSpecOf({ requests, limits, localStorage }: WorkloadSpec) {
  const resources = requests ? { requests, ...(limits ? { limits: requests } : {}) } : {};
  return {
    containers: [{ name: 'main', image, resources }],
    ...(localStorage ? { volumes: [{ name: 'scratch', emptyDir: {} }] } : {}),
  };
}
