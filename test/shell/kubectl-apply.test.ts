import { strategicMergePatch } from 'kind-wasm-shim/kubernetes/apiserver/patch/strategic-merge-patch.ts';
import { kindType } from 'kind-wasm-shim/kubernetes/apiserver/schema/schema.ts';
import { threeWayPatch } from 'kind-wasm-shim/shell/commands/kubectl/apply/three-way-patch.ts';
import { expect, test } from 'vitest';

const containers = (...list: object[]) => ({ spec: { template: { spec: { containers: list } } } });

/** What the object is after kubectl has applied a manifest to it. */
function apply(kind: string, original: object, modified: object, current: object): unknown {
  const type = kind === 'ConfigMap' ? kindType('', 'v1', kind) : kindType('apps', 'v1', kind);
  const patch = threeWayPatch(type, original as never, modified as never, current as never);
  return strategicMergePatch(current as never, patch, type);
}

test('what the manifest never said stays, what it says no more goes', () => {
  const current = { spec: { replicas: 5, paused: true }, metadata: { labels: { a: '1', other: 'x' } } };
  const result = apply(
    'Deployment',
    { spec: { paused: true }, metadata: { labels: { a: '1' } } },
    { metadata: { labels: {} } },
    current,
  );
  expect(result).toEqual({ metadata: { labels: { other: 'x' } } });
});

test('containers are merged by name: others may add a sidecar, and a container that the manifest drops is removed', () => {
  const current = containers(
    { name: 'a', image: 'a:1', resources: {} },
    { name: 'b', image: 'b:1' },
    { name: 'sidecar', image: 's:1' },
  );
  const before = containers({ name: 'a', image: 'a:1' }, { name: 'b', image: 'b:1' });
  expect(apply('Deployment', before, containers({ name: 'a', image: 'a:2' }), current)).toEqual(
    containers({ name: 'a', image: 'a:2', resources: {} }, { name: 'sidecar', image: 's:1' }),
  );
});

test('a strategy that changes its type loses what the server had filled in for the old one', () => {
  const current = { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%' } } } };
  expect(apply('Deployment', {}, { spec: { strategy: { type: 'Recreate' } } }, current)).toEqual({
    spec: { strategy: { type: 'Recreate' } },
  });
});

test('finalizers are a set: ours come and go, those of others stay', () => {
  const finalizers = (...list: string[]) => ({ metadata: { finalizers: list } });
  expect(apply('ConfigMap', finalizers('mine/old'), finalizers('mine/new'), finalizers('mine/old', 'theirs'))).toEqual(
    finalizers('mine/new', 'theirs'),
  );
});

test('nothing to do is an empty patch', () => {
  const manifest = containers({ name: 'a', image: 'a:1', env: [{ name: 'X', value: '1' }] });
  const current = containers({
    name: 'a',
    image: 'a:1',
    env: [{ name: 'X', value: '1' }],
    terminationMessagePath: '/dev/x',
  });
  expect(threeWayPatch(kindType('apps', 'v1', 'Deployment'), manifest, manifest, current)).toEqual({});
});
