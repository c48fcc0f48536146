import { fileURLToPath, pathToFileURL } from 'node:url';
import type { AstroIntegration } from 'astro';

/** Lets Starlight's Markdown plugins (asides, heading links, code blocks) see content/en/x.mdx as
 *  src/content/docs/en/x.mdx. They look for pages there, and read the language from that path: without this, asides and
 *  heading links are either missing or labelled in Chinese on English pages, and nothing says so. Must stand after
 *  Starlight in the list of integrations. */
export function markdownLanguage(): AstroIntegration {
  return {
    name: 'podlab-markdown-language',
    hooks: {
      'astro:config:setup': ({ config }) => {
        const content = fileURLToPath(new URL('content/', config.root));
        const docs = fileURLToPath(new URL('content/docs/', config.srcDir));
        const seenAs = (url: URL | undefined): URL | undefined => {
          if (url?.protocol !== 'file:') return url;
          const path = fileURLToPath(url);
          return path.startsWith(content) ? pathToFileURL(docs + path.slice(content.length)) : url;
        };
        const { mdastPlugins, hastPlugins } = processorOptions(config.markdown.processor);
        for (const plugins of [mdastPlugins, hastPlugins]) {
          plugins.forEach((plugin, i) => {
            plugins[i] = withFileURL(plugin, seenAs);
          });
        }
      },
    },
  };
}

type SeenAs = (url: URL | undefined) => URL | undefined;

/** Wraps a plugin, a factory of plugins, or a list of either, so that each `fileURL` it is given is translated first. */
function withFileURL(plugin: unknown, seenAs: SeenAs): unknown {
  if (Array.isArray(plugin)) return plugin.map((one) => withFileURL(one, seenAs));
  if (typeof plugin === 'function') {
    return (context: object, ...rest: unknown[]) => {
      const made: unknown = plugin(translated(context, seenAs), ...rest);
      return withFileURL(made, seenAs);
    };
  }
  if (!isRecord(plugin)) return plugin;
  if (plugin.name !== 'astro-expressive-code-satteri' || !isRecord(plugin.element)) return plugin;
  const { element } = plugin;
  const { visit } = element;
  if (typeof visit !== 'function') return plugin;
  return {
    ...plugin,
    element: { ...element, visit: (node: unknown, context: object) => visit(node, translated(context, seenAs)) },
  };
}

/** The context as it is, but for `fileURL`. The proxy's target is empty because the real one may be frozen. */
function translated(context: object, seenAs: SeenAs): object {
  return new Proxy(
    {},
    {
      get(_, key) {
        const value: unknown = Reflect.get(context, key, context);
        if (key === 'fileURL') return seenAs(value instanceof URL ? value : undefined);
        return typeof value === 'function' ? value.bind(context) : value;
      },
      has: (_, key) => Reflect.has(context, key),
    },
  );
}

function processorOptions(processor: { readonly name: string; readonly options?: unknown }): {
  mdastPlugins: unknown[];
  hastPlugins: unknown[];
} {
  const options = isRecord(processor.options) ? processor.options : {};
  const { mdastPlugins, hastPlugins } = options;
  if (!Array.isArray(mdastPlugins) || !Array.isArray(hastPlugins)) {
    throw new Error(
      `markdown processor ${JSON.stringify(processor.name)}: expected Sätteri, whose plugins this can adapt. ` +
        'Adapt src/site/markdown-language.ts to the new processor.',
    );
  }
  return { mdastPlugins, hastPlugins };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
