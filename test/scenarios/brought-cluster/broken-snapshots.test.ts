import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { describePlace, describeProblem } from '../../../src/scenarios/brought-cluster/problem-text.ts';
import type { SnapshotProblem } from '../../../src/scenarios/brought-cluster/snapshot-problem.ts';
import { listOf, readFiles } from './spellings.ts';

const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' }, status: { allocatable: { cpu: '4' } } };

function pod(name: string): Record<string, unknown> {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop' },
    spec: { containers: [{ name: 'app', resources: { requests: { cpu: '250m' } } }], nodeName: 'n1' },
    status: { phase: 'Running' },
  };
}

/** What is said of one file, a line each: how much is lost, where, and what is wrong. The same however the file is cut. */
function toldOf(content: string | Uint8Array, file = 'cluster.json'): { told: string[]; kept: string[] } {
  const results = [1, 7, Number.POSITIVE_INFINITY].map((pieceBytes) => {
    const result = readFiles({ [file]: content }, pieceBytes);
    const told = result.ok ? [] : result.problems.map(asLine);
    const { pods } = result.ok ? result.cluster : result.continueWithRest();
    return { told, kept: pods.map(({ metadata }) => metadata?.name ?? '') };
  });
  const [first] = results;
  for (const result of results) expect(result).toEqual(first);
  return first ?? { told: [], kept: [] };
}

function asLine(problem: SnapshotProblem): string {
  return `${describePlace(problem.place)}: ${describeProblem(problem, 'en').what} (${problem.lost})`;
}

const indented = JSON.stringify(listOf([pod('a'), pod('b'), pod('c')]), null, 4);

describe('a file that is no snapshot', () => {
  const cases: Readonly<Record<string, readonly [content: string | Uint8Array, told: string]>> = {
    'an empty one': ['', 'f: The file is empty. (file)'],
    'one of blank lines': ['\n\n  \n', 'f: The file is empty. (file)'],
    'gzip that nobody unpacked': [new Uint8Array(gzipSync(indented)), 'f: The file is compressed with gzip. (file)'],
    'a zip file': [new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 1, 2]), 'f: The file is compressed with zip. (file)'],
    'a picture': [
      new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0]),
      'f:1:1: This is a binary file, found `·PNG`. (file)',
    ],
    'a login page': [
      '<!DOCTYPE html>\n<html><body>Sign in</body></html>',
      'f:1:1: This is a web page, found `<!DOCTYPE html>`. (file)',
    ],
    'the table that kubectl prints': [
      'NAMESPACE   NAME   READY   STATUS\nshop        a      1/1     Running\n',
      'f:1:1: This is a table for people, found `NAMESPACE   NAME   READY   STATUS`. (file)',
    ],
    'a text': ['Dear diary\ntoday\n', 'f:1:1: Expected JSON or YAML of Kubernetes objects, found `Dear diary`. (file)'],
    'a file of comments': ['# nothing\n# here\n', 'f: There is no object in the file. (nothing)'],
    'JSON of something else': [
      '{"name": "podlab", "version": "1.0.0"}',
      'f:1:1: The object does not say what it is: expected `kind` and `apiVersion`, found fields ["name","version"]. (object)',
    ],
    'a number': ['12', 'f:1:1: Expected JSON or YAML of Kubernetes objects, found `12`. (file)'],
    'a list whose items have another name': [
      '{"apiVersion":"v1","kind":"List","itens":[]}',
      'f:1:1, items: Expected a list, found nothing. (object)',
    ],
    'a refusal of the API server': [
      '{"kind":"Status","apiVersion":"v1","status":"Failure","message":"pods is forbidden","code":403}',
      'f:1:1: The API server refused: pods is forbidden. (object)',
    ],
  };
  for (const [name, [content, told]] of Object.entries(cases)) {
    test(name, () => expect(toldOf(content, 'f')).toEqual({ told: [told], kept: [] }));
  }
});

