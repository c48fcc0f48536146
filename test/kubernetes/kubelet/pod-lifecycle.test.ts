import { describe, expect, test } from 'vitest';
import { configMap, pod } from '../../support/objects.ts';
import { gone, phase, running, simulate } from '../../support/simulate.ts';

describe('termination', () => {
  test('a pod that ignores SIGTERM is killed when its grace period ends', () => {
    const t = simulate({ nodes: 1, seed: 7 });
    t.apply(pod('stubborn', { ignoresSigterm: true, terminationGracePeriodSeconds: 30 }));
    t.runUntil(running('stubborn'));
    t.delete('pods', 'stubborn');
    t.runUntilQuiet();
    expect(t.signals('stubborn')).toEqual([
      ['SIGTERM', '+0s'],
      ['SIGKILL', '+30s'],
    ]);
    expect(t.find('pods', 'stubborn')).toBeUndefined();
  });

  test('a pod that heeds SIGTERM is gone within a few relists', () => {
    const t = simulate({ nodes: 1, seed: 7 });
    t.apply(pod('polite', { runs: "trap 'exit 0' TERM; sleep 3600 & wait" }));
    t.runUntil(running('polite'));
    const from = t.nowMs;
    t.delete('pods', 'polite');
    t.runUntil(gone('pods', 'polite'));
    expect(t.signals('polite')).toEqual([['SIGTERM', '+0s']]);
    expect(t.nowMs - from).toBeLessThan(4_000);
  });

  test('the API object outlives the containers, and ends with a terminal phase', () => {
    const t = simulate({ nodes: 1 });
    t.apply(pod('polite', { runs: "trap 'exit 3' TERM; sleep 3600 & wait" }));
    t.runUntil(running('polite'));
    t.delete('pods', 'polite');
    t.runUntilQuiet();
    const writes = t
      .facts('apiserver.objectWritten')
      .filter(({ data }) => data.name === 'polite' && data.resource === 'pods');
    const exited = t.facts('cri.containerExited')[0];
    const last = writes.at(-1);
    expect(last?.data.type).toBe('DELETED');
    expect(last?.seq).toBeGreaterThan(exited?.seq ?? Number.POSITIVE_INFINITY);
    expect(last?.data.object).toMatchObject({
      status: { phase: 'Failed', containerStatuses: [{ state: { terminated: { exitCode: 3, reason: 'Error' } } }] },
    });
  });

  test('deleting again with a shorter grace period hurries the end', () => {
    const t = simulate({ nodes: 1 });
    t.apply(pod('stubborn', { ignoresSigterm: true }));
    t.runUntil(running('stubborn'));
    t.delete('pods', 'stubborn');
    t.run(5_000);
    t.delete('pods', 'stubborn', { gracePeriodSeconds: 4 });
    const hurriedMs = t.nowMs;
    t.runUntilQuiet();
    const signals = t.facts('cri.signalSent');
    expect(signals.map(({ data }) => data.signal)).toEqual(['SIGTERM', 'SIGTERM', 'SIGKILL']);
    const [, second, last] = signals.map(({ atMs }) => atMs);
    // The worker looks at its pod once more, which takes up to a relist, before it asks again.
    expect((second ?? 0) - hurriedMs).toBeLessThan(1_100);
    expect((last ?? 0) - (second ?? 0)).toBe(4_000);
  });

  test('a force-deleted pod leaves the API at once, and its containers get two seconds', () => {
    const t = simulate({ nodes: 1 });
    t.apply(pod('stubborn', { ignoresSigterm: true }));
    t.runUntil(running('stubborn'));
    t.delete('pods', 'stubborn', { gracePeriodSeconds: 0 });
    expect(t.find('pods', 'stubborn')).toBeUndefined();
    t.runUntilQuiet();
    expect(t.signals('stubborn')).toEqual([
      ['SIGTERM', '+0s'],
      ['SIGKILL', '+2s'],
    ]);
    // The sandbox is left to the next garbage collection.
    const { runtime } = t.cluster.nodes.get('node-1') ?? {};
    expect([...(runtime?.sandboxes.values() ?? [])].map(({ ready }) => ready)).toEqual([false]);
    t.run(60_000);
    expect(runtime?.sandboxes.size).toBe(0);
  });

  test('a pod that is deleted while its image is pulled never runs', () => {
    const t = simulate({ nodes: [{ name: 'node-1' }] });
    t.apply(pod('early'));
    t.runUntil((story) => story.facts('cri.sandboxStarted').length > 0);
    t.delete('pods', 'early');
    t.runUntilQuiet();
    expect(t.find('pods', 'early')).toBeUndefined();
    expect(t.facts('cri.containerStarted')).toEqual([]);
    expect(t.facts('cri.sandboxStopped')).toHaveLength(1);
  });
});

