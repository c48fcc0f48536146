import type { Pod } from 'kubernetes-types/core/v1';
import { podName } from './snapshot.ts';
import type { PodName } from './steps.ts';

// What the plugins other than the two of node utilization report while they decide.

/** Why a plugin found a pod in violation, or in order. Each has what the plugin compared, so that it can be checked. */
export type Judgement =
  /** `taint` is the first that the pod does not tolerate, as `key=value:effect`; undefined when it tolerates all. */
  | { readonly plugin: 'RemovePodsViolatingNodeTaints'; readonly taint: string | undefined }
  | {
      readonly plugin: 'RemovePodsViolatingNodeAffinity';
      readonly affinity: 'required' | 'preferred';
      /** Whether the pod's node matches; with `preferred`, whether no node matches better. */
      readonly matches: boolean;
      /** Whether the pod fits on some node of the cluster, its own included. */
      readonly fitsSomewhere: boolean;
      /** With `preferred`: the weight that the pod's node reaches, and the best that any node reaches. */
      readonly weight?: number;
      readonly bestWeight?: number;
    }
  | FailedPodJudgement
  | LifeTimeJudgement
  | RestartsJudgement
  /** `conflict` is the first pod that the anti-affinity of this one forbids near it. */
  | {
      readonly plugin: 'RemovePodsViolatingInterPodAntiAffinity';
      readonly conflict: { readonly pod: PodName; readonly node: string; readonly topologyKey: string } | undefined;
    };

export interface FailedPodJudgement {
  readonly plugin: 'RemoveFailedPods';
  /** Negative when the pod's creation lies in the future; upstream takes that for a huge age. */
  readonly ageSeconds: number;
  readonly minPodLifetimeSeconds: number;
  /** The reasons that the pod and its containers give, whether the policy asks for them or not. */
  readonly reasons: readonly string[];
  readonly exitCodes: readonly number[];
  /** What keeps the pod, undefined when nothing does. */
  readonly keptBy: 'age' | 'owner' | 'reason' | 'exitCode' | undefined;
}

export interface LifeTimeJudgement {
  readonly plugin: 'PodLifeTime';
  readonly ageSeconds: number;
  readonly maxPodLifeTimeSeconds: number | undefined;
  /** The phase and the reasons that are compared with the policy's states. */
  readonly states: readonly string[];
  readonly keptBy: 'age' | 'state' | 'owner' | 'condition' | 'exitCode' | undefined;
}

export interface RestartsJudgement {
  readonly plugin: 'RemovePodsHavingTooManyRestarts';
  readonly restarts: number;
  readonly podRestartThreshold: number;
  /** The phase and the waiting reasons that are compared with the policy's states. */
  readonly states: readonly string[];
  readonly keptBy: 'restarts' | 'state' | undefined;
}

/** A set of pods of one owner with the same images, and the nodes that it is spread over. */
export interface DuplicateOwner {
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  readonly images: readonly string[];
}

/** A value of a topology key, and the pods in it that count. */
export interface TopologyDomain {
  readonly value: string;
  readonly nodes: readonly string[];
  /** How many pods count. */
  readonly size: number;
  /** Which they are, those that are moved first last; told in full detail only. */
  readonly pods: readonly PodName[] | undefined;
}

/** A plugin judged one pod that may be evicted. In full detail every one is told, else only victims. */
export interface PodJudged {
  readonly kind: 'podJudged';
  readonly pod: PodName;
  readonly node: string;
  /** Whether the plugin wants it evicted. */
  readonly victim: boolean;
  readonly judgement: Judgement;
}

/** The step that tells a judgement.
 *  @ours because upstream only logs some of them. */
export function judged(pod: Pod, node: string, victim: boolean, judgement: Judgement): PodJudged {
  return { kind: 'podJudged', pod: podName(pod), node, victim, judgement };
}

/** What a plugin found out about a pod, or about pods that belong together. */
export type JudgementStep =
  | PodJudged
  /** RemoveDuplicates counted an owner's pods. With fewer than two target nodes nothing is evicted. */
  | {
      readonly kind: 'duplicatesCounted';
      readonly owner: DuplicateOwner;
      /** Every pod of the owner that may be evicted, on whatever node. */
      readonly occurrences: number;
      /** The nodes that could take one of its duplicates. */
      readonly targets: readonly string[];
      /** ceil(occurrences / targets): so many may stay on one node. */
      readonly upperAverage: number;
      /** By node: the pods beyond the first, in the order in which the plugin met them. */
      readonly duplicates: readonly { readonly node: string; readonly pods: readonly PodName[] }[];
      /** Of these, the ones that are too many on their node. */
      readonly victims: readonly { readonly node: string; readonly pods: readonly PodName[] }[];
    }
  /** RemovePodsViolatingTopologySpreadConstraint counted the domains of one constraint. Without full detail only constraints
   *  that are out of balance are told. */
  | {
      readonly kind: 'domainsCounted';
      readonly namespace: string;
      readonly topologyKey: string;
      readonly maxSkew: number;
      readonly domains: readonly TopologyDomain[];
      /** Largest minus smallest. */
      readonly skew: number;
      readonly balanced: boolean;
      /** pods / domains. */
      readonly average: number;
    }
  /** Pods are to move between two domains. `sizes` are those before; `chosen` leaves out pods that fit nowhere else, which
   *  count as moved all the same. */
  | {
      readonly kind: 'domainsEvened';
      readonly namespace: string;
      readonly topologyKey: string;
      readonly from: string;
      readonly to: string;
      readonly sizes: { readonly from: number; readonly to: number };
      readonly pods: readonly PodName[];
      readonly chosen: readonly PodName[];
    };