describe('an object that no API server stores is left out, and the rest is kept', () => {
  const broken = (change: Record<string, unknown>) =>
    toldOf(JSON.stringify(listOf([pod('a'), { ...pod('b'), ...change }]), null, 4));
  const cases: Readonly<Record<string, readonly [change: Record<string, unknown>, told: string]>> = {
    'containers that are a text': [
      { spec: { containers: 'app' } },
      'cluster.json:36:31, items[1] pods "shop/b", spec.containers: Expected a list, found "app".',
    ],
    'no containers': [
      { spec: { containers: [] } },
      'cluster.json:36:31, items[1] pods "shop/b", spec.containers: Expected at least one container, found [].',
    ],
    'an amount with a typing error': [
      { spec: { containers: [{ resources: { requests: { cpu: '12x' } } }] } },
      'cluster.json:40:40, items[1] pods "shop/b", spec.containers[0].resources.requests.cpu: Expected an amount such as "500m" or "1Gi", found "12x".',
    ],
    'a time that is none': [
      { metadata: { name: 'b', namespace: 'shop', creationTimestamp: 'yesterday' } },
      'cluster.json:34:38, items[1] pods "shop/b", metadata.creationTimestamp: Expected a time such as "2026-01-31T08:00:00Z", found "yesterday".',
    ],
    'a label that is a number': [
      { metadata: { name: 'b', namespace: 'shop', labels: { 'a/b': 1 } } },
      'cluster.json:35:28, items[1] pods "shop/b", metadata.labels[a/b]: Expected a string, found 1.',
    ],
    'no name': [{ metadata: {} }, 'cluster.json:28:9, items[1] pods, metadata.name: Expected a name, found nothing.'],
    'metadata that is a list': [
      { metadata: [] },
      'cluster.json:28:9, items[1] pods, metadata.name: Expected a name, found nothing.',
    ],
    'a second one of the same name': [
      { metadata: { name: 'a', namespace: 'shop' } },
      'cluster.json:28:9, items[1] pods "shop/a": Expected each object once, found pods "shop/a" again.',
    ],
  };
  for (const [name, [change, told]] of Object.entries(cases)) {
    test(name, () => expect(broken(change)).toEqual({ told: [`${told} (object)`], kept: ['a'] }));
  }

  test('an item that is no object', () => {
    expect(toldOf(JSON.stringify(listOf([pod('a'), null, pod('b')])))).toEqual({
      told: ['cluster.json:1:229, items[1]: Expected an object, found `null`. (object)'],
      kept: ['a', 'b'],
    });
  });

  test('the same in YAML, at its own line', () => {
    const yaml = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers: app\n';
    expect(toldOf(`${yaml}---\n${yaml.replace('app', '[{name: x}]')}`, 'pods.yaml')).toEqual({
      told: ['pods.yaml:6:15, pods "a", spec.containers: Expected a list, found "app". (object)'],
      kept: ['a'],
    });
  });
});

describe('indented JSON that is broken goes on with the next object', () => {
  const cases: Readonly<Record<string, readonly [broken: string, told: string]>> = {
    'a quote too few': [
      indented.replace('"name": "b",', '"name": "b,'),
      'cluster.json:32:28, items[1]: Expected `"` before the line ends, found the end of the line. (object)',
    ],
    'a comma too few': [
      indented.replace('"name": "b",', '"name": "b"'),
      'cluster.json:33:17, items[1]: Expected `,` or `}`, found `"namespace": "shop"`. (object)',
    ],
    'a word that JSON does not have': [
      indented.replace('"name": "b",', '"name": None,'),
      'cluster.json:32:25, items[1]: Expected a JSON value, found `None,`. (object)',
    ],
    'a comma too many': [
      indented.replace('"name": "b",', '"name": "b",,'),
      'cluster.json:32:29, items[1]: Expected a field name in quotes, found `,`. (object)',
    ],
    'an escape that JSON does not have': [
      indented.replace('"name": "b",', '"name": "\\b\\x",'),
      'cluster.json:32:28, items[1]: Expected an escape that JSON knows (`\\n`, `\\"`, `\\u00e9`, …), found `\\x",`. (object)',
    ],
  };
  for (const [name, [broken, told]] of Object.entries(cases)) {
    test(name, () => expect(toldOf(broken)).toEqual({ told: [told], kept: ['a', 'c'] }));
  }

  test('a bracket too few is noticed where the next object begins, which is not lost', () => {
    const lines = indented.split('\n');
    // The one that closes the second item.
    lines.splice(lines.lastIndexOf('        },'), 1);
    const { told, kept } = toldOf(lines.join('\n'));
    expect(told).toEqual(['cluster.json:51:9, items[1]: Expected `,` or `}`, found `{`. (object)']);
    expect(kept).toEqual(['a', 'c']);
  });

  test('of an object with a bracket too many not even the part before is kept', () => {
    const { told, kept } = toldOf(indented.replace('"name": "b",', '"name": "b"}},'));
    expect(told).toEqual(['cluster.json:33:17, items[1]: Expected `{`, found `"namespace": "shop"`. (object)']);
    expect(kept).toEqual(['a', 'c']);
  });

  test('a byte that is not UTF-8', () => {
    const bytes = new TextEncoder().encode(indented.replace('"b"', '"b\u00e9"'));
    bytes[bytes.indexOf(0xa9)] = 0x28;
    const { told, kept } = toldOf(bytes);
    expect(told).toEqual(['cluster.json:32:27, items[1]: Expected UTF-8, found `\ufffd(",`. (object)']);
    expect(kept).toEqual(['a', 'c']);
  });
});

