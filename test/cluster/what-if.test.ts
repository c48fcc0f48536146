import {
  WhatIf,
  type WhatIfCluster,
  type WhatIfOptions,
  type WhatIfStep,
} from 'kind-wasm-shim/cluster/what-if/what-if.ts';
import { RandomStream } from 'kind-wasm-shim/kernel/random.ts';
import { loadPolicy } from 'kind-wasm-shim/kubernetes/descheduler/framework/load-policy.ts';
import {
  type DeschedulerVersion,
  deschedulerVersions,
} from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import { setupPlugins } from 'kind-wasm-shim/kubernetes/descheduler/plugins/registry.ts';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import { describe, expect, test } from 'vitest';
import { seed } from '../support/seed.ts';

interface Worker {
  readonly owner: string;
  readonly node?: string;
  readonly cpu?: number;
  readonly kind?: string;
  readonly priority?: number;
  readonly labels?: Record<string, string>;
}

function node(name: string, cpu = 4000, pods = 20): Node {
  const labels = { 'kubernetes.io/hostname': name };
  return {
    metadata: { name, labels },
    spec: {},
    status: { allocatable: { cpu: `${cpu}m`, memory: '16Gi', pods: `${pods}` } },
  };
}

/** A pod that runs and is ready, named after its owner. */
function pod(
  name: string,
  { owner, node: nodeName, cpu = 500, kind = 'ReplicaSet', priority = 0, labels }: Worker,
): Pod {
  const owners = owner === '' ? [] : [{ apiVersion: 'apps/v1', kind, name: owner, uid: owner, controller: true }];
  return {
    metadata: {
      name,
      namespace: 'default',
      creationTimestamp: '2026-01-01T00:00:00Z',
      labels: labels ?? { app: owner },
      ownerReferences: owners,
    },
    spec: {
      ...(nodeName ? { nodeName } : {}),
      priority,
      containers: [{ name: 'c', resources: { requests: { cpu: `${cpu}m` } } }],
    },
    status: nodeName ? { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } : { phase: 'Pending' },
  };
}

function budget(app: string, desiredHealthy: number, currentHealthy: number): PodDisruptionBudget {
  const disruptionsAllowed = Math.max(0, currentHealthy - desiredHealthy);
  return {
    metadata: { name: app, namespace: 'default', generation: 1 },
    spec: { minAvailable: desiredHealthy, selector: { matchLabels: { app } } },
    status: { observedGeneration: 1, desiredHealthy, currentHealthy, disruptionsAllowed, expectedPods: currentHealthy },
  };
}

const lowNodeUtilization = { thresholds: { cpu: 25, pods: 40 }, targetThresholds: { cpu: 50, pods: 80 } };
const plugins: Readonly<Record<string, { readonly point: 'balance' | 'deschedule'; readonly args: object }>> = {
  LowNodeUtilization: { point: 'balance', args: lowNodeUtilization },
  HighNodeUtilization: { point: 'balance', args: { thresholds: { cpu: 30 } } },
  RemoveDuplicates: { point: 'balance', args: {} },
  PodLifeTime: { point: 'deschedule', args: { maxPodLifeTimeSeconds: 3600 } },
};

interface Trial extends Partial<Pick<WhatIfOptions, 'cycles' | 'seed' | 'scoringStrategy'>> {
  readonly version?: DeschedulerVersion;
  readonly evictor?: object;
  readonly limits?: object;
}

function whatIf(plugin: string, cluster: Partial<WhatIfCluster>, trial: Trial = {}): WhatIf {
  const { version = 'v0.28.1', evictor = {}, limits = {}, ...options } = trial;
  const registry = setupPlugins(version);
  const { point = 'balance', args = {} } = plugins[plugin] ?? {};
  const pluginConfig = [
    { name: 'DefaultEvictor', args: evictor },
    { name: plugin, args },
  ];
  const profiles = [{ name: 'test', pluginConfig, plugins: { [point]: { enabled: [plugin] } } }];
  const document = { apiVersion: 'descheduler/v1alpha2', kind: 'DeschedulerPolicy', ...limits, profiles };
  const { policy } = loadPolicy(document, { registry });
  return new WhatIf(
    { nodes: [], pods: [], podDisruptionBudgets: [], ...cluster },
    {
      ...{ policy, registry, cycles: 3, seed: 1, scoringStrategy: 'LeastAllocated', intervalMs: 300_000 },
      ...{ nowMs: Date.UTC(2026, 0, 2), ...options },
    },
  );
}

