import fc from 'fast-check';
import type { KubernetesObject } from 'kind-wasm-shim/kubernetes/api/meta.ts';
import type { Affinity, Node, Pod, PodAffinityTerm } from 'kubernetes-types/core/v1';
import { describe, expect, test } from 'vitest';
import { deployment, pod } from '../../support/objects.ts';
import { seed } from '../../support/seed.ts';
import { running, simulate } from '../../support/simulate.ts';

const zone = 'topology.kubernetes.io/zone';
const hostname = 'kubernetes.io/hostname';

const inZone = (name: string, value: string) => ({ name, images: 'all' as const, labels: { [zone]: value } });
const twoZones = [inZone('east-1', 'east'), inZone('east-2', 'east'), inZone('west-1', 'west')];

function of(app: string, topologyKey: string, more: Partial<PodAffinityTerm> = {}): PodAffinityTerm {
  return { topologyKey, labelSelector: { matchLabels: { app } }, ...more };
}
const near = (...terms: PodAffinityTerm[]): Affinity => ({
  podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms },
});
const awayFrom = (...terms: PodAffinityTerm[]): Affinity => ({
  podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms },
});

function in_(namespace: string, object: KubernetesObject): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, namespace } };
}
const namespace = (name: string, labels: Record<string, string>): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels },
});

describe('a pod that must be near others', () => {
  test('goes to a node in their zone', () => {
    const t = simulate({ nodes: twoZones });
    t.apply(pod('database', { nodeSelector: { [hostname]: 'west-1' } }));
    t.runUntil(running('database'));
    t.apply(pod('web', { affinity: near(of('database', zone)) }));
    t.runUntil(running('web'));
    expect(t.pod('web').spec?.nodeName).toBe('west-1');
  });

  test('waits while there are none, and removing pods would not help', () => {
    const t = simulate({ nodes: 3 });
    t.apply(pod('web', { affinity: near(of('database', hostname)) }));
    t.runUntilQuiet();
    expect(t.events('web')).toEqual([
      "Warning FailedScheduling 0/3 nodes are available: 3 node(s) didn't match pod affinity rules. " +
        'preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.',
    ]);
  });

  test('is tried again when one of them comes, and not when a stranger does', () => {
    const t = simulate({ nodes: twoZones });
    t.apply(pod('web', { affinity: near(of('database', zone)) }));
    t.runUntilQuiet();
    t.apply(pod('stranger'));
    t.runUntilQuiet();
    expect(t.facts('scheduler.podUnschedulable')).toHaveLength(1);
    t.apply(pod('database'));
    t.runUntil(running('web'));
    expect(t.facts('scheduler.podBound').map(({ data }) => [data.pod, data.attempts])).toEqual([
      ['default/stranger', 1],
      ['default/database', 1],
      ['default/web', 2],
    ]);
  });

  test('is tried again when a pod gets the label that it looks for', () => {
    const t = simulate({ nodes: 2 });
    t.apply(pod('store'), pod('web', { affinity: near(of('database', hostname)) }));
    t.runUntilQuiet();
    t.cluster.client('test').patch('pods', 'default', 'store', 'merge', { metadata: { labels: { app: 'database' } } });
    t.runUntil(running('web'));
    expect(t.pod('web').spec?.nodeName).toBe(t.pod('store').spec?.nodeName);
  });

  test('may go anywhere when it looks for its own kind and is the first; the others follow it', () => {
    const t = simulate({ nodes: twoZones });
    t.apply(deployment('gossip', 4, { affinity: near(of('gossip', zone)) }));
    t.settle();
    const zones = new Set(Object.keys(t.spread('app=gossip')).map((node) => node.split('-')[0]));
    expect(zones.size).toBe(1);
  });

  test('must be near one that matches all its terms; two that match one each do not do', () => {
    const t = simulate({ nodes: 1 });
    const both = near(of('a', hostname), of('b', hostname));
    t.apply(pod('a'), pod('b'), pod('web', { affinity: both }));
    t.runUntilQuiet();
    expect(t.pod('web').spec?.nodeName).toBeUndefined();
  });

  test('does not fit on a node without the topology label, be it the first of its kind', () => {
    const t = simulate({ nodes: 1 });
    t.apply(pod('gossip', { affinity: near(of('gossip', zone)) }));
    t.runUntilQuiet();
    expect(t.facts('scheduler.podUnschedulable')[0]?.data.nodes).toEqual([
      {
        node: 'node-1',
        filteredBy: { plugin: 'InterPodAffinity', reasons: ["node(s) didn't match pod affinity rules"] },
      },
    ]);
  });
});

