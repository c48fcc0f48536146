import type { PodSpec, PodTemplateSpec, Toleration } from 'kubernetes-types/core/v1';
import type { FieldError } from '../errors.ts';
import { dns1123LabelErrors, dns1123SubdomainErrors, qualifiedNameErrors } from '../label-syntax.ts';
import { containerErrors } from './container.ts';
import { duplicate, invalidValue, notSupported, required } from './field-errors.ts';
import { labelErrors } from './object-meta.ts';

/** What is wrong with a pod's spec, in upstream's words and order.
 *  @models pkg/apis/core/v1/validation/validation.go ValidatePodSpec
 *  @simplifies affinity, security contexts, topology spread constraints and the sources of volumes are not checked. */
export function podSpecErrors(spec: PodSpec, field: string): FieldError[] {
  const errors: FieldError[] = [];
  const volumes = new Set<string>();
  (spec.volumes ?? []).forEach((volume, index) => {
    const at = `${field}.volumes[${index}].name`;
    if (!volume.name) errors.push(required(at));
    else errors.push(...dns1123LabelErrors(volume.name).map((text) => invalidValue(at, volume.name, text)));
    if (volumes.has(volume.name)) errors.push(duplicate(at, volume.name));
    volumes.add(volume.name);
  });
  const names = new Set<string>();
  const containers = spec.containers ?? [];
  if (containers.length === 0) errors.push(required(`${field}.containers`));
  containers.forEach((container, index) => {
    errors.push(...containerErrors(container, `${field}.containers[${index}]`, names, volumes));
  });
  (spec.initContainers ?? []).forEach((container, index) => {
    errors.push(...containerErrors(container, `${field}.initContainers[${index}]`, names, volumes));
  });
  errors.push(...oneOf(`${field}.restartPolicy`, spec.restartPolicy, ['Always', 'OnFailure', 'Never']));
  errors.push(
    ...oneOf(`${field}.dnsPolicy`, spec.dnsPolicy, ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']),
  );
  errors.push(...labelErrors(spec.nodeSelector, `${field}.nodeSelector`));
  errors.push(...nameField(`${field}.serviceAccountName`, spec.serviceAccountName));
  errors.push(...nameField(`${field}.nodeName`, spec.nodeName));
  const deadline = spec.activeDeadlineSeconds;
  if (deadline !== undefined && (deadline < 1 || deadline > 2_147_483_647)) {
    errors.push(
      invalidValue(`${field}.activeDeadlineSeconds`, deadline, 'must be between 1 and 2147483647, inclusive'),
    );
  }
  (spec.tolerations ?? []).forEach((toleration, index) => {
    errors.push(...tolerationErrors(toleration, `${field}.tolerations[${index}]`));
  });
  errors.push(...nameField(`${field}.priorityClassName`, spec.priorityClassName));
  return errors;
}

/** @models pkg/apis/core/validation/validation.go ValidatePodTemplateSpec */
export function podTemplateErrors(template: PodTemplateSpec, field: string): FieldError[] {
  return [
    ...labelErrors(template.metadata?.labels, `${field}.labels`),
    ...podSpecErrors(template.spec ?? { containers: [] }, `${field}.spec`),
  ];
}

function nameField(field: string, name: string | undefined): FieldError[] {
  return name ? dns1123SubdomainErrors(name).map((text) => invalidValue(field, name, text)) : [];
}

/** What is wrong with a field that must hold one of a few words. */
export function oneOf(field: string, found: string | undefined, supported: readonly string[]): FieldError[] {
  if (!found) return [required(field)];
  return supported.includes(found) ? [] : [notSupported(field, found, supported)];
}

/** @models pkg/apis/core/validation/validation.go ValidateTolerations */
function tolerationErrors(
  { key, operator, value, effect, tolerationSeconds }: Toleration,
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  if (key) errors.push(...qualifiedNameErrors(key).map((text) => invalidValue(`${field}.key`, key, text)));
  if (!key && operator !== 'Exists') {
    const text = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
    errors.push(invalidValue(`${field}.operator`, operator ?? '', text));
  }
  if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
    const text = "effect must be 'NoExecute' when `tolerationSeconds` is set";
    errors.push(invalidValue(`${field}.effect`, effect ?? '', text));
  }
  if (operator === 'Exists' && value) {
    errors.push(invalidValue(`${field}.operator`, value, "value must be empty when `operator` is 'Exists'"));
  }
  if (operator && operator !== 'Exists' && operator !== 'Equal') {
    errors.push(notSupported(`${field}.operator`, operator, ['Equal', 'Exists']));
  }
  if (effect && !['NoSchedule', 'PreferNoSchedule', 'NoExecute'].includes(effect)) {
    errors.push(notSupported(`${field}.effect`, effect, ['NoSchedule', 'PreferNoSchedule', 'NoExecute']));
  }
  return errors;
}
