import { expect, test } from '@playwright/test';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { baseURL, pagePaths } from './built-site.ts';

const parser = new XMLParser({
  ignoreAttributes: false,
  isArray: (name) => ['item', 'url', 'xhtml:link'].includes(name),
});

for (const [language, tag] of [
  ['zh', 'zh-CN'],
  ['en', 'en'],
] as const) {
  test(`the ${language} feed is valid and holds exactly the published articles`, async ({ request }) => {
    const response = await request.get(`/${language}/rss.xml`);
    expect(response.status()).toBe(200);
    expect(response.headers()['content-type']).toMatch(/xml/);
    const text = await response.text();
    expect(XMLValidator.validate(text)).toBe(true);
    const { channel } = parser.parse(text).rss;
    expect(channel.language).toBe(tag);
    expect(channel.link).toBe(`${baseURL}/${language}/`);
    expect(channel['atom:link']['@_href']).toBe(`${baseURL}/${language}/rss.xml`);
    const items: { link: string; title: string; description: string; pubDate: string; guid: { '#text': string } }[] =
      channel.item ?? [];
    const articles = pagePaths().filter((path) => path.startsWith(`/${language}/articles/`));
    expect(items.map(({ link }) => new URL(link).pathname).sort()).toEqual(articles.sort());
    for (const item of items) {
      expect(item.title).not.toBe('');
      expect(item.description).not.toBe('');
      expect(item.guid['#text']).toBe(item.link);
      expect(Number.isNaN(Date.parse(item.pubDate))).toBe(false);
    }
  });
}

test('the sitemap lists every page once with its other languages, and robots.txt names it', async ({ request }) => {
  const robots = await (await request.get('/robots.txt')).text();
  const index = /^Sitemap: (.+)$/m.exec(robots)?.[1] ?? '';
  expect(index).toBe(`${baseURL}/sitemap-index.xml`);
  const text = await (await request.get('/sitemap-0.xml')).text();
  expect(XMLValidator.validate(text)).toBe(true);
  const urls: { loc: string; 'xhtml:link'?: { '@_hreflang': string; '@_href': string }[] }[] =
    parser.parse(text).urlset.url;
  const addresses = urls.map(({ loc }) => loc);
  expect([...addresses].sort()).toEqual(
    pagePaths()
      .map((path) => `${baseURL}${path}`)
      .sort(),
  );
  for (const { loc, 'xhtml:link': links = [] } of urls) {
    const languages = links.map((link) => link['@_hreflang']);
    expect(new Set(languages).size, `${loc}: ${languages}`).toBe(languages.length);
    expect(languages, loc).toEqual(expect.arrayContaining(['zh-CN', 'en']));
    for (const link of links) expect(addresses).toContain(link['@_href']);
  }
});

test('a page names its address, its other languages, its feed, and what to show when it is shared', async ({
  page,
}) => {
  for (const path of pagePaths().filter((path) => path !== '/')) {
    await page.goto(path);
    const one = (selector: string, attribute: string) => page.locator(selector).getAttribute(attribute);
    const here = `${baseURL}${path}`;
    expect(await one('link[rel="canonical"]', 'href')).toBe(here);
    for (const [tag, key] of [
      ['zh-CN', 'zh'],
      ['en', 'en'],
    ]) {
      const other = here.replace(/\/(zh|en)\//, `/${key}/`);
      expect(await one(`link[rel="alternate"][hreflang="${tag}"]:not([type])`, 'href')).toBe(other);
    }
    expect(await one('link[type="application/rss+xml"]', 'href')).toBe(`/${path.split('/')[1]}/rss.xml`);
    expect(await one('meta[property="og:url"]', 'content')).toBe(here);
    expect(await one('meta[property="og:title"]', 'content')).toBe(await page.locator('h1').textContent());
    const description = await one('meta[name="description"]', 'content');
    expect(description?.length).toBeGreaterThan(19);
    expect(await one('meta[property="og:description"]', 'content')).toBe(description);
    expect(await one('meta[name="twitter:card"]', 'content')).toBe('summary');
  }
});
