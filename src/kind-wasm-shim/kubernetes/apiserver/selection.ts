import { badRequest } from '../api/errors.ts';
import { type FieldSelector, parseFieldSelector } from '../api/fields.ts';
import { parseSelector } from '../api/label-selector-parser.ts';
import { InvalidSelector, matchesSelector, type Selector } from '../api/labels.ts';
import type { StoredObject } from '../api/meta.ts';
import type { ResourceStrategy } from './resource-strategy.ts';
import type { Storage } from './storage.ts';

/** Which objects of a resource a list, a watch or a delete of a collection is about. */
export interface Selection {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/** A selection that has been read and fits the resource. */
export interface ParsedSelection {
  readonly namespace: string | undefined;
  readonly labels: Selector;
  readonly fields: FieldSelector;
}

/** Reads the selectors. A field that the resource does not know is a bad request. */
export function parseSelection(strategy: ResourceStrategy, selection: Selection): ParsedSelection {
  const { namespace, labelSelector = '', fieldSelector = '' } = selection;
  try {
    const labels = labelSelector === '' ? [] : parseSelector(labelSelector);
    const fields = fieldSelector === '' ? [] : parseFieldSelector(fieldSelector);
    for (const { field } of fields) checkFieldLabel(strategy, field);
    return { namespace, labels, fields };
  } catch (error) {
    if (error instanceof InvalidSelector) throw badRequest(error.message);
    throw error;
  }
}

/** Resources with field labels of their own have a conversion function, which tells only the label.
 *  @models staging/src/k8s.io/apimachinery/pkg/runtime/conversion.go DefaultMetaV1FieldSelectorConversion */
function checkFieldLabel(strategy: ResourceStrategy, field: string): void {
  if (field === 'metadata.name' || field === 'metadata.namespace' || strategy.fields?.[field]) return;
  if (strategy.fields) throw badRequest(`field label not supported: ${field}`);
  throw badRequest(
    `${JSON.stringify(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`,
  );
}

/** Whether an object is one of the selected. */
export function isSelected(strategy: ResourceStrategy, selection: ParsedSelection, object: StoredObject): boolean {
  const { namespace, labels, fields } = selection;
  if (namespace !== undefined && object.metadata.namespace !== namespace) return false;
  if (!matchesSelector(labels, object.metadata.labels)) return false;
  for (const { field, operator, value } of fields) {
    if ((fieldValue(strategy, field, object) === value) !== (operator === '=')) return false;
  }
  return true;
}

function fieldValue(strategy: ResourceStrategy, field: string, object: StoredObject): string {
  if (field === 'metadata.name') return object.metadata.name;
  if (field === 'metadata.namespace') return object.metadata.namespace ?? '';
  return strategy.fields?.[field]?.(object) ?? '';
}

/** The latest selected objects in the order of their keys, by the narrowest way the store offers. */
export function select(
  storage: Storage,
  resource: string,
  strategy: ResourceStrategy,
  selection: ParsedSelection,
): readonly StoredObject[] {
  const { namespace, labels, fields } = selection;
  const table = storage.table(resource);
  const named = fields.find(({ field, operator }) => field === 'metadata.name' && operator === '=');
  let candidates: readonly StoredObject[];
  if (named && (namespace !== undefined || !strategy.namespaced)) {
    const object = table.get(namespace !== undefined ? `${namespace}/${named.value}` : named.value);
    candidates = object ? [object] : [];
  } else {
    const indexed = fields.find(({ field, operator }) => operator === '=' && table.hasIndex(field));
    if (indexed) candidates = table.indexed(indexed.field, indexed.value);
    else candidates = namespace === undefined ? table.all() : table.inNamespace(namespace);
    if (labels !== 'nothing' && labels.length === 0 && fields.length === 0) return candidates;
  }
  return candidates.filter((object) => isSelected(strategy, selection, object));
}
