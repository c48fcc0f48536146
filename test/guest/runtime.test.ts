import type { GuestFailure, GuestResult } from 'kind-wasm-shim/guest/guest-result.ts';
import { type GuestRun, type GuestRuntime, loadGuestRuntime } from 'kind-wasm-shim/guest/runtime.ts';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';

let guest: GuestRuntime;
beforeAll(async () => {
  guest = await loadGuestRuntime({ memoryLimitBytes: 48 * 1024 * 1024 });
});
beforeEach(async () => {
  await guest.ready();
});

const file = 'classification.ts';

/** Runs the exported function f of one file. */
function run(source: string, options: Partial<GuestRun<unknown>> = {}): GuestResult<unknown> {
  return guest.run({
    modules: { [file]: source },
    entry: file,
    call: 'f',
    input: null,
    deadlineMs: 400,
    now: () => performance.now(),
    check: (value) => ({ ok: true, value }),
    ...options,
  });
}

/** Runs code that must fail, and checks that the same sandbox still answers afterwards. */
async function failure(source: string, options: Partial<GuestRun<unknown>> = {}): Promise<GuestFailure> {
  const result = run(source, options);
  if (result.ok) throw new Error(`expected a failure, got ${JSON.stringify(result.value)}`);
  await guest.ready();
  expect(run('export const f = () => 1')).toEqual({ ok: true, value: 1, logs: [] });
  return result;
}

describe('answers', () => {
  test('a typed function gets the input and its answer comes out', () => {
    const source = `
      interface Node { name: string; cpu: bigint }
      export function f(nodes: readonly Node[]): { name: string; over: boolean }[] {
        return nodes.map(({ name, cpu }) => ({ name, over: cpu > 2_000n }));
      }`;
    const input = [
      { name: 'kind-worker', cpu: 1_500n },
      { name: 'kind-worker2', cpu: 9_007_199_254_740_993n },
    ];
    expect(run(source, { input })).toEqual({
      ok: true,
      value: [
        { name: 'kind-worker', over: false },
        { name: 'kind-worker2', over: true },
      ],
      logs: [],
    });
  });

  test.each<{ value: unknown }>([
    { value: null },
    { value: true },
    { value: 'pod\u2028 "quoted" 节点' },
    { value: '' },
    { value: -0 },
    { value: Number.NaN },
    { value: Number.POSITIVE_INFINITY },
    { value: -1.5 },
    { value: 2n ** 80n },
    { value: -(2n ** 63n) },
    { value: [] },
    { value: {} },
    { value: [[1, [2n]], { 'a b': { c: null } }] },
    { value: { constructor: 'data', toJSON: 'data' } },
  ])('$value goes in and comes out unchanged', ({ value }) => {
    expect(run('export const f = <T,>(value: T): T => value;', { input: value })).toEqual({
      ok: true,
      value,
      logs: [],
    });
  });

  test('a property named __proto__ is data, not a prototype', () => {
    const result = run(`export const f = () => JSON.parse('{"__proto__": {"admin": true}}')`);
    expect(result.ok && (result.value as { admin?: boolean }).admin).toBe(undefined);
  });

  test('an undefined answer is undefined, and undefined properties are left out', () => {
    expect(run('export const f = () => undefined')).toEqual({ ok: true, value: undefined, logs: [] });
    expect(run('export const f = () => ({ a: 1, b: undefined })')).toEqual({ ok: true, value: { a: 1 }, logs: [] });
  });

  test('a module imports another by a relative path, and types from anywhere', () => {
    const modules = {
      'plugin/classification.ts': `
        import type { NodeInfo } from '../../../api/types.ts';
        import { limit } from './limits.ts';
        export function f(node: NodeInfo): boolean { return node.pods > limit; }`,
      'plugin/limits.ts': 'export const limit: number = 10;',
    };
    expect(run('', { modules, entry: 'plugin/classification.ts', input: { pods: 11 } })).toEqual({
      ok: true,
      value: true,
      logs: [],
    });
  });

  test('a loop over something that is yielded for works, and keeps its line', async () => {
    const source = `function* list(n: number): Generator<number, number[]> { yield n; return [n, n + 1]; }
function* numbers(): Generator<number, void> {
  for (const { x } of (yield* list(1)).map((x) => ({ x }))) yield x * 10;
  for (const n of yield* list(5)) { if (n === 5) continue; for (const m of yield* list(n)) yield m; break; }
  for (const of of [7]) yield of;
}
export const f = () => [...numbers()];`;
    expect(run(source)).toEqual({ ok: true, value: [1, 10, 20, 5, 6, 6, 7, 7], logs: [] });
    const failed = await failure(source.replace('yield m;', 'if (m === 7) null.x;'));
    expect(failed.line).toBe(4);
  });

  test('the checker has the last word on the answer', () => {
    const check = (value: unknown) =>
      typeof value === 'string'
        ? { ok: true as const, value }
        : { ok: false as const, problem: `f must return a string, found ${typeof value}` };
    expect(run('export const f = () => "over"', { check })).toEqual({ ok: true, value: 'over', logs: [] });
  });

  test('two runs share nothing', () => {
    run('export function f() { globalThis.leak = 1; Array.prototype.leak = 1; return 0; }');
    expect(run('export const f = () => [typeof globalThis.leak, typeof [].leak]')).toEqual({
      ok: true,
      value: ['undefined', 'undefined'],
      logs: [],
    });
  });
});

