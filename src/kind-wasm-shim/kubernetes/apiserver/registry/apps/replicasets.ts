import type { ReplicaSet } from 'kubernetes-types/apps/v1';
import { replicaSetSpecWithDefaults } from '../../../api/defaults/workloads.ts';
import { immutableSelectorErrors, workloadErrors } from '../../../api/validation/workloads.ts';
import { replicaSetPrinter } from '../../printers/workloads.ts';
import { allVerbs, type ResourceStrategy } from '../../resource-strategy.ts';
import { scaleSubresource } from './scale.ts';

/** @models pkg/registry/apps/replicaset/strategy.go rsStrategy */
export const replicaSets: ResourceStrategy = {
  group: 'apps',
  version: 'v1',
  plural: 'replicasets',
  singular: 'replicaset',
  kind: 'ReplicaSet',
  namespaced: true,
  verbs: allVerbs,
  shortNames: ['rs'],
  categories: ['all'],
  hasStatus: true,
  hasGeneration: true,
  subresources: [scaleSubresource],
  table: replicaSetPrinter,
  fields: { 'status.replicas': (object) => String((object as ReplicaSet).status?.replicas ?? 0) },

  applyDefaults: (object) => {
    const { spec } = object as ReplicaSet;
    return spec ? { ...object, spec: replicaSetSpecWithDefaults(spec) } : object;
  },
  prepareForCreate: (object) => ({ ...object, status: { replicas: 0 } }),
  validate: (object) => workloadErrors((object as ReplicaSet).spec, ['Always']),
  validateUpdate: (object, old) => immutableSelectorErrors((object as ReplicaSet).spec, (old as ReplicaSet).spec),
};
