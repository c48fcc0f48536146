import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { Measurement } from './measurement.ts';

/** What a page has to load for the cluster alone: engine, API server, controllers, scheduler and kubelet. */
export async function measurePackageSize(): Promise<Measurement[]> {
  const { outputFiles } = await build({
    stdin: {
      contents: "export { createCluster } from 'kind-wasm-shim/cluster/cluster.ts';",
      resolveDir: fileURLToPath(new URL('../../..', import.meta.url)),
    },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2023',
    write: false,
    logLevel: 'error',
  });
  const bytes = gzipSync(outputFiles[0]?.contents ?? new Uint8Array()).length;
  return [{ what: 'shim, minified and gzipped', value: bytes / 1_000, unit: 'kB', budget: { atMost: 120 } }];
}
