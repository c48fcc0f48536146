import { serviceAccountPrinter } from '../../printers/cluster-objects.ts';
import { allVerbs, type ResourceStrategy } from '../../resource-strategy.ts';

/** @models pkg/registry/core/serviceaccount/strategy.go strategy */
export const serviceAccounts: ResourceStrategy = {
  group: '',
  version: 'v1',
  plural: 'serviceaccounts',
  singular: 'serviceaccount',
  kind: 'ServiceAccount',
  namespaced: true,
  verbs: allVerbs,
  shortNames: ['sa'],
  table: serviceAccountPrinter,
};
