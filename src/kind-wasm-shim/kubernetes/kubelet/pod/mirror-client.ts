import type { Node, Pod } from 'kubernetes-types/core/v1';
import type { Task } from '../../../kernel/effect.ts';
import { StatusError } from '../../api/errors.ts';
import { configHashAnnotation, configMirrorAnnotation } from '../../api/pod-properties.ts';
import type { ApiAccess } from '../api-access.ts';
import type { Journal } from '../journal.ts';
import { uidValue } from '../klog.ts';
import { mirrorPodOf } from '../static-pods.ts';

const file = 'mirror_client.go';

/** Makes and deletes the API's pictures of static pods.
 *  @models pkg/kubelet/pod/mirror_client.go basicMirrorClient */
export class MirrorClient {
  private readonly api: ApiAccess;
  private readonly journal: Journal;
  private readonly node: () => Node;

  constructor(api: ApiAccess, journal: Journal, node: () => Node) {
    this.api = api;
    this.journal = journal;
    this.node = node;
  }

  /** @models pkg/kubelet/pod/mirror_client.go basicMirrorClient.CreateMirrorPod */
  *createMirrorPod(pod: Pod): Task {
    const mirror = mirrorPodOf(pod, this.node());
    const { namespace, name = '' } = pod.metadata ?? {};
    try {
      yield* this.api.call('apiCreate', name, (client) => client.create<Pod>('pods', mirror));
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      if (error.reason !== 'AlreadyExists') throw error;
      const there = yield* this.api.call('apiGet', name, (client) => client.get<Pod>('pods', namespace, name));
      const hash = there.metadata?.annotations?.[configMirrorAnnotation];
      if (hash !== pod.metadata?.annotations?.[configHashAnnotation]) throw error;
    }
  }

  /** Deletes without grace, and only the pod of that uid if one is given; tells whether there was one to delete.
   *  @models pkg/kubelet/pod/mirror_client.go basicMirrorClient.DeleteMirrorPod */
  *deleteMirrorPod(fullName: string, uid: string | undefined): Task<boolean> {
    const [name = '', namespace = ''] = fullName.split('_');
    this.journal.info(file, 'Deleting a mirror pod', { pod: `${namespace}/${name}`, podUID: uidValue(uid ?? '') });
    try {
      yield* this.api.call('apiDelete', name, (client) =>
        client.delete('pods', namespace, name, { gracePeriodSeconds: 0, ...(uid ? { preconditions: { uid } } : {}) }),
      );
      return true;
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      if (error.reason !== 'NotFound' && error.reason !== 'Conflict') {
        const pod = `${namespace}/${name}`;
        this.journal.error(file, 'Failed deleting a mirror pod', { err: error.message, pod });
      }
      return false;
    }
  }
}
