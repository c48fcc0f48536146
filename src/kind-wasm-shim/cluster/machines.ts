import type { Kernel } from '../kernel/kernel.ts';
import { newUID } from '../kubernetes/api/names.ts';
import { formatQuantity, oneUnit, parseQuantity } from '../kubernetes/api/quantity.ts';
import type { MachineInfo } from '../kubernetes/kubelet/node-status.ts';
import type { ClusterConfig, NodeConfig } from './cluster-config.ts';

/** A laptop's worth of resources, as every kind node reports the whole machine. */
const defaultCapacity = {
  cpu: '8',
  'ephemeral-storage': '102107096Ki',
  'hugepages-1Gi': '0',
  'hugepages-2Mi': '0',
  memory: '16372824Ki',
  pods: '110',
};

const hexDigits = '0123456789abcdef';

/** The machine that a node of a config stands for. `index` counts the nodes from 0 on, and decides its addresses. */
export function machineOf(
  kernel: Kernel,
  config: ClusterConfig,
  node: NodeConfig,
  name: string,
  index: number,
  version: string,
): MachineInfo {
  const clusterName = config.name ?? 'kind';
  const ids = kernel.random(`cluster/machine/${name}`);
  const capacity = { ...defaultCapacity, ...node.capacity };
  const isKind = config.systemPods === 'kind';
  const hexID = ids.text(32, hexDigits);
  return {
    node: name,
    nodeIP: address('172.18.0.0', 2 + index),
    capacity,
    allocatable: { ...capacity, ...wholeBytes(capacity), ...node.allocatable },
    labels: { ...(node.role === 'control-plane' ? controlPlaneLabels : {}), ...node.labels },
    taints: node.taints ?? controlPlaneTaints(config, node),
    annotations: isKind ? { 'kubeadm.alpha.kubernetes.io/cri-socket': 'unix:///run/containerd/containerd.sock' } : {},
    podCIDR: podCIDR(index),
    providerID: isKind ? `kind://docker/${clusterName}/${name}` : undefined,
    kubeletVersion: version,
    containerRuntimeVersion: 'containerd://1.7.24',
    osImage: 'Debian GNU/Linux 12 (bookworm)',
    kernelVersion: '6.8.0-49-generic',
    machineID: hexID,
    systemUUID: newUID(ids),
    bootID: newUID(ids),
  };
}

const controlPlaneLabels = {
  'node-role.kubernetes.io/control-plane': '',
  'node.kubernetes.io/exclude-from-external-load-balancers': '',
};

/** kind lets workloads onto the control plane when there is no worker.
 *  @models kind pkg/cluster/internal/create/actions/kubeadminit/init.go action.Execute */
function controlPlaneTaints({ nodes }: ClusterConfig, node: NodeConfig) {
  if (node.role !== 'control-plane' || !nodes.some(({ role }) => role !== 'control-plane')) return [];
  return [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }];
}

/** A kubelet reports allocatable storage in bytes, whatever the spelling of the capacity. */
function wholeBytes(capacity: Readonly<Record<string, string>>): Record<string, string> {
  const storage = capacity['ephemeral-storage'];
  if (storage === undefined) return {};
  return { 'ephemeral-storage': formatQuantity((parseQuantity(storage) / oneUnit) * oneUnit, 'BinarySI') };
}

/** The addresses for the pods of a node, one after the other: `10.244.<index>.2` and on. */
export function podAddresses(index: number): () => string {
  let last = 1;
  return () => {
    last += 1;
    return address(podCIDR(index).split('/')[0] ?? '', last);
  };
}

function podCIDR(index: number): string {
  return `10.${244 + (index >> 8)}.${index & 255}.0/24`;
}

function address(base: string, offset: number): string {
  const number = base.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) + offset;
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}
