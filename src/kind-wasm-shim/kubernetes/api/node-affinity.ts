import type { Node, NodeSelectorRequirement, NodeSelectorTerm, Pod } from 'kubernetes-types/core/v1';
import { InvalidSelector, matchesRequirement, newRequirement, type SelectorOperator } from './labels.ts';

/** Whether a pod may run on a node by its nodeSelector and its required node affinity. A term that the API would refuse
 *  matches nothing.
 *  @models staging/src/k8s.io/component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go RequiredNodeAffinity.Match */
export function matchesRequiredNodeAffinity(pod: Pod, node: Node): boolean {
  const labels = node.metadata?.labels;
  const selector = pod.spec?.nodeSelector;
  if (selector && !Object.entries(selector).every(([key, text]) => labels?.[key] === text)) return false;
  const required = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (!required) return true;
  return (required.nodeSelectorTerms ?? []).some((term) => matchesNodeSelectorTerm(term, node));
}

/** The sum of the weights of the preferred terms that a node matches.
 *  @models staging/src/k8s.io/component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go PreferredSchedulingTerms.Score */
export function preferredNodeAffinityWeight(pod: Pod, node: Node): number {
  const preferred = pod.spec?.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return preferred.reduce(
    (sum, { preference, weight }) => sum + (weight !== 0 && matchesNodeSelectorTerm(preference, node) ? weight : 0),
    0,
  );
}

/** Whether a node matches all of a term. A term without conditions matches nothing.
 *  @models staging/src/k8s.io/component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go nodeSelectorTerm.match */
export function matchesNodeSelectorTerm(term: NodeSelectorTerm | undefined, node: Node): boolean {
  const expressions = term?.matchExpressions ?? [];
  const fields = term?.matchFields ?? [];
  if (expressions.length === 0 && fields.length === 0) return false;
  return (
    expressions.every((expression) => matchesExpression(expression, node.metadata?.labels)) &&
    fields.every((field) => matchesNodeName(field, node.metadata?.name ?? ''))
  );
}

const operators = new Map<string, SelectorOperator>([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
  ['Gt', 'gt'],
  ['Lt', 'lt'],
]);

function matchesExpression(
  { key, operator, values }: NodeSelectorRequirement,
  labels: Readonly<Record<string, string>> | undefined,
): boolean {
  const known = operators.get(operator);
  if (known === undefined) return false;
  try {
    return matchesRequirement(newRequirement(key, known, values), labels);
  } catch (error) {
    if (error instanceof InvalidSelector) return false;
    throw error;
  }
}

/** The only field that a node can be selected by is its name, and only by one value. */
function matchesNodeName({ key, operator, values }: NodeSelectorRequirement, name: string): boolean {
  if (key !== 'metadata.name' || values?.length !== 1) return false;
  if (operator === 'In') return values[0] === name;
  return operator === 'NotIn' && values[0] !== name;
}
