import { LabConnection, type LabWorkerHandle } from 'kind-wasm-shim/hosts/browser/lab-connection.ts';
import type { LabBootstrap } from 'kind-wasm-shim/hosts/browser/lab-messages.ts';

/** The connection that a lab page's terminal, checks and board share. Nothing is loaded before it is opened. */
export function labConnection(bootstrap: LabBootstrap): LabConnection {
  const start = (): LabWorkerHandle => new Worker(new URL('./lab.worker.ts', import.meta.url), { type: 'module' });
  return new LabConnection(start, bootstrap);
}
