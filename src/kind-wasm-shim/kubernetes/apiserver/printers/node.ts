import type { Node } from 'kubernetes-types/core/v1';
import { ageColumn, column, nameColumn, type TablePrinter } from '../table.ts';
import { age } from './duration.ts';

const rolePrefix = 'node-role.kubernetes.io/';
const roleLabel = 'kubernetes.io/role';
const wide = { priority: 1 } as const;

/** @models pkg/printers/internalversion/printers.go printNode */
export const nodePrinter: TablePrinter = {
  columns: [
    nameColumn,
    column('Status', 'The status of the node'),
    column('Roles', 'The roles of the node'),
    ageColumn,
    column('Version', 'Kubelet Version reported by the node.'),
    column('Internal-IP', 'The address of the node inside the cluster.', wide),
    column('External-IP', 'The address of the node outside the cluster.', wide),
    column('OS-Image', 'OS Image reported by the node from /etc/os-release (e.g. Debian GNU/Linux 7 (wheezy)).', wide),
    column('Kernel-Version', "Kernel Version reported by the node from 'uname -r' (e.g. 3.16.0-0.bpo.4-amd64).", wide),
    column(
      'Container-Runtime',
      'ContainerRuntime Version reported by the node through runtime remote API (e.g. containerd://1.4.2).',
      wide,
    ),
  ],
  cells: (object, nowMs) => {
    const node = object as Node;
    const info = node.status?.nodeInfo;
    const address = (type: string) => node.status?.addresses?.find((found) => found.type === type)?.address;
    return [
      object.metadata.name,
      nodeStatus(node),
      nodeRoles(node).join(',') || '<none>',
      age(object.metadata.creationTimestamp, nowMs),
      info?.kubeletVersion ?? '',
      address('InternalIP') ?? '<none>',
      address('ExternalIP') ?? '<none>',
      info?.osImage || '<unknown>',
      info?.kernelVersion || '<unknown>',
      info?.containerRuntimeVersion || '<unknown>',
    ];
  },
};

function nodeStatus({ status, spec }: Node): string {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const words = [ready ? (ready.status === 'True' ? 'Ready' : 'NotReady') : 'Unknown'];
  if (spec?.unschedulable) words.push('SchedulingDisabled');
  return words.join(',');
}

/** @models pkg/printers/internalversion/printers.go findNodeRoles */
function nodeRoles({ metadata }: Node): string[] {
  const roles = new Set<string>();
  for (const [label, value] of Object.entries(metadata?.labels ?? {})) {
    if (label.startsWith(rolePrefix) && label.length > rolePrefix.length) roles.add(label.slice(rolePrefix.length));
    else if (label === roleLabel && value !== '') roles.add(value);
  }
  return [...roles].sort();
}
