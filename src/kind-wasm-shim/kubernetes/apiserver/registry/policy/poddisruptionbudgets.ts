import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import { invalidValue } from '../../../api/validation/field-errors.ts';
import { podDisruptionBudgetPrinter } from '../../printers/cluster-objects.ts';
import { allVerbs, type ResourceStrategy } from '../../resource-strategy.ts';

/** @models pkg/registry/policy/poddisruptionbudget/strategy.go podDisruptionBudgetStrategy */
export const podDisruptionBudgets: ResourceStrategy = {
  group: 'policy',
  version: 'v1',
  plural: 'poddisruptionbudgets',
  singular: 'poddisruptionbudget',
  kind: 'PodDisruptionBudget',
  namespaced: true,
  verbs: allVerbs,
  shortNames: ['pdb'],
  hasStatus: true,
  hasGeneration: true,
  table: podDisruptionBudgetPrinter,
  prepareForCreate: (object) => ({
    ...object,
    status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
  }),
  /** @models pkg/apis/policy/validation/validation.go ValidatePodDisruptionBudgetSpec */
  validate: (object) => {
    const { minAvailable, maxUnavailable } = (object as PodDisruptionBudget).spec ?? {};
    if (minAvailable === undefined || maxUnavailable === undefined) return [];
    return [
      invalidValue('spec', (object as PodDisruptionBudget).spec, 'minAvailable and maxUnavailable cannot be both set'),
    ];
  },
};
