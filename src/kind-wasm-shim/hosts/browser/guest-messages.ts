import type { EditedFiles, NodeAnswer, NodeUtilizationSnapshot } from '../../guest/edited-node-utilization.ts';
import type { GuestResult } from '../../guest/guest-result.ts';

/** What the page asks the guest worker: run these files on this cluster. */
export interface GuestRequest {
  readonly id: number;
  readonly files: EditedFiles;
  readonly snapshot: NodeUtilizationSnapshot;
  readonly deadlineMs: number;
}

/** What the guest worker says. `loaded` comes once, before any answer; `unloadable` instead of it. */
export type GuestReply =
  | { readonly type: 'loaded' }
  | { readonly type: 'unloadable'; readonly message: string }
  | { readonly type: 'answer'; readonly id: number; readonly result: GuestResult<readonly NodeAnswer[]> };
