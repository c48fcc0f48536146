/** A language of the site: the folder under content and first part of the address, its BCP 47 tag, and its own name. */
export interface Language {
  readonly key: LanguageKey;
  readonly tag: string;
  readonly name: string;
}

export type LanguageKey = 'zh' | 'en';

/** Chinese first: it is the source of a page unless its front matter says otherwise. */
export const languages: readonly Language[] = [
  { key: 'zh', tag: 'zh-CN', name: '简体中文' },
  { key: 'en', tag: 'en', name: 'English' },
];

/** The key in local storage under which a reader's choice of language is remembered. */
export const languageChoiceKey = 'podlab:language';

/** The parts of the site in reading order. Each is a folder under content/zh and content/en. */
export const sections = ['articles', 'labs', 'tools', 'guides'] as const;
export type Section = (typeof sections)[number];

/** Whether a value names a language of the site. */
export function isLanguageKey(value: unknown): value is LanguageKey {
  return value === 'zh' || value === 'en';
}

/** The same page in the other language: `zh/labs/x` becomes `en/labs/x`. */
export function counterpartId(id: string): string {
  const [key, ...rest] = id.split('/');
  return [key === 'zh' ? 'en' : 'zh', ...rest].join('/');
}

/** The address of a page, from its id in the content collection: `zh` is `/zh/`, `zh/labs/x` is `/zh/labs/x/`. */
export function pagePath(id: string): string {
  return `/${id}/`;
}

/** What the id of a page says about it. The home page of a language belongs to no section. */
export function placeOf(id: string): { language: LanguageKey; section: Section | undefined; slug: string } {
  const [key, section, ...rest] = id.split('/');
  if (!isLanguageKey(key)) {
    throw new Error(`content id ${JSON.stringify(id)}: expected it to begin with zh/ or en/, move the file there`);
  }
  return { language: key, section: sections.find((name) => name === section), slug: rest.join('/') };
}
