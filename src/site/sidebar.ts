import type { StarlightRouteData } from '@astrojs/starlight/route-data';
import { type LanguageKey, pagePath, placeOf, type Section, sections } from './languages.ts';
import { breakable } from './long-names.ts';
import { type Page, pagesOf, subpagesOf } from './pages.ts';

type Sidebar = StarlightRouteData['sidebar'];
type SidebarLink = Extract<Sidebar[number], { type: 'link' }>;

/** The sidebar of a language: one group per section that has pages. It is made from the pages themselves, because
 *  Starlight finds none of them outside src/content/docs and then shows empty groups without a word. */
export async function sidebarFor(
  language: LanguageKey,
  currentId: string,
  labelOf: (section: Section) => string,
): Promise<Sidebar> {
  const groups = await Promise.all(
    sections.map(async (section) => ({
      type: 'group' as const,
      label: labelOf(section),
      entries: (await withSubpagesOf(currentId, await pagesOf(language, section))).map(
        (page): SidebarLink => ({
          type: 'link',
          label: breakable(page.data.sidebar.label ?? page.data.title),
          href: pagePath(page.id),
          isCurrent: page.id === currentId,
          badge: page.data.sidebar.badge,
          attrs: isSubpage(page) ? { ...page.data.sidebar.attrs, class: 'sub-page' } : page.data.sidebar.attrs,
        }),
      ),
      collapsed: false,
      badge: undefined,
    })),
  );
  return groups.filter((group) => group.entries.length > 0);
}

/** The pages of a section; below the one that the current page belongs to, all that belong to it. Elsewhere they would only
 *  make the list long. */
async function withSubpagesOf(currentId: string, pages: readonly Page[]): Promise<Page[]> {
  const lists = await Promise.all(
    pages.map(async (page) => (currentId.startsWith(`${page.id}/`) ? [page, ...(await subpagesOf(page.id))] : [page])),
  );
  return lists.flat();
}

function isSubpage({ id }: Page): boolean {
  return placeOf(id).slug.includes('/');
}

/** The pages before and after the current one, in the order of the sidebar; from a home page the next is the first. */
export function neighboursIn(sidebar: Sidebar): StarlightRouteData['pagination'] {
  const links = sidebar.flatMap((entry) => (entry.type === 'group' ? entry.entries : [entry])) as SidebarLink[];
  const current = links.findIndex((link) => link.isCurrent);
  return { prev: current > 0 ? links[current - 1] : undefined, next: links[current + 1] };
}
