import { Informer } from 'kind-wasm-shim/kubernetes/apiserver/informer.ts';
import type { Pod } from 'kubernetes-types/core/v1';
import { describe, expect, test } from 'vitest';
import { apiServer, pod, refusal } from './world.ts';

describe('writes', () => {
  test('an object carries the seq of its last write as its resourceVersion', () => {
    const { kernel, client } = apiServer();
    const created = client.create<Pod>('pods', pod('a'));
    expect(created.metadata?.resourceVersion).toBe(String(kernel.log.lastSeq));
    const entry = kernel.log.entry(kernel.log.lastSeq);
    expect(entry).toMatchObject({
      kind: 'apiserver.objectWritten',
      data: { type: 'ADDED', resource: 'pods', name: 'a', by: 'test' },
    });
  });

  test('an update of an old version is refused, and nothing is written', () => {
    const { kernel, client } = apiServer();
    const first = client.create<Pod>('pods', pod('a'));
    client.update<Pod>('pods', { ...first, metadata: { ...first.metadata, labels: { app: 'web' } } });
    const seq = kernel.log.lastSeq;
    expect(
      refusal(() => client.update<Pod>('pods', { ...first, metadata: { ...first.metadata, labels: { app: 'db' } } })),
    ).toBe(
      '409 Operation cannot be fulfilled on pods "a": the object has been modified; please apply your changes to the latest version and try again',
    );
    expect(kernel.log.lastSeq).toBe(seq);
  });

  test('an update that changes nothing is no write', () => {
    const { client } = apiServer();
    const first = client.create<Pod>('pods', pod('a'));
    expect(client.update<Pod>('pods', structuredClone(first)).metadata?.resourceVersion).toBe(
      first.metadata?.resourceVersion,
    );
  });

  test('a name cannot be given twice', () => {
    const { client } = apiServer();
    client.create('pods', pod('a'));
    expect(refusal(() => client.create('pods', pod('a')))).toBe('409 pods "a" already exists');
  });

  test('a stored object cannot be changed by whoever reads it', () => {
    const { client } = apiServer();
    client.create('pods', pod('a'));
    const read = client.get<Pod>('pods', 'default', 'a');
    expect(() => Object.assign(read.spec?.containers[0] ?? {}, { image: 'other' })).toThrow(TypeError);
  });
});

describe('deletion', () => {
  test('a pod on a node is marked first and gone when its kubelet says so', () => {
    const { kernel, client } = apiServer();
    client.create('pods', pod('a', { terminationGracePeriodSeconds: 30 }));
    client.bind('default', 'a', 'node-1');
    kernel.run(10_000);
    client.delete('pods', 'default', 'a');
    const { metadata } = client.get<Pod>('pods', 'default', 'a');
    expect(metadata).toMatchObject({ deletionTimestamp: '2026-01-01T00:00:40Z', deletionGracePeriodSeconds: 30 });
    client.delete('pods', 'default', 'a', { gracePeriodSeconds: 0 });
    expect(refusal(() => client.get('pods', 'default', 'a'))).toBe('404 pods "a" not found');
  });

  test('a pod that no kubelet looks after is gone at once', () => {
    const { client } = apiServer();
    client.create('pods', pod('a'));
    client.delete('pods', 'default', 'a');
    expect(refusal(() => client.get('pods', 'default', 'a'))).toBe('404 pods "a" not found');
  });

  test('a deletion under way can be hurried and not slowed down', () => {
    const { client } = apiServer();
    client.create('pods', pod('a', { terminationGracePeriodSeconds: 30, nodeName: 'node-1' }));
    client.delete('pods', 'default', 'a');
    client.delete('pods', 'default', 'a', { gracePeriodSeconds: 60 });
    expect(client.get<Pod>('pods', 'default', 'a').metadata?.deletionGracePeriodSeconds).toBe(30);
    client.delete('pods', 'default', 'a', { gracePeriodSeconds: 5 });
    expect(client.get<Pod>('pods', 'default', 'a').metadata).toMatchObject({
      deletionTimestamp: '2026-01-01T00:00:05Z',
      deletionGracePeriodSeconds: 5,
    });
  });

  test('an object with a finalizer stays until the finalizer is taken off', () => {
    const { client } = apiServer();
    const held = { metadata: { name: 'held', namespace: 'default', finalizers: ['example.com/hold'] } };
    client.create('configmaps', held);
    client.delete('configmaps', 'default', 'held');
    client.patch('configmaps', 'default', 'held', 'merge', { metadata: { finalizers: null } });
    expect(refusal(() => client.get('configmaps', 'default', 'held'))).toBe('404 configmaps "held" not found');
  });

  test('a namespace waits, Terminating, for its content', () => {
    const { client } = apiServer();
    client.create('namespaces', { metadata: { name: 'n' } });
    client.delete('namespaces', undefined, 'n');
    expect(client.get('namespaces', undefined, 'n')).toMatchObject({ status: { phase: 'Terminating' } });
    expect(refusal(() => client.create('configmaps', { metadata: { name: 'late', namespace: 'n' } }))).toBe(
      '403 configmaps "late" is forbidden: unable to create new content in namespace n because it is being terminated',
    );
  });
});

describe('informers', () => {
  test('an informer has the objects that there are, and every change from then on', () => {
    const { client } = apiServer();
    client.create('pods', pod('a', {}, { app: 'web' }));
    const informer = new Informer<Pod>(client, 'pods', { labelSelector: 'app=web' });
    client.create('pods', pod('b', {}, { app: 'db' }));
    client.patch('pods', 'default', 'b', 'merge', { metadata: { labels: { app: 'web' } } });
    client.patch('pods', 'default', 'a', 'merge', { metadata: { labels: { app: 'db' } } });
    expect([...informer.store.keys()]).toEqual(['default/b']);
    expect(informer.changes.size).toBe(3);
  });
});
