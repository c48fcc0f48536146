import { satteri } from '@astrojs/markdown-satteri';
import preact from '@astrojs/preact';
import sitemap from '@astrojs/sitemap';
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import packageJson from './package.json' with { type: 'json' };
import { withTrueAlternates } from './src/site/alternates.ts';
import { languages } from './src/site/languages.ts';
import { markdownLanguage } from './src/site/markdown-language.ts';
import { editBase, siteOrigin } from './src/site/origin.ts';
import { strings } from './src/site/strings.ts';

const edit = editBase(process.env, packageJson.repository?.url);

/** Astro marks its own modules with a directive, and the bundler then says of every page that it is not kept. */
function withoutAstroDirectives(level, log, handler) {
  if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handler(level, log);
}

export default defineConfig({
  site: siteOrigin(process.env),
  // In the page itself the styles cost no second round trip before the first paint.
  build: { inlineStylesheets: 'always' },
  devToolbar: { enabled: false },
  integrations: [
    starlight({
      title: 'Podlab',
      locales: Object.fromEntries(languages.map(({ key, tag, name }) => [key, { label: name, lang: tag }])),
      defaultLocale: 'zh',
      favicon: '/favicon.svg',
      ...(edit === undefined ? {} : { editLink: { baseUrl: edit } }),
      disable404Route: true,
      sidebar: [],
      tableOfContents: { minHeadingLevel: 2, maxHeadingLevel: 3 },
      routeMiddleware: './src/site/route-data.ts',
      customCss: [
        './src/styles/tokens.css',
        './src/styles/starlight.css',
        './src/styles/frame.css',
        './src/styles/page.css',
        './src/styles/search.css',
        './src/styles/prose.css',
        './src/styles/print.css',
      ],
      components: {
        Footer: './src/layouts/overrides/Footer.astro',
        Head: './src/layouts/overrides/Head.astro',
        Header: './src/layouts/overrides/Header.astro',
        MobileMenuFooter: './src/layouts/overrides/MobileMenuFooter.astro',
        PageSidebar: './src/layouts/overrides/PageSidebar.astro',
        PageTitle: './src/layouts/overrides/PageTitle.astro',
        Search: './src/layouts/overrides/Search.astro',
        Sidebar: './src/layouts/overrides/Sidebar.astro',
        ThemeProvider: './src/layouts/overrides/ThemeProvider.astro',
        TwoColumnContent: './src/layouts/overrides/TwoColumnContent.astro',
      },
      expressiveCode: {
        themes: ['github-light', 'github-dark'],
        useStarlightUiThemeColors: false,
        // A shell command is a command, not a picture of a window.
        defaultProps: { overridesByLang: { 'sh,bash,shell,console,shellsession': { frame: 'none' } } },
        styleOverrides: {
          borderRadius: '0.25rem',
          borderColor: 'var(--rule)',
          codeBackground: 'var(--code-paper)',
          codeFontSize: '0.84rem',
          codeLineHeight: '1.6',
          uiFontFamily: 'var(--font-sans)',
          frames: {
            shadowColor: 'transparent',
            frameBoxShadowCssValue: 'none',
            editorBackground: 'var(--code-paper)',
            editorTabBarBackground: 'var(--code-paper)',
            editorActiveTabBackground: 'var(--code-paper)',
            editorActiveTabIndicatorTopColor: 'transparent',
            editorActiveTabBorderColor: 'transparent',
            editorTabBarBorderBottomColor: 'var(--rule)',
            terminalBackground: 'var(--code-paper)',
            terminalTitlebarBackground: 'var(--code-paper)',
            terminalTitlebarBorderBottomColor: 'var(--rule)',
            terminalTitlebarDotsOpacity: '0',
          },
        },
      },
      plugins: [
        {
          name: 'podlab-strings',
          hooks: { 'config:setup'() {}, 'i18n:setup': ({ injectTranslations }) => injectTranslations(strings) },
        },
      ],
      head: [{ tag: 'meta', attrs: { name: 'twitter:card', content: 'summary' } }],
    }),
    markdownLanguage(),
    preact({ include: ['**/src/ui/**/*.tsx'] }),
    sitemap({
      serialize: withTrueAlternates,
      i18n: { defaultLocale: 'zh', locales: Object.fromEntries(languages.map(({ key, tag }) => [key, tag])) },
    }),
  ],
  // Typographic marks are typed as they should stand; code and Chinese quotation marks are not guessed at.
  markdown: { processor: satteri({ features: { smartPunctuation: false } }) },
  vite: {
    worker: { format: 'es' },
    build: { rolldownOptions: { onLog: withoutAstroDirectives } },
    // The workspace package is TypeScript source behind a link in node_modules: it is built like our own.
    ssr: { noExternal: ['kind-wasm-shim'] },
    optimizeDeps: { exclude: ['kind-wasm-shim'], include: ['kind-wasm-shim > yaml'] },
  },
});
