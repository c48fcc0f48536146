import { type CollectionEntry, getCollection } from 'astro:content';
import { type LanguageKey, placeOf, type Section } from './languages.ts';

export type Page = CollectionEntry<'docs'>;

/** The pages of a section in one language, in reading order: by `order` in the front matter, then by title. Drafts are
 *  there while developing and nowhere else. */
export function pagesOf(language: LanguageKey, section: Section): Promise<Page[]> {
  return pagesWhere((place) => place.language === language && place.section === section && !place.slug.includes('/'));
}

/** The pages that belong to a page, in reading order: those in a folder of its name. Lists of a section leave them out. */
export function subpagesOf(id: string): Promise<Page[]> {
  const { language, section, slug } = placeOf(id);
  return pagesWhere(
    (place) => place.language === language && place.section === section && place.slug.startsWith(`${slug}/`),
  );
}

async function pagesWhere(belongs: (place: ReturnType<typeof placeOf>) => boolean): Promise<Page[]> {
  const pages = await getCollection(
    'docs',
    ({ id, data }) => belongs(placeOf(id)) && (import.meta.env.DEV || !data.draft),
  );
  return pages.sort(
    (a, b) => a.data.order - b.data.order || a.data.title.localeCompare(b.data.title, placeOf(a.id).language),
  );
}
