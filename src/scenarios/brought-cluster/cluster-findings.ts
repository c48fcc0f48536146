import type { KeptObjects, SnapshotFinding } from './brought-cluster.ts';

const mostExamples = 5;

/** What is odd about the objects taken together. */
export function clusterFindings({ nodes, pods, priorityclasses }: KeptObjects): SnapshotFinding[] {
  const findings: SnapshotFinding[] = [];
  if (nodes.length === 0) findings.push({ kind: 'noNodes', blocks: true, count: 1, examples: [] });
  if (pods.length === 0) findings.push({ kind: 'noPods', blocks: false, count: 1, examples: [] });
  const names = new Set(nodes.map(({ metadata }) => metadata?.name));
  const missing = new Map<string, number>();
  for (const { spec } of pods) {
    const node = spec?.nodeName;
    if (node && !names.has(node)) missing.set(node, (missing.get(node) ?? 0) + 1);
  }
  if (missing.size > 0 && nodes.length > 0) {
    findings.push(finding('podsOnMissingNodes', [...missing.keys()], sum(missing.values())));
  }
  const bare = nodes.filter(({ status }) => status?.allocatable === undefined && status?.capacity === undefined);
  if (bare.length > 0) {
    const bareNames = bare.map(({ metadata }) => metadata?.name ?? '');
    findings.push(finding('nodesWithoutAllocatable', bareNames, bare.length));
  }
  const isNamed = pods.some(({ spec }) => spec?.priorityClassName !== undefined);
  if (priorityclasses.length === 0 && isNamed) findings.push(finding('noPriorityClasses', [], 1));
  return findings;
}

/** A finding about so many objects, of which the first few are named. */
export function finding(kind: SnapshotFinding['kind'], names: readonly string[], count: number): SnapshotFinding {
  return { kind, blocks: false, count, examples: names.slice(0, mostExamples) };
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
