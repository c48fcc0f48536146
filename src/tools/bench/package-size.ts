import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { Measurement } from './measurement.ts';

/** What a page has to load for the cluster alone: engine, API server, controllers, scheduler, kubelet and the descheduler that
 *  runs in it; and the same with the library that reads YAML. */
export async function measurePackageSize(): Promise<Measurement[]> {
  return [
    { what: 'shim, minified and gzipped', value: await kilobytes(['yaml']), unit: 'kB', budget: { atMost: 120 } },
    { what: 'shim with its YAML reader', value: await kilobytes([]), unit: 'kB' },
  ];
}

async function kilobytes(external: string[]): Promise<number> {
  const { outputFiles } = await build({
    stdin: {
      contents: "export { createCluster } from 'kind-wasm-shim/cluster/cluster.ts';",
      resolveDir: fileURLToPath(new URL('../../..', import.meta.url)),
    },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2023',
    external,
    write: false,
    logLevel: 'error',
  });
  return gzipSync(outputFiles[0]?.contents ?? new Uint8Array()).length / 1_000;
}
