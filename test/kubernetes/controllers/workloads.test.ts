import fc from 'fast-check';
import type { DaemonSet, Deployment, ReplicaSet } from 'kubernetes-types/apps/v1';
import type { Job } from 'kubernetes-types/batch/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import { describe, expect, test } from 'vitest';
import { deployment, job, pod } from '../../support/objects.ts';
import { seed } from '../../support/seed.ts';
import { gone, phase, running, type Story, simulate } from '../../support/simulate.ts';

function replicaSets(t: Story): ReplicaSet[] {
  return [...t.cluster.client('test').list<ReplicaSet>('replicasets.apps').items];
}

function isReady(pod: Pod): boolean {
  return pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}

describe('ReplicaSet', () => {
  test('a pod that is deleted is made anew', () => {
    const t = simulate({ nodes: 1 });
    t.apply(deployment('web', 2));
    t.settle();
    const [first] = t.pods();
    t.delete('pods', first?.metadata?.name ?? '');
    t.settle();
    expect(t.pods()).toHaveLength(2);
    expect(t.pods().map(({ metadata }) => metadata?.name)).not.toContain(first?.metadata?.name);
  });

  test('when it is scaled down, pods go first that are not ready, then from the fuller node', () => {
    const t = simulate({
      nodes: 3,
      placed: [{ name: 'web', perNode: { 'node-1': 3, 'node-2': 1 }, owner: 'ReplicaSet' }],
    });
    t.settle();
    t.apply({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name: 'web', namespace: 'default' },
      spec: { replicas: 2 },
    });
    t.settle();
    expect(t.spread()).toEqual({ 'node-1': 1, 'node-2': 1 });
  });

  test('a pod with a lower deletion cost goes first', () => {
    const t = simulate({ nodes: 2 });
    t.apply(deployment('web', 4));
    t.settle();
    const [cheap] = t.pods();
    const name = cheap?.metadata?.name ?? '';
    const annotations = { 'controller.kubernetes.io/pod-deletion-cost': '-1' };
    t.cluster.client('test').patch('pods', 'default', name, 'merge', { metadata: { annotations } });
    t.apply(deployment('web', 3));
    t.settle();
    expect(t.find('pods', name)).toBeUndefined();
  });

  test('a pod that nobody owns and that its selector matches is adopted', () => {
    const t = simulate({ nodes: 1 });
    t.apply(pod('stray', { labels: { app: 'web' } }));
    t.runUntil(running('stray'));
    const template = {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'main', image: 'nginx:1.27' }] },
    };
    t.apply({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name: 'web', namespace: 'default' },
      spec: { replicas: 2, selector: { matchLabels: { app: 'web' } }, template },
    });
    t.settle();
    expect(t.pods()).toHaveLength(2);
    expect(t.pod('stray').metadata?.ownerReferences).toMatchObject([
      { kind: 'ReplicaSet', name: 'web', controller: true },
    ]);
  });

  test('it tells what it made, and where a name came from', () => {
    const t = simulate({ nodes: 1 });
    t.apply(deployment('web', 1));
    t.settle();
    const [replicaSet] = replicaSets(t);
    const [made] = t.pods();
    expect(t.events(replicaSet?.metadata?.name ?? '')).toEqual([
      `Normal SuccessfulCreate Created pod: ${made?.metadata?.name}`,
    ]);
    expect(t.events('web')).toEqual([
      `Normal ScalingReplicaSet Scaled up replica set ${replicaSet?.metadata?.name} from 0 to 1`,
    ]);
    expect(made?.metadata?.name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]+-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(replicaSet?.metadata?.annotations).toEqual({
      'deployment.kubernetes.io/desired-replicas': '1',
      'deployment.kubernetes.io/max-replicas': '2',
      'deployment.kubernetes.io/revision': '1',
    });
  });
});

