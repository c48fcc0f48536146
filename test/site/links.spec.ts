import { expect, type Page, test } from '@playwright/test';
import { pagePaths } from './built-site.ts';

interface Document {
  ids: string[];
  links: string[];
}

/** What a built page links to and can be linked at, read by the browser's own parser. */
function read(page: Page, html: string): Promise<Document> {
  return page.evaluate((source) => {
    const document = new DOMParser().parseFromString(source, 'text/html');
    return {
      ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
      links: [...document.querySelectorAll('a[href]')].map((link) => link.getAttribute('href') ?? ''),
    };
  }, html);
}

/** The links that lead nowhere: `page → link: reason`. Links to other sites are not followed, and what has a name and a value
 *  in place of an anchor is a state for a figure or a tool to read. */
function deadLinks(origin: string, pages: ReadonlyMap<string, Document>, isFile: (path: string) => boolean): string[] {
  const dead: string[] = [];
  for (const [path, { links }] of pages) {
    for (const link of links) {
      const url = new URL(link, `${origin}${path}`);
      if (url.origin !== origin) continue;
      const target = pages.get(url.pathname);
      const anchor = decodeURIComponent(url.hash.slice(1));
      if (target === undefined) {
        if (!isFile(url.pathname)) dead.push(`${path} → ${link}: there is no such page`);
      } else if (anchor !== '' && !anchor.includes('=') && !target.ids.includes(anchor)) {
        dead.push(`${path} → ${link}: the page has no id ${JSON.stringify(anchor)}`);
      }
    }
  }
  return dead;
}

test('every link and anchor inside the site leads somewhere', async ({ page, request, baseURL }) => {
  const pages = new Map<string, Document>();
  await page.goto('about:blank');
  for (const path of pagePaths()) pages.set(path, await read(page, await (await request.get(path)).text()));
  const files = new Set<string>();
  for (const { links } of pages.values()) {
    for (const link of links) {
      if (!/^\/[^#]*\.[a-z]+$/.test(link) || files.has(link)) continue;
      if ((await request.get(link)).ok()) files.add(link);
    }
  }
  expect([...pages.values()].flatMap(({ links }) => links).length).toBeGreaterThan(20);
  expect(deadLinks(baseURL ?? '', pages, (path) => files.has(path))).toEqual([]);
});

test('the checker tells a missing page and a missing anchor from good links', () => {
  const pages = new Map([
    [
      '/a/',
      {
        ids: ['时间'],
        links: [
          '/b/',
          '/b/#top',
          '/b/#policy=YQ',
          '#时间',
          '#%E6%97%B6%E9%97%B4',
          '/feed.xml',
          'https://other.example/x',
        ],
      },
    ],
    ['/b/', { ids: ['top'], links: ['/a/#gone', '../c/'] }],
  ]);
  expect(deadLinks('https://site.example', pages, (path) => path === '/feed.xml')).toEqual([
    '/b/ → /a/#gone: the page has no id "gone"',
    '/b/ → ../c/: there is no such page',
  ]);
});
