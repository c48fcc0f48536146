// npm run build [-- --out FOLDER]: the site as plain static files, by default in dist.
import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { glob, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { constants, createGzip } from 'node:zlib';
import { runTool, ToolError } from './command-line.ts';
import { writeServiceWorker } from './offline.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const compressible = 'html,js,mjs,css,svg,xml,json,txt,wasm,pagefind,pf_meta,pf_index,pf_fragment';
const smallestWorthCompressing = 1024;

/** Builds the site into a folder and puts a compressed copy beside every file that gains by it. Rejects when it fails.
 *  `report` says where Astro's messages go. */
export async function build(
  out: string,
  env: NodeJS.ProcessEnv = process.env,
  report: 'stdout' | 'stderr' = 'stdout',
): Promise<void> {
  await astro(['build', '--outDir', out], env, report);
  await writeServiceWorker(out);
  await compress(out);
}

/** Runs Astro's command line with telemetry off and rejects unless it ends well. */
export async function astro(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  report: 'stdout' | 'stderr' = 'stdout',
): Promise<void> {
  const cli = join(root, 'node_modules/astro/bin/astro.mjs');
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: root,
    stdio: ['inherit', report === 'stdout' ? 1 : 2, 2],
    env: { ...env, ASTRO_TELEMETRY_DISABLED: '1' },
  });
  const end = await new Promise<string>((done, fail) => {
    child.once('error', fail);
    child.once('exit', (code, signal) => done(code === 0 ? '' : (signal ?? `exit code ${code}`)));
  });
  if (end !== '') throw new ToolError(`astro ${args[0]} failed (${end}); its messages are above.`);
}

async function compress(folder: string): Promise<void> {
  for await (const name of glob(`**/*.{${compressible}}`, { cwd: folder })) {
    const file = join(folder, name);
    if ((await stat(file)).size < smallestWorthCompressing) continue;
    const gzip = createGzip({ level: constants.Z_BEST_COMPRESSION });
    await pipeline(createReadStream(file), gzip, createWriteStream(`${file}.gz`));
  }
}

if (import.meta.main) {
  await runTool('build', async (args) => {
    const { values } = parseArgs({ args, options: { out: { type: 'string', default: join(root, 'dist') } } });
    await build(resolve(values.out));
    return 0;
  });
}