describe('the console', () => {
  test('lines are kept in order and values are shown', () => {
    const result = run(
      'export function f() { console.log("cpu", 3, [1n, { a: NaN }], undefined, () => 1, 2n); console.error("last"); return 0; }',
    );
    expect(result.logs).toHaveLength(2);
    expect(result.logs[0]).toMatch(/^cpu 3 \[.*"1".*\] undefined \(Function\) 2$/);
    expect(result.logs[1]).toBe('last');
  });

  test('a flood is cut, and says so', () => {
    const result = run('export function f() { for (let i = 0; i < 5000; i++) console.log(i); return 0; }');
    expect(result.ok).toBe(true);
    expect(result.logs).toHaveLength(201);
    expect(result.logs.at(-1)).toBe('… (more was written than is kept)');
  });

  test('long lines are cut', () => {
    const result = run('export function f() { console.log("x".repeat(1e6)); return 0; }');
    expect(result.logs[0]?.length).toBe(2001);
  });

  test('what was written before a failure is kept', async () => {
    expect((await failure('export function f() { console.log("here"); throw new Error("no"); }')).logs).toEqual([
      'here',
    ]);
  });
});

describe('code that does not end is stopped at its line', () => {
  test.each([
    ['an empty while', 'export function f() {\n  g();\n  while (true) {}\n}\nfunction g() {}', 3],
    ['a while around arithmetic', 'let n = 0;\nexport function f() {\n  n = 1;\n  while (n > 0) n++;\n}', 4],
    ['a for without clauses', 'export function f() {\n  let x = 0;\n  for (;;) {\n    x++;\n  }\n}', 3],
    ['a for with a condition', 'export function f() {\n  for (let i = 0; i < Infinity; i++) {\n  }\n}', 2],
    ['do … while', 'export function f() {\n  do {\n  } while (1 < 2);\n}', 3],
    ['a loop at the top of the module', 'let a = 1;\n\nwhile (true) a++;\nexport const f = () => a;', 3],
    [
      'a comparator given to sort',
      'export function f() {\n  return [3, 2, 1].sort((a, b) => {\n    for (;;) ;\n  });\n}',
      3,
    ],
    [
      'a getter of the returned value',
      'export function f() {\n  return {\n    get order() {\n      while (true) {}\n    },\n  };\n}',
      4,
    ],
    [
      'a Proxy as the returned value',
      'export function f() {\n  return new Proxy({}, {\n    ownKeys() {\n      while (true) {}\n    },\n  });\n}',
      4,
    ],
    [
      'a class with types and generics',
      'class Box<T> {\n  constructor(readonly value: T) {}\n  spin(): never {\n    while (this.value as unknown as boolean) {\n    }\n    throw new Error();\n  }\n}\nexport const f = () => new Box<number>(1).spin();',
      4,
    ],
    [
      'a generator',
      'function* g() {\n  while (true) yield 1;\n}\nexport function f() {\n  for (const x of g()) if (x === 2) return;\n}',
      2,
    ],
  ])('%s', async (_what, source, line) => {
    const result = await failure(source);
    expect([result.kind, result.file, result.line]).toEqual(['deadline', file, line]);
    expect(result.message).toMatch(/is there a loop that does not end/);
  });

  test('a loop in an error that describes itself', async () => {
    const result = await failure(
      'export function f() {\n  const e = new Error("x");\n  Object.defineProperty(e, "stack", { get() { while (true) {} } });\n  throw e;\n}',
    );
    expect([result.kind, result.line]).toEqual(['thrown', 4]);
  });

  test('a regular expression that backtracks for ever', async () => {
    const result = await failure('export function f() {\n  return /^(a+)+$/.test("a".repeat(60) + "b");\n}');
    expect([result.kind, result.line]).toEqual(['deadline', 2]);
  });

  test('catching and finally do not save it', async () => {
    const result = await failure(
      'export function f() {\n  while (true) {\n    try { while (true) {} } catch {} finally { continue; }\n  }\n}',
    );
    expect(result.kind).toBe('deadline');
  });

  test('toJSON is not called', () => {
    expect(run('export const f = () => ({ a: 1, toJSON: 1 })')).toEqual({
      ok: true,
      value: { a: 1, toJSON: 1 },
      logs: [],
    });
  });

  test('the deadline is counted on the clock that the host gives', () => {
    let time = 0;
    const result = run('export function f() { while (true) {} }', { now: () => (time += 100), deadlineMs: 1000 });
    expect(result.ok === false && result.kind).toBe('deadline');
    expect(time).toBeLessThan(3000);
  });
});

