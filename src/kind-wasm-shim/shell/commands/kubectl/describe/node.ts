import type { Lease } from 'kubernetes-types/coordination/v1';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { StatusError } from '../../../../kubernetes/api/errors.ts';
import { addResources, podRequests, type ResourceAmounts } from '../../../../kubernetes/api/pod-resources.ts';
import { formatQuantity, milliValue, parseQuantity, type Quantity } from '../../../../kubernetes/api/quantity.ts';
import { age } from '../../../../kubernetes/apiserver/printers/duration.ts';
import type { Invocation } from '../invocation.ts';
import { pathOf } from '../mapping.ts';
import { eventLines } from './events.ts';
import { annotationLines, labelLines, longTime, type WriteLine } from './lines.ts';

const rolePrefix = 'node-role.kubernetes.io/';

/** @models staging/src/k8s.io/kubectl/pkg/describe/describe.go describeNode */
export function describeNode(k: Invocation, line: WriteLine, node: Node): void {
  const { metadata, spec, status } = node;
  line(0, `Name:\t${metadata?.name ?? ''}\n`);
  const roles = Object.keys(metadata?.labels ?? {})
    .filter((key) => key.startsWith(rolePrefix))
    .map((key) => key.slice(rolePrefix.length))
    .sort();
  line(0, `Roles:\t${roles.join(',') || '<none>'}\n`);
  labelLines(line, 'Labels', metadata?.labels);
  annotationLines(line, metadata?.annotations);
  line(0, `CreationTimestamp:\t${longTime(metadata?.creationTimestamp)}\n`);
  taintLines(line, node);
  line(0, `Unschedulable:\t${spec?.unschedulable ?? false}\n`);
  leaseLines(k, line, metadata?.name ?? '');
  if (status?.conditions?.length) {
    line(0, 'Conditions:\n');
    line(1, 'Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage\n');
    line(1, '----\t------\t-----------------\t------------------\t------\t-------\n');
    for (const condition of status.conditions) {
      const { type, status: value, lastHeartbeatTime, lastTransitionTime, reason, message } = condition;
      line(
        1,
        `${type} \t${value} \t${longTime(lastHeartbeatTime)} \t${longTime(lastTransitionTime)} \t${reason ?? ''} \t${message ?? ''}\n`,
      );
    }
  }
  line(0, 'Addresses:\n');
  for (const { type, address } of status?.addresses ?? []) line(1, `${type}:\t${address}\n`);
  resourceLines(line, 'Capacity', status?.capacity);
  resourceLines(line, 'Allocatable', status?.allocatable);
  systemLines(line, node);
  if (spec?.podCIDR) line(0, `PodCIDR:\t${spec.podCIDR}\n`);
  if (spec?.podCIDRs?.length) line(0, `PodCIDRs:\t${spec.podCIDRs.join(',')}\n`);
  if (spec?.providerID) line(0, `ProviderID:\t${spec.providerID}\n`);
  podLines(k, line, node);
  eventLines(k, line, node as never, metadata?.name);
}

