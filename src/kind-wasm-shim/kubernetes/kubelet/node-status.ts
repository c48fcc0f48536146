import type { Node, NodeCondition } from 'kubernetes-types/core/v1';
import { apiTime } from '../api/meta.ts';
import type { ImageStore } from '../cri/image-store.ts';

/** What a kubelet is told about its machine. */
export interface MachineInfo {
  readonly node: string;
  readonly nodeIP: string;
  readonly capacity: Readonly<Record<string, string>>;
  readonly allocatable: Readonly<Record<string, string>>;
  /** Labels and taints that the node registers with. */
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly { key: string; value?: string; effect: string }[];
  readonly annotations: Readonly<Record<string, string>>;
  readonly podCIDR: string | undefined;
  readonly providerID: string | undefined;
  readonly kubeletVersion: string;
  readonly containerRuntimeVersion: string;
  readonly osImage: string;
  readonly kernelVersion: string;
  readonly machineID: string;
  readonly systemUUID: string;
  readonly bootID: string;
}

/** The Node object with which a kubelet registers.
 *  @models pkg/kubelet/kubelet_node_status.go Kubelet.initialNode */
export function initialNode(machine: MachineInfo, images: ImageStore, nowMs: number): Node {
  const { node, taints, podCIDR, providerID } = machine;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: node,
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': node,
        'kubernetes.io/os': 'linux',
        ...machine.labels,
      },
      annotations: {
        ...machine.annotations,
        'node.alpha.kubernetes.io/ttl': '0',
        'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
      },
    },
    spec: {
      ...(podCIDR ? { podCIDR, podCIDRs: [podCIDR] } : {}),
      ...(providerID ? { providerID } : {}),
      ...(taints.length > 0 ? { taints: taints.map((taint) => ({ ...taint })) } : {}),
    },
    status: nodeStatus(machine, images, nowMs, true, undefined),
  } as Node;
}

/** The status of a node at an instant.
 *  @models pkg/kubelet/nodestatus/setters.go */
export function nodeStatus(
  machine: MachineInfo,
  images: ImageStore,
  nowMs: number,
  ready: boolean,
  before: Node['status'],
): NonNullable<Node['status']> {
  return {
    addresses: [
      { type: 'InternalIP', address: machine.nodeIP },
      { type: 'Hostname', address: machine.node },
    ],
    capacity: machine.capacity,
    allocatable: machine.allocatable,
    conditions: nodeConditions(nowMs, ready, before?.conditions),
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    images: images.list().map(({ reference, sizeBytes }) => ({ names: [reference], sizeBytes })),
    nodeInfo: {
      architecture: 'amd64',
      bootID: machine.bootID,
      containerRuntimeVersion: machine.containerRuntimeVersion,
      kernelVersion: machine.kernelVersion,
      kubeProxyVersion: machine.kubeletVersion,
      kubeletVersion: machine.kubeletVersion,
      machineID: machine.machineID,
      operatingSystem: 'linux',
      osImage: machine.osImage,
      systemUUID: machine.systemUUID,
    },
  };
}

/** @models pkg/kubelet/nodestatus/setters.go ReadyCondition, MemoryPressureCondition, DiskPressureCondition, PIDPressureCondition */
export function nodeConditions(
  nowMs: number,
  ready: boolean,
  before: readonly NodeCondition[] | undefined,
): NodeCondition[] {
  const now = apiTime(nowMs);
  const condition = (type: string, status: string, reason: string, message: string): NodeCondition => {
    const known = before?.find((candidate) => candidate.type === type);
    const lastTransitionTime = known?.status === status ? (known.lastTransitionTime ?? now) : now;
    return { type, status, lastHeartbeatTime: now, lastTransitionTime, reason, message };
  };
  const sufficientMemory = 'kubelet has sufficient memory available';
  const sufficientPID = 'kubelet has sufficient PID available';
  const notReady = 'container runtime is down';
  return [
    condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory', sufficientMemory),
    condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
    condition('PIDPressure', 'False', 'KubeletHasSufficientPID', sufficientPID),
    ready
      ? condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status')
      : condition('Ready', 'False', 'KubeletNotReady', notReady),
  ];
}
