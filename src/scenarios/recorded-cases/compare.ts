import { equalJson } from 'kind-wasm-shim/kubernetes/api/equal-json.ts';
import type { Node } from 'kubernetes-types/core/v1';
import type { Answer } from './answer-vector.ts';
import type { Expected, Vector } from './vector.ts';

/** Every difference between what the real program answered and what we answer, one sentence each. Empty when there is none. */
export function differences(vector: Vector, answer: Answer): string[] {
  const { expected } = vector;
  const found = [...errorDifferences(expected, answer)];
  if (vector.plugin === 'validation') {
    found.push(...difference('valid', expected.valid, answer.valid));
    return found;
  }
  found.push(...evictionDifferences(vector, answer));
  for (const field of comparedFields) {
    if (expected.unstableFields?.includes(field)) continue;
    const wanted = normalized(expected[field]);
    found.push(...deepDifferences(field, wanted, normalized(answer[field])));
  }
  return found;
}

const comparedFields = [
  'classification',
  'usage',
  'usagePercentage',
  'totalCapacityToBeMoved',
  'outcome',
  'notEvictable',
  'evictionErrors',
] as const;

/** Lists of node names come in no order. An empty list or object is the same as none. */
function normalized(
  value: Answer[(typeof comparedFields)[number]] | Expected[(typeof comparedFields)[number]],
): unknown {
  if (value === undefined || Array.isArray(value)) return value?.length === 0 ? undefined : value;
  const entries = Object.entries(value)
    .map(([name, item]: [string, unknown]) => [name, Array.isArray(item) ? [...item].sort() : item] as const)
    .filter(([, item]) => !(Array.isArray(item) && item.length === 0));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function* errorDifferences(expected: Expected, { error }: Answer): Generator<string> {
  const variants = expected.errorVariants ?? (expected.error === undefined ? [] : [expected.error]);
  if (variants.length === 0 && error === undefined) return;
  const same = expected.unordered === 'errorVaries' ? anyOrder : (text: string) => text;
  const loosely = (text: string) => same(text.replace(/scheme\.go:\d+/, 'scheme.go'));
  if (error !== undefined && variants.some((variant) => loosely(variant) === loosely(error))) return;
  yield `error: expected ${show(variants[0])}, found ${show(error)}`;
}

/** A text whose bracketed list is in one fixed order. */
function anyOrder(text: string): string {
  return text.replace(/\[([^\][]*)\]/g, (_, list: string) => `[${list.split(' ').sort().join(' ')}]`);
}

function evictionDifferences({ expected, nodes = [] }: Vector, { evictions }: Answer): string[] {
  const total = () => difference('totalEvicted', expected.totalEvicted, evictions.length);
  switch (expected.unordered) {
    case undefined:
    case 'errorVaries':
      return listDifferences(expected.evictions ?? [], evictions);
    case 'set': {
      const byPod = (list: Answer['evictions']) => [...list].sort((a, b) => (a.pod < b.pod ? -1 : 1));
      return listDifferences(byPod(expected.evictions ?? []), byPod(evictions));
    }
    case 'perNodeCounts': {
      const perNode = countBy(evictions, ({ node }) => node);
      return [...deepDifferences('evictedPerNode', expected.evictedPerNode, perNode), ...total()];
    }
    case 'perDomainCounts': {
      const perDomain = countBy(evictions, ({ pod, node }) => `${pod.split('/')[0]}|${zoneOf(node, nodes)}`);
      return [...deepDifferences('evictedPerDomain', expected.evictedPerDomain, perDomain), ...total()];
    }
    case 'total':
      return total();
    case 'unstable':
      return [];
  }
}

function zoneOf(name: string, nodes: readonly Node[]): string {
  const node = nodes.find(({ metadata }) => metadata?.name === name);
  return node?.metadata?.labels?.['topology.kubernetes.io/zone'] ?? '';
}

function countBy<Item>(items: readonly Item[], key: (item: Item) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[key(item)] = (counts[key(item)] ?? 0) + 1;
  return counts;
}

function listDifferences(expected: Answer['evictions'], found: Answer['evictions']): string[] {
  const texts: string[] = [];
  for (let index = 0; index < Math.max(expected.length, found.length); index++) {
    texts.push(...difference(`evictions[${index}]`, eviction(expected[index]), eviction(found[index])));
  }
  return texts;
}

function eviction(item: Answer['evictions'][number] | undefined): string | undefined {
  return item && `${item.pod} from ${item.node} for ${item.reason}`;
}

/** The differences of two values, each at the innermost place where they differ. */
function deepDifferences(place: string, expected: unknown, found: unknown): string[] {
  if (!isObject(expected) || !isObject(found)) return difference(place, expected, found);
  const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])];
  return names.flatMap((name) => deepDifferences(`${place}.${name}`, expected[name], found[name]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function difference(place: string, expected: unknown, found: unknown): string[] {
  return equalJson(expected, found) ? [] : [`${place}: expected ${show(expected)}, found ${show(found)}`];
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