function named<Kind extends WhatIfStep['kind']>(steps: readonly WhatIfStep[], kind: Kind) {
  return steps.filter((step): step is Extract<WhatIfStep, { kind: Kind }> => step.kind === kind);
}

const crowded = [1, 2, 3, 4, 5, 6].map((number) => pod(`web-${number}`, { owner: 'web', node: 'a', cpu: 600 }));

describe('an evicted pod', () => {
  test('comes back under a new name on the node that the scheduler likes best', () => {
    const trial = whatIf('LowNodeUtilization', { nodes: [node('a'), node('b')], pods: crowded });
    const steps = [...trial.run()];
    const scheduled = named(steps, 'podScheduled');
    expect(scheduled.map(({ node: target }) => target)).toEqual(['b', 'b', 'b']);
    expect(scheduled.map(({ replaces }) => replaces?.name)).toEqual(['web-1', 'web-2', 'web-3']);
    for (const { pod: successor } of scheduled) expect(successor.name).toMatch(/^web-[a-z0-9]{5}$/);
    expect(named(steps, 'ended')).toEqual([{ kind: 'ended', end: { why: 'atRest' } }]);
    expect(
      trial
        .podsBefore(4)
        .map(({ spec }) => spec?.nodeName)
        .sort(),
    ).toEqual(['a', 'a', 'a', 'b', 'b', 'b']);
  });

  test('of a StatefulSet keeps its name', () => {
    const pods = crowded.map(
      (each, index) => pod(`db-${index}`, { owner: 'db', kind: 'StatefulSet', node: 'a', cpu: 600 }) ?? each,
    );
    const steps = [...whatIf('LowNodeUtilization', { nodes: [node('a'), node('b')], pods }).run()];
    for (const { pod: successor, replaces } of named(steps, 'podScheduled')) expect(successor).toEqual(replaces);
    expect(named(steps, 'podScheduled')).not.toEqual([]);
  });

  test('that nobody owns is lost', () => {
    const pods = crowded.map(({ metadata }) => pod(metadata?.name ?? '', { owner: '', node: 'a', cpu: 600 }));
    const evictor = { evictFailedBarePods: true };
    const failed = pods.map((each) => ({ ...each, status: { phase: 'Failed' } }));
    const steps = [...whatIf('PodLifeTime', { nodes: [node('a'), node('b')], pods: failed }, { evictor }).run()];
    expect(named(steps, 'podLost').map(({ why }) => why)).toEqual(Array(6).fill('noController'));
    expect(named(steps, 'podScheduled')).toEqual([]);
  });

  test('that fits nowhere waits, with what the scheduler says', () => {
    const nodes = [
      node('a'),
      { ...node('b'), spec: { taints: [{ key: 'new', effect: 'NoSchedule' }] } },
      node('c', 500),
    ];
    const pods = [...crowded, pod('small', { owner: 'small', node: 'c', cpu: 50 })];
    const steps = [
      ...whatIf('PodLifeTime', {
        nodes,
        pods: pods.map((each) => ({ ...each, spec: { containers: [], ...each.spec, priority: 5 } })),
      }).run(),
    ];
    const [first] = named(steps, 'cycleEnded');
    expect(first).toMatchObject({ evicted: 7, placed: 7, pendingPods: 0 });
    const tight = [...crowded, pod('big', { owner: 'big', cpu: 3000 })];
    const stuck = [...whatIf('LowNodeUtilization', { nodes: [node('a'), node('c', 500)], pods: tight }).run()];
    expect(named(stuck, 'podScheduled').find(({ pod: { name } }) => name === 'big')).toMatchObject({
      node: undefined,
      message:
        '0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.',
    });
  });
});

