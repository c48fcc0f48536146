import type { Pod } from 'kubernetes-types/core/v1';
import { sleep, type Task } from '../../../kernel/effect.ts';
import type { RandomStream } from '../../../kernel/random.ts';
import type { ApiClient } from '../../apiserver/client.ts';
import { Informer } from '../../apiserver/informer.ts';
import type { PodConfig } from './config.ts';

/** Watches the pods that are bound to this node. Every event of the watch is told by itself, so that a pod that is marked
 *  and gone in one request is heard of twice.
 *  @models pkg/kubelet/config/apiserver.go newSourceApiserverFromLW
 *  @simplifies the watch never breaks */
export function* apiServerSource(client: ApiClient, node: string, random: RandomStream, config: PodConfig): Task {
  const informer = new Informer<Pod>(client, 'pods', { fieldSelector: `spec.nodeName=${node}` });
  try {
    // What there is at the beginning comes as one list.
    config.set('api', [...informer.store.values()]);
    const listed = new Set(informer.store.values());
    for (;;) {
      const change = yield* informer.changes.take();
      if (!change) return;
      const { type, object } = change;
      if (listed.delete(object) && type === 'ADDED') continue;
      yield* sleep(random.integer(1, 3));
      config.change('api', object, type === 'DELETED');
    }
  } finally {
    informer.close();
  }
}
