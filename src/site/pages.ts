import { type CollectionEntry, getCollection } from 'astro:content';
import { type LanguageKey, placeOf, type Section } from './languages.ts';

export type Page = CollectionEntry<'docs'>;

/** The pages of a section in one language, in reading order: by `order` in the front matter, then by title. Drafts are
 *  there while developing and nowhere else. */
export async function pagesOf(language: LanguageKey, section: Section): Promise<Page[]> {
  const pages = await getCollection('docs', ({ id, data }) => {
    const place = placeOf(id);
    return place.language === language && place.section === section && (import.meta.env.DEV || !data.draft);
  });
  return pages.sort((a, b) => a.data.order - b.data.order || a.data.title.localeCompare(b.data.title, language));
}
