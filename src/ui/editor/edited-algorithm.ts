import type { EditedFiles, NodeUtilizationSnapshot } from 'kind-wasm-shim/guest/edited-node-utilization.ts';
import { type EditedRun, GuestClient } from 'kind-wasm-shim/hosts/browser/guest-client.ts';

let client: GuestClient | undefined;

/** Asks edited files about a whole cluster, in the sandbox, and always ends: with the answers, with what went wrong in the
 *  reader's code and where, or with why there is no sandbox. The comparison beside the editor shows the answers; a figure
 *  turns them into an algorithm with algorithmFromAnswers and simulates with that. Runs wait for one another. */
export function runEditedAlgorithm(files: EditedFiles, snapshot: NodeUtilizationSnapshot): Promise<EditedRun> {
  client ??= new GuestClient({ startWorker });
  return client.run(files, snapshot);
}

function startWorker(): Worker {
  return new Worker(new URL('../../kind-wasm-shim/hosts/browser/guest-worker.ts', import.meta.url), { type: 'module' });
}
