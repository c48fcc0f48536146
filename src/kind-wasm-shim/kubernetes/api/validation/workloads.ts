import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { equalJson } from '../equal-json.ts';
import type { FieldError } from '../errors.ts';
import { InvalidSelector, labelSelectorAsSelector, matchesSelector } from '../labels.ts';
import { goStringMap, invalidValue, notSupported, required } from './field-errors.ts';
import { podTemplateErrors } from './pod-spec.ts';

/** The part of a workload's spec that all of them have. */
export interface WorkloadSpec {
  readonly selector?: LabelSelector;
  readonly template?: PodTemplateSpec;
  readonly replicas?: number;
}

/** @models pkg/apis/apps/validation/validation.go ValidateDeploymentSpec
 *  @models pkg/apis/apps/validation/validation.go ValidateReplicaSetSpec
 *  @models pkg/apis/apps/validation/validation.go ValidateDaemonSetSpec
 *  @simplifies the strategies and the seconds of a deployment are not checked. */
export function workloadErrors(spec: WorkloadSpec | undefined, restartPolicies: readonly string[]): FieldError[] {
  const errors: FieldError[] = [];
  const { selector, template, replicas } = spec ?? {};
  if (replicas !== undefined && replicas < 0) {
    errors.push(invalidValue('spec.replicas', replicas, 'must be greater than or equal to 0'));
  }
  if (!selector) errors.push(required('spec.selector'));
  else if (isEmpty(selector)) {
    errors.push(invalidValue('spec.selector', selector, 'empty selector is invalid for deployment'));
  }
  if (!template) return [...errors, required('spec.template')];
  if (selector && !isEmpty(selector)) errors.push(...selectorErrors(selector, template));
  errors.push(...podTemplateErrors(template, 'spec.template'));
  const policy = template.spec?.restartPolicy ?? '';
  if (!restartPolicies.includes(policy)) {
    errors.push(notSupported('spec.template.spec.restartPolicy', policy, restartPolicies));
  }
  return errors;
}

function selectorErrors(selector: LabelSelector, template: PodTemplateSpec): FieldError[] {
  const labels = template.metadata?.labels;
  try {
    if (matchesSelector(labelSelectorAsSelector(selector), labels)) return [];
    const field = 'spec.template.metadata.labels';
    const detail = `Invalid value: ${goStringMap(labels)}: \`selector\` does not match template \`labels\``;
    return [{ field, type: 'FieldValueInvalid', detail }];
  } catch (error) {
    if (!(error instanceof InvalidSelector)) throw error;
    return [invalidValue('spec.selector', selector, error.message)];
  }
}

function isEmpty(selector: LabelSelector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions?.length ?? 0) === 0;
}

/** @models staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go ValidateImmutableField */
export function immutableSelectorErrors(spec: WorkloadSpec | undefined, old: WorkloadSpec | undefined): FieldError[] {
  if (equalJson(spec?.selector, old?.selector)) return [];
  const detail = `Invalid value: ${goSelector(spec?.selector ?? {})}: field is immutable`;
  return [{ field: 'spec.selector', type: 'FieldValueInvalid', detail }];
}

/** A label selector as Go's %#v prints it.
 *  @simplifies expressions print without their values' types. */
function goSelector({ matchLabels, matchExpressions }: LabelSelector): string {
  const expressions = (matchExpressions ?? []).map(({ key, operator, values }) => {
    const list = values ? `[]string{${values.map((text) => JSON.stringify(text)).join(', ')}}` : '[]string(nil)';
    return `v1.LabelSelectorRequirement{Key:${JSON.stringify(key)}, Operator:${JSON.stringify(operator)}, Values:${list}}`;
  });
  const list = matchExpressions
    ? `[]v1.LabelSelectorRequirement{${expressions.join(', ')}}`
    : '[]v1.LabelSelectorRequirement(nil)';
  return `v1.LabelSelector{MatchLabels:${goStringMap(matchLabels)}, MatchExpressions:${list}}`;
}
