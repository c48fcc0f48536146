import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { frontMatter } from '../../src/site/front-matter.ts';
import { counterpartId, placeOf, sections } from '../../src/site/languages.ts';

const content = fileURLToPath(new URL('../../content', import.meta.url));
const files = globSync('{zh,en}/**/[^_]*.{md,mdx}', { cwd: content }).sort();
const idOf = (file: string) => file.replace(/\.mdx?$/, '').replace(/\/index$/, '');

test('every page stands in both languages', () => {
  const ids = new Set(files.map(idOf));
  const alone = [...ids].filter((id) => !ids.has(counterpartId(id)));
  expect(alone.map((id) => `content/${id}: expected content/${counterpartId(id)} beside it`)).toEqual([]);
  expect(ids).toContain('zh');
});

test('every page is a home page or stands in a section', () => {
  const astray = files.filter((file) => {
    const { section, slug } = placeOf(idOf(file));
    return section === undefined ? !/^(zh|en)\/index\.mdx$/.test(file) : slug === '';
  });
  expect(astray.map((file) => `content/${file}: expected it in one of ${sections.join(', ')}`)).toEqual([]);
});

describe('the front matter', () => {
  const pages = new Map(files.map((file) => [idOf(file), read(join(content, file))]));

  test.each(files)('of %s is valid', (file) => {
    const result = frontMatter
      .partial()
      .loose()
      .safeParse(pages.get(idOf(file)));
    expect(result.error?.issues.map(({ message }) => message) ?? []).toEqual([]);
  });

  test('of the two languages of a page differs in its words only', () => {
    const facts = ({ title, description, ...rest }: Record<string, unknown>) => rest;
    for (const [id, data] of pages) {
      if (id.startsWith('zh'))
        expect({ id, ...facts(pages.get(counterpartId(id)) ?? {}) }).toEqual({ id, ...facts(data) });
    }
  });
});

function read(file: string): Record<string, unknown> {
  const block = /^---\n([\s\S]*?)\n---\n/.exec(readFileSync(file, 'utf8'))?.[1];
  if (block === undefined) throw new Error(`${file}: expected front matter between two lines of ---`);
  // The core schema of YAML leaves dates as strings; Astro reads them as dates.
  return parse(block, { customTags: ['timestamp'] });
}
