import type { Container, Pod, PodSpec, Toleration } from 'kubernetes-types/core/v1';
import { equalJson } from '../equal-json.ts';
import type { FieldError } from '../errors.ts';
import { forbidden } from './field-errors.ts';

const changeableText =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,' +
  '`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),' +
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';
const addOrRemoveText = 'pod updates may not add or remove containers';
const tolerationsText = 'existing toleration can not be modified except its tolerationSeconds';

/** What an update of a pod may not change.
 *  @models pkg/apis/core/validation/validation.go ValidatePodUpdate
 *  @simplifies upstream adds a Go diff of the two specs to the first text; scheduling gates cannot be removed here. */
export function podUpdateErrors(pod: Pod, old: Pod): FieldError[] {
  const spec = pod.spec ?? { containers: [] };
  const before = old.spec ?? { containers: [] };
  if (spec === before) return [];
  if (spec.containers.length !== before.containers.length) return [forbidden('spec.containers', addOrRemoveText)];
  if ((spec.initContainers?.length ?? 0) !== (before.initContainers?.length ?? 0)) {
    return [forbidden('spec.initContainers', addOrRemoveText)];
  }
  const errors: FieldError[] = [];
  const kept = before.tolerations ?? [];
  if (!kept.every((toleration) => spec.tolerations?.some((other) => sameToleration(toleration, other)))) {
    errors.push(forbidden('spec.tolerations', tolerationsText));
  }
  if (!equalJson(withChangeable(spec, before), before)) {
    errors.push(forbidden('spec', changeableText));
  }
  return errors;
}

/** The new spec with all that may be changed as it was. */
function withChangeable(spec: PodSpec, before: PodSpec): PodSpec {
  const image = (container: Container, index: number, others: readonly Container[] | undefined) => ({
    ...container,
    image: others?.[index]?.image,
  });
  const { activeDeadlineSeconds: _a, tolerations: _t, terminationGracePeriodSeconds: _g, ...rest } = spec;
  const { activeDeadlineSeconds, tolerations, terminationGracePeriodSeconds } = before;
  return {
    ...rest,
    ...(activeDeadlineSeconds === undefined ? {} : { activeDeadlineSeconds }),
    ...(tolerations === undefined ? {} : { tolerations }),
    terminationGracePeriodSeconds:
      (terminationGracePeriodSeconds ?? 0) < 0 && spec.terminationGracePeriodSeconds === 1
        ? terminationGracePeriodSeconds
        : spec.terminationGracePeriodSeconds,
    containers: spec.containers.map((container, index) => image(container, index, before.containers)),
    ...(spec.initContainers
      ? {
          initContainers: spec.initContainers.map((container, index) => image(container, index, before.initContainers)),
        }
      : {}),
  } as PodSpec;
}

function sameToleration(left: Toleration, right: Toleration): boolean {
  return (['key', 'operator', 'value', 'effect'] as const).every(
    (field) => (left[field] ?? '') === (right[field] ?? ''),
  );
}
