import type { Node, Pod } from 'kubernetes-types/core/v1';
import { countable, parseQuantity } from '../api/quantity.ts';
import { type HostPort, nodeName, type PodRequest } from './framework.ts';

/** A node and the running sums of what its pods ask for, so that no decision has to look at the pods again.
 *  @models pkg/scheduler/framework/types.go NodeInfo */
export class NodeInfo {
  readonly name: string;
  node: Node;
  readonly allocatable = new Map<string, number>();
  readonly requested = new Map<string, number>();
  nonZeroCPU = 0;
  nonZeroMemory = 0;
  /** The ports that its pods take. Those bound past the scheduler may take one twice. */
  usedPorts: readonly HostPort[] = [];
  /** Pods by uid. */
  readonly pods = new Map<string, { readonly pod: Pod; readonly request: PodRequest }>();

  constructor(node: Node) {
    this.name = nodeName(node);
    this.node = node;
    this.setNode(node);
  }

  /** @models pkg/scheduler/framework/types.go NodeInfo.SetNode */
  setNode(node: Node): void {
    this.node = node;
    this.allocatable.clear();
    for (const [resource, text] of Object.entries(node.status?.allocatable ?? node.status?.capacity ?? {})) {
      this.allocatable.set(resource, countable(resource, parseQuantity(text)));
    }
  }

  /** @models pkg/scheduler/framework/types.go NodeInfo.AddPodInfo */
  addPod(pod: Pod, request: PodRequest): void {
    const uid = pod.metadata?.uid ?? '';
    this.removePod(uid);
    this.pods.set(uid, { pod, request });
    this.count(request, 1);
    if (request.hostPorts.length > 0) this.usedPorts = [...this.usedPorts, ...request.hostPorts];
  }

  /** Takes a pod out of the sums; tells whether it was in.
   *  @models pkg/scheduler/framework/types.go NodeInfo.RemovePod */
  removePod(uid: string): boolean {
    const known = this.pods.get(uid);
    if (!known) return false;
    this.pods.delete(uid);
    this.count(known.request, -1);
    const { hostPorts } = known.request;
    if (hostPorts.length > 0) this.usedPorts = this.usedPorts.filter((used) => !hostPorts.includes(used));
    return true;
  }

  private count(request: PodRequest, sign: 1 | -1): void {
    for (const [resource, amount] of request.exact) {
      this.requested.set(resource, (this.requested.get(resource) ?? 0) + sign * amount);
    }
    this.nonZeroCPU += sign * request.nonZero.cpu;
    this.nonZeroMemory += sign * request.nonZero.memory;
  }
}
