import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { labelValueErrors, qualifiedNameErrors } from './label-syntax.ts';

/** The labels of an object, or of nothing. */
export type Labels = Readonly<Record<string, string>> | undefined;

/** How a requirement compares, in the words of the selector strings. */
export type SelectorOperator = 'in' | 'notin' | '=' | '==' | '!=' | 'exists' | '!' | 'gt' | 'lt';

/** One condition on one label. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: SelectorOperator;
  readonly values: readonly string[];
}

/** A selector: all requirements must hold. No requirements select everything; `'nothing'` selects nothing. */
export type Selector = readonly LabelRequirement[] | 'nothing';

/** A selector that the API refuses. The message is upstream's. */
export class InvalidSelector extends Error {
  override readonly name = 'InvalidSelector';
}

/** Whether an object with these labels is selected.
 *  @models staging/src/k8s.io/apimachinery/pkg/labels/selector.go internalSelector.Matches */
export function matchesSelector(selector: Selector, labels: Labels): boolean {
  return selector !== 'nothing' && selector.every((requirement) => matchesRequirement(requirement, labels));
}

/** @models staging/src/k8s.io/apimachinery/pkg/labels/selector.go Requirement.Matches */
export function matchesRequirement({ key, operator, values }: LabelRequirement, labels: Labels): boolean {
  const value = labels !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'in':
    case '=':
    case '==':
      return value !== undefined && values.includes(value);
    case 'notin':
    case '!=':
      return value === undefined || !values.includes(value);
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case 'gt':
    case 'lt': {
      const found = integer(value);
      const wanted = integer(values[0]);
      if (found === undefined || wanted === undefined || values.length !== 1) return false;
      return operator === 'gt' ? found > wanted : found < wanted;
    }
  }
}

/** A requirement whose key, operator and values fit together. Throws InvalidSelector with upstream's text.
 *  @models staging/src/k8s.io/apimachinery/pkg/labels/selector.go NewRequirement */
export function newRequirement(
  key: string,
  operator: SelectorOperator,
  values: readonly string[] | undefined,
  showValues: ShowValues = asGoStrings,
): LabelRequirement {
  const errors: string[] = [];
  const keyErrors = qualifiedNameErrors(key);
  if (keyErrors.length > 0) errors.push(`key: Invalid value: ${quote(key)}: ${keyErrors.join('; ')}`);
  const given = values ?? [];
  const rule = valuesRule(operator, given.length);
  if (rule !== undefined) errors.push(`values: Invalid value: ${showValues(values)}: ${rule}`);
  given.forEach((text, index) => {
    if ((operator === 'gt' || operator === 'lt') && integer(text) === undefined) {
      const integerRule = "for 'Gt', 'Lt' operators, the value must be an integer";
      errors.push(`values[${index}]: Invalid value: ${quote(text)}: ${integerRule}`);
    }
  });
  given.forEach((text, index) => {
    const valueErrors = labelValueErrors(text);
    if (valueErrors.length > 0) {
      errors.push(`values[${index}][${key}]: Invalid value: ${quote(text)}: ${valueErrors.join('; ')}`);
    }
  });
  if (errors.length > 0) throw new InvalidSelector(aggregate(errors));
  return { key, operator, values: given };
}

function valuesRule(operator: SelectorOperator, count: number): string | undefined {
  switch (operator) {
    case 'in':
    case 'notin':
      return count === 0 ? "for 'in', 'notin' operators, values set can't be empty" : undefined;
    case '=':
    case '==':
    case '!=':
      return count !== 1 ? 'exact-match compatibility requires one single value' : undefined;
    case 'exists':
    case '!':
      return count !== 0 ? 'values set must be empty for exists and does not exist' : undefined;
    case 'gt':
    case 'lt':
      return count !== 1 ? "for 'Gt', 'Lt' operators, exactly one value is required" : undefined;
  }
}

const expressionOperators = new Map<string, SelectorOperator>([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
]);

/** How an error shows the values of a requirement. */
export type ShowValues = (values: readonly string[] | undefined) => string;

/** Values as Go prints them, which errors show up to Kubernetes 1.33: `[]string{"a"}`. */
export const asGoStrings: ShowValues = (values) =>
  values === undefined ? '[]string(nil)' : `[]string{${values.map(quote).join(', ')}}`;

/** Values as JSON, which errors show from Kubernetes 1.34 on: `["a"]`. */
export const asJSONStrings: ShowValues = (values) => (values === undefined ? 'null' : JSON.stringify(values));

/** The selector that a LabelSelector object stands for: none selects nothing, an empty one everything. Throws InvalidSelector.
 *  @models staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go LabelSelectorAsSelector
 *  @simplifies upstream reads matchLabels in random order; here by key, which decides only which of several errors is told. */
export function labelSelectorAsSelector(
  selector: LabelSelector | null | undefined,
  showValues: ShowValues = asGoStrings,
): Selector {
  if (selector === undefined || selector === null) return 'nothing';
  const requirements = Object.entries(selector.matchLabels ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, text]) => newRequirement(key, '=', [text], showValues));
  for (const { key, operator, values } of selector.matchExpressions ?? []) {
    const known = expressionOperators.get(operator);
    if (known === undefined) throw new InvalidSelector(`${quote(operator)} is not a valid label selector operator`);
    requirements.push(newRequirement(key, known, values, showValues));
  }
  return requirements;
}

/** Whether a LabelSelector object selects these labels. Throws InvalidSelector. */
export function matchesLabelSelector(selector: LabelSelector | null | undefined, labels: Labels): boolean {
  return matchesSelector(labelSelectorAsSelector(selector), labels);
}

/** @models staging/src/k8s.io/apimachinery/pkg/util/errors/errors.go aggregate.Error */
function aggregate(errors: readonly string[]): string {
  const different = [...new Set(errors)];
  return different.length === 1 ? String(different[0]) : `[${different.join(', ')}]`;
}

function integer(text: string | undefined): bigint | undefined {
  return text !== undefined && /^[+-]?[0-9]+$/.test(text) ? BigInt(text.replace(/^\+/, '')) : undefined;
}

/** A text as Go's %q prints it, for the characters that occur in labels. */
function quote(text: string): string {
  return JSON.stringify(text);
}
