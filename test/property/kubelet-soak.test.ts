import { expect, test } from 'vitest';
import { soak } from '../../src/tools/soak/story.ts';
import { soakSeeds } from '../../src/tools/soak.ts';
import { seed } from '../support/seed.ts';

const seeds = 300;
const first = (seed - 1) * seeds + 1;

test(`300 stories of a node, from seed ${first} on, break none of its kubelet's rules`, { timeout: 240_000 }, () => {
  expect(soakSeeds(first, seeds)).toEqual([]);
});

test('a story is the same whenever it is told', () => {
  expect(soak(4)).toEqual(soak(4));
});