describe('a disruption budget', () => {
  test('that allows one disruption lets one eviction through, and one more once the successor runs', () => {
    const cluster = { nodes: [node('a'), node('b')], pods: crowded, podDisruptionBudgets: [budget('web', 5, 6)] };
    const steps = [...whatIf('LowNodeUtilization', cluster).run()];
    const answers = named(steps, 'evictionAnswered');
    expect(answers.filter(({ cycle }) => cycle === 1).map(({ result }) => result.evicted)).toEqual([
      true,
      ...Array(5).fill(false),
    ]);
    expect(answers[1]).toMatchObject({
      budget: 'default/web',
      cause: 'The disruption budget web needs 5 healthy pods and has 5 currently',
      result: { code: 429, message: "Cannot evict pod as it would violate the pod's disruption budget." },
    });
    // After two, node b is no longer underutilized.
    expect(named(steps, 'cycleEnded').map(({ evicted }) => evicted)).toEqual([1, 1, 0]);
  });

  test('is not asked about a pod that has ended', () => {
    const pods = crowded.map((each) => ({ ...each, status: { phase: 'Failed' } }));
    const cluster = { nodes: [node('a'), node('b')], pods, podDisruptionBudgets: [budget('web', 6, 6)] };
    const steps = [...whatIf('PodLifeTime', cluster).run()];
    expect(named(steps, 'evictionAnswered').every(({ result }) => result.evicted)).toBe(true);
    expect(named(steps, 'podLost').map(({ why }) => why)).toEqual(Array(6).fill('ended'));
  });

  test('without a status is counted from the pods that are there', () => {
    const bare = { metadata: { name: 'web', namespace: 'default' }, spec: budget('web', 4, 6).spec ?? {} };
    const cluster = { nodes: [node('a'), node('b')], pods: crowded, podDisruptionBudgets: [bare] };
    const [first] = named([...whatIf('LowNodeUtilization', cluster).run()], 'cycleEnded');
    expect(first?.evicted).toBe(2);
  });
});

test('pods that were waiting in the snapshot come before successors of the same priority', () => {
  const pods = [
    ...crowded,
    pod('early', { owner: 'early', cpu: 100 }),
    pod('urgent', { owner: 'urgent', cpu: 100, priority: 9 }),
  ];
  const steps = [...whatIf('LowNodeUtilization', { nodes: [node('a'), node('b')], pods }).run()];
  expect(
    named(steps, 'podScheduled')
      .slice(0, 2)
      .map(({ pod: { name } }) => name),
  ).toEqual(['urgent', 'early']);
});

test('emptying nodes never ends while the scheduler spreads, and ends when it packs', () => {
  const nodes = ['a', 'b', 'c', 'd'].map((name) => node(name));
  const pods = nodes.flatMap(({ metadata }, index) => [
    pod(`web-${index}`, { owner: `w${index}`, node: metadata?.name ?? '', cpu: index < 2 ? 600 : 1600 }),
  ]);
  const spread = [...whatIf('HighNodeUtilization', { nodes, pods }, { cycles: 6 }).run()];
  expect(named(spread, 'ended')[0]?.end.why).toBe('repeats');
  const packed = [
    ...whatIf('HighNodeUtilization', { nodes, pods }, { cycles: 6, scoringStrategy: 'MostAllocated' }).run(),
  ];
  expect(named(packed, 'ended')[0]?.end.why).toBe('atRest');
});

test('an evictor that keeps a pod is told of, once for each plugin and cycle', () => {
  const pods = [...crowded, pod('agent', { owner: 'agent', kind: 'DaemonSet', node: 'a', cpu: 100 })];
  const steps = [...whatIf('LowNodeUtilization', { nodes: [node('a'), node('b')], pods }, { cycles: 1 }).run()];
  expect(named(steps, 'refusedByEvictor')).toEqual([
    {
      kind: 'refusedByEvictor',
      cycle: 1,
      node: 'a',
      pod: { namespace: 'default', name: 'agent' },
      reason: 'pod is a DaemonSet pod',
    },
  ]);
});

