import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { hasRealBash, runBoth } from './run-both.ts';

/** Scripts by title: each is run by the machine's bash and by ours, and both must write and return the same. */
function scripts(): { title: string; text: string }[] {
  const file = readFileSync(new URL('bash-scripts.txt', import.meta.url), 'utf8');
  return file
    .split(/^#### /m)
    .slice(1)
    .map((block) => ({ title: block.slice(0, block.indexOf('\n')), text: block.slice(block.indexOf('\n') + 1) }));
}

// Without a bash there is nothing to compare with; these do not count as passed then.
describe.skipIf(!hasRealBash)('the shell does as bash does', () => {
  test('the table has its scripts', () => {
    expect(scripts().length).toBeGreaterThanOrEqual(120);
  });

  for (const { title, text } of scripts()) {
    test.concurrent(title, async () => {
      const { real, ours } = await runBoth(text);
      expect(ours).toEqual(real);
    });
  }
});