describe('Deployment', () => {
  test('once all pods are available it says so', () => {
    const t = simulate({ nodes: 1 });
    t.apply(deployment('web', 2));
    t.settle();
    const { status } = t.get<Deployment>('deployments.apps', 'web');
    const name = replicaSets(t)[0]?.metadata?.name;
    expect(status).toMatchObject({
      observedGeneration: 1,
      replicas: 2,
      updatedReplicas: 2,
      readyReplicas: 2,
      availableReplicas: 2,
    });
    expect(status?.conditions?.map(({ type, status: is, reason, message }) => [type, is, reason, message])).toEqual([
      ['Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.'],
      ['Progressing', 'True', 'NewReplicaSetAvailable', `ReplicaSet "${name}" has successfully progressed.`],
    ]);
  });

  test('a rolling update of two replicas starts one and stops one, by turns', () => {
    const t = simulate({ nodes: 1 });
    t.apply(deployment('web', 2, { image: 'nginx:1.26' }));
    t.settle();
    const before = t.events('web').length;
    t.apply(deployment('web', 2, { image: 'nginx:1.27' }));
    t.settle();
    const steps = t
      .events('web')
      .slice(before)
      .map((text) => text.replace(/.*Scaled (\w+) replica set \S+ from/, '$1 from'));
    expect(steps).toEqual(['up from 0 to 1', 'down from 2 to 1', 'up from 1 to 2', 'down from 1 to 0']);
    expect(t.pods().map(({ spec }) => spec?.containers[0]?.image)).toEqual(['nginx:1.27', 'nginx:1.27']);
  });

  test('going back to an earlier template takes its replica set up again, with a new revision', () => {
    const t = simulate({ nodes: 1 });
    for (const image of ['nginx:1.26', 'nginx:1.27', 'nginx:1.26']) {
      t.apply(deployment('web', 1, { image }));
      t.settle();
    }
    const revisions = replicaSets(t).map(({ metadata, spec }) => [
      spec?.template?.spec?.containers[0]?.image,
      spec?.replicas,
      metadata?.annotations?.['deployment.kubernetes.io/revision'],
    ]);
    expect(revisions.sort()).toEqual([
      ['nginx:1.26', 1, '3'],
      ['nginx:1.27', 0, '2'],
    ]);
    expect(t.get<Deployment>('deployments.apps', 'web').metadata?.annotations).toMatchObject({
      'deployment.kubernetes.io/revision': '3',
    });
  });

  test('with Recreate all old pods have ended before the first new one is made', () => {
    const t = simulate({ nodes: 1 });
    const strategy = { type: 'Recreate' as const };
    t.apply(deployment('web', 3, { strategy, runs: 'sleep infinity', terminationGracePeriodSeconds: 5 }));
    t.settle();
    const old = new Set(t.pods().map(({ metadata }) => metadata?.uid));
    t.apply(deployment('web', 3, { strategy, image: 'nginx:1.27' }));
    t.runUntil((story) => story.pods().some(({ metadata }) => !old.has(metadata?.uid)));
    const left = t.pods().filter(({ metadata }) => old.has(metadata?.uid));
    expect(left.filter(({ status }) => status?.phase === 'Running' || status?.phase === 'Pending')).toEqual([]);
    t.settle();
    expect(t.pods()).toHaveLength(3);
  });

  test('a rollout that does not move for ten minutes is said to have failed', () => {
    const t = simulate({ nodes: 1 });
    t.apply(deployment('web', 1, { requests: { cpu: '1000' } }));
    t.run(599_000);
    const progressing = () =>
      t.get<Deployment>('deployments.apps', 'web').status?.conditions?.find(({ type }) => type === 'Progressing');
    expect(progressing()?.status).toBe('True');
    t.run(5_000);
    expect(progressing()).toMatchObject({ status: 'False', reason: 'ProgressDeadlineExceeded' });
  });

  test('old replica sets beyond the history limit are cleaned up', () => {
    const t = simulate({ nodes: 1 });
    for (const tag of ['1', '2', '3', '4']) {
      t.apply(deployment('web', 1, { image: `nginx:${tag}`, revisionHistoryLimit: 1 }));
      t.settle();
    }
    expect(
      replicaSets(t)
        .map(({ spec }) => spec?.template?.spec?.containers[0]?.image)
        .sort(),
    ).toEqual(['nginx:3', 'nginx:4']);
  });

  test('a rolling update never asks for more pods than it may, and always comes to its end', () => {
    const bound = fc.integer({ min: 0, max: 3 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        bound,
        bound,
        fc.integer({ min: 0, max: 99 }),
        (replicas, maxSurge, unavailable, run) => {
          fc.pre(maxSurge + unavailable > 0);
          const t = simulate({ nodes: 2, seed: run });
          const strategy = { type: 'RollingUpdate' as const, rollingUpdate: { maxSurge, maxUnavailable: unavailable } };
          t.apply(deployment('web', replicas, { strategy, image: 'nginx:1.26' }));
          t.settle();
          t.apply(deployment('web', replicas, { strategy, image: 'nginx:1.27' }));
          const done = (story: Story) => {
            const asked = replicaSets(story).reduce((sum, { spec }) => sum + (spec?.replicas ?? 0), 0);
            expect(asked).toBeLessThanOrEqual(replicas + maxSurge);
            const living = story.pods().filter(({ metadata }) => !metadata?.deletionTimestamp);
            return (
              living.length === replicas &&
              living.every((each) => isReady(each) && each.spec?.containers[0]?.image === 'nginx:1.27')
            );
          };
          t.runUntil(done);
          t.settle();
        },
      ),
      { seed, numRuns: 25 },
    );
  });
});

