import { controllerOf, namespacedName } from 'kind-wasm-shim/kubernetes/api/meta.ts';
import {
  hasLocalStorage,
  isCriticalPriorityPod,
  isDaemonSetPod,
  isMirrorPod,
  isStaticPod,
  isTerminalPhase,
  isTerminating,
} from 'kind-wasm-shim/kubernetes/api/pod-properties.ts';
import { podQOSClass, podRequests, type QOSClass } from 'kind-wasm-shim/kubernetes/api/pod-resources.ts';
import { countable } from 'kind-wasm-shim/kubernetes/api/quantity.ts';
import type { Pod } from 'kubernetes-types/core/v1';

/** What the figure needs to know of a pod. */
export interface PodFacts {
  /** `namespace/name`. */
  readonly key: string;
  readonly node: string | undefined;
  readonly qos: QOSClass;
  readonly priority: number | undefined;
  readonly requests: Readonly<Record<string, number>>;
  readonly owner: { readonly uid: string; readonly kind: string; readonly name: string } | undefined;
  readonly phase: string;
  readonly terminating: boolean;
  /** Succeeded or Failed: its requests count no more. */
  readonly ended: boolean;
  /** Not evicted under default settings. */
  readonly settled: boolean;
}

const known = new WeakMap<object, PodFacts>();

/** The facts of a pod object. Objects in the log never change, so each is read once. */
export function podFacts(pod: Pod): PodFacts {
  let facts = known.get(pod);
  if (!facts) {
    facts = readPod(pod);
    known.set(pod, facts);
  }
  return facts;
}

function readPod(pod: Pod): PodFacts {
  const requests: Record<string, number> = { pods: 1 };
  for (const [resource, quantity] of podRequests(pod)) requests[resource] = countable(resource, quantity);
  const owner = controllerOf(pod);
  return {
    key: namespacedName(pod),
    node: pod.spec?.nodeName,
    qos: podQOSClass(pod),
    priority: pod.spec?.priority,
    requests,
    owner: owner && { uid: owner.uid, kind: owner.kind, name: owner.name },
    phase: pod.status?.phase ?? 'Pending',
    terminating: isTerminating(pod),
    ended: isTerminalPhase(pod),
    settled:
      isDaemonSetPod(pod) ||
      isMirrorPod(pod) ||
      isStaticPod(pod) ||
      isCriticalPriorityPod(pod) ||
      hasLocalStorage(pod) ||
      !pod.metadata?.ownerReferences?.length,
  };
}
