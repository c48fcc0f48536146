import { createHash } from 'node:crypto';
import { glob, readFile, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';

/** Larger files (the code editor and its language service) are kept once a reader has used them, not before. */
const largestKeptAtOnce = 1_500_000;
const neverKept = /\.gz$|^sw\.js$|^robots\.txt$|^sitemap-|rss\.xml$/;

/** Writes sw.js into a built site: the service worker with the list of the files that make the site work offline. */
export async function writeServiceWorker(site: string): Promise<void> {
  const files: Record<string, string> = {};
  const names: string[] = [];
  for await (const entry of glob('**/*.*', { cwd: site })) names.push(entry.replaceAll('\\', '/'));
  for (const name of names.sort()) {
    if (neverKept.test(name)) continue;
    const content = await readFile(join(site, name));
    if (content.length > largestKeptAtOnce) continue;
    const path = `/${name.replace(/(^|\/)index\.html$/, '$1')}`;
    files[path] = createHash('sha256').update(content).digest('base64url').slice(0, 10);
  }
  const source = await readFile(new URL('../site/service-worker.ts', import.meta.url), 'utf8');
  const script = `const files = ${JSON.stringify(files)};\n${stripTypeScriptTypes(source)}`;
  await writeFile(join(site, 'sw.js'), script);
}
