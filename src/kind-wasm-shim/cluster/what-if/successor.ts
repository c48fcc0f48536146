import type { Pod } from 'kubernetes-types/core/v1';
import type { OwnerReference } from 'kubernetes-types/meta/v1';
import type { RandomStream } from '../../kernel/random.ts';
import { isTerminalPhase } from '../../kubernetes/api/pod-properties.ts';

/** Who brings an evicted pod back. */
export type Successor =
  | { readonly kind: 'replaced'; readonly pod: Pod; readonly by: string }
  /** The kubelet of the same node starts a static pod again; no scheduler is asked. */
  | { readonly kind: 'sameNode'; readonly pod: Pod }
  /** Nobody does. `noController`: a bare pod is lost. `ended`: it had ended, and its controller has already made another. */
  | { readonly kind: 'gone'; readonly why: 'noController' | 'ended' };

/** Letters and digits that names are made of.
 *  @models staging/src/k8s.io/apimachinery/pkg/util/rand/rand.go alphanums */
const alphanums = 'bcdfghjklmnpqrstvwxz2456789';

/** What a pod's controller makes when the pod is gone: the same pod under a new name, on no node yet.
 *  @models pkg/controller/replicaset/replica_set.go ReplicaSetController.manageReplicas
 *  @simplifies every controller replaces at once and by the template that the evicted pod was made from: a Deployment in
 *  the middle of a rollout, a Job that has had its tries and a controller that is scaling down do otherwise */
export function successorOf(pod: Pod, names: RandomStream, createdAt: string): Successor {
  const owner = managingOwner(pod);
  if (owner === undefined) return { kind: 'gone', why: 'noController' };
  if (owner.kind === 'Node') return { kind: 'sameNode', pod };
  if (isTerminalPhase(pod) && owner.kind !== 'StatefulSet') return { kind: 'gone', why: 'ended' };
  const { name = '', namespace = '' } = pod.metadata ?? {};
  const keepsName = owner.kind === 'StatefulSet';
  const newName = keepsName ? name : `${stem(name, owner)}-${names.text(5, alphanums)}`;
  const { nodeName: _, ...spec } = pod.spec ?? { containers: [] };
  const made: Pod = {
    ...pod,
    metadata: {
      ...pod.metadata,
      name: newName,
      uid: `${namespace}/${newName}/${createdAt}`,
      creationTimestamp: createdAt,
    },
    spec,
    status: { phase: 'Pending' },
  };
  return { kind: 'replaced', pod: made, by: owner.kind };
}

/** The owner that replaces a pod. A reference that does not say whether it is the controller's counts when its kind is
 *  one that makes pods. */
export function managingOwner(pod: Pod): OwnerReference | undefined {
  const owners = pod.metadata?.ownerReferences ?? [];
  return owners.find(({ controller }) => controller === true) ?? owners.find(isMaker);
}

const makers: readonly string[] = ['ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'ReplicationController', 'Node'];

function isMaker({ controller, kind }: OwnerReference): boolean {
  return (controller === undefined || controller === null) && makers.includes(kind);
}

/** The part of a made pod's name that stays: its owner's name, or what stands before the last hyphen. */
function stem(name: string, owner: OwnerReference): string {
  if (name.startsWith(`${owner.name}-`)) return owner.name;
  const hyphen = name.lastIndexOf('-');
  return hyphen > 0 ? name.slice(0, hyphen) : name;
}

/** The workload that a pod belongs to, as `namespace/Kind/name`; a bare pod is its own. The ReplicaSets of one Deployment
 *  are one workload, as far as the hash in their name tells. */
export function workloadOf(pod: Pod): string {
  const { namespace = '', name = '', labels } = pod.metadata ?? {};
  const owner = managingOwner(pod);
  if (owner === undefined) return `${namespace}/Pod/${name}`;
  const hash = labels?.['pod-template-hash'];
  if (owner.kind === 'ReplicaSet' && hash && owner.name.endsWith(`-${hash}`)) {
    return `${namespace}/Deployment/${owner.name.slice(0, -hash.length - 1)}`;
  }
  return `${namespace}/${owner.kind}/${owner.name}`;
}