describe('code that asks for too much memory is stopped at its line', () => {
  test.each([
    [
      'large arrays',
      'export function f() {\n  const a: unknown[] = [];\n  while (true) a.push(new Array(1e6).fill(0));\n}',
      [3],
    ],
    [
      'sparse arrays',
      'export function f() {\n  const a: unknown[] = [];\n  while (true)\n    a.push(new Array(1e6));\n}',
      [3, 4],
    ],
    ['small objects', 'export function f() {\n  const a: object[] = [];\n  while (true) a.push({ pod: 1 });\n}', [3]],
    [
      'a linked list',
      'export function f() {\n  let list: unknown = null;\n  for (;;) {\n    list = { list, one: 1 };\n  }\n}',
      [3],
    ],
    ['doubling a string', 'export function f() {\n  let s = "ab";\n  while (true) s += s;\n}', [3]],
    ['repeating a string', 'export function f() {\n  return "ab".repeat(4e8).split("");\n}', [2]],
    ['squaring a bigint', 'export function f() {\n  let n = 3n;\n  while (true) n *= n;\n}', [3]],
    ['array buffers', 'export function f() {\n  const a = [];\n  while (true) a.push(new Uint8Array(4e6));\n}', [3]],
    [
      'a Map',
      'export function f() {\n  const m = new Map<number, number>();\n  for (let i = 0; ; i++) m.set(i, i);\n}',
      [3],
    ],
    [
      'catching the refusal and going on',
      'export function f() {\n  const a: unknown[] = [];\n  while (true)\n    try { for (;;) a.push({ pod: [1, 2, 3] }); } catch {}\n}',
      [3, 4],
    ],
  ])('%s', async (_what, source, lines) => {
    const result = await failure(source, { deadlineMs: 10_000 });
    expect([result.kind, result.file]).toEqual(['memory', file]);
    expect(lines).toContain(result.line);
    expect(result.message).toMatch(/more memory than it may have/);
  });
});

test('a run that took up memory and then ran out of time does not count against the next one', async () => {
  const greedy =
    'export function f() { const a: unknown[] = []; for (let i = 0; i < 60; i++) a.push(new Array(40000).fill(i)); while (true) {} }';
  await failure(greedy, { deadlineMs: 600 });
  expect(run('export function f() { let n = 0; for (let i = 0; i < 2e5; i++) n++; return n; }').ok).toBe(true);
});

