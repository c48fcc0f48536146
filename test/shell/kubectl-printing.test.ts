import { executeTemplate } from 'kind-wasm-shim/shell/commands/kubectl/jsonpath/evaluate.ts';
import { goJSON } from 'kind-wasm-shim/shell/commands/kubectl/printers/go-json.ts';
import { goYAML } from 'kind-wasm-shim/shell/commands/kubectl/printers/go-yaml.ts';
import { getTable, TabWriter } from 'kind-wasm-shim/shell/commands/kubectl/printers/tab-writer.ts';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

describe('YAML as go-yaml writes it', () => {
  test('a string that would be read as something else stands in double quotes, other marks in single ones', () => {
    const value = {
      a: 'true',
      b: '8',
      c: '',
      d: '2026-11-24',
      e: 'x: y',
      f: "it's # a",
      g: '- no',
      h: 'yes',
      i: '-1x',
    };
    expect(goYAML(value)).toBe(`a: "true"
b: "8"
c: ""
d: "2026-11-24"
e: 'x: y'
f: 'it''s # a'
g: '- no'
h: "yes"
i: -1x
`);
  });

  test('lists are not indented below their key, and empty collections stay on the line', () => {
    expect(goYAML({ list: [{ b: 1, a: [] }, 'x', [1, 2]], map: {} })).toBe(`list:
- a: []
  b: 1
- x
- - 1
  - 2
map: {}
`);
  });

  test('text of several lines is a literal block that says how it ends', () => {
    expect(goYAML({ a: 'one\ntwo\n', b: 'one\ntwo', c: 'one\n\n' })).toBe(
      'a: |\n  one\n  two\nb: |-\n  one\n  two\nc: |+\n  one\n\n',
    );
  });

  test('keys are in natural order: a2 before a10', () => {
    expect(goYAML({ a10: 1, a2: 2, 'a.b': 3, aa: 4 })).toBe('a.b: 3\na2: 2\na10: 1\naa: 4\n');
  });

  test('whatever is printed is read back as it was', () => {
    const words = [
      '~',
      'null',
      '0x1f',
      '1e3',
      ':',
      '? a',
      '@x',
      '`x',
      'a\tb',
      ' lead',
      'trail ',
      'é',
      '\u0000',
      'a #b',
      '=',
      '<<',
    ];
    const long = `${'word '.repeat(40)}end`;
    const value = Object.fromEntries([...words, long, `${long}: x`, `"${long}`].map((word, i) => [`k${i}`, word]));
    expect(parse(goYAML(value), { version: '1.1' })).toEqual(value);
  });
});

test('JSON has its keys in order, and nothing that HTML would take for markup', () => {
  expect(goJSON({ b: '<&>', a: [], c: {} }, '    ')).toBe(`{
    "a": [],
    "b": "\\u003c\\u0026\\u003e",
    "c": {}
}`);
});

describe('columns', () => {
  test('a column is as wide as its widest cell, and the rows of a watch keep its width', () => {
    const writer = new TabWriter(getTable);
    writer.write('NAME\tREADY\na-long-name\t1/1\n');
    expect(writer.flush()).toBe('NAME          READY\na-long-name   1/1\n');
    writer.write('b\t0/1\n');
    expect(writer.flush()).toBe('b             0/1\n');
  });

  test('a line without the cell ends the column', () => {
    const writer = new TabWriter({ minWidth: 0, padding: 2 });
    writer.write('Labels:\ta=1\n\tb=2\nEvents:\nx\ty\n');
    expect(writer.flush()).toBe('Labels:  a=1\n         b=2\nEvents:\nx  y\n');
  });
});

describe('JSONPath', () => {
  const pods = {
    items: [
      { metadata: { name: 'a', labels: { 'x.y/z': '1' } }, status: { ready: true, restarts: 3 } },
      { metadata: { name: 'b' }, status: { ready: false, restarts: 0 } },
    ],
  };
  const select = (template: string) => executeTemplate(template, pods, { allowMissingKeys: true });

  test.each([
    ['{.items[*].metadata.name}', 'a b'],
    ['{range .items[*]}{.metadata.name}={.status.restarts}{"\\n"}{end}', 'a=3\nb=0\n'],
    ['{.items[?(@.status.ready==true)].metadata.name}', 'a'],
    ['{.items[?(@.status.restarts>=1)].metadata.name}', 'a'],
    ['{.items[?(@.metadata.labels)].metadata.name}', 'a'],
    ['{.items[-1].metadata.name}', 'b'],
    ['{.items[0:1].metadata.name}', 'a'],
    ['{.items[0].metadata.labels.x\\.y/z}', '1'],
    ["{.items[0].metadata.labels['x.y/z']}", '1'],
    ['{..name}', 'a b'],
    ["{.items[0]['metadata','status'].name}", 'a'],
    ['{.items[0].metadata.labels}', '{"x.y/z":"1"}'],
    ['{.nothing.there}', ''],
    ['plain {"text"}', 'plain text'],
  ])('%s', (template, expected) => {
    expect(select(template)).toBe(expected);
  });

  test.each([
    ['{.items[5]}', 'array index out of bounds: index 5, length 2'],
    ['{range .items[*]}{.x}', 'unterminated range, expected {end}'],
    ['{end}', 'not in range, nothing to end'],
    ['{.items', 'unclosed action'],
    ['{.items[0}', 'unterminated array'],
    ['{nope}', 'unrecognized identifier nope'],
  ])('%s is refused', (template, message) => {
    expect(() => select(template)).toThrow(message);
  });
});
