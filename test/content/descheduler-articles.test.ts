import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8');

test.each(['zh', 'en'])(
  'the utilization article has the log line of every gate, as it was recorded, and no other (%s)',
  (language) => {
    const article = read(`content/${language}/articles/descheduler-node-utilization.mdx`);
    const told = [...article.matchAll(/^ *(.*nothing to do here.*)$/gm)].map(([, line]) => line?.trim());
    const recorded = new Set<string>();
    for (const file of globSync('test/golden/descheduler/{Low,High}NodeUtilization*.json', { cwd: root })) {
      const cases = JSON.parse(read(file)) as { expected: { outcome?: string | string[] } }[];
      for (const { expected } of cases) for (const line of [expected.outcome ?? []].flat()) recorded.add(line);
    }
    expect(told.sort()).toEqual([...recorded].sort());
  },
);

describe('Chinese', () => {
  const files = globSync(
    'content/zh/{articles/descheduler-*,guides/descheduler-policy,guides/descheduler-policy/*}.mdx',
    {
      cwd: root,
    },
  );

  test.each(files)('%s has no typed space between Chinese and other letters', (file) => {
    const prose = read(file)
      .replace(/^---\n[\s\S]*?\n---\n/, '')
      .replaceAll(/^ *```[\s\S]*?^ *```$/gm, '');
    const spaced = [...prose.matchAll(/.{0,12}(\p{Script=Han} [\w`]|[\w`] \p{Script=Han}).{0,12}/gu)];
    expect(spaced.map(([text]) => text)).toEqual([]);
  });

  test.each(files)('%s has no half-width punctuation after Chinese', (file) => {
    const prose = read(file).replaceAll(/^ *```[\s\S]*?^ *```$/gm, '');
    expect([...prose.matchAll(/.{0,12}\p{Script=Han}[,;:?!].{0,12}/gu)].map(([text]) => text)).toEqual([]);
  });
});
