import { duplicates } from './duplicates.ts';
import { failedPods } from './failed-pods.ts';
import { labelsAndTaintsChanged } from './labels-and-taints-changed.ts';
import { podLifeTime } from './pod-life-time.ts';
import type { DeschedulerPreset } from './preset.ts';
import { tooManyRestarts } from './too-many-restarts.ts';
import { topologySpread } from './topology-spread.ts';

/** The stories that the descheduler's figure can tell, by name. */
export const presetNames = [
  'labels-and-taints-changed',
  'failed-pods',
  'duplicates',
  'topology-spread',
  'pod-life-time',
  'too-many-restarts',
] as const;

export type PresetName = (typeof presetNames)[number];

export const deschedulerPresets: Readonly<Record<PresetName, DeschedulerPreset>> = {
  'labels-and-taints-changed': labelsAndTaintsChanged,
  'failed-pods': failedPods,
  duplicates,
  'topology-spread': topologySpread,
  'pod-life-time': podLifeTime,
  'too-many-restarts': tooManyRestarts,
};
