import type { Node } from 'kubernetes-types/core/v1';
import type { FieldError } from '../../../api/errors.ts';
import { canonicalQuantity } from '../../../api/quantity.ts';
import { notSupported, required } from '../../../api/validation/field-errors.ts';
import { nodePrinter } from '../../printers/node.ts';
import { allVerbs, type ResourceStrategy } from '../../resource-strategy.ts';

/** @models pkg/registry/core/node/strategy.go nodeStrategy */
export const nodes: ResourceStrategy = {
  group: '',
  version: 'v1',
  plural: 'nodes',
  singular: 'node',
  kind: 'Node',
  namespaced: false,
  verbs: allVerbs,
  shortNames: ['no'],
  hasStatus: true,
  table: nodePrinter,
  fields: { 'spec.unschedulable': (object) => String((object as Node).spec?.unschedulable === true) },

  /** @models pkg/apis/core/v1/defaults.go SetDefaults_NodeStatus */
  applyDefaults: (object) => {
    const status = (object as Node).status ?? {};
    const capacity = status.capacity && canonicalAmounts(status.capacity);
    const allocatable = canonicalAmounts(status.allocatable ?? status.capacity ?? {});
    return {
      ...object,
      spec: object.spec ?? {},
      status: {
        ...status,
        ...(capacity ? { capacity } : {}),
        ...(capacity || status.allocatable ? { allocatable } : {}),
      },
    };
  },
  validate: (object) => taintErrors(object as Node),
};

function canonicalAmounts(amounts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, canonicalQuantity(amount)]));
}

/** @models pkg/apis/core/validation/validation.go validateNodeTaints */
function taintErrors(node: Node): FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  (node.spec?.taints ?? []).forEach((taint, index) => {
    const field = `spec.taints[${index}]`;
    if (!taint.key) errors.push(required(`${field}.key`));
    if (!taint.effect) errors.push(required(`${field}.effect`));
    else if (!['NoSchedule', 'PreferNoSchedule', 'NoExecute'].includes(taint.effect)) {
      errors.push(notSupported(`${field}.effect`, taint.effect, ['NoSchedule', 'PreferNoSchedule', 'NoExecute']));
    }
    const identity = `${taint.key}:${taint.effect}`;
    if (seen.has(identity)) {
      const detail = `Duplicate value: ${JSON.stringify(taint)}: taints must be unique by key and effect pair`;
      errors.push({ field, type: 'FieldValueDuplicate', detail });
    }
    seen.add(identity);
  });
  return errors;
}
