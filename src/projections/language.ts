/** The languages that views speak. */
export type Language = 'en' | 'zh';

/** The same words in each language. */
export type InLanguages<Words> = Readonly<Record<Language, Words>>;