describe('a file that ends too early', () => {
  test('in an object, which is not kept', () => {
    const { told, kept } = toldOf(indented.slice(0, indented.indexOf('"c"') + 6));
    expect(told).toEqual([
      'cluster.json:57:2, items[2]: The file ends too early: expected a field name in quotes. (restOfFile)',
    ]);
    expect(kept).toEqual(['a', 'b']);
  });

  test('between two objects', () => {
    const { told, kept } = toldOf(indented.slice(0, indented.lastIndexOf('\n        },') + 11));
    expect(told).toEqual(['cluster.json:51:11: The file ends too early: expected a JSON value. (restOfFile)']);
    expect(kept).toEqual(['a', 'b']);
  });

  test('after all objects', () => {
    const { told, kept } = toldOf(indented.slice(0, indented.lastIndexOf('"kind": "List"')));
    expect(told).toEqual(['cluster.json:77:5: The file ends too early: expected a field name in quotes. (nothing)']);
    expect(kept).toEqual(['a', 'b', 'c']);
  });

  test('in a list of YAML, of which the last item may be only half there', () => {
    const item = (name: string) =>
      `- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: ${name}\n  spec: {containers: [{name: x}]}\n`;
    const { told, kept } = toldOf(`apiVersion: v1\nitems:\n${item('a')}${item('b')}`, 'pods.yaml');
    expect(told).toEqual([
      'pods.yaml:12:1, items[1]: The file ends too early: expected `kind: List` after the items. (restOfFile)',
    ]);
    expect(kept).toEqual(['a']);
  });
});

test('on one line brackets cannot be trusted after an error, and the rest is given up', () => {
  const line = JSON.stringify(listOf([pod('a'), pod('b'), pod('c')]));
  const { told, kept } = toldOf(line.replace('"name":"b"', '"name":"b'));
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(/items\[1\]: Expected .* \(restOfFile\)$/);
  expect(kept).toEqual(['a']);
});

describe('with an object a line only the broken line is lost', () => {
  const lines = [pod('a'), pod('b'), pod('c')].map((object) => JSON.stringify(object));
  const [a, b = '', c] = lines;

  test('when it ends in a string', () => {
    const { told, kept } = toldOf([a, b.slice(0, -5), c].join('\n'));
    const place = `cluster.json:2:${b.length - 4}`;
    expect(told).toEqual([`${place}: Expected \`"\` before the line ends, found the end of the line. (object)`]);
    expect(kept).toEqual(['a', 'c']);
  });

  test('when it would take the next object for one of its fields', () => {
    const { told, kept } = toldOf([a, b.slice(0, b.indexOf('{"phase"')), c, c?.replace('"c"', '"d"')].join('\n'));
    expect(told).toEqual([
      'cluster.json:4:1: Expected `,` or `}`, found `{"apiVersion":"v1","kind":"Pod","metadat…`. (object)',
    ]);
    expect(kept).toEqual(['a', 'c', 'd']);
  });
});

test('a snapshot that is cut off and followed by a whole one', () => {
  const { told, kept } = toldOf(`${indented.slice(0, indented.indexOf('"b"'))}\n${indented}`);
  expect(told).toEqual([
    'cluster.json:33:1, items[1]: Expected the rest of the object, found `{`. (object)',
    'cluster.json:36:9, items[0] pods "shop/a": Expected each object once, found pods "shop/a" again. (object)',
  ]);
  expect(kept).toEqual(['a', 'b', 'c']);
});

