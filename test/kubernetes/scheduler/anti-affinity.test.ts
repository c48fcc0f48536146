import { expect, test } from 'vitest';
import { deployment, pod } from '../../support/objects.ts';
import { running, simulate } from '../../support/simulate.ts';

function awayFrom(app: string, topologyKey = 'kubernetes.io/hostname') {
  const term = { topologyKey, labelSelector: { matchLabels: { app } } };
  return { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } };
}

test('replicas that keep away from each other take a node each, and one too many waits', () => {
  const t = simulate({ nodes: 2 });
  t.apply(deployment('alone', 3, awayFrom('alone')));
  t.runUntilQuiet();
  expect(t.spread('app=alone')).toMatchObject({ 'node-1': 1, 'node-2': 1 });
  expect(t.facts('scheduler.podUnschedulable')[0]?.data.message).toBe(
    "0/2 nodes are available: 2 node(s) didn't match pod anti-affinity rules. " +
      'preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.',
  );
});

test('a pod without a rule of its own is kept away by the rules of others', () => {
  const t = simulate({ nodes: 1 });
  t.apply(pod('database', awayFrom('batch')));
  t.runUntil(running('database'));
  t.apply(pod('batch'));
  t.runUntilQuiet();
  expect(t.facts('scheduler.podUnschedulable')[0]?.data.message).toContain(
    "1 node(s) didn't satisfy existing pods anti-affinity rules",
  );
  t.input({ type: 'delete', resource: 'pods', name: 'database' });
  t.runUntil(running('batch'));
});

test('a topology key reaches over all nodes that share its label', () => {
  const zone = 'topology.kubernetes.io/zone';
  const t = simulate({
    nodes: ['a', 'a', 'b'].map((value, index) => ({ name: `node-${index + 1}`, labels: { [zone]: value } })),
  });
  t.apply(deployment('ledger', 2, awayFrom('ledger', zone)));
  t.runUntilQuiet();
  const placed = t.spread('app=ledger');
  expect(placed['node-3']).toBe(1);
  expect((placed['node-1'] ?? 0) + (placed['node-2'] ?? 0)).toBe(1);
});
