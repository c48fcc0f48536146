import { tooManyRequests } from 'kind-wasm-shim/kubernetes/api/errors.ts';
import { Informer } from 'kind-wasm-shim/kubernetes/apiserver/informer.ts';
import type { Pod } from 'kubernetes-types/core/v1';
import { describe, expect, test } from 'vitest';
import { apiServer, ask, pod, refusal } from './world.ts';

describe('a new pod', () => {
  test('gets the priority of its class', () => {
    const { client } = apiServer();
    client.create('priorityclasses.scheduling.k8s.io', { metadata: { name: 'high' }, value: 1000 });
    const created = client.create<Pod>('pods', pod('a', { priorityClassName: 'high' }));
    expect(created.spec).toMatchObject({ priority: 1000, preemptionPolicy: 'PreemptLowerPriority' });
    expect(refusal(() => client.create('pods', pod('b', { priorityClassName: 'nope' })))).toBe(
      '403 pods "b" is forbidden: no PriorityClass with name nope was found',
    );
  });

  test('of no class gets the class that is the default for all', () => {
    const { client } = apiServer();
    client.create('priorityclasses.scheduling.k8s.io', { metadata: { name: 'usual' }, value: 7, globalDefault: true });
    expect(client.create<Pod>('pods', pod('a')).spec).toMatchObject({ priority: 7, priorityClassName: 'usual' });
  });

  test('needs its service account', () => {
    const { client } = apiServer();
    expect(refusal(() => client.create('pods', pod('sa', { serviceAccountName: 'nope' })))).toBe(
      '403 pods "sa" is forbidden: error looking up service account default/nope: serviceaccount "nope" not found',
    );
  });

  test('has its amounts in their canonical spelling, and requests what it is limited to', () => {
    const { client } = apiServer();
    const resources = { limits: { cpu: '0.5', memory: '1024Mi' }, requests: { cpu: '1000m' } };
    const containers = [
      { name: 'main', image: 'x:1', resources: { ...resources, limits: { ...resources.limits, cpu: '2000m' } } },
    ];
    expect(client.create<Pod>('pods', pod('a', { containers })).spec?.containers[0]?.resources).toEqual({
      limits: { cpu: '2', memory: '1Gi' },
      requests: { cpu: '1', memory: '1Gi' },
    });
  });

  test('is pulled each time when its tag may move', () => {
    const { client } = apiServer();
    const policy = (name: string, image: string) =>
      client.create<Pod>('pods', pod(name, { containers: [{ name: 'main', image }] })).spec?.containers[0]
        ?.imagePullPolicy;
    expect(policy('a', 'nginx')).toBe('Always');
    expect(policy('b', 'nginx:latest')).toBe('Always');
    expect(policy('c', 'registry:5000/nginx')).toBe('Always');
    expect(policy('d', 'nginx:1.27')).toBe('IfNotPresent');
    expect(policy('e', `nginx@sha256:${'0'.repeat(64)}`)).toBe('IfNotPresent');
  });

  test('is told everything that is wrong with it, in one answer', () => {
    const { client } = apiServer();
    const main = {
      name: 'main',
      imagePullPolicy: 'Sometimes',
      ports: [{ containerPort: 99_999 }, { containerPort: 80, protocol: 'XXX' }],
    };
    // Recorded: kubectl create of this pod at a 1.32 server.
    expect(refusal(() => client.create('pods', pod('multi-err', { containers: [main] })))).toBe(
      '422 Pod "multi-err" is invalid: [spec.containers[0].image: Required value, ' +
        'spec.containers[0].ports[0].containerPort: Invalid value: 99999: must be between 1 and 65535, inclusive, ' +
        'spec.containers[0].ports[1].protocol: Unsupported value: "XXX": supported values: "SCTP", "TCP", "UDP", ' +
        'spec.containers[0].imagePullPolicy: Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never"]',
    );
    expect(refusal(() => client.create('pods', pod('nc', { containers: [] })))).toBe(
      '422 Pod "nc" is invalid: spec.containers: Required value',
    );
  });
});

