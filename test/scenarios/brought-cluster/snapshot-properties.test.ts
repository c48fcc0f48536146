import fc from 'fast-check';
import type { KubernetesObject } from 'kind-wasm-shim/kubernetes/api/meta.ts';
import { describe, expect, test } from 'vitest';
import type { BroughtCluster, SnapshotResult } from '../../../src/scenarios/brought-cluster/brought-cluster.ts';
import { SnapshotReader } from '../../../src/scenarios/brought-cluster/snapshot-reader.ts';
import { recipeObjects } from '../../../src/scenarios/brought-cluster/snapshot-recipe.ts';
import { seed } from '../../support/seed.ts';
import { readWell, spellings } from './spellings.ts';

const runs = { seed, numRuns: 50 };

const clusters = fc
  .record({ nodes: fc.integer({ min: 1, max: 2 }), podsPerNode: fc.integer({ min: 1, max: 2 }), seed: fc.nat(10_000) })
  .map((recipe) => [...recipeObjects({ ...recipe, managedFields: recipe.seed % 2 === 0 })]);
const spellingNames = fc.constantFrom(...Object.keys(spellings));

function spelled(objects: readonly KubernetesObject[], name: string): Uint8Array {
  return new TextEncoder().encode(spellings[name]?.(objects) ?? '');
}

/** Reads bytes cut at any places. */
function readCut(bytes: Uint8Array, cuts: readonly number[]): SnapshotResult {
  const reader = new SnapshotReader();
  let from = 0;
  for (const cut of [...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]) {
    reader.push('cluster', bytes.subarray(from, cut));
    from = cut;
  }
  return reader.finish();
}

/** A result as plain data. */
function plain(result: SnapshotResult): unknown {
  if (result.ok) return result;
  return { problems: result.problems, count: result.problemCount, cluster: result.continueWithRest() };
}

function objectsOf({ nodes, pods, priorityClasses, podDisruptionBudgets }: BroughtCluster): unknown[] {
  return [...nodes, ...pods, ...priorityClasses, ...podDisruptionBudgets];
}

/** A byte put in the place of one, before one, or of none, or the end. */
interface Damage {
  readonly at: number;
  readonly byte: number;
  readonly how: 'replace' | 'insert' | 'remove' | 'cut';
}

const bytes = fc.oneof(
  fc.nat(255),
  fc.constantFrom(...[...'{}[]",:\\\n \t-#&*0n'].map((character) => character.charCodeAt(0))),
);
const damages: fc.Arbitrary<Damage> = fc.record({
  at: fc.nat(1_000_000),
  byte: bytes,
  how: fc.constantFrom('replace', 'insert', 'remove', 'cut'),
});

function damaged(whole: Uint8Array, { at: anywhere, byte, how }: Damage): Uint8Array {
  const at = anywhere % whole.length;
  const rest = how === 'cut' ? [] : whole.subarray(how === 'insert' ? at : at + 1);
  return new Uint8Array([...whole.subarray(0, at), ...(how === 'replace' || how === 'insert' ? [byte] : []), ...rest]);
}

test('where a file is cut into pieces makes no difference, not even inside a character or an escape', () => {
  fc.assert(
    fc.property(clusters, spellingNames, fc.array(fc.nat(1_000_000), { maxLength: 40 }), (objects, name, cuts) => {
      const whole = spelled(objects, name);
      expect(plain(readCut(whole, cuts))).toEqual(plain(readCut(whole, [])));
    }),
    runs,
  );
});

test('a damaged file makes the same problems however it is cut', () => {
  fc.assert(
    fc.property(
      clusters,
      spellingNames,
      fc.array(damages, { minLength: 1, maxLength: 4 }),
      fc.array(fc.nat(1_000_000), { maxLength: 40 }),
      (objects, name, wounds, cuts) => {
        const broken = wounds.reduce(damaged, spelled(objects, name));
        expect(plain(readCut(broken, cuts))).toEqual(plain(readCut(broken, [])));
      },
    ),
    runs,
  );
});

test('every spelling of a cluster gives the same cluster', () => {
  fc.assert(
    fc.property(clusters, (objects) => {
      const [first, ...others] = Object.values(spellings).map((spell) => readWell({ cluster: spell(objects) }));
      for (const other of others) expect(other).toEqual(first);
      expect(first?.counts.pods).toBe(objects.filter(({ kind }) => kind === 'Pod').length);
    }),
    { ...runs, numRuns: 8 },
  );
});

describe('one damaged byte', () => {
  // A list on one line, or in flow style, has no layout to go on by; there the rest is given up, which is told.
  for (const name of Object.keys(spellings)) {
    test(`never lets an object vanish in silence, nor changes another: ${name}`, () => {
      fc.assert(
        fc.property(clusters, damages, (objects, damage) => {
          const whole = spelled(objects, name);
          const before = readCut(whole, []);
          const after = readCut(damaged(whole, damage), []);
          if (!before.ok) throw new Error('the undamaged file is refused');
          const cluster = after.ok ? after.cluster : after.continueWithRest();
          const known = new Set(objectsOf(before.cluster).map((object) => JSON.stringify(object)));
          const changed = objectsOf(cluster).filter((object) => !known.has(JSON.stringify(object)));
          // The damage may have changed a value, or put a comma too few inside a text: then one object is another now.
          expect(changed.length).toBeLessThanOrEqual(1);
          const skipped = cluster.skippedKinds.reduce((sum, { count }) => sum + count, 0);
          const isCut = damage.how === 'cut';
          const isWhole = objectsOf(cluster).length + skipped === known.size;
          // A file of one document after another may be cut between two, and nobody can tell.
          const mayEndAnywhere = isCut && /documents|a line each|a yaml sequence/.test(name);
          if (after.ok && !mayEndAnywhere) expect(isWhole).toBe(true);
        }),
        { ...runs, numRuns: /yaml/.test(name) ? 25 : 60 },
      );
    });
  }
});

test('any text is JSON to the reader exactly when it is to JSON.parse', () => {
  const texts = fc.oneof(
    fc.json({ maxDepth: 4 }).chain((text) => fc.constant(`{"kind":"Other","a":${text}}`)),
    fc
      .tuple(fc.json({ maxDepth: 3, noUnicodeString: false }), fc.array(damages, { minLength: 1, maxLength: 2 }))
      .map(([json, wounds]) => {
        const broken = wounds.reduce(damaged, new TextEncoder().encode(json));
        return `{"kind":"Other","a":${new TextDecoder().decode(broken)}}`;
      }),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const result = readCut(new TextEncoder().encode(text), [7]);
      let isJSON = true;
      try {
        JSON.parse(text);
      } catch {
        isJSON = false;
      }
      expect(result.ok).toBe(isJSON);
    }),
    { ...runs, numRuns: 1000 },
  );
});

test('no bytes at all make the reader throw', () => {
  const pieces = fc.array(
    fc.oneof(
      fc.uint8Array({ maxLength: 30 }),
      fc
        .constantFrom(
          '{',
          '}',
          '[',
          ']',
          '{"items":[',
          '"kind":"Pod"',
          ',',
          '\n',
          '---\n',
          '- a: ',
          'items:\n',
          'kind: List\n',
          'Warning: x\n',
        )
        .map((text) => new TextEncoder().encode(text)),
    ),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(pieces, (some) => {
      const reader = new SnapshotReader();
      for (const piece of some) reader.push('noise', piece);
      expect(reader.finish()).toHaveProperty('ok');
    }),
    { ...runs, numRuns: 1000 },
  );
});
