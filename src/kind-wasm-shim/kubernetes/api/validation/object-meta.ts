import type { ObjectMeta, OwnerReference } from 'kubernetes-types/meta/v1';
import type { FieldError } from '../errors.ts';
import { dns1123SubdomainErrors, labelValueErrors, qualifiedNameErrors } from '../label-syntax.ts';
import { forbidden, invalidValue, required } from './field-errors.ts';

const largestAnnotations = 256 * 1024;
const knownFinalizers = new Set(['orphan', 'foregroundDeletion', 'kubernetes']);

/** What makes a name one of an object: most are DNS subdomains. */
export type NameRule = ((name: string) => readonly string[]) | undefined;

/** @models staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go ValidateObjectMetaAccessor */
export function objectMetaErrors(meta: ObjectMeta, namespaced: boolean, nameRule: NameRule): FieldError[] {
  const errors: FieldError[] = [];
  const rule = nameRule ?? dns1123SubdomainErrors;
  const { generateName, name = '', namespace = '' } = meta;
  if (generateName) {
    // The random end is as good as any: only the beginning is judged.
    const beginning = generateName.replace(/[-.]$/, 'a');
    for (const text of rule(beginning)) errors.push(invalidValue('metadata.generateName', generateName, text));
  }
  if (name === '') errors.push(required('metadata.name', 'name or generateName is required'));
  else for (const text of rule(name)) errors.push(invalidValue('metadata.name', name, text));
  if (namespaced && namespace === '') errors.push(required('metadata.namespace'));
  if (!namespaced && namespace !== '') errors.push(forbidden('metadata.namespace', 'not allowed on this type'));
  errors.push(...labelErrors(meta.labels, 'metadata.labels'));
  errors.push(...annotationErrors(meta.annotations, 'metadata.annotations'));
  errors.push(...ownerReferenceErrors(meta.ownerReferences ?? []));
  errors.push(...finalizerErrors(meta.finalizers ?? []));
  return errors;
}

/** @models staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go ValidateObjectMetaAccessorUpdate */
export function objectMetaUpdateErrors(meta: ObjectMeta, old: ObjectMeta, namespaced: boolean): FieldError[] {
  const errors: FieldError[] = [];
  if (old.deletionTimestamp) {
    const before = new Set(old.finalizers ?? []);
    const added = (meta.finalizers ?? []).filter((finalizer) => !before.has(finalizer));
    if (added.length > 0) {
      const list = `sets.Set[string]{${added.map((name) => `${JSON.stringify(name)}:sets.Empty{}`).join(', ')}}`;
      const text = `no new finalizers can be added if the object is being deleted, found new finalizers ${list}`;
      errors.push(forbidden('metadata.finalizers', text));
    }
  }
  if (meta.labels !== old.labels || meta.annotations !== old.annotations || meta.finalizers !== old.finalizers) {
    // The name was judged when the object was made.
    errors.push(...objectMetaErrors({ ...meta, generateName: '' }, namespaced, () => []));
  }
  return errors;
}

/** @models staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go ValidateLabels */
export function labelErrors(labels: Readonly<Record<string, unknown>> | undefined, field: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const [key, value] of Object.entries(labels ?? {})) {
    for (const text of qualifiedNameErrors(key)) errors.push(invalidValue(field, key, text));
    for (const text of labelValueErrors(String(value))) errors.push(invalidValue(field, value, text));
  }
  return errors;
}

/** @models staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go ValidateAnnotations */
function annotationErrors(annotations: Readonly<Record<string, unknown>> | undefined, field: string): FieldError[] {
  const errors: FieldError[] = [];
  let size = 0;
  for (const [key, value] of Object.entries(annotations ?? {})) {
    for (const text of qualifiedNameErrors(key.toLowerCase())) errors.push(invalidValue(field, key, text));
    size += key.length + String(value).length;
  }
  if (size > largestAnnotations) {
    errors.push({
      field,
      type: 'FieldValueTooLong',
      detail: `Too long: may not be more than ${largestAnnotations} bytes`,
    });
  }
  return errors;
}

/** @models staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go ValidateOwnerReferences */
function ownerReferenceErrors(owners: readonly OwnerReference[]): FieldError[] {
  const errors: FieldError[] = [];
  owners.forEach((owner, index) => {
    const field = `metadata.ownerReferences[${index}]`;
    if (!owner.apiVersion)
      errors.push(invalidValue(`${field}.apiVersion`, owner.apiVersion ?? '', 'version must not be empty'));
    if (!owner.kind) errors.push(invalidValue(`${field}.kind`, owner.kind ?? '', 'must not be empty'));
    if (!owner.name) errors.push(invalidValue(`${field}.name`, owner.name ?? '', 'must not be empty'));
    if (!owner.uid) errors.push(invalidValue(`${field}.uid`, owner.uid ?? '', 'must not be empty'));
  });
  const controllers = owners.filter((owner) => owner.controller === true);
  if (controllers.length > 1) {
    const [first, second] = controllers;
    const text = `Only one reference can have Controller set to true. Found "true" in references for ${first?.kind}/${first?.name} and ${second?.kind}/${second?.name}`;
    errors.push({
      field: 'metadata.ownerReferences',
      type: 'FieldValueInvalid',
      detail: `Invalid value: ${JSON.stringify(owners)}: ${text}`,
    });
  }
  return errors;
}

/** @models pkg/apis/core/validation/validation.go ValidateFinalizerName */
function finalizerErrors(finalizers: readonly string[]): FieldError[] {
  const errors: FieldError[] = [];
  for (const name of finalizers) {
    for (const text of qualifiedNameErrors(name)) errors.push(invalidValue('metadata.finalizers', name, text));
    if (!name.includes('/') && !knownFinalizers.has(name)) {
      const text = 'name is neither a standard finalizer name nor is it fully qualified';
      errors.push(invalidValue('metadata.finalizers', name, text));
    }
  }
  return errors;
}
