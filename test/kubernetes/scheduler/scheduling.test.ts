import fc from 'fast-check';
import type { KubernetesObject } from 'kind-wasm-shim/kubernetes/api/meta.ts';
import { podRequests } from 'kind-wasm-shim/kubernetes/api/pod-resources.ts';
import { parseQuantity } from 'kind-wasm-shim/kubernetes/api/quantity.ts';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { describe, expect, test } from 'vitest';
import { deployment, pod } from '../../support/objects.ts';
import { seed } from '../../support/seed.ts';
import { running, simulate } from '../../support/simulate.ts';

const none = 'preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.';
const useless = (count: number, all: number) =>
  `preemption: 0/${all} nodes are available: ${count} Preemption is not helpful for scheduling.`;

function withHostPort(name: string, port: { hostPort: number; hostIP?: string; protocol?: string }): KubernetesObject {
  const containers = [{ name, image: 'nginx:1.27', ports: [{ containerPort: 8080, ...port }] }];
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' }, spec: { containers } };
}

describe('a pod that fits nowhere says why', () => {
  test('too little cpu', () => {
    const t = simulate({ nodes: [{ name: 'n1', images: 'all', capacity: { cpu: '2' } }] });
    t.apply(pod('big', { requests: { cpu: '2001m' } }));
    t.runUntilQuiet();
    expect(t.events('big')).toEqual([`Warning FailedScheduling 0/1 nodes are available: 1 Insufficient cpu. ${none}`]);
    expect(t.pod('big').status).toMatchObject({
      phase: 'Pending',
      conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }],
    });
  });

  test('every resource that is short is named, and the number of pods is one of them', () => {
    const t = simulate({ nodes: [{ name: 'n1', images: 'all', capacity: { cpu: '1', memory: '1Gi', pods: '0' } }] });
    t.apply(pod('big', { requests: { cpu: '2', memory: '2Gi', 'example.com/gpu': '1' } }));
    t.runUntilQuiet();
    expect(t.facts('scheduler.podUnschedulable')[0]?.data.message).toBe(
      `0/1 nodes are available: 1 Insufficient cpu, 1 Insufficient example.com/gpu, 1 Insufficient memory, 1 Too many pods. ${none}`,
    );
  });

  test('a taint, a cordon and a selector, in the order of their texts', () => {
    const t = simulate({
      nodes: [
        { name: 'tainted', taints: [{ key: 'team', value: 'db', effect: 'NoSchedule' }], labels: { disk: 'ssd' } },
        { name: 'cordoned', labels: { disk: 'ssd' } },
        { name: 'other' },
      ],
    });
    t.input({ type: 'cordon', node: 'cordoned' });
    t.runUntilQuiet();
    t.apply(pod('picky', { nodeSelector: { disk: 'ssd' } }));
    t.runUntilQuiet();
    expect(t.events('picky')).toEqual([
      "Warning FailedScheduling 0/3 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, " +
        `1 node(s) had untolerated taint {team: db}, 1 node(s) were unschedulable. ${useless(3, 3)}`,
    ]);
  });

  test('a host port that another pod takes', () => {
    const t = simulate({ nodes: 1 });
    t.apply(withHostPort('first', { hostPort: 80 }));
    t.runUntil(running('first'));
    t.apply(withHostPort('second', { hostPort: 80 }));
    t.runUntilQuiet();
    expect(t.events('second')).toEqual([
      `Warning FailedScheduling 0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports. ${none}`,
    ]);
    t.delete('pods', 'first');
    t.runUntil(running('second'));
  });

  test.each([
    ['another port', { hostPort: 80 }, { hostPort: 81 }, true],
    ['another protocol', { hostPort: 53, protocol: 'TCP' }, { hostPort: 53, protocol: 'UDP' }, true],
    ['another address', { hostPort: 80, hostIP: '10.0.0.1' }, { hostPort: 80, hostIP: '10.0.0.2' }, true],
    ['all addresses', { hostPort: 80, hostIP: '10.0.0.1' }, { hostPort: 80 }, false],
  ])('%s of the same node', (_, first, second, fits) => {
    const t = simulate({ nodes: 1 });
    t.apply(withHostPort('first', first), withHostPort('second', second));
    t.runUntilQuiet();
    expect(t.pods().filter(({ spec }) => spec?.nodeName)).toHaveLength(fits ? 2 : 1);
  });

  test('a cluster without nodes', () => {
    const t = simulate({ nodes: [] });
    t.apply(pod('lonely'));
    t.runUntilQuiet();
    expect(t.events('lonely')).toEqual(['Warning FailedScheduling no nodes available to schedule pods']);
  });

  test('a spread that would be broken', () => {
    const t = simulate({ nodes: 2 });
    const spread = {
      maxSkew: 1,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'DoNotSchedule' as const,
      labelSelector: { matchLabels: { app: 'even' } },
    };
    t.apply(deployment('even', 2, { topologySpreadConstraints: [spread] }));
    t.runUntilQuiet();
    t.input({ type: 'cordon', node: 'node-2' });
    t.apply(deployment('even', 4, { topologySpreadConstraints: [spread] }));
    t.runUntilQuiet();
    expect(t.facts('scheduler.podUnschedulable')[0]?.data.message).toBe(
      "0/2 nodes are available: 1 node(s) didn't match pod topology spread constraints, 1 node(s) were unschedulable. " +
        'preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling.',
    );
  });
});

