import type { DaemonSet, Deployment, ReplicaSet } from 'kubernetes-types/apps/v1';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import { ageColumn, column, nameColumn, type TableColumn, type TablePrinter } from '../table.ts';
import { age } from './duration.ts';
import { labelsCell, selectorCell } from './selector.ts';

/** The columns that `-o wide` adds for workloads. */
export function templateColumns(selectorText: string): readonly TableColumn[] {
  return [
    column('Containers', 'Names of each container in the template.', { priority: 1 }),
    column('Images', 'Images referenced by each container in the template.', { priority: 1 }),
    column('Selector', selectorText, { priority: 1 }),
  ];
}

/** @models pkg/printers/internalversion/printers.go layoutContainerCells */
export function templateCells(template: PodTemplateSpec | undefined): readonly string[] {
  const containers = template?.spec?.containers ?? [];
  return [containers.map(({ name }) => name).join(','), containers.map(({ image = '' }) => image).join(',')];
}

const integer = { type: 'integer' } as const;

/** @models pkg/printers/internalversion/printers.go printDeployment */
export const deploymentPrinter: TablePrinter = {
  columns: [
    nameColumn,
    column('Ready', 'Number of the pod with ready state'),
    column(
      'Up-to-date',
      'Total number of non-terminated pods targeted by this deployment that have the desired template spec.',
    ),
    column(
      'Available',
      'Total number of available pods (ready for at least minReadySeconds) targeted by this deployment.',
    ),
    ageColumn,
    ...templateColumns(
      'Label selector for pods. Existing ReplicaSets whose pods are selected by this will be the ones affected by this deployment.',
    ),
  ],
  cells: (object, nowMs) => {
    const { spec, status } = object as unknown as Deployment;
    return [
      object.metadata.name,
      `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`,
      status?.updatedReplicas ?? 0,
      status?.availableReplicas ?? 0,
      age(object.metadata.creationTimestamp, nowMs),
      ...templateCells(spec?.template),
      selectorCell(spec?.selector),
    ];
  },
};

/** @models pkg/printers/internalversion/printers.go printReplicaSet */
export const replicaSetPrinter: TablePrinter = {
  columns: [
    nameColumn,
    column('Desired', 'How many pods the replica set should have.', integer),
    column('Current', 'How many pods the replica set has.', integer),
    column('Ready', 'How many of its pods are ready.', integer),
    ageColumn,
    ...templateColumns('Which pods belong to the replica set.'),
  ],
  cells: (object, nowMs) => {
    const { spec, status } = object as unknown as ReplicaSet;
    return [
      object.metadata.name,
      spec?.replicas ?? 0,
      status?.replicas ?? 0,
      status?.readyReplicas ?? 0,
      age(object.metadata.creationTimestamp, nowMs),
      ...templateCells(spec?.template),
      selectorCell(spec?.selector),
    ];
  },
};

/** @models pkg/printers/internalversion/printers.go printDaemonSet */
export const daemonSetPrinter: TablePrinter = {
  columns: [
    nameColumn,
    column('Desired', 'How many nodes should run the pod.', integer),
    column('Current', 'How many nodes run the pod and should.', integer),
    column('Ready', 'On how many of them the pod is ready.', integer),
    column('Up-to-date', 'On how many of them the pod is of the present template.', integer),
    column('Available', 'On how many of them the pod is available.', integer),
    column('Node Selector', 'The labels of the nodes that the pod may run on.'),
    ageColumn,
    ...templateColumns('Which pods belong to the daemon set.'),
  ],
  cells: (object, nowMs) => {
    const { spec, status } = object as unknown as DaemonSet;
    return [
      object.metadata.name,
      status?.desiredNumberScheduled ?? 0,
      status?.currentNumberScheduled ?? 0,
      status?.numberReady ?? 0,
      status?.updatedNumberScheduled ?? 0,
      status?.numberAvailable ?? 0,
      labelsCell(spec?.template.spec?.nodeSelector),
      age(object.metadata.creationTimestamp, nowMs),
      ...templateCells(spec?.template),
      selectorCell(spec?.selector),
    ];
  },
};
