import { defineRouteMiddleware, type StarlightRouteData } from '@astrojs/starlight/route-data';
import { commitDates } from './commit-dates.ts';
import { pagePath, placeOf } from './languages.ts';
import { breakable } from './long-names.ts';
import { neighboursIn, sidebarFor } from './sidebar.ts';

const dates = commitDates(process.cwd(), 'content');

/** Runs once per page and fills in what Starlight cannot find when content is not under src/content/docs: the sidebar,
 *  the neighbours and the date of the last change. Lab pages give the width of sidebar and contents to the terminal. */
export const onRequest = defineRouteMiddleware(async ({ locals, site }) => {
  const route = locals.starlightRoute;
  const { language, section } = placeOf(route.id);

  route.siteTitleHref = pagePath(language);
  route.sidebar = await sidebarFor(language, route.id, (name) => locals.t(`podlab.section.${name}`));
  route.pagination = neighboursIn(route.sidebar);
  if (route.entry.data.lastUpdated === undefined) route.lastUpdated = dates.get(route.entry.filePath);
  route.olderThanSource = language !== route.entry.data.source && isOlderThanCounterpart(route.entry.filePath);
  if (route.toc !== undefined) route.toc.items = withBreakableNames(route.toc.items);
  if (section === 'labs') {
    route.hasSidebar = false;
    route.toc = undefined;
  }
  if (section === undefined) {
    route.toc = undefined;
    // Readers of neither language are sent to the page that offers both.
    for (const { attrs } of route.head) if (attrs?.hreflang === 'x-default') attrs.href = new URL('/', site).href;
  }
});

type Contents = NonNullable<StarlightRouteData['toc']>['items'];

function withBreakableNames(items: Contents): Contents {
  return items.map((item) => ({ ...item, text: breakable(item.text), children: withBreakableNames(item.children) }));
}

/** Whether the same page in the other language was committed after this one. */
function isOlderThanCounterpart(filePath: string): boolean {
  const own = dates.get(filePath);
  const other = dates.get(
    filePath.replace(/^content\/(zh|en)\//, (_, key) => `content/${key === 'zh' ? 'en' : 'zh'}/`),
  );
  return own !== undefined && other !== undefined && own < other;
}