describe('a refused pod is tried again', () => {
  test('when a node that could take it joins', () => {
    const t = simulate({ nodes: [] });
    t.apply(pod('patient', { requests: { cpu: '4' } }));
    t.runUntilQuiet();
    t.input({ type: 'addNode', node: { name: 'small', capacity: { cpu: '2' }, images: 'all' } });
    t.runUntilQuiet();
    expect(t.facts('scheduler.podUnschedulable')).toHaveLength(1);
    t.input({ type: 'addNode', node: { name: 'large', images: 'all' } });
    t.runUntil(running('patient'));
    expect(t.pod('patient').spec?.nodeName).toBe('large');
  });

  test('when a node that came with a taint loses it', () => {
    const t = simulate({ nodes: [{ name: 'small', images: 'all', capacity: { cpu: '1' } }] });
    t.apply(pod('patient', { requests: { cpu: '4' } }));
    t.runUntilQuiet();
    const taints = [{ key: 'example.com/new', effect: 'NoSchedule' as const }];
    t.input({ type: 'addNode', node: { name: 'large', images: 'all', taints } });
    t.runUntilQuiet();
    expect(t.facts('scheduler.podUnschedulable')).toHaveLength(1);
    t.cluster.client('test').patch('nodes', undefined, 'large', 'merge', { spec: { taints: null } });
    t.runUntil(running('patient'));
    expect(t.pod('patient').spec?.nodeName).toBe('large');
  });

  test('when a cordon is lifted, and not before its back-off of a second is over', () => {
    const t = simulate({ nodes: 1 });
    t.input({ type: 'cordon', node: 'node-1' });
    t.runUntilQuiet();
    t.apply(pod('patient'));
    t.runUntilQuiet();
    const refused = t.facts('scheduler.podUnschedulable')[0]?.atMs ?? 0;
    t.input({ type: 'uncordon', node: 'node-1' });
    t.runUntil(running('patient'));
    const [bound] = t.facts('scheduler.podBound');
    expect(bound?.atMs).toBeGreaterThanOrEqual(refused + 1_000);
    expect(bound?.atMs).toBeLessThan(refused + 1_100);
    expect(bound?.data.attempts).toBe(2);
  });

  test('when a pod that took its room ends', () => {
    const t = simulate({ nodes: [{ name: 'n1', images: 'all', capacity: { cpu: '1' } }] });
    t.apply(pod('first', { runs: 'sleep 20', restartPolicy: 'Never', requests: { cpu: '1' } }));
    t.runUntil(running('first'));
    t.apply(pod('second', { requests: { cpu: '1' } }));
    t.runUntil(running('second'));
    expect(t.nowMs).toBeGreaterThan(20_000);
  });

  test('and a change that cannot help leaves it alone', () => {
    const t = simulate({ nodes: 1 });
    t.apply(pod('picky', { nodeSelector: { disk: 'ssd' } }));
    t.apply(pod('passer-by', { runs: 'sleep 5', restartPolicy: 'Never' }));
    t.runUntilQuiet();
    expect(t.facts('scheduler.podUnschedulable')).toHaveLength(1);
  });
});

