import type { Pod } from 'kubernetes-types/core/v1';
import { namespacedName } from '../api/meta.ts';
import { type KubeletVersion, printsJSONValues } from './versions.ts';

/** A value of a line in the kubelet's log: how it is printed depends on its Go type and on the release. */
export type KlogValue =
  | string
  | number
  | boolean
  | { readonly type: 'uid'; readonly uid: string }
  | { readonly type: 'pods'; readonly pods: readonly Pod[] }
  | { readonly type: 'containerID'; readonly id: string }
  | { readonly type: 'ids'; readonly ids: readonly string[] }
  | { readonly type: 'event'; readonly id: string; readonly event: string; readonly data: string }
  /** A structure, printed as JSON. */
  | { readonly type: 'json'; readonly value: unknown }
  /** A typed constant: bare in the older releases, quoted in the newer. */
  | { readonly type: 'constant'; readonly text: string };

/** A value that has Go's type types.UID.
 *  @models staging/src/k8s.io/apimachinery/pkg/types/uid.go UID */
export function uidValue(uid: string): KlogValue {
  return { type: 'uid', uid };
}

/** @models staging/src/k8s.io/klog/v2/k8s_references.go KObj */
export function podRef(pod: Pod): string {
  return namespacedName(pod);
}

/** @models staging/src/k8s.io/klog/v2/k8s_references.go KObjs */
export function podRefs(pods: readonly Pod[]): KlogValue {
  return { type: 'pods', pods };
}

/** @models pkg/kubelet/container/runtime.go ContainerID */
export function containerIDValue(id: string): KlogValue {
  return { type: 'containerID', id };
}

/** A typed constant such as a state.
 *  @models pkg/kubelet/pleg/generic.go plegContainerState.String */
export function constant(text: string): KlogValue {
  return { type: 'constant', text };
}

/** One value as a release prints it.
 *  @models staging/src/k8s.io/klog/v2/internal/serialize/keyvalues.go KVFormat */
export function formatValue(value: KlogValue, version: KubeletVersion): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object') return String(value);
  const json = printsJSONValues(version);
  switch (value.type) {
    case 'json':
      return JSON.stringify(value.value);
    case 'uid':
      return json ? JSON.stringify(value.uid) : value.uid;
    case 'constant':
      return json ? JSON.stringify(value.text) : value.text;
    case 'pods': {
      const names = value.pods.map(podRef);
      return json ? JSON.stringify(names) : `[${names.join(' ')}]`;
    }
    case 'ids':
      return json ? JSON.stringify(value.ids) : `[${value.ids.join(' ')}]`;
    case 'containerID':
      return json ? JSON.stringify({ Type: 'containerd', ID: value.id }) : `{Type:containerd ID:${value.id}}`;
    case 'event': {
      const { id, event, data } = value;
      return json ? JSON.stringify({ ID: id, Type: event, Data: data }) : `&{ID:${id} Type:${event} Data:${data}}`;
    }
  }
}

/** Keys and values as they follow the message, each after a space.
 *  @models staging/src/k8s.io/klog/v2/internal/serialize/keyvalues.go KVListFormat */
export function formatValues(values: Readonly<Record<string, KlogValue>>, version: KubeletVersion): string {
  let text = '';
  for (const key in values) text += `${text === '' ? '' : ' '}${key}=${formatValue(values[key] as KlogValue, version)}`;
  return text;
}
