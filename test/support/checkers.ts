import type { Cluster } from 'kind-wasm-shim/cluster/cluster.ts';
import type { LogEntry } from 'kind-wasm-shim/kernel/log.ts';
import { podRequests } from 'kind-wasm-shim/kubernetes/api/pod-resources.ts';
import { parseQuantity } from 'kind-wasm-shim/kubernetes/api/quantity.ts';
import type { ReplicaSet } from 'kubernetes-types/apps/v1';
import type { Node, Pod } from 'kubernetes-types/core/v1';

/** Watches every entry of a log for what must never happen. */
export class Checkers {
  private readonly cluster: Cluster;
  private seen = 0;
  private readonly versions = new Map<string, number>();
  private readonly nodesOfPods = new Map<string, string>();
  private readonly readySandboxes = new Set<string>();
  private readonly startedContainers = new Set<string>();

  constructor(cluster: Cluster) {
    this.cluster = cluster;
  }

  /** Looks at what has been logged since the last time. */
  check(): void {
    const { entries } = this.cluster.kernel.log;
    for (; this.seen < entries.length; this.seen++) this.see(entries[this.seen] as LogEntry);
  }

  /** What must hold whenever nothing but periodic work is due. */
  checkSettled(): void {
    this.check();
    const client = this.cluster.client('test');
    const pods = client.list<Pod>('pods').items;
    for (const { metadata, spec, status } of client.list<ReplicaSet>('replicasets.apps').items) {
      const living = pods.filter(
        (pod) =>
          pod.metadata?.ownerReferences?.some(({ uid }) => uid === metadata?.uid) &&
          !pod.metadata.deletionTimestamp &&
          !['Succeeded', 'Failed'].includes(pod.status?.phase ?? ''),
      );
      this.expect(
        living.length === spec?.replicas,
        `${metadata?.name} asks for ${spec?.replicas} pods and has ${living.length}`,
      );
      this.expect(
        status?.replicas === living.length,
        `${metadata?.name} says ${status?.replicas} pods and has ${living.length}`,
      );
    }
  }

  private see(entry: LogEntry): void {
    switch (entry.kind) {
      case 'apiserver.objectWritten': {
        const { resource, object } = entry.data;
        const key = `${resource} ${object.metadata.uid}`;
        const version = Number(object.metadata.resourceVersion);
        this.expect(version === entry.seq, `${key} has resourceVersion ${version} in entry ${entry.seq}`);
        this.expect(version > (this.versions.get(key) ?? 0), `the resourceVersion of ${key} does not rise`);
        this.versions.set(key, version);
        if (resource === 'pods' && entry.data.type !== 'DELETED') this.seePod(object as Pod, entry.data.by);
        break;
      }
      case 'cri.sandboxStarted':
        this.readySandboxes.add(entry.data.sandbox);
        break;
      case 'cri.sandboxStopped':
        this.readySandboxes.delete(entry.data.sandbox);
        break;
      case 'cri.containerStarted': {
        const { container, sandbox, name, pod } = entry.data;
        this.expect(this.readySandboxes.has(sandbox), `container ${name} of ${pod} started without a ready sandbox`);
        this.expect(!this.startedContainers.has(container), `container ${name} of ${pod} started twice`);
        this.startedContainers.add(container);
        break;
      }
      default:
    }
  }

  private seePod(pod: Pod, by: string): void {
    const uid = pod.metadata?.uid ?? '';
    const node = pod.spec?.nodeName;
    const before = this.nodesOfPods.get(uid);
    if (before !== undefined) this.expect(before === node, `${pod.metadata?.name} moved from ${before} to ${node}`);
    if (!node || before !== undefined) return;
    this.nodesOfPods.set(uid, node);
    if (by === 'system:kube-scheduler') this.checkRoom(node);
  }

  /** The scheduler never promises more than a node has. */
  private checkRoom(name: string): void {
    const client = this.cluster.client('test');
    const node = client.get<Node>('nodes', undefined, name);
    const pods = client.list<Pod>('pods', { fieldSelector: `spec.nodeName=${name}` }).items;
    const living = pods.filter(({ status }) => !['Succeeded', 'Failed'].includes(status?.phase ?? ''));
    for (const [resource, text] of Object.entries(node.status?.allocatable ?? {})) {
      const sum = living.reduce((total, pod) => total + (podRequests(pod).get(resource) ?? 0n), 0n);
      this.expect(sum <= parseQuantity(text), `${name} has ${text} ${resource}, and its pods were promised more`);
    }
    this.expect(
      living.length <= Number(node.status?.allocatable?.['pods'] ?? 0),
      `${name} was given ${living.length} pods`,
    );
  }

  private expect(holds: boolean, broken: string): void {
    if (holds) return;
    const { kernel } = this.cluster;
    throw new Error(`${broken} (seed ${kernel.seed}, at ${kernel.nowMs / 1000}s)`);
  }
}
