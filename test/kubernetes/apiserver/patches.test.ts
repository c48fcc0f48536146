import { applyPatch, type PatchType, patchContentTypes } from 'kind-wasm-shim/kubernetes/apiserver/patch/patch.ts';
import { kindType } from 'kind-wasm-shim/kubernetes/apiserver/schema/schema.ts';
import { describe, expect, test } from 'vitest';
import { refusal } from './world.ts';

function patched(object: object, type: PatchType, patch: unknown, kind = 'Pod'): unknown {
  return applyPatch({ ...object }, patch, patchContentTypes[type], kindType('', 'v1', kind));
}

const pod = {
  spec: {
    containers: [
      { name: 'a', image: 'x', env: [{ name: 'K', value: '1' }] },
      { name: 'b', image: 'y' },
    ],
    tolerations: [{ key: 'one' }],
    volumes: [{ name: 'v', emptyDir: {} }],
  },
};

describe('a strategic merge patch', () => {
  test('merges containers by name and replaces lists that have no key', () => {
    const patch = { spec: { containers: [{ name: 'b', image: 'z' }], tolerations: [{ key: 'two' }] } };
    expect(patched(pod, 'strategic', patch)).toMatchObject({
      spec: {
        containers: [
          { name: 'a', image: 'x' },
          { name: 'b', image: 'z' },
        ],
        tolerations: [{ key: 'two' }],
      },
    });
  });

  test('deletes one item, or replaces the list, when it says so', () => {
    const remove = { spec: { containers: [{ name: 'a', $patch: 'delete' }] } };
    expect(patched(pod, 'strategic', remove)).toMatchObject({ spec: { containers: [{ name: 'b', image: 'y' }] } });
    const replace = { spec: { containers: [{ $patch: 'replace' }, { name: 'c', image: 'z' }] } };
    expect(patched(pod, 'strategic', replace)).toMatchObject({ spec: { containers: [{ name: 'c', image: 'z' }] } });
  });

  test('orders what it names, and leaves what it does not name in its place', () => {
    const order = [{ name: 'b' }, { name: 'new' }, { name: 'a' }];
    const patch = {
      spec: {
        $setElementOrder: undefined,
        '$setElementOrder/containers': order,
        containers: [{ name: 'new', image: 'n' }],
      },
    };
    const { spec } = patched(pod, 'strategic', JSON.parse(JSON.stringify(patch))) as typeof pod;
    expect(spec.containers.map(({ name }) => name)).toEqual(['b', 'new', 'a']);
  });

  test('keeps only the keys that it says it retains: a volume changes its source', () => {
    const patch = { spec: { volumes: [{ name: 'v', $retainKeys: ['name', 'hostPath'], hostPath: { path: '/x' } }] } };
    const { spec } = patched(pod, 'strategic', patch) as typeof pod;
    expect(spec.volumes).toEqual([{ name: 'v', hostPath: { path: '/x' } }]);
  });

  test('adds to and deletes from a set of plain values', () => {
    const object = { metadata: { finalizers: ['a/a', 'b/b'] } };
    const patch = { metadata: { '$deleteFromPrimitiveList/finalizers': ['a/a'], finalizers: ['c/c'] } };
    expect(patched(object, 'strategic', patch)).toEqual({ metadata: { finalizers: ['c/c', 'b/b'] } });
  });

  test('without the key of a list is refused, as the real server does it: 500 without a reason', () => {
    const patch = { spec: { containers: [{ image: 'z' }] } };
    expect(refusal(() => patched(pod, 'strategic', patch))).toBe(
      '500 map: map[image:z] does not contain declared merge key: name',
    );
  });

  test('merges the ports of a service by their number', () => {
    const service = {
      spec: {
        ports: [
          { port: 80, name: 'a' },
          { port: 443, name: 'b' },
        ],
      },
    };
    const patch = { spec: { ports: [{ port: 443, targetPort: 8443 }] } };
    expect(patched(service, 'strategic', patch, 'Service')).toMatchObject({
      spec: {
        ports: [
          { port: 80, name: 'a' },
          { port: 443, name: 'b', targetPort: 8443 },
        ],
      },
    });
  });
});

describe('a JSON patch', () => {
  const object = { metadata: { labels: { 'a/b': '1' } }, list: [1, 2, 3] };

  test('carries out its operations in order', () => {
    const patch = [
      { op: 'test', path: '/metadata/labels/a~1b', value: '1' },
      { op: 'add', path: '/list/-', value: 4 },
      { op: 'remove', path: '/list/0' },
      { op: 'move', from: '/list/0', path: '/first' },
      { op: 'copy', from: '/first', path: '/copy' },
      { op: 'replace', path: '/metadata/labels', value: {} },
    ];
    expect(patched(object, 'json', patch)).toEqual({ metadata: { labels: {} }, list: [3, 4], first: 2, copy: 2 });
    expect(object.list).toEqual([1, 2, 3]);
  });

  test('is refused as a whole when one operation cannot be carried out', () => {
    const refused = '422 the server rejected our request due to an error in our request';
    for (const operation of [
      { op: 'remove', path: '/nope' },
      { op: 'replace', path: '/list/9', value: 1 },
      { op: 'add', path: '/nope/deeper', value: 1 },
      { op: 'test', path: '/list/0', value: 2 },
      { op: 'add', path: 'no-slash', value: 1 },
      { op: 'add', path: '/list/01', value: 1 },
      { op: 'move', path: '/x' },
      7,
    ]) {
      expect(
        refusal(() => patched(object, 'json', [operation])),
        JSON.stringify(operation),
      ).toBe(refused);
    }
  });
});

test('no patch reaches the prototype of objects', () => {
  const attack = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';
  patched({}, 'merge', attack);
  patched({}, 'strategic', attack);
  patched({}, 'json', '[{"op":"add","path":"/__proto__","value":{"polluted":true}}]');
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
