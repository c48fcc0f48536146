import type { DaemonSet } from 'kubernetes-types/apps/v1';
import { daemonSetSpecWithDefaults } from '../../../api/defaults/workloads.ts';
import { immutableSelectorErrors, workloadErrors } from '../../../api/validation/workloads.ts';
import { daemonSetPrinter } from '../../printers/workloads.ts';
import { allVerbs, type ResourceStrategy } from '../../resource-strategy.ts';

/** @models pkg/registry/apps/daemonset/strategy.go daemonSetStrategy */
export const daemonSets: ResourceStrategy = {
  group: 'apps',
  version: 'v1',
  plural: 'daemonsets',
  singular: 'daemonset',
  kind: 'DaemonSet',
  namespaced: true,
  verbs: allVerbs,
  shortNames: ['ds'],
  categories: ['all'],
  hasStatus: true,
  hasGeneration: true,
  table: daemonSetPrinter,

  applyDefaults: (object) => {
    const { spec } = object as DaemonSet;
    return spec?.template ? { ...object, spec: daemonSetSpecWithDefaults(spec) } : object;
  },
  prepareForCreate: (object) => ({
    ...object,
    status: { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 },
  }),
  validate: (object) => workloadErrors((object as DaemonSet).spec, ['Always']),
  validateUpdate: (object, old) => immutableSelectorErrors((object as DaemonSet).spec, (old as DaemonSet).spec),
};
