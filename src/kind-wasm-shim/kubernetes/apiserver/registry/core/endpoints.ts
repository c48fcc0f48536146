import { endpointsPrinter } from '../../printers/service.ts';
import { allVerbs, type ResourceStrategy } from '../../resource-strategy.ts';

/** @models pkg/registry/core/endpoint/strategy.go endpointsStrategy */
export const endpoints: ResourceStrategy = {
  group: '',
  version: 'v1',
  plural: 'endpoints',
  singular: 'endpoints',
  kind: 'Endpoints',
  namespaced: true,
  verbs: allVerbs,
  shortNames: ['ep'],
  table: endpointsPrinter,
};