describe('pods that must be apart', () => {
  test('one per node, and one too many waits until another goes', () => {
    const t = simulate({ nodes: 2 });
    const apart = awayFrom({ ...of('x', hostname), labelSelector: { matchLabels: { role: 'leader' } } });
    const leader = (name: string) => pod(name, { labels: { role: 'leader' }, affinity: apart });
    t.apply(leader('a'), leader('b'));
    t.runUntilQuiet();
    t.apply(leader('c'));
    t.runUntilQuiet();
    expect(t.events('c')).toEqual([
      "Warning FailedScheduling 0/2 nodes are available: 2 node(s) didn't match pod anti-affinity rules. " +
        'preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.',
    ]);
    const room = t.pod('a').spec?.nodeName;
    t.delete('pods', 'a');
    t.runUntil(running('c'));
    expect(t.pod('c').spec?.nodeName).toBe(room);
  });

  test('a pod without rules is kept away by the rules of one that is there', () => {
    const t = simulate({ nodes: 1 });
    t.apply(pod('quiet', { affinity: awayFrom(of('noisy', hostname)) }));
    t.runUntil(running('quiet'));
    t.apply(pod('noisy'));
    t.runUntilQuiet();
    expect(t.events('noisy')).toEqual([
      "Warning FailedScheduling 0/1 nodes are available: 1 node(s) didn't satisfy existing pods anti-affinity rules. " +
        'preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.',
    ]);
    t.delete('pods', 'quiet');
    t.runUntil(running('noisy'));
  });

  test('each node says which rule it breaks: affinity first, then the pod’s own anti-affinity, then that of others', () => {
    const t = simulate({ nodes: twoZones });
    const on = (node: string) => ({ nodeSelector: { [hostname]: node } });
    t.apply(
      pod('friend', on('east-1')),
      pod('foe', on('east-1')),
      pod('guard', { ...on('east-2'), affinity: awayFrom(of('web', hostname)) }),
    );
    t.runUntilQuiet();
    t.apply(pod('web', { affinity: { ...near(of('friend', zone)), ...awayFrom(of('foe', hostname)) } }));
    t.runUntilQuiet();
    expect(t.facts('scheduler.podUnschedulable')[0]?.data.message).toBe(
      "0/3 nodes are available: 1 node(s) didn't match pod affinity rules, 1 node(s) didn't match pod anti-affinity rules, " +
        "1 node(s) didn't satisfy existing pods anti-affinity rules. preemption: 0/3 nodes are available: " +
        '1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.',
    );
  });

  test('a terminating pod still keeps others away', () => {
    const t = simulate({ nodes: 1 });
    const apart = awayFrom(of('web', hostname));
    t.apply(pod('web', { ignoresSigterm: true, terminationGracePeriodSeconds: 30, affinity: apart }));
    t.runUntil(running('web'));
    t.delete('pods', 'web');
    t.apply(pod('next', { labels: { app: 'web' }, affinity: apart }));
    const before = t.nowMs;
    t.runUntil(running('next'));
    expect(t.nowMs - before).toBeGreaterThanOrEqual(30_000);
  });

  test('a label of a node that changes can let a pod onto another node', () => {
    const t = simulate({ nodes: [inZone('a', 'east'), inZone('b', 'east')] });
    t.apply(pod('foe', { nodeSelector: { [hostname]: 'a' } }));
    t.runUntil(running('foe'));
    t.apply(pod('web', { affinity: awayFrom(of('foe', zone)) }));
    t.runUntilQuiet();
    t.cluster.client('test').patch('nodes', undefined, 'a', 'merge', { metadata: { labels: { [zone]: 'west' } } });
    t.runUntil(running('web'));
    expect(t.pod('web').spec?.nodeName).toBe('b');
  });
});