describe('Job', () => {
  test('runs as many pods at once as it may, until enough have succeeded', () => {
    const t = simulate({ nodes: 2 });
    t.apply(job('sum', { completions: 5, parallelism: 2 }, { runs: 'sleep 3' }));
    let most = 0;
    t.runUntil((story) => {
      most = Math.max(most, story.pods().filter(({ status }) => status?.phase !== 'Succeeded').length);
      return story.get<Job>('jobs.batch', 'sum').status?.conditions !== undefined;
    });
    t.settle();
    expect(most).toBe(2);
    const { status } = t.get<Job>('jobs.batch', 'sum');
    expect(status).toMatchObject({ succeeded: 5 });
    expect(status?.conditions?.map(({ type, reason }) => [type, reason])).toEqual([
      ['SuccessCriteriaMet', 'CompletionsReached'],
      ['Complete', 'CompletionsReached'],
    ]);
    expect(t.events('sum').at(-1)).toBe('Normal Completed Job completed');
    expect(t.pods().map(({ metadata }) => metadata?.finalizers)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('is given up after its back-off limit', () => {
    const t = simulate({ nodes: 1 });
    t.apply(job('bad', { backoffLimit: 2 }, { runs: 'exit 1' }));
    t.settle();
    const { status } = t.get<Job>('jobs.batch', 'bad');
    expect(status).toMatchObject({ failed: 3 });
    expect(status?.conditions?.map(({ type, reason }) => [type, reason])).toEqual([
      ['FailureTarget', 'BackoffLimitExceeded'],
      ['Failed', 'BackoffLimitExceeded'],
    ]);
    expect(t.events('bad').at(-1)).toBe('Warning BackoffLimitExceeded Job has reached the specified backoff limit');
  });

  test('a pod that is deleted on the way counts as failed, and another takes its place', () => {
    const t = simulate({ nodes: 1 });
    t.apply(job('sum', {}, { runs: "trap 'exit 1' TERM; sleep 30 & wait" }));
    t.runUntil((story) => story.pods().some(({ status }) => status?.phase === 'Running'));
    t.delete('pods', t.pods()[0]?.metadata?.name ?? '');
    t.settle();
    expect(t.get<Job>('jobs.batch', 'sum').status).toMatchObject({ succeeded: 1, failed: 1 });
  });

  test('that takes longer than its deadline is ended', () => {
    const t = simulate({ nodes: 1 });
    t.apply(job('slow', { activeDeadlineSeconds: 10 }, { runs: "trap 'exit 1' TERM; sleep 3600 & wait" }));
    t.settle();
    expect(t.get<Job>('jobs.batch', 'slow').status?.conditions?.at(-1)).toMatchObject({
      type: 'Failed',
      reason: 'DeadlineExceeded',
    });
    expect(t.nowMs).toBeLessThan(15_000);
    expect(t.pods().filter(({ status }) => status?.phase === 'Running')).toEqual([]);
  });
});

describe('DaemonSet', () => {
  const daemonSet = {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent', namespace: 'default' },
    spec: {
      selector: { matchLabels: { app: 'agent' } },
      template: { metadata: { labels: { app: 'agent' } }, spec: { containers: [{ name: 'main', image: 'agent:1' }] } },
    },
  };

  test('runs one pod on every node, also on one that joins later, and not on one whose taint it does not tolerate', () => {
    const t = simulate({
      nodes: [
        { name: 'a', images: 'all' },
        { name: 'b', images: 'all', taints: [{ key: 'x', effect: 'NoSchedule' }] },
      ],
    });
    t.apply(daemonSet);
    t.settle();
    expect(t.spread()).toEqual({ a: 1 });
    t.input({ type: 'addNode', node: { name: 'c', images: 'all' } });
    t.settle();
    expect(t.spread()).toEqual({ a: 1, c: 1 });
    expect(t.get<DaemonSet>('daemonsets.apps', 'agent').status).toMatchObject({
      desiredNumberScheduled: 2,
      currentNumberScheduled: 2,
      numberReady: 2,
      numberAvailable: 2,
      numberMisscheduled: 0,
    });
  });

  test('stays on a node that is cordoned', () => {
    const t = simulate({ nodes: 2 });
    t.apply(daemonSet);
    t.settle();
    t.input({ type: 'cordon', node: 'node-1' });
    t.settle();
    t.delete('pods', t.pods().find(({ spec }) => spec?.nodeName === 'node-1')?.metadata?.name ?? '');
    t.settle();
    expect(t.spread()).toEqual({ 'node-1': 1, 'node-2': 1 });
  });
});

describe('garbage collection', () => {
  test('in the background: the deployment is gone at once, what it owns soon after', () => {
    const t = simulate({ nodes: 1 });
    t.apply(deployment('web', 2));
    t.settle();
    t.delete('deployments.apps', 'web');
    expect(t.find('deployments.apps', 'web')).toBeUndefined();
    expect(t.pods()).toHaveLength(2);
    t.settle();
    expect(replicaSets(t)).toEqual([]);
    expect(t.pods()).toEqual([]);
  });

  test('in the foreground: the deployment is the last to go', () => {
    const t = simulate({ nodes: 1 });
    t.apply(deployment('web', 2));
    t.settle();
    t.delete('deployments.apps', 'web', { propagationPolicy: 'Foreground' });
    expect(t.get<Deployment>('deployments.apps', 'web').metadata?.finalizers).toEqual(['foregroundDeletion']);
    t.runUntil(gone('deployments.apps', 'web'));
    expect(replicaSets(t)).toEqual([]);
    expect(t.pods()).toEqual([]);
  });

  test('orphaned: what it owned stays, and belongs to nobody', () => {
    const t = simulate({ nodes: 1 });
    t.apply(deployment('web', 2));
    t.settle();
    t.delete('deployments.apps', 'web', { propagationPolicy: 'Orphan' });
    t.settle();
    expect(t.find('deployments.apps', 'web')).toBeUndefined();
    expect(replicaSets(t).map(({ metadata }) => metadata?.ownerReferences)).toEqual([undefined]);
    expect(t.pods()).toHaveLength(2);
  });
});

describe('namespaces and nodes', () => {
  test('every namespace gets its service account and the certificate of the API server', () => {
    const t = simulate({ nodes: 1 });
    t.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } });
    t.runUntilQuiet();
    expect(t.find('serviceaccounts', 'default', 'team')).toBeDefined();
    expect(t.find<{ data: object }>('configmaps', 'kube-root-ca.crt', 'team')?.data).toHaveProperty(['ca.crt']);
  });

  test('a namespace goes once all that was in it is gone', () => {
    const t = simulate({ nodes: 1 });
    t.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } });
    t.runUntilQuiet();
    const inTeam = pod('stubborn', { ignoresSigterm: true, terminationGracePeriodSeconds: 10 });
    t.apply({ ...inTeam, metadata: { ...inTeam.metadata, namespace: 'team' } });
    t.runUntilQuiet();
    const from = t.nowMs;
    t.delete('namespaces', 'team');
    t.runUntilQuiet();
    expect(t.cluster.server.store('namespaces').find(undefined, 'team')).toBeUndefined();
    expect(t.cluster.client('test').list('pods', { namespace: 'team' }).items).toEqual([]);
    expect(t.nowMs - from).toBeGreaterThan(10_000);
  });

  test('a node that is not ready is tainted, and after five minutes its pods are moved', () => {
    const t = simulate({ nodes: 2 });
    t.apply(deployment('web', 2));
    t.settle();
    t.input({ type: 'setNodeReady', node: 'node-1', ready: false });
    t.run(1_000);
    const taints = t.get<{ spec: { taints: object[] } }>('nodes', 'node-1').spec.taints;
    expect(taints).toMatchObject([
      { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' },
      { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' },
    ]);
    t.run(298_000);
    expect(t.spread()).toEqual({ 'node-1': 1, 'node-2': 1 });
    t.settle();
    expect(t.spread()).toEqual({ 'node-2': 2 });
  });

  test('a node that is ready again in time keeps its pods', () => {
    const t = simulate({ nodes: 2 });
    t.apply(deployment('web', 2));
    t.settle();
    const before = t.pods().map(({ metadata }) => metadata?.uid);
    t.input({ type: 'setNodeReady', node: 'node-1', ready: false });
    t.run(60_000);
    t.input({ type: 'setNodeReady', node: 'node-1', ready: true });
    t.settle();
    t.run(600_000);
    expect(t.pods().map(({ metadata }) => metadata?.uid)).toEqual(before);
    expect(t.get<{ spec: object }>('nodes', 'node-1').spec).not.toHaveProperty('taints');
  });
});

test('a pod that ended is left where it is', () => {
  const t = simulate({ nodes: 1 });
  t.apply(pod('short', { restartPolicy: 'Never', runs: 'exit 0' }));
  t.runUntil(phase('short', 'Succeeded'));
  t.settle();
  expect(t.pod('short').spec?.nodeName).toBe('node-1');
});
