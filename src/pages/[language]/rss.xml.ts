import rss from '@astrojs/rss';
import type { APIRoute, GetStaticPaths } from 'astro';
import { type Language, languages, pagePath } from '../../site/languages.ts';
import { type Page, pagesOf } from '../../site/pages.ts';

const descriptions = {
  zh: '把 Kubernetes 拆开来看：文章里的图能运行，实验就在页面里做。',
  en: 'Kubernetes taken apart: figures that run, and labs done in the page.',
};

export const getStaticPaths: GetStaticPaths = () =>
  languages.map((language) => ({ params: { language: language.key }, props: { language } }));

/** The articles of a language, newest first. */
export const GET: APIRoute<{ language: Language }> = async ({ props: { language }, site }) => {
  if (site === undefined) throw new Error('astro.config.mjs: expected `site`, found nothing; a feed needs addresses');
  const articles = (await pagesOf(language.key, 'articles')).filter(({ data }) => data.published !== undefined);
  articles.sort((a, b) => publishedAt(b) - publishedAt(a));
  const feed = new URL(`/${language.key}/rss.xml`, site).href;
  const newest = articles[0]?.data.published;
  return rss({
    title: `Podlab · ${language.name}`,
    description: descriptions[language.key],
    site: new URL(`/${language.key}/`, site),
    trailingSlash: true,
    xmlns: { atom: 'http://www.w3.org/2005/Atom', dc: 'http://purl.org/dc/elements/1.1/' },
    customData: [
      `<language>${language.tag}</language>`,
      `<atom:link href="${feed}" rel="self" type="application/rss+xml"/>`,
      ...(newest === undefined ? [] : [`<lastBuildDate>${newest.toUTCString()}</lastBuildDate>`]),
    ].join(''),
    items: articles.map((page) => ({
      title: page.data.title,
      description: page.data.description,
      link: pagePath(page.id),
      pubDate: new Date(publishedAt(page)),
      categories: page.data.tags,
      customData: `<dc:language>${language.tag}</dc:language>`,
    })),
  });
};

function publishedAt(page: Page): number {
  return page.data.published?.getTime() ?? 0;
}
