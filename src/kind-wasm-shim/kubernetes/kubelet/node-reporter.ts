import type { Lease } from 'kubernetes-types/coordination/v1';
import type { Node } from 'kubernetes-types/core/v1';
import { periodically, type Task } from '../../kernel/effect.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { StatusError } from '../api/errors.ts';
import { epochMs } from '../api/meta.ts';
import type { ApiClient } from '../apiserver/client.ts';
import type { ImageStore } from '../cri/image-store.ts';
import { initialNode, type MachineInfo, nodeStatus } from './node-status.ts';

/** @models pkg/kubelet/apis/config/v1beta1/defaults.go SetDefaults_KubeletConfiguration */
const leaseDurationSeconds = 40;
const leaseRenewPeriodMs = 10_000;
const nodeStatusReportPeriodMs = 300_000;
const leaseNamespace = 'kube-node-lease';

/** Registers a node and keeps saying that it lives: by its lease every ten seconds, by its status every five minutes
 *  or when it changes.
 *  @models pkg/kubelet/kubelet_node_status.go Kubelet.syncNodeStatus */
export class NodeReporter {
  private readonly kernel: Kernel;
  private readonly client: ApiClient;
  private readonly machine: MachineInfo;
  private readonly images: ImageStore;
  private ready = true;

  constructor(kernel: Kernel, client: ApiClient, machine: MachineInfo, images: ImageStore) {
    this.kernel = kernel;
    this.client = client;
    this.machine = machine;
    this.images = images;
  }

  /** The Node object as it is now; as it would be registered when it is gone. */
  get object(): Node {
    try {
      return this.client.get<Node>('nodes', undefined, this.machine.node);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      return initialNode(this.machine, this.images, this.kernel.nowMs);
    }
  }

  /** @models pkg/kubelet/kubelet_node_status.go Kubelet.registerWithAPIServer */
  register(): void {
    const { node } = this.machine;
    try {
      const { status, ...object } = initialNode(this.machine, this.images, this.kernel.nowMs);
      const created = this.client.create<Node>('nodes', { ...object, status });
      if (!created.status?.conditions) this.writeStatus();
    } catch (error) {
      if (!(error instanceof StatusError && error.reason === 'AlreadyExists')) throw error;
      this.writeStatus();
    }
    this.recordEvent('Starting', 'Starting kubelet.');
    for (const reason of ['NodeHasSufficientMemory', 'NodeHasNoDiskPressure', 'NodeHasSufficientPID']) {
      this.recordEvent(reason, `Node ${node} status is now: ${reason}`);
    }
    this.recordEvent('NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods');
    this.recordEvent('NodeReady', `Node ${node} status is now: NodeReady`);
  }

  setReady(ready: boolean): void {
    if (this.ready === ready) return;
    this.ready = ready;
    this.writeStatus();
    const reason = ready ? 'NodeReady' : 'NodeNotReady';
    this.recordEvent(reason, `Node ${this.machine.node} status is now: ${reason}`);
  }

  /** @models pkg/kubelet/kubelet_node_status.go Kubelet.updateNodeStatus */
  *reportStatus(): Task {
    for (;;) {
      yield* periodically(nodeStatusReportPeriodMs);
      this.writeStatus();
    }
  }

  /** @models staging/src/k8s.io/component-helpers/apimachinery/lease/controller.go controller.sync */
  *renewLease(): Task {
    const { node } = this.machine;
    // Kubelets start at different moments, so their leases are not renewed all at once.
    const offsetMs = this.kernel.random(`kubelet/lease/${node}`).integer(0, leaseRenewPeriodMs - 1);
    this.writeLease();
    yield* periodically(offsetMs);
    for (;;) {
      this.writeLease();
      yield* periodically(leaseRenewPeriodMs);
    }
  }

  private writeLease(): void {
    const { node } = this.machine;
    const renewTime = new Date(epochMs + this.kernel.nowMs).toISOString().replace('Z', '000Z');
    const spec = { holderIdentity: node, leaseDurationSeconds, renewTime };
    const { uid = '' } = this.object.metadata ?? {};
    const ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name: node, uid }];
    const metadata = { name: node, namespace: leaseNamespace, ownerReferences };
    const lease: Lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec };
    try {
      const current = this.client.get<Lease>('leases.coordination.k8s.io', leaseNamespace, node);
      this.client.update('leases.coordination.k8s.io', { ...current, spec });
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      this.createLease(lease);
    }
  }

  private createLease(lease: Lease): void {
    try {
      this.client.create('leases.coordination.k8s.io', lease);
    } catch (error) {
      // Without the namespace for leases the node lives on; it is tried again at the next turn.
      if (!(error instanceof StatusError)) throw error;
    }
  }

  private writeStatus(): void {
    const { metadata, ...node } = this.object;
    const { resourceVersion: _, ...unversioned } = metadata ?? {};
    const status = nodeStatus(this.machine, this.images, this.kernel.nowMs, this.ready, node.status);
    try {
      this.client.updateStatus<Node>('nodes', { ...node, metadata: unversioned, status });
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
    }
  }

  private recordEvent(reason: string, message: string): void {
    const { node } = this.machine;
    // A kubelet names its node by name alone, before it knows the uid.
    const involvedObject = { kind: 'Node', name: node, uid: node };
    const source = { component: 'kubelet', host: node };
    this.client.recordEvent({ involvedObject, type: 'Normal', reason, message, source });
  }
}
