import { docsSchema } from '@astrojs/starlight/schema';
import { glob, type Loader } from 'astro/loaders';
import { defineCollection } from 'astro:content';
import { demandedBySection, frontMatter } from './site/front-matter.ts';

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
};
