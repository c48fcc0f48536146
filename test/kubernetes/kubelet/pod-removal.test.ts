import type { LogEntry } from 'kind-wasm-shim/kernel/log.ts';
import { formatJournalLine } from 'kind-wasm-shim/kubernetes/kubelet/journal.ts';
import { calculateEffectiveGracePeriod, newPodSyncStatus } from 'kind-wasm-shim/kubernetes/kubelet/pod-sync-status.ts';
import { kubeletVersionOf } from 'kind-wasm-shim/kubernetes/kubelet/versions.ts';
import type { Pod } from 'kubernetes-types/core/v1';
import { describe, expect, test } from 'vitest';
import { pod } from '../../support/objects.ts';
import { gone, running, type Story, simulate } from '../../support/simulate.ts';

const polite = "trap 'exit 0' TERM; sleep 3600 & wait";

function node(t: Story) {
  const found = t.cluster.nodes.get('node-1');
  if (!found) throw new Error('node-1 is not there');
  return found;
}

function lines(t: Story, message: string): LogEntry<'kubelet.logged'>[] {
  return t.facts('kubelet.logged').filter(({ data }) => data.message === message);
}

function manifest(name: string): Pod {
  const container = { name: 'main', image: 'busybox:1.35', command: ['sh', '-c', polite] };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' }, spec: { containers: [container] } };
}

/** A cluster of this release with one static pod that runs. */
function withStaticPod(kubernetesVersion: string, seed = 3): Story {
  const t = simulate({ nodes: 1, seed, kubernetesVersion });
  node(t).kubelet.addStaticPod('web.yaml', manifest('web'));
  t.runUntil(running('web-node-1'));
  t.run(4_000);
  return t;
}

describe('an error occurred when try to find container', () => {
  test('both ends, of the container and of its sandbox, have the container removed; the second time it is gone', () => {
    const errors = [1, 2, 3, 4, 5, 6].map((seed) => {
      const t = simulate({ nodes: 1, seed, kubernetesVersion: 'v1.23.10' });
      t.apply(pod('polite', { runs: polite }));
      t.runUntil(running('polite'));
      t.run(5_000);
      t.delete('pods', 'polite');
      t.run(20_000);
      expect(t.find('pods', 'polite')).toBeUndefined();
      return lines(t, 'DeleteContainer returned error').length;
    });
    // Not if the relist comes between the end of the container and that of its worker.
    expect(errors.every((count) => count <= 1)).toBe(true);
    expect(errors).toContain(1);
  });

  test('two containers are asked for six times, and four of those fail', () => {
    const counts = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
      const t = simulate({ nodes: 1, seed, kubernetesVersion: 'v1.23.10' });
      const twins = pod('twins', { runs: polite }) as Pod;
      const [first] = twins.spec?.containers ?? [];
      const containers = first ? [first, { ...first, name: 'second' }] : [];
      t.apply({ ...twins, spec: { ...twins.spec, containers } } as Parameters<Story['apply']>[0]);
      t.runUntil(running('twins'));
      t.run(5_000);
      t.delete('pods', 'twins');
      t.run(20_000);
      return [lines(t, 'Removing container').length, lines(t, 'DeleteContainer returned error').length];
    });
    expect(counts).toContainEqual([6, 4]);
  });
});

describe('a removed static pod whose network cannot be taken down the first time', () => {
  const failing = (version: string) => {
    const t = withStaticPod(version);
    node(t).kubelet.addFault({ call: 'cniDel', nth: 1, ofEach: true, error: 'transient' });
    node(t).kubelet.removeStaticPod('web.yaml');
    t.run(180_000);
    return t;
  };

  test('leaks its sandbox and its mirror pod with 1.23, for good', () => {
    const t = failing('v1.23.10');
    expect(node(t).runtime.sandboxes.size).toBe(1);
    expect(t.pod('web-node-1').status?.phase).toBe('Running');
    const waits = lines(t, 'Pod worker has been requested for removal but is still not fully terminated');
    expect(waits.length).toBeGreaterThan(80);
  });

  test('until the kubelet is restarted', () => {
    const t = failing('v1.23.10');
    node(t).kubelet.restart(1_000);
    t.run(90_000);
    expect(node(t).runtime.sandboxes.size).toBe(0);
    expect(t.find('pods', 'web-node-1')).toBeUndefined();
  });

  test('is tried again at the next housekeeping with 1.32, and leaves nothing', () => {
    const t = failing('v1.32.2');
    expect(node(t).runtime.sandboxes.size).toBe(0);
    expect(t.find('pods', 'web-node-1')).toBeUndefined();
    expect(lines(t, 'Pod is orphaned and still terminating, notified the pod worker').length).toBeGreaterThan(0);
  });
});

describe('a mirror pod', () => {
  test.each(['v1.23.10', 'v1.32.2'])('that is deleted with %s is there again at once, with another uid', (version) => {
    const t = withStaticPod(version);
    const before = t.pod('web-node-1');
    const containers = [...node(t).runtime.containers.keys()];
    t.delete('pods', 'web-node-1');
    t.run(1_000);
    expect(t.pod('web-node-1').metadata?.uid).not.toBe(before.metadata?.uid);
    t.run(20_000);
    expect([...node(t).runtime.containers.keys()]).toEqual(containers);
    expect(t.pod('web-node-1').status?.phase).toBe('Running');
  });

  test.each(['v1.23.10', 'v1.32.2'])(
    'that is force-deleted with %s is missing until the next periodic sync',
    (version) => {
      const t = withStaticPod(version);
      t.delete('pods', 'web-node-1', { gracePeriodSeconds: 0 });
      const fromMs = t.nowMs;
      t.run(30_000);
      expect(t.find('pods', 'web-node-1')).toBeUndefined();
      t.runUntil((story) => story.find('pods', 'web-node-1') !== undefined);
      expect(t.nowMs - fromMs).toBeGreaterThan(55_000);
      expect(t.nowMs - fromMs).toBeLessThan(95_000);
    },
  );
});

