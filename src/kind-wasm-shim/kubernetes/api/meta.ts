import type { ObjectMeta, OwnerReference } from 'kubernetes-types/meta/v1';

/** Any object that the API server stores: what every kind has in common, the rest as plain JSON. */
export interface KubernetesObject {
  apiVersion?: string;
  kind?: string;
  metadata?: ObjectMeta;
  [field: string]: unknown;
}

/** An object that has been stored, and so has a name, a uid and a resourceVersion. */
export interface StoredObject extends KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta & { name: string; uid: string; resourceVersion: string; creationTimestamp: string };
}

/** `namespace/name`, or the name alone for an object outside namespaces. */
export function namespacedName(object: { metadata?: ObjectMeta }): string {
  const { namespace, name = '' } = object.metadata ?? {};
  return namespace ? `${namespace}/${name}` : name;
}

/** The owner that manages an object, if one does.
 *  @models staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/controller_ref.go GetControllerOf */
export function controllerOf(object: { metadata?: ObjectMeta }): OwnerReference | undefined {
  return object.metadata?.ownerReferences?.find((owner) => owner.controller === true);
}

/** The instant that virtual time 0 stands for in API timestamps. A fixed one, so that a log never depends on the day it
 *  was made. */
export const epochMs = Date.UTC(2026, 0, 1);

/** A virtual time as the API writes it: RFC 3339, whole seconds. */
export function apiTime(atMs: number): string {
  const second = Math.floor(atMs / 1000);
  // Hundreds of writes fall into one second, so the last spelling is kept.
  if (second !== spelled.second) {
    spelled = { second, text: `${new Date(epochMs + second * 1000).toISOString().slice(0, 19)}Z` };
  }
  return spelled.text;
}

let spelled = { second: Number.NaN, text: '' };

/** The virtual time of an API timestamp, NaN when it is none. */
export function virtualTime(timestamp: string): number {
  return Date.parse(timestamp) - epochMs;
}