describe('an existing pod', () => {
  test('may get another image and more tolerations, and little else', () => {
    const { client } = apiServer();
    client.create('pods', pod('a'));
    const patch = (change: object) =>
      refusal(() => client.patch('pods', 'default', 'a', 'strategic', { spec: change }));
    expect(patch({ containers: [{ name: 'main', image: 'busybox:1.36' }] })).toBe('accepted');
    expect(patch({ activeDeadlineSeconds: 60 })).toBe('accepted');
    expect(patch({ nodeName: 'elsewhere' })).toMatch(
      /^422 Pod "a" is invalid: spec: Forbidden: pod updates may not change fields other than/,
    );
    expect(patch({ containers: [{ name: 'second', image: 'x' }] })).toBe(
      '422 Pod "a" is invalid: spec.containers: Forbidden: pod updates may not add or remove containers',
    );
  });

  test('is bound once', () => {
    const { client } = apiServer();
    client.create('pods', pod('a'));
    client.bind('default', 'a', 'node-1');
    const { spec, status } = client.get<Pod>('pods', 'default', 'a');
    expect([spec?.nodeName, status?.conditions?.[0]?.type]).toEqual(['node-1', 'PodScheduled']);
    expect(refusal(() => client.bind('default', 'a', 'node-2'))).toBe(
      '409 Operation cannot be fulfilled on pods/binding "a": pod a is already assigned to node "node-1"',
    );
  });

  test('is found by its node', () => {
    const { client } = apiServer();
    for (const [name, node] of [
      ['a', 'n1'],
      ['b', 'n2'],
      ['c', 'n1'],
    ] as const)
      client.create('pods', pod(name, { nodeName: node }));
    client.delete('pods', 'default', 'c', { gracePeriodSeconds: 0 });
    client.create('pods', pod('d'));
    client.bind('default', 'd', 'n1');
    const names = (fieldSelector: string) =>
      client.list<Pod>('pods', { fieldSelector }).items.map(({ metadata }) => metadata?.name);
    expect(names('spec.nodeName=n1')).toEqual(['a', 'd']);
    expect(names('spec.nodeName!=n1')).toEqual(['b']);
    expect(names('spec.nodeName=n1,metadata.name=a')).toEqual(['a']);
  });
});

describe('an eviction', () => {
  const evict = (server: Parameters<typeof ask>[0], name: string, query = '') =>
    ask(server, 'POST', `/api/v1/namespaces/default/pods/${name}/eviction${query}`, {
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name },
    });

  test('deletes the pod gracefully', () => {
    const { server, client } = apiServer();
    client.create('pods', pod('a', { nodeName: 'n1', terminationGracePeriodSeconds: 7 }));
    client.patch('pods', 'default', 'a', 'merge', { status: { phase: 'Running' } }, { subresource: 'status' });
    expect(evict(server, 'a')).toMatchObject({ code: 201, body: { status: 'Success' } });
    expect(client.get<Pod>('pods', 'default', 'a').metadata?.deletionGracePeriodSeconds).toBe(7);
  });

  test('is refused with 429 when something guards the pod, but not for a pod that has nothing to lose', () => {
    const { server, client } = apiServer();
    server.evictionGuards.push(() => {
      throw tooManyRequests("Cannot evict pod as it would violate the pod's disruption budget.", 10);
    });
    client.create('pods', pod('pending', { nodeName: 'n1' }));
    client.create('pods', pod('running', { nodeName: 'n1' }));
    client.patch('pods', 'default', 'running', 'merge', { status: { phase: 'Running' } }, { subresource: 'status' });
    expect(evict(server, 'running')).toMatchObject({
      code: 429,
      headers: { 'retry-after': '10' },
      body: { reason: 'TooManyRequests', message: "Cannot evict pod as it would violate the pod's disruption budget." },
    });
    expect(evict(server, 'pending')).toMatchObject({ code: 201 });
  });

  test('run dry leaves the pod', () => {
    const { server, client } = apiServer();
    client.create('pods', pod('a'));
    expect(evict(server, 'a', '?dryRun=All')).toMatchObject({ code: 201 });
    expect(client.get<Pod>('pods', 'default', 'a').metadata?.deletionTimestamp).toBeUndefined();
  });
});

test('the same event again counts the first one up', () => {
  const { kernel, client } = apiServer();
  const created = client.create<Pod>('pods', pod('a'));
  const informer = new Informer<{ count: number; lastTimestamp: string }>(client, 'events');
  const event = { involvedObject: created, type: 'Warning', reason: 'FailedScheduling', message: 'no nodes' } as const;
  client.recordEvent({ ...event, component: 'default-scheduler' });
  kernel.run(5_000);
  client.recordEvent({ ...event, component: 'default-scheduler' });
  const [only, ...others] = [...informer.store.values()];
  expect(others).toEqual([]);
  expect(only).toMatchObject({
    count: 2,
    lastTimestamp: '2026-01-01T00:00:05Z',
    source: { component: 'default-scheduler' },
  });
});
