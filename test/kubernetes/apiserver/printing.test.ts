import type { StoredObject } from 'kind-wasm-shim/kubernetes/api/meta.ts';
import { humanDuration } from 'kind-wasm-shim/kubernetes/apiserver/printers/duration.ts';
import { nodePrinter } from 'kind-wasm-shim/kubernetes/apiserver/printers/node.ts';
import { podPrinter } from 'kind-wasm-shim/kubernetes/apiserver/printers/pod.ts';
import type { ContainerStatus, Node, Pod } from 'kubernetes-types/core/v1';
import { describe, expect, test } from 'vitest';

/** READY, STATUS and RESTARTS of a pod one minute after the start. */
function row(status: Pod['status'], spec: Partial<NonNullable<Pod['spec']>> = {}, metadata: object = {}): string {
  const pod = {
    metadata: { name: 'p', creationTimestamp: '2026-01-01T00:00:00Z', ...metadata },
    spec: { containers: [{ name: 'main' }], ...spec },
    status,
  };
  const [, ready, word, restarts] = podPrinter.cells(pod as unknown as StoredObject, 60_000);
  return `${ready} ${word} ${restarts}`;
}

function container(state: ContainerStatus['state'], more: Partial<ContainerStatus> = {}): ContainerStatus {
  return { name: 'main', image: '', imageID: '', ready: false, restartCount: 0, state, ...more } as ContainerStatus;
}

describe('a pod in a table', () => {
  test('shows its phase until a container says more', () => {
    expect(row({ phase: 'Pending' })).toBe('0/1 Pending 0');
    expect(
      row({ phase: 'Pending', containerStatuses: [container({ waiting: { reason: 'ContainerCreating' } })] }),
    ).toBe('0/1 ContainerCreating 0');
    expect(row({ phase: 'Running', containerStatuses: [container({ running: {} }, { ready: true })] })).toBe(
      '1/1 Running 0',
    );
  });

  test('tells how often, and how long ago, its containers were restarted', () => {
    const lastState = { terminated: { exitCode: 1, finishedAt: '2026-01-01T00:00:55Z' } };
    const waiting = { waiting: { reason: 'CrashLoopBackOff' } };
    expect(row({ phase: 'Running', containerStatuses: [container(waiting, { restartCount: 3, lastState })] })).toBe(
      '0/1 CrashLoopBackOff 3 (5s ago)',
    );
  });

  test('shows how its containers ended', () => {
    const ended = (terminated: object) => ({
      containerStatuses: [container({ terminated } as ContainerStatus['state'])],
    });
    expect(row({ phase: 'Succeeded', ...ended({ exitCode: 0, reason: 'Completed' }) })).toBe('0/1 Completed 0');
    expect(row({ phase: 'Failed', ...ended({ exitCode: 1, reason: 'Error' }) })).toBe('0/1 Error 0');
    expect(row({ phase: 'Failed', ...ended({ exitCode: 3 }) })).toBe('0/1 ExitCode:3 0');
    expect(row({ phase: 'Failed', ...ended({ exitCode: 137, signal: 9 }) })).toBe('0/1 Signal:9 0');
    expect(row({ phase: 'Failed', reason: 'Evicted' })).toBe('0/1 Evicted 0');
  });

  test('shows its initialization', () => {
    const spec = { initContainers: [{ name: 'i1' }, { name: 'i2' }] } as Partial<NonNullable<Pod['spec']>>;
    const done = container({ terminated: { exitCode: 0 } }, { name: 'i1' });
    const init = (second: ContainerStatus) => row({ phase: 'Pending', initContainerStatuses: [done, second] }, spec);
    expect(init(container({ running: {} }, { name: 'i2' }))).toBe('0/1 Init:1/2 0');
    expect(init(container({ waiting: { reason: 'PodInitializing' } }, { name: 'i2' }))).toBe('0/1 Init:1/2 0');
    expect(init(container({ waiting: { reason: 'CrashLoopBackOff' } }, { name: 'i2', restartCount: 2 }))).toBe(
      '0/1 Init:CrashLoopBackOff 2',
    );
    expect(init(container({ terminated: { exitCode: 1, reason: 'Error' } }, { name: 'i2' }))).toBe('0/1 Init:Error 0');
  });

  test('counts a sidecar among its containers', () => {
    const spec = { initContainers: [{ name: 'proxy', restartPolicy: 'Always' }] } as Partial<NonNullable<Pod['spec']>>;
    const proxy = container({ running: {} }, { name: 'proxy', ready: true, started: true });
    const main = container({ running: {} }, { ready: true });
    expect(row({ phase: 'Running', initContainerStatuses: [proxy], containerStatuses: [main] }, spec)).toBe(
      '2/2 Running 0',
    );
  });

  test('is Terminating once it is being deleted, unless all its containers have ended', () => {
    const deletion = { deletionTimestamp: '2026-01-01T00:01:00Z' };
    const running = [container({ running: {} }, { ready: true })];
    expect(row({ phase: 'Running', containerStatuses: running }, {}, deletion)).toBe('1/1 Terminating 0');
    const completed = [container({ terminated: { exitCode: 0, reason: 'Completed' } })];
    expect(row({ phase: 'Succeeded', containerStatuses: completed }, {}, deletion)).toBe('0/1 Completed 0');
    expect(row({ phase: 'Running', reason: 'NodeLost', containerStatuses: running }, {}, deletion)).toBe(
      '1/1 Unknown 0',
    );
  });

  test('is Running or NotReady while one container runs and another has completed', () => {
    const containerStatuses = [
      container({ terminated: { exitCode: 0, reason: 'Completed' } }),
      container({ running: {} }, { name: 'other', ready: true }),
    ];
    const spec = { containers: [{ name: 'main' }, { name: 'other' }] };
    expect(row({ phase: 'Running', containerStatuses }, spec)).toBe('1/2 NotReady 0');
    const conditions = [{ type: 'Ready', status: 'True' }];
    expect(row({ phase: 'Running', containerStatuses, conditions }, spec)).toBe('1/2 Running 0');
  });

  test('waits for its scheduling gates', () => {
    const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }];
    expect(row({ phase: 'Pending', conditions })).toBe('0/1 SchedulingGated 0');
  });
});

