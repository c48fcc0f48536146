import type { Pod } from 'kubernetes-types/core/v1';
import { badRequest } from '../../../api/errors.ts';
import { isTerminalPhase } from '../../../api/pod-properties.ts';
import type { DeleteOptions, Subresource } from '../../resource-strategy.ts';
import type { ApiServer } from '../../server.ts';

/** Deletes a pod unless a disruption budget stands against it. A pod that is going anyway, or has nothing to disrupt, needs
 *  no budget.
 *  @models pkg/registry/core/pod/storage/eviction.go EvictionREST.Create
 *  @simplifies budgets are asked through `server.evictionGuards`; without a guard none refuses. */
export function evictPod(
  server: ApiServer,
  namespace: string,
  name: string,
  options: DeleteOptions & { by: string },
): void {
  const store = server.store('pods');
  const object = store.get(namespace, name);
  const pod = object as Pod;
  const undisturbed =
    isTerminalPhase(pod) || pod.status?.phase === 'Pending' || object.metadata.deletionTimestamp !== undefined;
  if (!undisturbed) for (const guard of server.evictionGuards) guard(pod, options.dryRun === true);
  store.delete(namespace, name, options);
}

/** @models pkg/registry/core/pod/storage/eviction.go EvictionREST */
export const podEviction: Subresource = {
  name: 'eviction',
  kind: 'Eviction',
  group: 'policy',
  version: 'v1',
  verbs: ['create'],
  handle: (server, { namespace = '', name, body, by, dryRun }) => {
    const eviction = typeof body === 'object' ? body : {};
    const named = eviction.metadata?.name;
    if (named !== name) throw badRequest('name in URL does not match name in Eviction object');
    const options = (eviction.deleteOptions ?? {}) as DeleteOptions;
    evictPod(server, namespace, name, { ...options, by, dryRun: dryRun || isDryRun(eviction.deleteOptions) });
    return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };
  },
};

function isDryRun(options: unknown): boolean {
  return Array.isArray((options as { dryRun?: unknown } | undefined)?.dryRun);
}