describe('recursion that does not end is stopped', () => {
  test.each([
    ['a function', 'function g(n: number): number {\n  return g(n + 1) + 1;\n}\nexport const f = () => g(0);', 2],
    ['a getter', 'const o = {\n  get x(): number { return this.x; },\n};\nexport const f = () => o.x;', 2],
    ['toString', 'const o: object = {\n  toString() { return "" + o; },\n};\nexport const f = () => "" + o;', 2],
    ['a comparator', 'function g(): number {\n  [1, 2].sort(g);\n  return 0;\n}\nexport const f = g;', 2],
  ])('%s, at its line', async (_what, source, line) => {
    const result = await failure(source);
    expect([result.kind, result.file, result.line]).toEqual(['stack', file, line]);
    expect(result.message).toMatch(/calls itself too deep/);
  });

  test.each([
    [
      'JSON.stringify of a deep array',
      'export function f() {\n  let a: unknown[] = [];\n  for (let i = 0; i < 1e5; i++) a = [a];\n  return JSON.stringify(a);\n}',
    ],
    ['JSON.parse of a deep array', 'export const f = () => JSON.parse("[".repeat(1e5) + "]".repeat(1e5));'],
    [
      'compiling deep parentheses',
      'export const f = () => new Function("return " + "(".repeat(1e5) + "1" + ")".repeat(1e5))();',
    ],
    [
      'a chain of proxies',
      'export function f() {\n  let p: object = {};\n  for (let i = 0; i < 1e4; i++) p = new Proxy(p, {});\n  return p.x;\n}',
    ],
  ])('%s, inside the engine', async (_what, source) => {
    expect((await failure(source)).kind).toMatch(/^(stack|syntax)$/);
  });

  test('source that is nested too deep', async () => {
    expect((await failure(`export const f = () => ${'('.repeat(20_000)}1${')'.repeat(20_000)};`)).kind).toMatch(
      /^(stack|syntax)$/,
    );
  });
});

describe('what the code throws is told with its line', () => {
  test.each([
    [
      'an Error',
      'export function f() {\n  throw new RangeError("cpu is negative");\n}',
      'RangeError: cpu is negative',
      2,
    ],
    [
      'a TypeError of the engine',
      'export function f(node?: { pods: number[] }) {\n  return node.pods.length;\n}',
      "TypeError: cannot read property 'pods' of null",
      2,
    ],
    ['a string', 'export function f() {\n\n  throw "no node";\n}', 'threw "no node", not an Error', 3],
    ['null', 'export function f() {\n  throw null;\n}', 'threw null, not an Error', 2],
    ['undefined', 'export function f() {\n  throw undefined;\n}', 'threw undefined, not an Error', 2],
    ['an object', 'export function f() {\n  throw { code: 7 };\n}', 'threw {"code":7}, not an Error', 2],
    ['a function', 'export function f() {\n  throw () => 1;\n}', 'threw (Function), not an Error', 2],
    [
      'an error of a class',
      'class NoNode extends Error {\n  override name = "NoNode";\n}\nexport function f() {\n  throw new NoNode("gone");\n}',
      'NoNode: gone',
      5,
    ],
    [
      'an error while loading',
      'const table = { a: 1 };\nconst x = table.b.c;\nexport const f = () => x;',
      "TypeError: cannot read property 'c' of undefined",
      2,
    ],
    ['an unknown name', 'export const f = () =>\n  fetchh("x");', "ReferenceError: 'fetchh' is not defined", 2],
  ])('%s', async (_what, source, message, line) => {
    const result = await failure(source);
    expect([result.kind, result.message, result.file, result.line]).toEqual(['thrown', message, file, line]);
  });

  test('hostile getters of an error are not called', async () => {
    const result = await failure(`export function f() {
  const error = new Error('real');
  for (const key of ['message', 'name', 'toString']) Object.defineProperty(error, key, { get() { throw error; } });
  throw error;
}`);
    expect([result.kind, result.message, result.line]).toEqual(['thrown', 'Error: ', 2]);
  });

  test('a Proxy that refuses to be looked at', async () => {
    const result = await failure(`export function f() {
  throw new Proxy({}, { getOwnPropertyDescriptor() { throw 1; }, getPrototypeOf() { throw 2; }, ownKeys() { throw 3; } });
}`);
    expect([result.kind, result.message]).toEqual(['thrown', 'threw an error that cannot be read']);
  });

  test('the column is told where stripping types did not move it', async () => {
    expect((await failure('export function f() {\n  const pods = null;\n  return pods.length;\n}')).column).toBe(14);
    expect((await failure('export function f(n: any) {\n  const pods = n as any; return pods.length;\n}')).column).toBe(
      undefined,
    );
    expect((await failure('export function f() {\n  let n = null; while (n === null) n.pods();\n}')).column).toBe(37);
  });

  test('a very long message is cut', async () => {
    expect((await failure('export function f() { throw new Error("x".repeat(1e6)); }')).message.length).toBeLessThan(
      1100,
    );
  });
});

