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
  | {
      readonly plugin: 'RemoveFailedPods';
      readonly ageSeconds: number;
      readonly minPodLifetimeSeconds: number;
      /** The reasons that the pod and its containers give, whether the policy asks for them or not. */
      readonly reasons: readonly string[];
      /** What keeps the pod, undefined when nothing does. */
      readonly keptBy: 'age' | 'owner' | 'reason' | undefined;
    }
  | {
      readonly plugin: 'PodLifeTime';
      readonly ageSeconds: number;
      readonly maxPodLifeTimeSeconds: number | undefined;
      /** The phase and the waiting reasons that were compared with the policy's states. */
      readonly states: readonly string[];
      readonly keptBy: 'age' | 'state' | undefined;
    }
  | {
      readonly plugin: 'RemovePodsHavingTooManyRestarts';
      readonly restarts: number;
      readonly podRestartThreshold: number;
      readonly states: readonly string[];
      readonly keptBy: 'restarts' | 'state' | undefined;
    }
  /** `conflict` is the first pod that the anti-affinity of this one forbids near it. */
  | {
      readonly plugin: 'RemovePodsViolatingInterPodAntiAffinity';
      readonly conflict: { readonly pod: PodName; readonly node: string; readonly topologyKey: string } | undefined;
    };

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
  readonly pods: readonly PodName[];
}

/** What a plugin found out about a pod, or about pods that belong together. */
export type JudgementStep =
  | {
      readonly kind: 'podJudged';
      readonly pod: PodName;
      readonly node: string;
      /** Whether the plugin wants it evicted. */
      readonly victim: boolean;
      readonly judgement: Judgement;
    }
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
    }
  /** RemovePodsViolatingTopologySpreadConstraint counted the domains of one constraint. */
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
  /** Two domains were evened out by so many pods. `evicted` leaves out those that fit nowhere else. */
  | {
      readonly kind: 'domainsEvened';
      readonly topologyKey: string;
      readonly from: string;
      readonly to: string;
      readonly sizes: { readonly from: number; readonly to: number };
      readonly pods: readonly PodName[];
      readonly chosen: readonly PodName[];
    };
