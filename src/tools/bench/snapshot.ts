import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import type { SnapshotResult } from '../../scenarios/brought-cluster/brought-cluster.ts';
import { SnapshotReader } from '../../scenarios/brought-cluster/snapshot-reader.ts';
import { snapshotText } from '../../scenarios/brought-cluster/snapshot-recipe.ts';
import { type Measurement, percentile } from './measurement.ts';

const chunkBytes = 256 << 10;

interface Reading {
  readonly bytes: number;
  readonly seconds: number;
  readonly longestPushMs: number;
  readonly p99PushMs: number;
  /** The heap that the result holds on to, by what it grew. Zero unless garbage can be collected on demand. */
  readonly keptBytes: number;
  readonly result: SnapshotResult;
}

/** How fast snapshots are read, and that a larger one takes no longer per byte. */
export function measureSnapshot(podCounts: readonly number[] = [3_000, 30_000]): Measurement[] {
  return podCounts.flatMap((pods) => {
    const { bytes, seconds, p99PushMs } = readAll(chunksOfRecipe(pods));
    const what = `snapshot, ${pods.toLocaleString('en')} pods, ${(bytes / 1e6).toFixed(0)} MB of JSON`;
    return [
      { what: `${what}, read`, value: bytes / 1e6 / seconds, unit: 'MB/s', budget: { atLeast: 50 } },
      { what: `${what}, push of 256 KiB, p99`, value: p99PushMs, unit: 'ms', budget: { atMost: 30 } },
    ];
  });
}

function readAll(chunks: Iterable<Uint8Array>): Reading {
  const collect = globalThis.gc ?? (() => undefined);
  collect();
  const heapBefore = process.memoryUsage().heapUsed;
  const reader = new SnapshotReader();
  const pushes: number[] = [];
  let bytes = 0;
  for (const chunk of chunks) {
    const start = performance.now();
    reader.push('cluster.json', chunk);
    pushes.push(performance.now() - start);
    bytes += chunk.length;
  }
  const start = performance.now();
  const result = reader.finish();
  const finishMs = performance.now() - start;
  collect();
  return {
    bytes,
    seconds: (pushes.reduce((sum, ms) => sum + ms, 0) + finishMs) / 1000,
    longestPushMs: Math.max(finishMs, percentile(pushes, 100)),
    p99PushMs: percentile(pushes, 99),
    keptBytes: process.memoryUsage().heapUsed - heapBefore,
    result,
  };
}

/** The recipe in pieces of 256 KiB, so that only the reading is timed. */
function* chunksOfRecipe(pods: number): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  let text = '';
  for (const piece of snapshotText({ nodes: pods / 30, podsPerNode: 30, seed: 1, managedFields: false })) {
    text += piece;
    if (text.length < chunkBytes) continue;
    yield encoder.encode(text);
    text = '';
  }
  yield encoder.encode(text);
}

function* chunksOfFile(path: string): Generator<Uint8Array> {
  const file = openSync(path, 'r');
  const buffer = new Uint8Array(chunkBytes);
  try {
    for (let left = fstatSync(file).size; left > 0; ) {
      const count = readSync(file, buffer);
      if (count === 0) return;
      left -= count;
      yield buffer.subarray(0, count);
    }
  } finally {
    closeSync(file);
  }
}

/** `node --expose-gc src/tools/bench/snapshot.ts FILE` reads one file and says what it took. */
function main(path: string): void {
  const { bytes, seconds, longestPushMs, p99PushMs, keptBytes, result } = readAll(chunksOfFile(path));
  const rate = `${(bytes / 1e6).toFixed(0)} MB in ${seconds.toFixed(1)} s (${(bytes / 1e6 / seconds).toFixed(0)} MB/s)`;
  console.log(`${rate}, pushes of 256 KiB: p99 ${p99PushMs.toFixed(1)} ms, longest ${longestPushMs.toFixed(1)} ms`);
  const { user, system } = process.cpuUsage();
  console.log(`processor time of all threads ${((user + system) / 1e6).toFixed(1)} s`);
  const peak = process.resourceUsage().maxRSS / 1024;
  console.log(`peak RSS ${peak.toFixed(0)} MiB, heap held by the result ${(keptBytes / 2 ** 20).toFixed(0)} MiB`);
  if (result.ok) {
    const { counts, skippedKinds, findings, takenAtMs } = result.cluster;
    console.log(JSON.stringify({ counts, skippedKinds, findings, takenAtMs }));
  } else console.log(JSON.stringify(result, undefined, 1));
}

const path = process.argv[2];
if (path !== undefined && import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main(path);
