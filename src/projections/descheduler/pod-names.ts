/** The name of a pod without the namespace `default`. */
export function short(pod: string): string {
  return pod.startsWith('default/') ? pod.slice('default/'.length) : pod;
}

/** A label key without the long domain of Kubernetes' own topology keys. */
export function shortKey(key: string): string {
  return key.replace(/^(topology\.)?kubernetes\.io\//, '');
}
