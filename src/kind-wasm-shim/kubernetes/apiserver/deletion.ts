import type { FieldError } from '../api/errors.ts';
import type { StoredObject } from '../api/meta.ts';
import type { DeleteOptions } from './resource-strategy.ts';

const orphanFinalizer = 'orphan';
const foregroundFinalizer = 'foregroundDeletion';

/** @models staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go ValidateDeleteOptions */
export function deleteOptionsErrors({ propagationPolicy, orphanDependents }: DeleteOptions): FieldError[] {
  if (propagationPolicy === undefined) return [];
  const field = 'propagationPolicy';
  if (orphanDependents !== undefined) {
    const detail = `Invalid value: ${JSON.stringify(propagationPolicy)}: orphanDependents and deletionPropagation cannot be both set`;
    return [{ field, type: 'FieldValueInvalid', detail }];
  }
  if (['Foreground', 'Background', 'Orphan'].includes(propagationPolicy)) return [];
  const detail = `Unsupported value: ${JSON.stringify(propagationPolicy)}: supported values: "Foreground", "Background", "Orphan", "nil"`;
  return [{ field, type: 'FieldValueNotSupported', detail }];
}

/** The object with the finalizers by which the garbage collector learns what to do with its dependents.
 *  @models staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go deletionFinalizersForGarbageCollection */
export function withDeletionFinalizers(object: StoredObject, options: DeleteOptions): StoredObject {
  const { propagationPolicy, orphanDependents } = options;
  if (propagationPolicy === undefined && orphanDependents === undefined) return object;
  const kept = (object.metadata.finalizers ?? []).filter(
    (finalizer) => finalizer !== orphanFinalizer && finalizer !== foregroundFinalizer,
  );
  if (orphanDependents === true || propagationPolicy === 'Orphan') kept.push(orphanFinalizer);
  if (propagationPolicy === 'Foreground') kept.push(foregroundFinalizer);
  const { finalizers: _, ...metadata } = object.metadata;
  return { ...object, metadata: kept.length > 0 ? { ...metadata, finalizers: kept } : metadata };
}