test('a node shows whether it is ready and takes pods, and its roles', () => {
  const status = (node: Node) => {
    const metadata = { name: 'n', creationTimestamp: '2026-01-01T00:00:00Z', ...node.metadata };
    return nodePrinter.cells({ ...node, metadata } as unknown as StoredObject, 0).slice(1, 3);
  };
  const ready = { conditions: [{ type: 'Ready', status: 'True' }] };
  expect(status({ status: ready })).toEqual(['Ready', '<none>']);
  expect(status({ status: ready, spec: { unschedulable: true } })).toEqual(['Ready,SchedulingDisabled', '<none>']);
  expect(status({ status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } })).toEqual(['NotReady', '<none>']);
  expect(status({})).toEqual(['Unknown', '<none>']);
  const labels = {
    'node-role.kubernetes.io/control-plane': '',
    'node-role.kubernetes.io/b': '',
    'kubernetes.io/role': 'a',
  };
  expect(status({ status: ready, metadata: { labels } })).toEqual(['Ready', 'a,b,control-plane']);
});

test('ages lose their small unit as they grow', () => {
  const [second, minute, hour, day, year] = [1, 60, 3600, 86_400, 365 * 86_400].map((each) => each * 1000) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const ages: readonly (readonly [number, string])[] = [
    [-2 * second, '<invalid>'],
    [-second, '0s'],
    [0, '0s'],
    [119 * second, '119s'],
    [2 * minute, '2m'],
    [9 * minute + 59 * second, '9m59s'],
    [10 * minute + 59 * second, '10m'],
    [179 * minute, '179m'],
    [3 * hour, '3h'],
    [7 * hour + 59 * minute, '7h59m'],
    [8 * hour + 59 * minute, '8h'],
    [47 * hour, '47h'],
    [2 * day, '2d'],
    [2 * day + 3 * hour, '2d3h'],
    [8 * day + 3 * hour, '8d'],
    [729 * day, '729d'],
    [2 * year, '2y'],
    [2 * year + 5 * day, '2y5d'],
    [9 * year, '9y'],
  ];
  expect(ages.map(([ms]) => humanDuration(ms))).toEqual(ages.map(([, text]) => text));
});
