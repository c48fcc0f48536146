import type { SitemapItem } from '@astrojs/sitemap';
import { pagePath, placeOf } from './languages.ts';

/** Mends the links between languages in the sitemap: the page at / offers the languages and is in none of them. */
export function withTrueAlternates(item: SitemapItem): SitemapItem {
  const home = new URL('/', item.url).href;
  const links = item.links?.filter(({ url }) => url !== home);
  if (links === undefined || !links.some(({ url }) => isHome(url))) return { ...item, links };
  return { ...item, links: [...links, { lang: 'x-default', url: home }] };
}

function isHome(url: string): boolean {
  const { pathname } = new URL(url);
  return pathname.split('/').length === 3 && pagePath(placeOf(pathname.slice(1)).language) === pathname;
}