describe('text that is not TypeScript', () => {
  test.each([
    ['a missing expression', 'export function f() {\n  const x = ;\n}', 2],
    ['an unclosed brace', 'export function f() {\n  return 1;\n', 3],
    ['an error that only the engine sees', 'export function f() {\n  let a = 1;\n  let a = 2;\n}', 3],
    ['await outside an async function', 'export function f() {\n  return await 1;\n}', 2],
  ])('%s is reported at its line', async (_what, source, line) => {
    const result = await failure(source);
    expect([result.kind, result.file, result.line]).toEqual(['syntax', file, line]);
    expect(result.message).toMatch(/^SyntaxError: ./);
  });
});

describe('what is not there', () => {
  test.each(['fs', 'node:fs', 'https://example.org/x.js', './other.ts', '../../secret.ts', '/etc/passwd'])(
    'importing %s is refused at its line',
    async (specifier) => {
      const result = await failure(`\nimport x from '${specifier}';\nexport const f = () => x;`);
      expect([result.kind, result.file, result.line]).toEqual(['missing', file, 2]);
      expect(result.message).toContain(`"${specifier}" cannot be imported; the modules are ${file}`);
    },
  );

  test('a function that is not exported', async () => {
    const result = await failure('function f() {}');
    expect([result.kind, result.message]).toEqual(['missing', 'classification.ts must export f, and does not']);
  });
});

describe('an answer that is not what was asked for', () => {
  test.each([
    ['a function', 'return () => 1;', 'the value is a function'],
    ['a nested function', 'return { nodes: [{ less: () => 1 }] };', 'the value.nodes[0].less is a function'],
    ['a symbol', 'return Symbol();', 'the value is a symbol'],
    ['a Map', 'return new Map();', 'the value is a Map'],
    ['a Promise', 'return Promise.resolve(1);', 'the value is a Promise; answer at once, not later'],
    ['an instance of a class', 'return new (class Node {})();', 'the value is a Node'],
    [
      'a made-up bigint',
      'return { $guest: "bigint", text: "ten" };',
      'stands for a bigint, a number or undefined, found',
    ],
    ['a cycle', 'const a = []; a.push(a); return a;', 'or contains itself'],
    ['a huge string', 'return "x".repeat(5e6);', 'larger than 4000000 characters'],
    ['a huge array', 'return new Array(1.5e6).fill("xy");', 'larger than 4000000 characters'],
    [
      'an array that claims to be endless',
      'return new Proxy([], { get: (t, k) => k === "length" ? 2 ** 40 : 1 });',
      'larger than 4000000 characters',
    ],
    ['a huge bigint', 'return 2n ** 100000n;', 'the value is a bigint of more than 4096 bits'],
  ])('%s', async (_what, body, problem) => {
    const result = await failure(`\nexport function f() { ${body} }`, { deadlineMs: 20_000 });
    expect([result.kind, result.file, result.line]).toEqual(['badReturn', file, 2]);
    expect(result.message).toContain('f must return plain data: ');
    expect(result.message).toContain(problem);
  });

  test('a problem found by the checker is put at the declaration of the function to blame', async () => {
    const result = await failure(
      'const helper = 1;\n\nexport function less() { return 0; }\nexport const f = () => less();',
      {
        check: () => ({ ok: false, problem: 'less must return a boolean, found 0', blame: { file, function: 'less' } }),
      },
    );
    expect([result.kind, result.message, result.line]).toEqual(['badReturn', 'less must return a boolean, found 0', 3]);
  });
});

