import type { PodSpec } from 'kubernetes-types/core/v1';
import { StatusError } from '../../api/errors.ts';
import type { KubernetesObject, StoredObject } from '../../api/meta.ts';
import type { AdmissionPlugin, StrategyContext } from '../resource-strategy.ts';

const resource = 'priorityclasses.scheduling.k8s.io';

/** Turns the name of a pod's priority class into a number.
 *  @models plugin/pkg/admission/priority/admission.go Plugin.admitPod */
export const priority: AdmissionPlugin = (object, context) => {
  const spec = object.spec as PodSpec | undefined;
  if (!spec) return object;
  const found = spec.priorityClassName ? namedClass(object, spec.priorityClassName, context) : defaultClass(context);
  const value = Number(found?.value ?? 0);
  if (spec.priority !== undefined && spec.priority !== value) {
    throw forbidden(
      object,
      `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`,
    );
  }
  const preemptionPolicy = String(found?.preemptionPolicy ?? 'PreemptLowerPriority');
  return {
    ...object,
    spec: {
      ...spec,
      ...(found ? { priorityClassName: found.metadata.name } : {}),
      priority: value,
      preemptionPolicy: spec.preemptionPolicy ?? preemptionPolicy,
    },
  };
};

function namedClass(object: KubernetesObject, name: string, context: StrategyContext): StoredObject {
  const found = context.get(resource, name);
  if (!found) throw forbidden(object, `no PriorityClass with name ${name} was found`);
  return found;
}

/** The class that says it is the default; of several the one with the lowest value.
 *  @models plugin/pkg/admission/priority/admission.go Plugin.getDefaultPriorityClass */
function defaultClass(context: StrategyContext): StoredObject | undefined {
  return context
    .list(resource)
    .filter((found) => found.globalDefault === true)
    .sort((left, right) => Number(left.value) - Number(right.value))[0];
}

function forbidden(object: KubernetesObject, why: string): StatusError {
  const name = object.metadata?.name ?? '';
  return new StatusError({
    code: 403,
    reason: 'Forbidden',
    message: `pods ${JSON.stringify(name)} is forbidden: ${why}`,
    details: { name, kind: 'pods' },
  });
}