function taintLines(line: WriteLine, node: Node): void {
  const taints = (node.spec?.taints ?? []).map(
    ({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`,
  );
  line(0, `Taints:\t${taints.length === 0 ? '<none>\n' : ''}`);
  for (const [i, taint] of taints.entries()) line(0, `${i === 0 ? '' : '\t'}${taint}\n`);
}

function leaseLines(k: Invocation, line: WriteLine, name: string): void {
  let lease: Lease | undefined;
  try {
    lease = k.connection.get(
      pathOf(k.discovery.resource('leases.coordination.k8s.io'), 'kube-node-lease', name),
    ) as Lease;
  } catch (error) {
    if (error instanceof StatusError || error instanceof Error) lease = undefined;
  }
  if (!lease) {
    line(0, `Lease:\tFailed to get lease: leases.coordination.k8s.io ${JSON.stringify(name)} not found\n`);
    return;
  }
  line(0, 'Lease:\n');
  line(1, `HolderIdentity:\t${lease.spec?.holderIdentity ?? '<unset>'}\n`);
  line(1, `AcquireTime:\t${longTime(lease.spec?.acquireTime)}\n`);
  line(1, `RenewTime:\t${longTime(lease.spec?.renewTime)}\n`);
}

function resourceLines(line: WriteLine, title: string, list: Readonly<Record<string, unknown>> | undefined): void {
  const names = Object.keys(list ?? {}).sort();
  if (names.length > 0) line(0, `${title}:\n`);
  for (const name of names) line(1, `${name}:\t${list?.[name]}\n`);
}

function systemLines(line: WriteLine, node: Node): void {
  const info = node.status?.nodeInfo;
  line(0, 'System Info:\n');
  const rows = [
    ['Machine ID', info?.machineID],
    ['System UUID', info?.systemUUID],
    ['Boot ID', info?.bootID],
    ['Kernel Version', info?.kernelVersion],
    ['OS Image', info?.osImage],
    ['Operating System', info?.operatingSystem],
    ['Architecture', info?.architecture],
    ['Container Runtime Version', info?.containerRuntimeVersion],
    ['Kubelet Version', info?.kubeletVersion],
    ['Kube-Proxy Version', info?.kubeProxyVersion],
  ];
  for (const [title, value] of rows) line(1, `${title}:\t${value ?? ''}\n`);
}

/** The pods that still take room on the node, and what they ask for together.
 *  @models staging/src/k8s.io/kubectl/pkg/describe/describe.go describeNodeResource */
function podLines(k: Invocation, line: WriteLine, node: Node): void {
  const fieldSelector = `spec.nodeName=${node.metadata?.name},status.phase!=Succeeded,status.phase!=Failed`;
  const list = k.connection.get(pathOf(k.discovery.resource('pods'), undefined), { query: { fieldSelector } });
  const pods = (list.items ?? []) as Pod[];
  const allocatable = node.status?.allocatable ?? node.status?.capacity ?? {};
  const share = (resource: string, amount: Quantity) =>
    percent(amount, parseQuantity(String(allocatable[resource] ?? '0')));
  line(0, `Non-terminated Pods:\t(${pods.length} in total)\n`);
  line(1, 'Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge\n');
  line(1, '---------\t----\t\t------------\t----------\t---------------\t-------------\t---\n');
  const requests: ResourceAmounts = new Map();
  const limits: ResourceAmounts = new Map();
  for (const pod of pods) {
    const asked = podRequests(pod);
    const limited = podLimits(pod);
    add(requests, asked);
    add(limits, limited);
    const cells = ['cpu', 'memory'].flatMap((resource) =>
      [asked, limited].map((amounts) => {
        const amount = amounts.get(resource) ?? 0n;
        return `${amountText(resource, amount)} (${share(resource, amount)}%)`;
      }),
    );
    line(
      1,
      `${pod.metadata?.namespace}\t${pod.metadata?.name}\t\t${cells.join('\t')}\t${age(pod.metadata?.creationTimestamp, k.ctx.kernel.nowMs)}\n`,
    );
  }
  line(0, 'Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)\n');
  line(1, 'Resource\tRequests\tLimits\n');
  line(1, '--------\t--------\t------\n');
  const others = Object.keys(allocatable)
    .filter((name) => !['cpu', 'memory', 'ephemeral-storage', 'pods'].includes(name) && !/^storage$/.test(name))
    .sort();
  for (const resource of ['cpu', 'memory', 'ephemeral-storage', ...others]) {
    const [asked, limited] = [requests.get(resource) ?? 0n, limits.get(resource) ?? 0n];
    // Resources of one's own making are counted, not shared out.
    const extended = resource.includes('/');
    const texts = [asked, limited].map(
      (amount) => `${amountText(resource, amount)}${extended ? '' : ` (${share(resource, amount)}%)`}`,
    );
    line(1, `${resource}\t${texts.join('\t')}\n`);
  }
}

function podLimits(pod: Pod): ResourceAmounts {
  const limits: ResourceAmounts = new Map();
  for (const container of pod.spec?.containers ?? [])
    addResources(limits, container.resources?.limits as Record<string, string> | undefined);
  return limits;
}

function add(total: ResourceAmounts, more: ReadonlyMap<string, Quantity>): void {
  for (const [resource, amount] of more) total.set(resource, (total.get(resource) ?? 0n) + amount);
}

function amountText(resource: string, amount: Quantity): string {
  return formatQuantity(amount, resource === 'cpu' || resource.includes('/') ? 'DecimalSI' : 'BinarySI');
}

function percent(amount: Quantity, whole: Quantity): number {
  return whole === 0n ? 0 : Math.trunc((Number(milliValue(amount)) / Number(milliValue(whole))) * 100);
}