describe('the sandbox reaches nothing of its host', () => {
  test('its globals are those of the language, with a console and without a clock', () => {
    const result = run('export const f = () => Object.getOwnPropertyNames(globalThis)');
    const names = result.ok ? (result.value as string[]) : [];
    expect(names).toContain('Map');
    for (const name of [
      'process',
      'require',
      'module',
      'fetch',
      'XMLHttpRequest',
      'WebSocket',
      'setTimeout',
      'setInterval',
      'queueMicrotask',
    ]) {
      expect(names).not.toContain(name);
    }
    for (const name of [
      'Date',
      'performance',
      'self',
      'window',
      'document',
      'importScripts',
      'postMessage',
      'Worker',
      'indexedDB',
      'navigator',
    ]) {
      expect(names).not.toContain(name);
    }
    const language = new Set(Object.getOwnPropertyNames(globalThis));
    const beyond = names.filter((name) => !language.has(name));
    expect(beyond.sort()).toEqual(['$$loop', '$$throw', 'InternalError']);
  });

  test('constructors lead to the sandbox, not to the host', () => {
    const source = `export function f() {
      const found = [];
      for (const value of [console.log, console, f, {}, [], new Error(), $$loop]) {
        const global = Function.prototype.constructor.call(null, 'return typeof process + typeof require + typeof fetch')();
        found.push(global, typeof value.constructor?.constructor?.('return typeof process')?.());
      }
      return [...new Set(found)];
    }`;
    expect(run(source)).toMatchObject({ ok: true, value: ['undefinedundefinedundefined', 'string', 'undefined'] });
  });

  test('the host function behind the console takes text only', () => {
    const result = run(
      'export function f() { const { log } = console; log({ get a() { return globalThis; } }, new Proxy({}, {})); return log.length; }',
    );
    expect(result.ok).toBe(true);
  });

  test('overwriting the built-ins of the sandbox harms only the sandbox', async () => {
    const result = run(`export function f() {
      Object.keys = () => { throw 1; };
      JSON.stringify = () => '"forged"';
      Array.isArray = () => true;
      Function.prototype.call = () => 'V"forged"';
      String.prototype.slice = () => 'forged';
      Object.prototype.toString = () => 'forged';
      return { a: [1, 'x'] };
    }`);
    expect(result).toEqual({ ok: true, value: { a: [1, 'x'] }, logs: [] });
    expect(run('export const f = () => JSON.stringify([1])')).toEqual({ ok: true, value: '[1]', logs: [] });
  });

  test('nothing random, so that one cluster always gives one answer', async () => {
    const result = await failure('export function f() {\n  return Math.random();\n}');
    expect([result.kind, result.line]).toEqual(['thrown', 2]);
    expect(result.message).toContain('random numbers are not available here');
  });
});

describe('mistakes of the host are thrown, not reported to the reader', () => {
  test.each([
    [
      'a function in the input',
      { input: { f: () => 1 } },
      'input.f is of type function; only plain data can enter the sandbox',
    ],
    [
      'an entry that is not a module',
      { entry: 'other.ts' },
      'the entry must be one of the modules (classification.ts), found other.ts',
    ],
  ])('%s', (_what, options, message) => {
    expect(() => run('export const f = () => 1', options)).toThrow(message);
  });

  test('too small a memory', async () => {
    await expect(loadGuestRuntime({ memoryLimitBytes: 1024 })).rejects.toThrow(
      'memoryLimitBytes must be at least 20971520, found 1024',
    );
  });
});
