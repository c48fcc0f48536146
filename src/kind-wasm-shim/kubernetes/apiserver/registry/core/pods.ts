import type { Pod, PodSpec } from 'kubernetes-types/core/v1';
import { podWithDefaults } from '../../../api/defaults/pod.ts';
import type { StoredObject } from '../../../api/meta.ts';
import { podQOSClass } from '../../../api/pod-resources.ts';
import { podSpecErrors } from '../../../api/validation/pod-spec.ts';
import { podUpdateErrors } from '../../../api/validation/pod-update.ts';
import { defaultTolerationSeconds } from '../../admission/default-toleration-seconds.ts';
import { priority } from '../../admission/priority.ts';
import { serviceAccount } from '../../admission/service-account.ts';
import { podPrinter } from '../../printers/pod.ts';
import { allVerbs, type ResourceStrategy } from '../../resource-strategy.ts';
import { podBinding } from './pod-binding.ts';
import { podEviction } from './pod-eviction.ts';
import { podLog } from './pod-log.ts';

/** @models pkg/registry/core/pod/strategy.go podStrategy */
export const pods: ResourceStrategy = {
  group: '',
  version: 'v1',
  plural: 'pods',
  singular: 'pod',
  kind: 'Pod',
  namespaced: true,
  verbs: allVerbs,
  shortNames: ['po'],
  categories: ['all'],
  hasStatus: true,
  subresources: [podBinding, podEviction, podLog],
  table: podPrinter,
  fields: {
    'spec.nodeName': (object) => asPod(object).spec?.nodeName ?? '',
    'spec.restartPolicy': (object) => asPod(object).spec?.restartPolicy ?? '',
    'spec.schedulerName': (object) => asPod(object).spec?.schedulerName ?? '',
    'spec.serviceAccountName': (object) => asPod(object).spec?.serviceAccountName ?? '',
    'spec.hostNetwork': (object) => String(asPod(object).spec?.hostNetwork === true),
    'status.phase': (object) => asPod(object).status?.phase ?? '',
    'status.podIP': (object) => asPod(object).status?.podIP ?? '',
    'status.nominatedNodeName': (object) => asPod(object).status?.nominatedNodeName ?? '',
  },
  indexed: ['spec.nodeName'],

  applyDefaults: (object) => (object.spec ? { ...object, spec: podWithDefaults(object.spec as PodSpec) } : object),
  admission: [serviceAccount, priority, defaultTolerationSeconds],

  /** @models pkg/registry/core/pod/strategy.go podStrategy.PrepareForCreate */
  prepareForCreate: (object) => ({
    ...object,
    status: { phase: 'Pending', qosClass: podQOSClass(object as Pod), ...schedulingGated(object as Pod) },
  }),
  prepareForStatusUpdate: (object, old) => {
    const { ownerReferences } = old.metadata;
    const { ownerReferences: _, ...metadata } = object.metadata;
    return { ...object, metadata: ownerReferences ? { ...metadata, ownerReferences } : metadata };
  },
  validate: (object) => podSpecErrors((object.spec ?? {}) as PodSpec, 'spec'),
  validateUpdate: (object, old) => podUpdateErrors(asPod(object), asPod(old)),

  /** A pod that no kubelet looks after, or whose containers have ended, need not be waited for.
   *  @models pkg/registry/core/pod/strategy.go podStrategy.CheckGracefulDelete */
  gracePeriodSeconds: (object, requested) => {
    const { spec, status } = asPod(object);
    if (!spec?.nodeName || status?.phase === 'Failed' || status?.phase === 'Succeeded') return 0;
    return Math.max(requested ?? spec.terminationGracePeriodSeconds ?? 0, 0);
  },
  returnsDeletedObject: true,
};

function asPod(object: StoredObject): Pod {
  return object as Pod;
}

/** @models pkg/registry/core/pod/strategy.go applySchedulingGatedCondition */
function schedulingGated(pod: Pod): object {
  if ((pod.spec?.schedulingGates?.length ?? 0) === 0) return {};
  const message = 'Scheduling is blocked due to non-empty scheduling gates';
  const condition = { type: 'PodScheduled', status: 'False', reason: 'SchedulingGated', message };
  return { conditions: [condition] };
}
