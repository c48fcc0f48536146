import { duplicates } from './duplicates.ts';
import { failedPods } from './failed-pods.ts';
import { framework } from './framework.ts';
import { interPodAntiAffinity } from './inter-pod-anti-affinity.ts';
import { labelsAndTaintsChanged } from './labels-and-taints-changed.ts';
import { pingPong, pingPongPreferred } from './ping-pong.ts';
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
  'inter-pod-anti-affinity',
  'pod-life-time',
  'too-many-restarts',
  'framework',
  'ping-pong',
  'ping-pong-preferred',
] as const;

export type PresetName = (typeof presetNames)[number];

export const deschedulerPresets: Readonly<Record<PresetName, DeschedulerPreset>> = {
  'labels-and-taints-changed': labelsAndTaintsChanged,
  'failed-pods': failedPods,
  duplicates,
  'topology-spread': topologySpread,
  'inter-pod-anti-affinity': interPodAntiAffinity,
  'pod-life-time': podLifeTime,
  'too-many-restarts': tooManyRestarts,
  framework,
  'ping-pong': pingPong,
  'ping-pong-preferred': pingPongPreferred,
};
