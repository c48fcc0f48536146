import engineAddress from '@jitl/quickjs-wasmfile-release-sync/wasm?url';
import { runEditedNodeUtilization } from '../../guest/edited-node-utilization.ts';
import { type GuestRuntime, loadGuestRuntime } from '../../guest/runtime.ts';
import algorithmSource from '../../kubernetes/descheduler/plugins/nodeutilization/algorithm.ts?raw';
import type { GuestReply, GuestRequest } from './guest-messages.ts';

// A dedicated worker that runs readers' code in the sandbox. It holds nothing that a page could miss: guest-client.ts
// ends it when it does not answer in time and starts another.

const memoryLimitBytes = 64 * 1024 * 1024;

const runtime: Promise<GuestRuntime> = load();
runtime.then(
  () => reply({ type: 'loaded' }),
  (error: unknown) => reply({ type: 'unloadable', message: String(error) }),
);

self.addEventListener('message', ({ data }: MessageEvent<GuestRequest>) => {
  answer(data).catch(reportError);
});

async function load(): Promise<GuestRuntime> {
  const response = await fetch(engineAddress);
  if (!response.ok) throw new Error(`${engineAddress}: ${response.status} ${response.statusText}`);
  const engine = await WebAssembly.compile(await response.arrayBuffer());
  return loadGuestRuntime({ engine, memoryLimitBytes });
}

async function answer({ id, files, snapshot, deadlineMs }: GuestRequest): Promise<void> {
  const guest = await runtime;
  await guest.ready();
  const limits = { deadlineMs, now: () => performance.now() };
  reply({ type: 'answer', id, result: runEditedNodeUtilization(guest, files, algorithmSource, snapshot, limits) });
}

function reply(message: GuestReply): void {
  self.postMessage(message);
}