describe('a force-deleted pod', () => {
  test.each([
    ['v1.23.10', 30],
    ['v1.32.2', 2],
  ])('gets the grace of its spec with 1.23, and two seconds with 1.32: %s', (kubernetesVersion, seconds) => {
    const t = simulate({ nodes: 1, kubernetesVersion });
    t.apply(pod('stubborn', { ignoresSigterm: true, terminationGracePeriodSeconds: 30 }));
    t.runUntil(running('stubborn'));
    t.run(5_000);
    t.delete('pods', 'stubborn', { gracePeriodSeconds: 0 });
    t.run(60_000);
    expect(t.signals('stubborn')).toEqual([
      ['SIGTERM', '+0s'],
      ['SIGKILL', `+${seconds}s`],
    ]);
  });
});

describe('the kubelet is restarted', () => {
  test('while a pod terminates: the container gets its whole grace once more', () => {
    const t = simulate({ nodes: 1, kubernetesVersion: 'v1.23.10' });
    t.apply(pod('stubborn', { ignoresSigterm: true, terminationGracePeriodSeconds: 15 }));
    t.runUntil(running('stubborn'));
    t.run(5_000);
    t.delete('pods', 'stubborn');
    t.run(5_000);
    node(t).kubelet.restart(3_000);
    t.runUntil(gone('pods', 'stubborn'));
    expect(t.signals('stubborn').map(([signal]) => signal)).toEqual(['SIGTERM', 'SIGTERM', 'SIGKILL']);
    const [, second, last] = t.facts('cri.signalSent').map(({ atMs }) => atMs);
    expect((last ?? 0) - (second ?? 0)).toBe(15_000);
  });

  test('while nothing happens: nothing happens', () => {
    const t = withStaticPod('v1.32.2');
    const before = [...node(t).runtime.containers.keys()];
    node(t).kubelet.restart(1_000);
    t.run(120_000);
    expect([...node(t).runtime.containers.keys()]).toEqual(before);
    expect(t.facts('cri.signalSent')).toEqual([]);
  });
});

describe('preStop', () => {
  test.each([
    ['v1.23.10', 10_000],
    ['v1.32.2', 7_000],
  ])('its three seconds count against a grace of ten from 1.28 on: %s', (kubernetesVersion, graceMs) => {
    const t = simulate({ nodes: 1, kubernetesVersion });
    const slow = pod('slow', { ignoresSigterm: true, terminationGracePeriodSeconds: 10 }) as Pod;
    const lifecycle = { preStop: { exec: { command: ['sleep', '3'] } } };
    const containers = (slow.spec?.containers ?? []).map((container) => ({ ...container, lifecycle }));
    t.apply({ ...slow, spec: { ...slow.spec, containers } } as Parameters<Story['apply']>[0]);
    t.runUntil(running('slow'));
    t.run(5_000);
    t.delete('pods', 'slow');
    t.run(60_000);
    const [term, kill] = t.facts('cri.signalSent').map(({ atMs }) => atMs);
    expect((kill ?? 0) - (term ?? 0)).toBe(graceMs);
  });
});

describe('calculateEffectiveGracePeriod', () => {
  const record = () => newPodSyncStatus('u', 'web_default', false, 0);
  const terminating = (grace: number | undefined): Pod => ({
    metadata: { name: 'web', ...(grace === undefined ? {} : { deletionGracePeriodSeconds: grace }) },
    spec: { containers: [], terminationGracePeriodSeconds: 30 },
  });

  test.each([
    [undefined, undefined, 0, 30, 30],
    [10, undefined, 0, 10, 10],
    [10, 3, 0, 3, 3],
    [10, undefined, 5, 5, 5],
    [0, undefined, 0, 30, 1],
    [30, 0, 0, 30, 1],
  ])(
    'deletion %s, override %s, promised %s: %s with 1.23 and %s with 1.32',
    (deletion, override, promised, old, now) => {
      const status = { ...record(), gracePeriod: promised };
      const kill = override === undefined ? undefined : { graceSecondsOverride: override };
      const options = { updateType: 'kill' as const, pod: terminating(deletion), kill };
      expect(calculateEffectiveGracePeriod(status, options, '1.23')).toBe(old);
      expect(calculateEffectiveGracePeriod(status, options, '1.32')).toBe(now);
    },
  );
});

describe('the journal', () => {
  test.each([
    ['1.23', 'pods=[default/web]'],
    ['1.32', 'pods=["default/web"]'],
  ] as const)('prints a line as klog of %s does', (version, values) => {
    const data = { node: 'n', version, severity: 'I', file: 'kubelet.go', message: 'SyncLoop DELETE', values } as const;
    const entry = { seq: 1, atMs: 5_250, cause: 0, kind: 'kubelet.logged', data } as const;
    expect(formatJournalLine(entry)).toMatch(
      /^I0101 00:00:05\.250000 {5}712 kubelet\.go:\d+\] "SyncLoop DELETE" pods=\[.*\]$/,
    );
    expect(formatJournalLine(entry)).toContain(values);
  });

  test.each([
    ['v1.23.0', '1.23.0'],
    ['v1.23.4', '1.23.0'],
    ['v1.23.17', '1.23'],
    ['v1.32.2', '1.32'],
    ['v1.35.0', '1.32'],
  ])('a node of %s runs the kubelet %s', (gitVersion, version) => {
    expect(kubeletVersionOf(gitVersion)).toBe(version);
  });
});