/** A cluster without nodes that hold more than they have. */
function randomCluster(random: RandomStream): WhatIfCluster {
  const nodes = Array.from({ length: random.integer(2, 9) }, (_, index) => {
    const made = node(`node-${index}`, random.pick([2000, 4000, 8000]), random.integer(6, 30));
    return random.integer(0, 5) === 0 ? { ...made, spec: { unschedulable: true } } : made;
  });
  const owners = Array.from({ length: random.integer(1, 8) }, (_, index) => ({
    owner: `w${index}`,
    cpu: random.integer(1, 12) * 100,
    kind: random.pick(['ReplicaSet', 'ReplicaSet', 'StatefulSet', 'DaemonSet']),
    priority: random.pick([0, 0, 100]),
  }));
  const free = new Map(nodes.map((each) => [each.metadata?.name ?? '', { cpu: cpuOf(each), pods: podsOf(each) }]));
  const pods: Pod[] = [];
  const replicas = new Map<string, number>();
  for (let tries = random.integer(5, 80); tries > 0; tries--) {
    const worker = random.pick(owners);
    const target = random.pick(nodes).metadata?.name ?? '';
    const left = free.get(target);
    if (!left || left.cpu < worker.cpu || left.pods < 1) continue;
    left.cpu -= worker.cpu;
    left.pods -= 1;
    pods.push(pod(`${worker.owner}-${pods.length}`, { ...worker, node: target }));
    replicas.set(worker.owner, (replicas.get(worker.owner) ?? 0) + 1);
  }
  const podDisruptionBudgets = [...replicas]
    .filter(() => random.integer(0, 2) === 0)
    .map(([owner, count]) => budget(owner, random.integer(0, count), count));
  return { nodes, pods, podDisruptionBudgets };
}

function cpuOf({ status }: Node): number {
  return Number.parseInt(status?.allocatable?.cpu ?? '0', 10);
}

function podsOf({ status }: Node): number {
  return Number.parseInt(status?.allocatable?.pods ?? '0', 10);
}

describe('on any cluster', () => {
  const trials = deschedulerVersions.flatMap((version) => Object.keys(plugins).map((plugin) => ({ plugin, version })));

  test.each(trials)(
    '$plugin of $version: no node is driven over its size, no budget is broken, no pod is miscounted',
    ({ plugin, version }) => {
      for (let round = 0; round < 60; round++) {
        const name = `SEED=${seed}, ${plugin} ${version}, round ${round}`;
        const cluster = randomCluster(new RandomStream(seed, name));
        const options = {
          version,
          cycles: 4,
          seed: round,
          scoringStrategy: round % 2 ? 'MostAllocated' : 'LeastAllocated',
        } as const;
        const trial = whatIf(plugin, cluster, options);
        const steps = [...trial.run()];
        expect([...whatIf(plugin, cluster, options).run()], `${name}: the same again`).toEqual(steps);

        const cycles = named(steps, 'cycleEnded');
        for (const { cycle, evicted, pendingPods } of cycles) {
          const answers = named(steps, 'evictionAnswered').filter((step) => step.cycle === cycle);
          const scheduled = named(steps, 'podScheduled').filter((step) => step.cycle === cycle && step.replaces);
          const lost = named(steps, 'podLost').filter((step) => step.cycle === cycle);
          expect(
            answers.filter(({ result }) => result.evicted),
            name,
          ).toHaveLength(evicted);
          expect(scheduled.length + lost.length, name).toBe(evicted);

          const after = trial.podsBefore(cycle + 1);
          expect(after.length, name).toBe(trial.podsBefore(cycle).length - lost.length);
          expect(
            after.filter(({ spec }) => !spec?.nodeName),
            name,
          ).toHaveLength(pendingPods);
          for (const each of cluster.nodes) {
            const there = after.filter(({ spec }) => spec?.nodeName === each.metadata?.name);
            const requested = there.reduce(
              (sum, { spec }) => sum + Number.parseInt(spec?.containers[0]?.resources?.requests?.cpu ?? '0', 10),
              0,
            );
            expect(requested, `${name}: cpu of ${each.metadata?.name} after cycle ${cycle}`).toBeLessThanOrEqual(
              cpuOf(each),
            );
            expect(there.length, `${name}: pods of ${each.metadata?.name}`).toBeLessThanOrEqual(podsOf(each));
          }
          for (const { metadata, status } of cluster.podDisruptionBudgets) {
            const left = answers.filter(
              ({ result, workload }) => result.evicted && workload.endsWith(`/${metadata?.name}`),
            );
            const before = trial
              .podsBefore(cycle)
              .filter(({ metadata: of, spec }) => of?.labels?.app === metadata?.name && spec?.nodeName);
            const least = Math.min(before.length, status?.desiredHealthy ?? 0);
            expect(
              before.length - left.length,
              `${name}: healthy pods of ${metadata?.name} in cycle ${cycle}`,
            ).toBeGreaterThanOrEqual(least);
          }
        }
      }
    },
  );
});
