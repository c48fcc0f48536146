import fc from 'fast-check';
import { deschedulerVersions } from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import type { DeschedulerStep } from 'kind-wasm-shim/kubernetes/descheduler/framework/steps.ts';
import type { Node, Pod, PodSpec } from 'kubernetes-types/core/v1';
import { describe, expect, test } from 'vitest';
import { seed } from '../../support/seed.ts';
import { node, pod, runPlugin } from './run-plugin.ts';

// What holds for every plugin on any cluster, in both releases.

const argsOf: Readonly<Record<string, unknown>> = {
  PodLifeTime: { maxPodLifeTimeSeconds: 1000 },
  RemoveDuplicates: {},
  RemoveFailedPods: { minPodLifetimeSeconds: 500 },
  RemovePodsHavingTooManyRestarts: { podRestartThreshold: 3 },
  RemovePodsViolatingInterPodAntiAffinity: {},
  RemovePodsViolatingNodeAffinity: {
    nodeAffinityType: [
      'requiredDuringSchedulingIgnoredDuringExecution',
      'preferredDuringSchedulingIgnoredDuringExecution',
    ],
  },
  RemovePodsViolatingNodeTaints: { includePreferNoSchedule: true },
  RemovePodsViolatingTopologySpreadConstraint: { constraints: ['DoNotSchedule', 'ScheduleAnyway'] },
};
const plugins = Object.keys(argsOf);

const zone = 'topology.kubernetes.io/zone';
const inZone = (value: string) => ({ matchExpressions: [{ key: zone, operator: 'In', values: [value] }] });
const web = { labelSelector: { matchLabels: { app: 'web' } } };

/** What a pod may ask for, so that each plugin has something to find. */
const wishes: readonly Partial<PodSpec>[] = [
  {},
  { tolerations: [{ operator: 'Exists' }] },
  { topologySpreadConstraints: [{ ...web, maxSkew: 1, topologyKey: zone, whenUnsatisfiable: 'DoNotSchedule' }] },
  {
    affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ ...web, topologyKey: zone }] } },
  },
  {
    affinity: {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [inZone('z1')] } },
    },
  },
  {
    affinity: {
      nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 5, preference: inZone('z2') }] },
    },
  },
];

const nodesArbitrary = fc
  .array(
    fc.record({
      zone: fc.constantFrom('z1', 'z2', 'z3', undefined),
      effect: fc.constantFrom(undefined, undefined, undefined, 'NoSchedule', 'PreferNoSchedule'),
      unschedulable: fc.constantFrom(false, false, true),
    }),
    { minLength: 3, maxLength: 5 },
  )
  .map((found): Node[] =>
    found.map(({ zone: where, effect, unschedulable }, index) =>
      node(`node-${index}`, {
        ...(where === undefined ? {} : { zone: where }),
        taints: effect === undefined ? [] : [{ key: 'k', effect }],
        unschedulable,
      }),
    ),
  );

const podsArbitrary = fc
  .array(
    fc.record({
      on: fc.constantFrom(0, 0, 0, 1, 1, 2, 3),
      owner: fc.constantFrom('ReplicaSet/web', 'ReplicaSet/web', 'ReplicaSet/db', 'DaemonSet/agent', undefined),
      namespace: fc.constantFrom('default', 'default', 'team'),
      app: fc.constantFrom('web', 'web', 'db'),
      ageSeconds: fc.integer({ min: 0, max: 2000 }),
      phase: fc.constantFrom('Running', 'Running', 'Running', 'Pending', 'Failed', 'Succeeded'),
      restartCount: fc.integer({ min: 0, max: 6 }),
      priority: fc.constantFrom(0, 100, 1000, undefined, 2_000_000_000),
      wish: fc.constantFrom(...wishes),
    }),
    { minLength: 8, maxLength: 30 },
  )
  .map((found): Pod[] =>
    found.map(({ on, owner, namespace, app, ageSeconds, phase, restartCount, priority, wish }, index) =>
      pod(`pod-${index}`, `node-${on}`, {
        namespace,
        owner,
        labels: { app },
        ageSeconds,
        spec: { ...wish, ...(priority === undefined ? {} : { priority }) },
        status: {
          phase,
          containerStatuses: [{ name: 'c', image: '', imageID: '', ready: true, restartCount }],
        },
      }),
    ),
  );

