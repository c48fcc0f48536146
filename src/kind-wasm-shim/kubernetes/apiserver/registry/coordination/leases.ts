import { leasePrinter } from '../../printers/cluster-objects.ts';
import { allVerbs, type ResourceStrategy } from '../../resource-strategy.ts';

/** @models pkg/registry/coordination/lease/strategy.go leaseStrategy */
export const leases: ResourceStrategy = {
  group: 'coordination.k8s.io',
  version: 'v1',
  plural: 'leases',
  singular: 'lease',
  kind: 'Lease',
  namespaced: true,
  verbs: allVerbs,
  table: leasePrinter,
};
