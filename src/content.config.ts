import { defineCollection } from 'astro:content';
import { docsSchema, i18nSchema } from '@astrojs/starlight/schema';
import { glob, type Loader } from 'astro/loaders';
import { z } from 'astro/zod';
import { demandedBySection, frontMatter } from './site/front-matter.ts';
import { strings } from './site/strings.ts';

/** The pages: content/zh and content/en, whose names become the addresses. Files that begin with _ are not pages. */
function pages(): Loader {
  const files = glob({ base: './content', pattern: '{zh,en}/**/[^_]*.{md,mdx}' });
  return {
    name: 'podlab-pages',
    load: (context) =>
      files.load({
        ...context,
        parseData: async (entry) => {
          const data = await context.parseData(entry);
          const missing = demandedBySection(entry.id, data);
          if (missing.length > 0) throw new Error(`${entry.filePath ?? entry.id}\n  ${missing.join('\n  ')}`);
          return data;
        },
      }),
  };
}

export const collections = {
  docs: defineCollection({ loader: pages(), schema: docsSchema({ extend: frontMatter }) }),
  // Starlight looks for this collection and warns when there is none. The words are those that the build gives it.
  i18n: defineCollection({
    loader: () => Object.entries(strings).map(([id, words]) => ({ id, ...words })),
    schema: i18nSchema({ extend: z.object({}).catchall(z.string()) }),
  }),
};
