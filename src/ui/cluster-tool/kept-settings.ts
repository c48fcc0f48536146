import {
  type DeschedulerVersion,
  deschedulerVersions,
  usualVersion,
} from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import { policyPresets } from './policy-presets.ts';
import type { RunOptions } from './worker-messages.ts';

/** What the reader typed and chose. Never anything of the cluster. */
export interface ToolSettings {
  readonly policies: { readonly a: string; readonly b: string | undefined };
  readonly version: DeschedulerVersion;
  readonly options: RunOptions;
}

export const usualSettings: ToolSettings = {
  policies: { a: policyPresets[0]?.text ?? '', b: undefined },
  version: usualVersion,
  options: { cycles: 3, intervalSeconds: 300, scoringStrategy: 'LeastAllocated', seed: 1 },
};

const key = 'podlab:descheduler-tool';

/** What was kept from an earlier visit, and whether this browser keeps anything at all. */
export function loadSettings(): { readonly settings: ToolSettings; readonly keeps: boolean } {
  try {
    return { settings: readSettings(localStorage.getItem(key)), keeps: true };
  } catch {
    return { settings: usualSettings, keeps: false };
  }
}

/** Keeps the settings for the next visit, and says whether that worked. */
export function keepSettings(settings: ToolSettings): boolean {
  try {
    localStorage.setItem(key, JSON.stringify(settings));
    return true;
  } catch {
    return false;
  }
}

/** Reads settings, whatever stands there: what is not as it should be is as usual. */
export function readSettings(text: string | null): ToolSettings {
  const kept = parsed(text);
  const policies = record(kept.policies);
  const options = record(kept.options);
  const usual = usualSettings.options;
  return {
    policies: {
      a: typeof policies.a === 'string' ? policies.a : usualSettings.policies.a,
      b: typeof policies.b === 'string' ? policies.b : undefined,
    },
    version: deschedulerVersions.find((version) => version === kept.version) ?? usualVersion,
    options: {
      cycles: whole(options.cycles, limits.cycles) ?? usual.cycles,
      intervalSeconds: whole(options.intervalSeconds, limits.intervalSeconds) ?? usual.intervalSeconds,
      seed: whole(options.seed, limits.seed) ?? usual.seed,
      scoringStrategy: options.scoringStrategy === 'MostAllocated' ? 'MostAllocated' : 'LeastAllocated',
    },
  };
}

/** The least and the most of each number. */
export const limits = {
  cycles: [1, 20],
  intervalSeconds: [1, 86_400],
  seed: [0, 2 ** 31 - 1],
} as const;

function whole(value: unknown, [least, most]: readonly [number, number]): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most ? value : undefined;
}

function parsed(text: string | null): Record<string, unknown> {
  try {
    return record(JSON.parse(text ?? '{}'));
  } catch {
    return {};
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