const shuffled = <Item>(items: readonly Item[]) => fc.shuffledSubarray([...items], { minLength: items.length });

const clusterArbitrary = fc
  .record({ nodes: nodesArbitrary, pods: podsArbitrary, limit: fc.constantFrom(0, 1, 2, undefined) })
  .chain((cluster) =>
    fc.record({
      cluster: fc.constant(cluster),
      otherNodes: shuffled(cluster.nodes),
      otherPods: shuffled(cluster.pods),
    }),
  );

/** The pods that a run judged to be victims, by name. */
function victims(steps: readonly DeschedulerStep[]): Set<string> {
  const names = steps.flatMap((step) => {
    if (step.kind === 'podJudged') return step.victim ? [step.pod.name] : [];
    if (step.kind === 'duplicatesCounted') return step.victims.flatMap(({ pods }) => pods.map(({ name }) => name));
    return step.kind === 'domainsEvened' ? step.chosen.map(({ name }) => name) : [];
  });
  return new Set(names);
}

describe.each(deschedulerVersions)('in %s', (version) => {
  test.each(plugins)(
    '%s evicts only what the evictor lets go and it judged to be a victim, within the limits',
    (plugin) => {
      fc.assert(
        fc.property(clusterArbitrary, ({ cluster: { nodes, pods, limit } }) => {
          const limits = limit === undefined ? {} : { maxNoOfPodsToEvictPerNode: limit };
          const { steps, evicted } = runPlugin(plugin, nodes, pods, { args: argsOf[plugin], limits, version });
          const refused = new Set(steps.flatMap((step) => (step.kind === 'podNotEvictable' ? [step.pod.name] : [])));
          const judged = victims(steps);
          for (const name of evicted) {
            expect(refused.has(name)).toBe(false);
            expect(judged.has(name)).toBe(true);
          }
          const perNode = new Map<string, number>();
          for (const step of steps) {
            if (step.kind === 'evict') perNode.set(step.node, (perNode.get(step.node) ?? 0) + 1);
          }
          for (const count of perNode.values()) expect(count).toBeLessThanOrEqual(limit ?? Number.POSITIVE_INFINITY);
          const owners = new Map(pods.map(({ metadata }) => [metadata?.name, metadata?.ownerReferences?.[0]?.kind]));
          for (const name of evicted) expect(owners.get(name)).toBe('ReplicaSet');
        }),
        { seed, numRuns: 60 },
      );
    },
  );

  test.each(plugins)('%s does the same whatever the order in which nodes and pods are listed', (plugin) => {
    fc.assert(
      fc.property(clusterArbitrary, ({ cluster: { nodes, pods }, otherNodes, otherPods }) => {
        const options = { args: argsOf[plugin], version };
        expect(runPlugin(plugin, otherNodes, otherPods, options)).toEqual(runPlugin(plugin, nodes, pods, options));
      }),
      { seed, numRuns: 40 },
    );
  });

  test.each(plugins)('%s evicts the same when it tells only its decisions', (plugin) => {
    fc.assert(
      fc.property(clusterArbitrary, ({ cluster: { nodes, pods } }) => {
        const options = { args: argsOf[plugin], version };
        const { evicted } = runPlugin(plugin, nodes, pods, { ...options, detail: 'decisions' });
        expect(evicted).toEqual(runPlugin(plugin, nodes, pods, options).evicted);
      }),
      { seed, numRuns: 40 },
    );
  });
});

test.each(plugins)('the random clusters give %s something to evict', (plugin) => {
  const evictions = fc
    .sample(clusterArbitrary, { seed, numRuns: 60 })
    .map(({ cluster: { nodes, pods } }) => runPlugin(plugin, nodes, pods, { args: argsOf[plugin] }).evicted.length);
  expect(evictions.filter((count) => count > 0).length).toBeGreaterThan(3);
});