describe('namespaces', () => {
  const scheduled = (...objects: KubernetesObject[]) => {
    const t = simulate({ nodes: 1 });
    t.apply(namespace('data', { tier: 'storage' }));
    t.runUntilQuiet();
    t.apply(in_('data', pod('database')));
    t.runUntilQuiet();
    t.apply(...objects);
    t.runUntilQuiet();
    return t.facts('scheduler.podBound').map(({ data }) => data.pod);
  };
  const web = (more: Partial<PodAffinityTerm>) => pod('web', { affinity: near(of('database', hostname, more)) });

  test('a term that names none speaks of the pod’s own', () => {
    expect(scheduled(web({}))).toEqual(['data/database']);
  });

  test.each([
    ['named', { namespaces: ['data'] }],
    ['chosen by label', { namespaceSelector: { matchLabels: { tier: 'storage' } } }],
    ['all, by an empty selector', { namespaceSelector: {} }],
  ])('%s', (_, more) => {
    expect(scheduled(web(more))).toEqual(['data/database', 'default/web']);
  });

  test('chosen by a label that it does not have', () => {
    expect(scheduled(web({ namespaceSelector: { matchLabels: { tier: 'edge' } } }))).toEqual(['data/database']);
  });

  test('a pod that is there can keep away pods of the namespaces that it chooses', () => {
    const guard = (tier: string) =>
      pod('guard', { affinity: awayFrom(of('late', hostname, { namespaceSelector: { matchLabels: { tier } } })) });
    const late = in_('data', pod('late'));
    expect(scheduled(guard('storage'), late)).toEqual(['data/database', 'default/guard']);
    expect(scheduled(guard('edge'), late)).toEqual(['data/database', 'default/guard', 'data/late']);
  });
});

test('whatever the rules, pods that forbid each other share no domain, and none waits that could be placed', () => {
  const apps = ['a', 'b', 'c'] as const;
  const term = fc.record({ app: fc.constantFrom(...apps), key: fc.constantFrom(zone, hostname) });
  const pods = fc.array(
    fc.record({
      app: fc.constantFrom(...apps),
      near: fc.array(term, { maxLength: 1 }),
      away: fc.array(term, { maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(pods, fc.nat(99), (stories, run) => {
      const t = simulate({ seed: run, nodes: twoZones });
      for (const [index, story] of stories.entries()) {
        const affinity = {
          ...near(...story.near.map(({ app, key }) => of(app, key))),
          ...awayFrom(...story.away.map(({ app, key }) => of(app, key))),
        };
        t.apply(pod(`p${index}`, { labels: { app: story.app }, affinity }));
      }
      t.runUntilQuiet();
      const client = t.cluster.client('test');
      const nodes = new Map(client.list<Node>('nodes').items.map((node) => [node.metadata?.name ?? '', node]));
      const all = client.list<Pod>('pods').items;
      const placed = all.filter(({ spec }) => spec?.nodeName);
      const domain = (node: string, key: string) => nodes.get(node)?.metadata?.labels?.[key];
      const storyOf = ({ metadata }: Pod) =>
        stories[Number(metadata?.name?.slice(1))] ?? { app: 'a', near: [], away: [] };
      /** Whether the anti-affinity of one forbids the other, were it on this node. */
      const forbids = (owner: Pod, ownerNode: string, other: Pod, otherNode: string) =>
        storyOf(owner).away.some(
          ({ app, key }) => app === storyOf(other).app && domain(ownerNode, key) === domain(otherNode, key),
        );
      for (const one of placed) {
        for (const other of placed) {
          if (one === other) continue;
          expect(forbids(one, one.spec?.nodeName ?? '', other, other.spec?.nodeName ?? '')).toBe(false);
        }
      }
      for (const waiting of all.filter(({ spec }) => !spec?.nodeName)) {
        const story = storyOf(waiting);
        const hasCompany = ({ app, key }: { app: string; key: string }, node: string) =>
          placed.some(
            (there) => storyOf(there).app === app && domain(there.spec?.nodeName ?? '', key) === domain(node, key),
          );
        const isFirst = story.near.every(
          ({ app }) => app === story.app && !placed.some((there) => storyOf(there).app === app),
        );
        for (const node of nodes.keys()) {
          const fits =
            (isFirst || story.near.every((each) => hasCompany(each, node))) &&
            placed.every((there) => {
              const its = there.spec?.nodeName ?? '';
              return !forbids(there, its, waiting, node) && !forbids(waiting, node, there, its);
            });
          expect(fits).toBe(false);
        }
      }
    }),
    { seed, numRuns: 60 },
  );
});
