import type { Pod, PodTemplateSpec } from 'kubernetes-types/core/v1';
import type { ObjectMeta, OwnerReference } from 'kubernetes-types/meta/v1';
import { StatusError } from '../api/errors.ts';
import type { ApiClient } from '../apiserver/client.ts';

/** The object that a controller makes pods for. */
export interface Owner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

/** @models staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/controller_ref.go NewControllerRef */
export function newControllerRef({ apiVersion, kind, metadata }: Owner): OwnerReference {
  const { name = '', uid = '' } = metadata;
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}

/** Makes and deletes the pods of one owner, and says so in events of the owner.
 *  @models pkg/controller/controller_utils.go RealPodControl */
export class PodControl {
  private readonly client: ApiClient;
  private readonly component: string;

  constructor(client: ApiClient, component: string) {
    this.client = client;
    this.component = component;
  }

  /** @models pkg/controller/controller_utils.go RealPodControl.CreatePods */
  create(owner: Owner, template: PodTemplateSpec, change: (pod: Pod) => Pod = (pod) => pod): Pod {
    const { labels, annotations, finalizers } = template.metadata ?? {};
    const pod: Pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        generateName: `${owner.metadata.name}-`,
        namespace: owner.metadata.namespace,
        ...(labels ? { labels } : {}),
        ...(annotations ? { annotations } : {}),
        ...(finalizers ? { finalizers } : {}),
        ownerReferences: [newControllerRef(owner)],
      },
      spec: template.spec,
    };
    try {
      const created = this.client.create<Pod>('pods', change(pod));
      this.event(owner, 'Normal', 'SuccessfulCreate', `Created pod: ${created.metadata?.name}`);
      return created;
    } catch (error) {
      if (error instanceof StatusError)
        this.event(owner, 'Warning', 'FailedCreate', `Error creating: ${error.message}`);
      throw error;
    }
  }

  /** @models pkg/controller/controller_utils.go RealPodControl.DeletePod */
  delete(owner: Owner, pod: Pod): void {
    const { namespace, name = '' } = pod.metadata ?? {};
    try {
      this.client.delete('pods', namespace, name);
    } catch (error) {
      if (error instanceof StatusError && error.reason === 'NotFound') return;
      if (error instanceof StatusError)
        this.event(owner, 'Warning', 'FailedDelete', `Error deleting: ${error.message}`);
      throw error;
    }
    this.event(owner, 'Normal', 'SuccessfulDelete', `Deleted pod: ${name}`);
  }

  event(owner: Owner, type: 'Normal' | 'Warning', reason: string, message: string): void {
    const { apiVersion, kind } = owner;
    const { namespace, name, uid, resourceVersion } = owner.metadata;
    const involvedObject = { apiVersion, kind, namespace, name, uid, ...(resourceVersion ? { resourceVersion } : {}) };
    this.client.recordEvent({ involvedObject, type, reason, message, source: { component: this.component } });
  }
}