test('an error that kubectl wrote into the file is told, because objects may be missing', () => {
  const error = 'Error from server (Forbidden): nodes is forbidden: User "dev" cannot list resource "nodes"';
  for (const content of [`${error}\n${indented}`, `${indented}\n${error}\n`]) {
    const { told, kept } = toldOf(content);
    expect(told.map((line) => line.replace(/:\d+:1/, ''))).toEqual([
      `cluster.json: kubectl reported: ${error} (nothing)`,
    ]);
    expect(kept).toEqual(['a', 'b', 'c']);
  }
});

test('the command that was copied from a terminal with its output', () => {
  expect(toldOf(`$ kubectl get pods -o json\n${indented}`).told).toEqual([
    'cluster.json:1:1: Expected an object, found `$ kubectl get pods -o json`. (nothing)',
  ]);
});

test('an item of YAML that is broken, between two that are not', () => {
  const item = (name: string) =>
    `- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: ${name}\n  spec: {containers: [{name: x}]}\n`;
  const yaml = `apiVersion: v1\nitems:\n${item('a')}${item('"b')}${item('c')}kind: List\nmetadata: {}\n`;
  const { told, kept } = toldOf(yaml, 'pods.yaml');
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(/^pods\.yaml:1[0-2]:\d+, items\[1\]: Expected YAML: .*quote.* \(object\)$/);
  expect(kept).toEqual(['a', 'c']);
});

test('YAML whose aliases would unfold without end', () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...'bcdefghi'.split('').map((letter, index) => {
      const before = 'abcdefgh'[index];
      return `${letter}: &${letter} [${Array(9).fill(`*${before}`).join(', ')}]`;
    }),
  ].join('\n');
  const { told, kept } = toldOf(
    `${bomb}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: x}]}\n`,
    'f.yaml',
  );
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(/^f\.yaml:1:1: Expected YAML: Excessive alias count/);
  expect(kept).toEqual(['a']);
});

test('lists in lists without end, in YAML', () => {
  for (const [text, found] of [
    [`a: ${'['.repeat(900_000)}`, `a: ${'['.repeat(37)}…`],
    ['- '.repeat(400_000), `  ${'- '.repeat(19)}…`],
  ] as const) {
    const result = readFiles({ 'f.yaml': text });
    expect(result.ok ? [] : result.problems.map(asLine)).toEqual([
      `f.yaml:1:1${text.startsWith('-') ? ', items[0]' : ''}: Expected YAML: at most 512 lists and maps in each other, found \`${found}\`. (object)`,
    ]);
  }
});

test('objects in objects without end', () => {
  expect(toldOf('{"a":'.repeat(100_000)).told).toEqual([
    'cluster.json:1:2561: Expected at most 512 objects and lists in each other, found `{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":…`. (restOfFile)',
  ]);
});

test('an object that is larger than any that etcd holds', () => {
  const huge = { ...pod('b'), data: 'x'.repeat(17 << 20) };
  const result = readFiles({ 'cluster.json': JSON.stringify(listOf([pod('a'), huge, pod('c')]), null, 4) }, 1 << 20);
  expect(result.ok ? [] : result.problems.map(asLine)).toEqual([
    'cluster.json:28:9, items[1]: Expected an object of at most 16 MiB, found more. (object)',
  ]);
  expect(result.ok ? 0 : result.wouldKeep.pods).toBe(2);
});

test('of very many problems the first are told, and all are counted', () => {
  const result = readFiles({ 'cluster.json': JSON.stringify(listOf([node, ...Array(1000).fill({ kind: 'Pod' })])) });
  if (result.ok) throw new Error('expected problems');
  expect([result.problems.length, result.problemCount, result.wouldKeep.nodes]).toEqual([100, 1000, 1]);
  expect(result.continueWithRest().counts.nodes).toBe(1);
});

test('every problem is told in Chinese, too', () => {
  const result = readFiles({ f: '{"kind":"Pod","metadata":{"name":"a"},"spec":{"containers":"x"}}' });
  const [problem] = result.ok ? [] : result.problems;
  expect(problem && describeProblem(problem, 'zh').what).toBe('应为 列表，实际是 "x"。');
});
