import type { NodeUtilizationStep } from '../plugins/nodeutilization/steps.ts';
import type { JudgementStep } from './judgement.ts';
import type { NodeFitRefusal } from './node-fit.ts';

/** Which pod a step speaks of. */
export interface PodName {
  readonly namespace: string;
  readonly name: string;
}

/** Asks whoever drives the run to evict a pod. The next call of `next` brings the answer. */
export interface EvictRequest {
  readonly kind: 'evict';
  readonly pod: PodName;
  readonly uid: string | undefined;
  readonly node: string;
  /** The reason in the event that the eviction leaves behind: the plugin's name. */
  readonly reason: string;
  /** How long the pod has to end, when the policy says so and the pod does not. */
  readonly gracePeriodSeconds?: number;
}

/** The answer to an EvictRequest. No answer (undefined) counts as evicted, so that a run over a frozen snapshot is a plain
 *  loop over its steps. */
export type EvictionResult =
  | { readonly evicted: true }
  | { readonly evicted: false; readonly code: number; readonly message: string };

/** Who refused an eviction. */
export type EvictionRefusal = 'totalLimit' | 'nodeLimit' | 'namespaceLimit' | 'missingUID' | 'api';

/** What the framework itself decides and reports. */
export type FrameworkStep =
  | EvictRequest
  | { readonly kind: 'cycleStarted'; readonly nodes: readonly string[] }
  /** The cycle was an error: the descheduler's loop ends. */
  | { readonly kind: 'cycleFailed'; readonly error: string }
  /** There was nothing to balance between. */
  | { readonly kind: 'cycleSkipped'; readonly why: 'clusterSize'; readonly nodes: number }
  | { readonly kind: 'cycleFinished'; readonly evicted: number }
  | { readonly kind: 'profileRefused'; readonly profile: string; readonly error: string }
  | { readonly kind: 'pluginStarted'; readonly profile: string; readonly plugin: string }
  /** The plugin gave up. What it had evicted by then stays evicted, and the next plugins run. */
  | {
      readonly kind: 'pluginFailed';
      readonly profile: string;
      readonly plugin: string;
      readonly extensionPoint: 'deschedule' | 'balance';
      readonly error: string;
    }
  | {
      readonly kind: 'pluginFinished';
      readonly profile: string;
      readonly plugin: string;
      readonly extensionPoint: 'deschedule' | 'balance';
      readonly evicted: number;
    }
  /** A plugin asked about the pod, and the evictor does not let it go: `reason` is the evictor's text. */
  | { readonly kind: 'podNotEvictable'; readonly pod: PodName; readonly node: string; readonly reason: string }
  | ({ readonly kind: 'podSkipped'; readonly pod: PodName; readonly node: string } & SkipReason)
  | {
      readonly kind: 'evictionRefused';
      readonly pod: PodName;
      readonly node: string;
      readonly by: EvictionRefusal;
      readonly error: string;
      /** The limit that refused it, if one did. */
      readonly limit?: number;
    };

/** Why a pod that could be evicted was passed over. */
export type SkipReason =
  /** It tolerates the taints of no target node. */
  | { readonly reason: 'taints' }
  /** It fits on no other node; in full detail, why on each. */
  | { readonly reason: 'nodeFit'; readonly nodes: readonly NodeFitRefusal[] | undefined }
  | { readonly reason: 'namespaceExcluded' }
  /** The labels of its namespace are not those that the evictor's namespaceLabelSelector selects. */
  | { readonly reason: 'namespaceLabels' };

/** A fact about a run of the descheduler, or the request to evict. Plain JSON, past tense, in the order in which things were
 *  decided. */
export type DeschedulerStep = FrameworkStep | NodeUtilizationStep | JudgementStep;

/** A run, one step at a time. */
export type DeschedulerRun<Result = void> = Generator<DeschedulerStep, Result, EvictionResult | undefined>;
