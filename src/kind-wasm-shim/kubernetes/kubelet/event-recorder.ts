import type { Pod } from 'kubernetes-types/core/v1';
import type { ApiClient } from '../apiserver/client.ts';
import type { Journal } from './journal.ts';
import { podRef } from './klog.ts';

/** Records the kubelet's events about pods; the warnings are in its log too.
 *  @models staging/src/k8s.io/client-go/tools/record/event.go recorderImpl.Event
 *  @simplifies the log has no line for a normal event */
export class EventRecorder {
  private readonly client: ApiClient;
  private readonly node: string;
  private readonly journal: Journal;

  constructor(client: ApiClient, node: string, journal: Journal) {
    this.client = client;
    this.node = node;
    this.journal = journal;
  }

  readonly recordEvent = (
    pod: Pod,
    container: string,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
  ): void => {
    const isInit = pod.spec?.initContainers?.some(({ name }) => name === container) ?? false;
    this.record(pod, `spec.${isInit ? 'initContainers' : 'containers'}{${container}}`, type, reason, message);
  };

  readonly recordPodEvent = (pod: Pod, type: 'Normal' | 'Warning', reason: string, message: string): void => {
    this.record(pod, undefined, type, reason, message);
  };

  private record(
    pod: Pod,
    fieldPath: string | undefined,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
  ): void {
    const { namespace, name, uid, resourceVersion } = pod.metadata ?? {};
    const involvedObject = {
      apiVersion: 'v1',
      kind: 'Pod',
      namespace,
      name,
      uid,
      ...(resourceVersion ? { resourceVersion } : {}),
      ...(fieldPath ? { fieldPath } : {}),
    };
    const source = { component: 'kubelet', host: this.node };
    this.client.recordEvent({ involvedObject, type, reason, message, source });
    if (type === 'Normal') return;
    const values = { object: podRef(pod), kind: 'Pod', apiVersion: 'v1', type, reason, message };
    this.journal.info('event.go', 'Event occurred', values);
  }
}
