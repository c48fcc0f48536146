// The sources that a plugin can import, as text: what runs in the sandbox, and what the editor knows the types of. Large, so it is
// only imported by the worker and when the full editor or a built-in plugin is opened.

const texts = import.meta.glob<string>(
  [
    '../../kind-wasm-shim/kubernetes/api/**/*.ts',
    '../../kind-wasm-shim/kubernetes/descheduler/**/*.ts',
    '../../kind-wasm-shim/guest/inside/*.ts',
    '!../../kind-wasm-shim/kubernetes/api/validation/**',
    '!../../kind-wasm-shim/kubernetes/api/defaults/**',
  ],
  { query: '?raw', import: 'default', eager: true },
);

/** Text by path, `kind-wasm-shim/kubernetes/…`. */
export const pluginSources: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(texts).map(([path, text]) => [path.replace(/^(\.\.\/)+/, ''), text]),
);

const pluginFolder = 'kind-wasm-shim/kubernetes/descheduler/plugins/';

/** The files of a built-in plugin: all of its folder. Empty when there is no such plugin. */
export function filesOfPlugin(name: string): Readonly<Record<string, string>> {
  const named = new RegExp(`\\bname\\b[^\\n]{0,12}['"]${name}['"]`);
  const found = Object.entries(pluginSources).find(
    ([path, text]) =>
      path.startsWith(pluginFolder) && path.slice(pluginFolder.length).includes('/') && named.test(text),
  );
  if (found === undefined) return {};
  const folder = found[0].slice(0, found[0].lastIndexOf('/') + 1);
  const files = Object.entries(pluginSources).filter(([path]) => path.startsWith(folder));
  return Object.fromEntries([found, ...files.filter(([path]) => path !== found[0])]);
}
