import type { Pod } from 'kubernetes-types/core/v1';
import { ageColumn, column, nameColumn, type TablePrinter } from '../table.ts';
import { age } from './duration.ts';
import { podSummary } from './pod-status.ts';

const wide = { priority: 1 } as const;

/** @models pkg/printers/internalversion/printers.go printPod */
export const podPrinter: TablePrinter = {
  columns: [
    nameColumn,
    column('Ready', 'The aggregate readiness state of this pod for accepting traffic.'),
    column('Status', 'The aggregate status of the containers in this pod.'),
    column(
      'Restarts',
      'The number of times the containers in this pod have been restarted and when the last container in this pod has restarted.',
    ),
    ageColumn,
    column(
      'IP',
      'podIP address allocated to the pod. Routable at least within the cluster. Empty if not yet allocated.',
      wide,
    ),
    column('Node', 'The node that the pod has been scheduled to.', wide),
    column('Nominated Node', 'The node on which preemption makes room for the pod.', wide),
    column('Readiness Gates', "How many of the conditions of the pod's readiness gates are true.", wide),
  ],
  cells: (object, nowMs) => {
    const pod = object as Pod;
    const { reason, ready, total, restarts, lastRestart } = podSummary(pod);
    return [
      object.metadata.name,
      `${ready}/${total}`,
      reason,
      restarts > 0 && lastRestart ? `${restarts} (${age(lastRestart, nowMs)} ago)` : String(restarts),
      age(object.metadata.creationTimestamp, nowMs),
      pod.status?.podIPs?.[0]?.ip || pod.status?.podIP || '<none>',
      pod.spec?.nodeName || '<none>',
      pod.status?.nominatedNodeName || '<none>',
      readinessGates(pod),
    ];
  },
};

function readinessGates({ spec, status }: Pod): string {
  const gates = spec?.readinessGates ?? [];
  if (gates.length === 0) return '<none>';
  const isTrue = (type: string) => status?.conditions?.some((found) => found.type === type && found.status === 'True');
  return `${gates.filter((gate) => isTrue(gate.conditionType)).length}/${gates.length}`;
}
