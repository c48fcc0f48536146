import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { InvalidSelector, type LabelRequirement, labelSelectorAsSelector, type Selector } from '../../api/labels.ts';

/** A selector as text: `app=web,tier in (a,b)`.
 *  @models staging/src/k8s.io/apimachinery/pkg/labels/selector.go internalSelector.String */
export function formatSelector(selector: Selector): string {
  return selector === 'nothing' ? '' : selector.map(formatRequirement).join(',');
}

/** @models staging/src/k8s.io/apimachinery/pkg/labels/selector.go Requirement.String */
function formatRequirement({ key, operator, values }: LabelRequirement): string {
  const sorted = [...values].sort();
  switch (operator) {
    case 'exists':
      return key;
    case '!':
      return `!${key}`;
    case 'in':
    case 'notin':
      return `${key} ${operator} (${sorted.join(',')})`;
    case 'gt':
      return `${key}>${values[0]}`;
    case 'lt':
      return `${key}<${values[0]}`;
    default:
      return `${key}${operator}${values[0] ?? ''}`;
  }
}

/** A LabelSelector as a cell.
 *  @models staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go FormatLabelSelector */
export function selectorCell(selector: LabelSelector | undefined): string {
  try {
    return formatSelector(labelSelectorAsSelector(selector)) || '<none>';
  } catch (error) {
    if (error instanceof InvalidSelector) return '<error>';
    throw error;
  }
}

/** A map of labels as a cell.
 *  @models staging/src/k8s.io/apimachinery/pkg/labels/labels.go FormatLabels */
export function labelsCell(labels: Readonly<Record<string, string>> | undefined): string {
  const pairs = Object.keys(labels ?? {})
    .sort()
    .map((key) => `${key}=${labels?.[key]}`);
  return pairs.join(',') || '<none>';
}
