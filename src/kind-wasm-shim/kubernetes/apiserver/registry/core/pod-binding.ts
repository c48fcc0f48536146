import type { Pod, PodCondition } from 'kubernetes-types/core/v1';
import { badRequest, conflict } from '../../../api/errors.ts';
import { apiTime, type StoredObject } from '../../../api/meta.ts';
import type { Subresource } from '../../resource-strategy.ts';
import type { ApiServer } from '../../server.ts';

/** Puts a pod on a node, for good.
 *  @models pkg/registry/core/pod/storage/storage.go BindingREST.setPodHostAndAnnotations
 *  @models pkg/registry/core/pod/storage/storage.go BindingREST.setPodNodeAndMetadata */
export function bindPod(
  server: ApiServer,
  namespace: string,
  name: string,
  node: string,
  options: { by: string; dryRun?: boolean },
): StoredObject {
  const store = server.store('pods');
  const pod = store.get(namespace, name);
  const { spec, status } = pod as Pod;
  const refuse = (why: string) => conflict('', 'pods/binding', name, why);
  if (pod.metadata.deletionTimestamp !== undefined)
    throw refuse(`pod ${name} is being deleted, cannot be assigned to a host`);
  if (spec?.nodeName) throw refuse(`pod ${name} is already assigned to node ${JSON.stringify(spec.nodeName)}`);
  if ((spec?.schedulingGates?.length ?? 0) > 0) throw refuse(`pod ${name} has non-empty .spec.schedulingGates`);
  const scheduled: PodCondition = {
    type: 'PodScheduled',
    status: 'True',
    lastProbeTime: null as unknown as string,
    lastTransitionTime: apiTime(server.kernel.nowMs),
  };
  const others = (status?.conditions ?? []).filter(({ type }) => type !== 'PodScheduled');
  const bound: StoredObject = {
    ...pod,
    spec: { ...spec, nodeName: node },
    status: { ...status, conditions: [...others, scheduled] },
  };
  return store.overwrite(bound, options);
}

/** @models pkg/registry/core/pod/storage/storage.go BindingREST */
export const podBinding: Subresource = {
  name: 'binding',
  kind: 'Binding',
  verbs: ['create'],
  handle: (server, { namespace = '', name, body, by, dryRun }) => {
    const target = typeof body === 'object' ? (body.target as { name?: string; kind?: string } | undefined) : undefined;
    if (!target?.name) throw badRequest('Binding.target.name: Required value');
    bindPod(server, namespace, name, target.name, { by, dryRun });
    return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };
  },
};