describe('order and spread', () => {
  test('of pods that wait, the one with the highest priority comes first', () => {
    const t = simulate({ nodes: [] });
    t.apply({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'high' }, value: 1000 });
    t.apply(pod('low'), pod('high', { priorityClassName: 'high' }));
    t.runUntilQuiet();
    expect(t.facts('scheduler.podUnschedulable').map(({ data }) => data.pod)).toEqual(['default/high', 'default/low']);
  });

  test('replicas are spread over nodes of one size', () => {
    const t = simulate({ nodes: 4 });
    t.apply(deployment('web', 12, { requests: { cpu: '100m', memory: '64Mi' } }));
    t.settle();
    expect(t.spread('app=web')).toEqual({ 'node-1': 3, 'node-2': 3, 'node-3': 3, 'node-4': 3 });
  });

  test('with MostAllocated pods without an owner are packed', () => {
    const t = simulate({ nodes: 3, scheduler: { scoringStrategy: 'MostAllocated' } });
    for (const name of ['a', 'b', 'c', 'd']) t.apply(pod(name, { requests: { cpu: '1', memory: '2Gi' } }));
    t.runUntilQuiet();
    expect(Object.values(t.spread())).toEqual([4]);
  });

  test('the fact of a binding tells what became of every node', () => {
    const t = simulate({
      nodes: [
        { name: 'n1', images: 'all' },
        { name: 'n2', images: 'all' },
        { name: 'n3', taints: [{ key: 'x', effect: 'NoExecute' }] },
      ],
    });
    t.apply(pod('placed'));
    t.runUntilQuiet();
    const { node, nodes } = t.facts('scheduler.podBound')[0]?.data ?? { nodes: [] };
    expect(nodes.map((each) => each.node)).toEqual(['n1', 'n2', 'n3']);
    expect(nodes[2]).toEqual({
      node: 'n3',
      filteredBy: { plugin: 'TaintToleration', reasons: ['node(s) had untolerated taint {x: }'] },
    });
    const [chosen] = nodes.filter((each) => each.node === node);
    const total = Object.values(chosen?.scores ?? {}).reduce((sum, points) => sum + points, 0);
    expect(chosen?.total).toBe(total);
    expect(total).toBe(Math.max(...nodes.map((each) => each.total ?? 0)));
  });
});

test('whatever the pods and nodes, none is promised more than it has, and no pod is left that would still fit', () => {
  const size = fc.integer({ min: 1, max: 40 }).map((tenths) => `${tenths * 100}m`);
  const nodeList = fc.array(fc.record({ cpu: size, pods: fc.integer({ min: 0, max: 6 }) }), {
    minLength: 1,
    maxLength: 5,
  });
  const podList = fc.array(size, { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(nodeList, podList, fc.integer({ min: 0, max: 99 }), (nodes, pods, run) => {
      const t = simulate({
        seed: run,
        nodes: nodes.map(({ cpu, pods: most }, index) => ({
          name: `n${index}`,
          images: 'all',
          capacity: { cpu, pods: String(most) },
        })),
      });
      for (const [index, cpu] of pods.entries()) t.apply(pod(`p${index}`, { requests: { cpu } }));
      t.runUntilQuiet();
      const client = t.cluster.client('test');
      const all = client.list<Pod>('pods').items;
      const free = client.list<Node>('nodes').items.map(({ metadata, status }) => {
        const there = all.filter(({ spec }) => spec?.nodeName === metadata?.name);
        const used = there.reduce((sum, each) => sum + (podRequests(each).get('cpu') ?? 0n), 0n);
        const { cpu = 0, pods: most = 0 } = status?.allocatable ?? {};
        return there.length < Number(most) ? parseQuantity(cpu) - used : -1n;
      });
      for (const waiting of all.filter(({ spec }) => !spec?.nodeName)) {
        const wanted = podRequests(waiting).get('cpu') ?? 0n;
        expect(free.every((room) => room < wanted)).toBe(true);
      }
    }),
    { seed, numRuns: 40 },
  );
});
