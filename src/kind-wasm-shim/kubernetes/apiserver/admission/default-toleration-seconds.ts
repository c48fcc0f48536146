import type { PodSpec, Toleration } from 'kubernetes-types/core/v1';
import type { AdmissionPlugin } from '../resource-strategy.ts';

const notReady = 'node.kubernetes.io/not-ready';
const unreachable = 'node.kubernetes.io/unreachable';

/** Lets a pod stay for five minutes on a node that is not ready or cannot be reached, unless it says otherwise.
 *  @models plugin/pkg/admission/defaulttolerationseconds/admission.go Plugin.Admit */
export const defaultTolerationSeconds: AdmissionPlugin = (object) => {
  const spec = object.spec as PodSpec | undefined;
  if (!spec) return object;
  const given = spec.tolerations ?? [];
  const added = [notReady, unreachable]
    .filter((key) => !given.some((toleration) => concerns(toleration, key)))
    .map((key): Toleration => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }));
  return added.length === 0 ? object : { ...object, spec: { ...spec, tolerations: [...given, ...added] } };
};

function concerns({ key, effect }: Toleration, taint: string): boolean {
  return (!key || key === taint) && (!effect || effect === 'NoExecute');
}
