import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../src/kind-wasm-shim/', import.meta.url));

/** The sources that a plugin in the sandbox can import, as the site bundles them. */
export const pluginSources: Readonly<Record<string, string>> = Object.fromEntries(
  ['kubernetes/api', 'kubernetes/descheduler', 'guest/inside'].flatMap((folder) =>
    readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => [`kind-wasm-shim/${folder}/${file}`, readFileSync(`${root}${folder}/${file}`, 'utf8')] as const),
  ),
);
