import fc from 'fast-check';
import {
  decodeFigureLink,
  encodeFigureLink,
  type FigureLink,
  longestFigureLink,
} from 'kind-wasm-shim/hosts/browser/figure-link.ts';
import { expect, test } from 'vitest';

const link: FigureLink = {
  scenario: 'descheduler-node-utilization/hot-node',
  version: 1,
  seed: 7,
  inputs: [
    { atMs: 0, input: { type: 'setPolicy', thresholds: { cpu: 20 } } },
    { atMs: 30_000, input: { type: 'runDescheduler' } },
  ],
  cursor: 118,
};

test('a link brings back exactly the state that it was made from, edits in any language included', async () => {
  const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown);
  const links: fc.Arbitrary<FigureLink> = fc.record(
    {
      scenario: fc.string({ maxLength: 200 }),
      version: fc.nat(),
      seed: fc.nat(),
      inputs: fc.array(fc.record({ atMs: fc.nat(86_400_000), input: json }), { maxLength: 8 }),
      cursor: fc.nat(),
      edits: fc.dictionary(
        fc.string({ minLength: 1 }).filter((name) => name !== '__proto__'),
        fc.string({ unit: 'grapheme' }),
        { noNullPrototype: true },
      ),
    },
    { requiredKeys: ['scenario', 'version', 'seed', 'inputs', 'cursor'], noNullPrototype: true },
  );
  await fc.assert(
    fc.asyncProperty(links, async (made) => {
      const text = await encodeFigureLink(made);
      expect(text).toMatch(/^[0-9A-Za-z_.-]+$/);
      expect(await decodeFigureLink(text)).toEqual({ link: made });
    }),
  );
});

test('a link that lost or changed one letter on its way is damaged, and is never taken for another state', async () => {
  const text = await encodeFigureLink(link);
  for (let i = 2; i < text.length; i++) {
    const shorter = await decodeFigureLink(text.slice(0, i) + text.slice(i + 1));
    expect(shorter).toEqual({ problem: 'damaged' });
    const other = await decodeFigureLink(`${text.slice(0, i)}${text[i] === 'A' ? 'B' : 'A'}${text.slice(i + 1)}`);
    // The last letter of base64 may hold bits that mean nothing.
    if ('link' in other) expect(other).toEqual({ link });
    else expect(other).toEqual({ problem: 'damaged' });
  }
});

test('text that is no link at all is damaged', async () => {
  for (const text of ['', '.', '1.', '1', 'hello', '1.***', '%E4%BD%A0', '1.AAAA']) {
    expect(await decodeFigureLink(text)).toEqual({ problem: 'damaged' });
  }
});

test('a link of another format says which', async () => {
  expect(await decodeFigureLink('2.eJwDAAAAAAE')).toEqual({ problem: 'otherFormat', found: '2' });
});

test('a link that is too long, or that unpacks to too much, is refused before it fills the memory', async () => {
  expect(await decodeFigureLink(`1.${'A'.repeat(longestFigureLink)}`)).toMatchObject({ problem: 'tooLarge' });
  const bomb = await encodeFigureLink({ ...link, edits: { 'a.ts': '0'.repeat(5_000_000) } });
  expect(bomb.length).toBeLessThan(longestFigureLink);
  expect(await decodeFigureLink(bomb)).toEqual({ problem: 'tooLarge', found: 'more than 512000' });
});

test('well-formed JSON that is no state is told from damage', async () => {
  for (const wrong of [
    { ...link, seed: -1 },
    { ...link, seed: 0.5 },
    { ...link, cursor: 'end' },
    { ...link, inputs: [{ atMs: -1, input: {} }] },
    { ...link, inputs: Array.from({ length: 201 }, () => ({ atMs: 0, input: {} })) },
    { ...link, edits: { 'a.ts': 1 } },
    { ...link, edits: ['a.ts'] },
  ]) {
    expect(await decodeFigureLink(await encodeFigureLink(wrong as unknown as FigureLink))).toEqual({
      problem: 'notAState',
    });
  }
});
