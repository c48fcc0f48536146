import type { GuestFailure } from 'kind-wasm-shim/guest/guest-result.ts';
import type { PluginCode } from 'kind-wasm-shim/guest/plugin-session.ts';
import type { LogEntry } from 'kind-wasm-shim/kernel/log.ts';
import type { DeschedulerVersion } from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import type { JudgeSettings, SeedVerdict } from '../../scenarios/own-plugin/verdict.ts';
import type { CaseDifference } from './recorded-cases.ts';

/** A plugin as the page has it: the worker adds the sources of the package. */
export interface LabPlugin {
  readonly code: Omit<PluginCode, 'sources'>;
  readonly version: DeschedulerVersion;
  readonly args: unknown;
}

/** What the page asks of the worker. */
export type LabTask =
  | {
      readonly kind: 'judge';
      readonly plugin: LabPlugin;
      readonly firstSeed: number;
      readonly seeds: number;
      readonly settings: JudgeSettings;
    }
  /** One seed again, with all that happened. */
  | { readonly kind: 'replay'; readonly plugin: LabPlugin; readonly seed: number; readonly settings: JudgeSettings }
  /** The recorded cases of a built-in plugin. `texts` are the recordings: of the release, and those with the inputs. */
  | {
      readonly kind: 'compare';
      readonly plugin: LabPlugin;
      readonly name: string;
      readonly texts: readonly string[];
    };

/** What the worker tells while it is at it, and at the end. */
export type LabReport =
  | { readonly kind: 'verdict'; readonly verdict: SeedVerdict }
  | { readonly kind: 'replayed'; readonly verdict: SeedVerdict; readonly entries: readonly LogEntry[] }
  | {
      readonly kind: 'cases';
      readonly done: number;
      readonly of: number;
      readonly different: readonly CaseDifference[];
    }
  /** The plugin cannot run at all, or the run went wrong by itself. */
  | { readonly kind: 'failed'; readonly failure: GuestFailure }
  | { readonly kind: 'broken'; readonly message: string };

export type LabAnswer =
  | { readonly type: 'loaded' }
  | { readonly type: 'unloadable'; readonly message: string }
  | { readonly type: 'report'; readonly report: LabReport }
  | { readonly type: 'finished' };
