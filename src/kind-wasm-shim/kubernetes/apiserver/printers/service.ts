import type { Endpoints, Service } from 'kubernetes-types/core/v1';
import { ageColumn, column, nameColumn, type TablePrinter } from '../table.ts';
import { age } from './duration.ts';
import { labelsCell } from './selector.ts';

/** @models pkg/printers/internalversion/printers.go printService */
export const servicePrinter: TablePrinter = {
  columns: [
    nameColumn,
    column('Type', 'How the service is exposed.'),
    column('Cluster-IP', 'The address of the service inside the cluster.'),
    column('External-IP', 'The addresses of the service outside the cluster.'),
    column('Port(s)', 'The ports of the service.'),
    ageColumn,
    column('Selector', 'The labels of the pods behind the service.', { priority: 1 }),
  ],
  cells: (object, nowMs) => {
    const service = object as unknown as Service;
    const { type = '', clusterIP, ports = [], selector } = service.spec ?? {};
    return [
      object.metadata.name,
      type,
      clusterIP || '<none>',
      externalIP(service),
      ports.map(portCell).join(',') || '<none>',
      age(object.metadata.creationTimestamp, nowMs),
      labelsCell(selector),
    ];
  },
};

function portCell({ port, nodePort, protocol }: NonNullable<NonNullable<Service['spec']>['ports']>[number]): string {
  return nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`;
}

/** @models pkg/printers/internalversion/printers.go getServiceExternalIP */
function externalIP({ spec, status }: Service): string {
  if (spec?.type === 'ExternalName') return spec.externalName ?? '';
  const own = spec?.externalIPs ?? [];
  if (spec?.type !== 'LoadBalancer') return own.join(',') || '<none>';
  const given = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || '');
  return [...given, ...own].join(',') || '<pending>';
}

const shownEndpoints = 3;

/** @models pkg/printers/internalversion/printers.go printEndpoints */
export const endpointsPrinter: TablePrinter = {
  columns: [nameColumn, column('Endpoints', 'The addresses behind the service.'), ageColumn],
  cells: (object, nowMs) => [
    object.metadata.name,
    endpointsCell(object as unknown as Endpoints),
    age(object.metadata.creationTimestamp, nowMs),
  ],
};

/** @models pkg/printers/internalversion/printers.go formatEndpoints */
function endpointsCell({ subsets = [] }: Endpoints): string {
  const all = subsets.flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0
      ? addresses.map(({ ip }) => ip)
      : ports.flatMap(({ port }) => addresses.map(({ ip }) => `${ip}:${port}`)),
  );
  if (all.length === 0) return '<none>';
  const shown = all.slice(0, shownEndpoints).join(',');
  return all.length > shownEndpoints ? `${shown} + ${all.length - shownEndpoints} more...` : shown;
}
