import type { PriorityClass } from 'kubernetes-types/scheduling/v1';
import { forbidden, invalidValue } from '../../../api/validation/field-errors.ts';
import { priorityClassPrinter } from '../../printers/cluster-objects.ts';
import { allVerbs, type ResourceStrategy } from '../../resource-strategy.ts';

const highestUserPriority = 1_000_000_000;
const systemClasses = ['system-node-critical', 'system-cluster-critical'];

/** @models pkg/registry/scheduling/priorityclass/strategy.go priorityClassStrategy */
export const priorityClasses: ResourceStrategy = {
  group: 'scheduling.k8s.io',
  version: 'v1',
  plural: 'priorityclasses',
  singular: 'priorityclass',
  kind: 'PriorityClass',
  namespaced: false,
  verbs: allVerbs,
  shortNames: ['pc'],
  hasGeneration: true,
  table: priorityClassPrinter,
  applyDefaults: (object) => ({ ...object, preemptionPolicy: object.preemptionPolicy ?? 'PreemptLowerPriority' }),
  /** @models pkg/apis/scheduling/validation/validation.go ValidatePriorityClass */
  validate: (object) => {
    const { value, metadata } = object as unknown as PriorityClass;
    const name = metadata?.name ?? '';
    if (name.startsWith('system-') && !systemClasses.includes(name)) {
      const text =
        "priority class names with 'system-' prefix are reserved for system use only. error: " +
        `${name} is not a known system priority class`;
      return [forbidden('metadata.name', text)];
    }
    if (!systemClasses.includes(name) && value > highestUserPriority) {
      return [forbidden('value', `maximum allowed value of a user defined priority is ${highestUserPriority}`)];
    }
    return [];
  },
  validateUpdate: (object, old) =>
    object.value === old.value ? [] : [invalidValue('value', object.value, 'field is immutable')],
};
