import type { Namespace } from 'kubernetes-types/core/v1';
import { dns1123LabelErrors } from '../../../api/label-syntax.ts';
import { namespacePrinter } from '../../printers/cluster-objects.ts';
import { allVerbs, type ResourceStrategy, type Subresource } from '../../resource-strategy.ts';

const nameLabel = 'kubernetes.io/metadata.name';

/** Takes finalizers out of `spec`: how the namespace controller says that a namespace is empty.
 *  @models pkg/registry/core/namespace/storage/storage.go FinalizeREST */
const finalize: Subresource = {
  name: 'finalize',
  kind: 'Namespace',
  verbs: ['update'],
  handle: (server, { name, body, by, dryRun }) => {
    const store = server.store('namespaces');
    const old = store.get(undefined, name);
    const spec = typeof body === 'object' ? body.spec : old.spec;
    return store.overwrite({ ...old, spec }, { by, dryRun });
  },
};

/** A namespace stays, Terminating, until its content is gone.
 *  @models pkg/registry/core/namespace/strategy.go namespaceStrategy
 *  @models pkg/registry/core/namespace/storage/storage.go REST.Delete */
export const namespaces: ResourceStrategy = {
  group: '',
  version: 'v1',
  plural: 'namespaces',
  singular: 'namespace',
  kind: 'Namespace',
  namespaced: false,
  verbs: allVerbs.filter((verb) => verb !== 'deletecollection'),
  shortNames: ['ns'],
  hasStatus: true,
  subresources: [finalize],
  table: namespacePrinter,
  fields: { 'status.phase': (object) => (object as Namespace).status?.phase ?? '' },
  nameErrors: dns1123LabelErrors,

  /** @models pkg/apis/core/v1/defaults.go SetDefaults_Namespace */
  applyDefaults: (object) => {
    const name = object.metadata?.name;
    if (!name) return object;
    return { ...object, metadata: { ...object.metadata, labels: { ...object.metadata?.labels, [nameLabel]: name } } };
  },
  prepareForCreate: (object) => {
    const labels = { ...object.metadata?.labels, [nameLabel]: object.metadata?.name ?? '' };
    const given = (object as Namespace).spec?.finalizers ?? [];
    return {
      ...object,
      metadata: { ...object.metadata, labels },
      spec: { finalizers: given.includes('kubernetes') ? given : [...given, 'kubernetes'] },
      status: { phase: 'Active' },
    };
  },
  prepareForUpdate: (object, old) => ({ ...object, spec: old.spec, status: old.status }),
  finalization: {
    isPending: (object) => ((object as Namespace).spec?.finalizers?.length ?? 0) > 0,
    begin: (object) => {
      // The period of grace is that of kinds that are deleted gracefully; a namespace has none.
      const { deletionGracePeriodSeconds: _, ...metadata } = object.metadata;
      return { ...object, metadata, status: { ...(object.status as object), phase: 'Terminating' } };
    },
    pendingText:
      'The system is ensuring all content is removed from this namespace.  Upon completion, this namespace will ' +
      'automatically be purged by the system.',
  },
  returnsDeletedObject: true,
};