describe('start', () => {
  test('init containers run one after the other, before all others', () => {
    const t = simulate({ nodes: 1 });
    t.apply(pod('staged', { initRuns: ['sleep 4', 'sleep 2'], runs: 'sleep infinity' }));
    t.runUntil(running('staged'));
    const order = t.kernel.log.entries.flatMap((entry) =>
      entry.kind === 'cri.containerStarted' || entry.kind === 'cri.containerExited'
        ? [`${entry.data.name} ${entry.kind.slice('cri.container'.length)}`]
        : [],
    );
    expect(order).toEqual(['init-1 Started', 'init-1 Exited', 'init-2 Started', 'init-2 Exited', 'main Started']);
  });

  test('a failed init container of a pod that is never restarted fails the pod', () => {
    const t = simulate({ nodes: 1 });
    t.apply(pod('broken', { initRuns: ['exit 1'], restartPolicy: 'Never' }));
    t.runUntil(phase('broken', 'Failed'));
    expect(t.facts('cri.containerStarted').map(({ data }) => data.name)).toEqual(['init-1']);
  });

  test('an image is pulled the first time on a node, and is present after that', () => {
    const t = simulate({ nodes: [{ name: 'node-1' }] });
    t.apply(pod('first', { image: 'nginx:1.27' }));
    t.runUntil(running('first'));
    t.apply(pod('second', { image: 'nginx:1.27' }));
    t.runUntil(running('second'));
    const pulling = (name: string) =>
      t
        .events(name)
        .filter((text) => /Pull/.test(text))
        .map((text) => text.split(' in ')[0]);
    expect(pulling('first')).toEqual([
      'Normal Pulling Pulling image "nginx:1.27"',
      'Normal Pulled Successfully pulled image "nginx:1.27"',
    ]);
    expect(pulling('second')).toEqual(['Normal Pulled Container image "nginx:1.27" already present on machine']);
  });

  test('a pod waits for the ConfigMap of its volume, and says so', () => {
    const t = simulate({ nodes: 1 });
    const volumes = [{ name: 'settings', configMap: { name: 'settings' } }];
    t.apply(pod('waiting', { runs: 'sleep infinity', volumes }));
    t.run(3_000);
    expect(t.pod('waiting').status?.phase).toBe('Pending');
    expect(t.events('waiting')).toContain(
      'Warning FailedMount MountVolume.SetUp failed for volume "settings" : configmap "settings" not found',
    );
    t.apply(configMap('settings', { color: 'blue' }));
    t.runUntil(running('waiting'));
  });

  test('a pod that was bound to a node without room is refused by the node', () => {
    const t = simulate({ nodes: [{ name: 'node-1', images: 'all', capacity: { cpu: '1' } }] });
    t.apply(pod('fits', { nodeName: 'node-1', requests: { cpu: '600m' } }));
    t.runUntil(running('fits'));
    t.apply(pod('too-much', { nodeName: 'node-1', requests: { cpu: '500m' } }));
    t.runUntil(phase('too-much', 'Failed'));
    expect(t.pod('too-much').status).toMatchObject({
      reason: 'OutOfcpu',
      message: "Pod was rejected: Node didn't have enough resource: cpu, requested: 500, used: 600, capacity: 1000",
    });
    expect(t.facts('cri.sandboxStarted').map(({ data }) => data.pod)).toEqual(['fits']);
  });
});

describe('restarts', () => {
  test('a container that crashes is started at the next relist, then no sooner than after 10 s, 20 s, 40 s', () => {
    const t = simulate({ nodes: 1 });
    t.apply(pod('crash', { runs: 'echo boom; exit 1' }));
    t.run(230_000);
    const starts = t.facts('cri.containerStarted').map(({ atMs }) => atMs);
    const exits = t.facts('cri.containerExited').map(({ atMs }) => atMs);
    const waits = starts.slice(1).map((atMs, index) => Math.round((atMs - (exits[index] ?? 0)) / 1000));
    // What is due is looked at when the worker comes back to its pod, which takes 10 to 15 seconds each time.
    expect(waits).toHaveLength(5);
    for (const [index, backOff] of [0, 10, 20, 40, 80].entries()) {
      expect(waits[index]).toBeGreaterThanOrEqual(backOff);
      expect(waits[index]).toBeLessThanOrEqual(backOff + 16);
    }
    expect(t.pod('crash').status?.containerStatuses?.[0]).toMatchObject({
      restartCount: 5,
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: { terminated: { exitCode: 1, reason: 'Error' } },
    });
  });

  test('the back-off ends at five minutes', () => {
    const t = simulate({ nodes: 1 });
    t.apply(pod('crash', { runs: 'exit 1' }));
    t.run(3_600_000);
    expect(t.pod('crash').status?.containerStatuses?.[0]?.state?.waiting?.message).toMatch(
      /^back-off 5m0s restarting failed/,
    );
  });

  test.each([
    ['Never', 'exit 0', 'Succeeded', 1],
    ['Never', 'exit 1', 'Failed', 1],
    ['OnFailure', 'exit 0', 'Succeeded', 1],
  ] as const)(
    'with restartPolicy %s a container that ends by "%s" leaves its pod %s',
    (restartPolicy, runs, ends, starts) => {
      const t = simulate({ nodes: 1 });
      t.apply(pod('short', { restartPolicy, runs }));
      t.runUntil(phase('short', ends));
      t.runUntilQuiet();
      expect(t.facts('cri.containerStarted')).toHaveLength(starts);
      expect(t.pod('short').status?.conditions?.find(({ type }) => type === 'Ready')).toMatchObject({
        status: 'False',
        reason: ends === 'Succeeded' ? 'PodCompleted' : 'PodFailed',
      });
    },
  );

  test('a simulation with a crashing pod can still come to rest', () => {
    const t = simulate({ nodes: 1 });
    t.apply(pod('crash', { runs: 'exit 1' }));
    t.runUntilQuiet();
    expect(t.pod('crash').status?.containerStatuses?.[0]?.state?.waiting?.reason).toBe('CrashLoopBackOff');
  });
});
