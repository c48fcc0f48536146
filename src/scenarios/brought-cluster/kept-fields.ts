import {
  type FieldShape,
  flag,
  integer,
  integerOrPercent,
  list,
  map,
  presence,
  quantity,
  record,
  shared,
  sharedText,
  someOf,
  text,
  time,
  timeAhead,
  timeSeen,
} from './field-shape.ts';

/** The annotations that the descheduler reads, and those by which it knows static pods. */
function isReadAnnotation(name: string): boolean {
  return name.startsWith('descheduler.alpha.kubernetes.io/') || name.startsWith('kubernetes.io/config.');
}

const labels = shared(map(sharedText));
const amounts = shared(map(quantity));

const labelSelector = record({
  matchLabels: map(sharedText),
  matchExpressions: list(record({ key: text, operator: text, values: list(text) })),
});

const metadata = {
  name: text,
  namespace: sharedText,
  uid: text,
  labels,
  annotations: shared(map(sharedText, isReadAnnotation)),
  ownerReferences: shared(list(record({ apiVersion: text, kind: text, name: text, uid: text, controller: flag }))),
  creationTimestamp: time,
  deletionTimestamp: timeAhead,
};

const container = record({
  name: text,
  image: text,
  restartPolicy: text,
  resources: record({ requests: map(quantity), limits: map(quantity), claims: list(record({ name: text })) }),
  ports: list(record({ containerPort: integer, hostPort: integer, hostIP: text, protocol: text })),
});

const nodeSelectorTerm = record({
  matchExpressions: list(record({ key: text, operator: text, values: list(text) })),
  matchFields: list(record({ key: text, operator: text, values: list(text) })),
});

const podAffinityTerm = record({
  labelSelector,
  topologyKey: text,
  namespaces: list(text),
  namespaceSelector: labelSelector,
  matchLabelKeys: list(text),
  mismatchLabelKeys: list(text),
});

const podAffinity = record({
  requiredDuringSchedulingIgnoredDuringExecution: list(podAffinityTerm),
  preferredDuringSchedulingIgnoredDuringExecution: list(record({ weight: integer, podAffinityTerm })),
});

const affinity = record({
  nodeAffinity: record({
    requiredDuringSchedulingIgnoredDuringExecution: record({ nodeSelectorTerms: list(nodeSelectorTerm) }),
    preferredDuringSchedulingIgnoredDuringExecution: list(record({ weight: integer, preference: nodeSelectorTerm })),
  }),
  podAffinity,
  podAntiAffinity: podAffinity,
});

const toleration = record({ key: text, operator: text, value: text, effect: text, tolerationSeconds: integer });

const topologySpreadConstraint = record({
  maxSkew: integer,
  topologyKey: text,
  whenUnsatisfiable: text,
  labelSelector,
  minDomains: integer,
  nodeAffinityPolicy: text,
  nodeTaintsPolicy: text,
  matchLabelKeys: list(text),
});

/** Only the kinds of volumes count; their names differ from pod to pod. */
const volume = record({
  hostPath: presence,
  emptyDir: presence,
  persistentVolumeClaim: record({ claimName: text }),
  ephemeral: presence,
});

const hasLocalData: FieldShape = (value, reading) => {
  const kept = volume(value, reading) as object;
  return Object.keys(kept).length === 0 ? undefined : kept;
};

const podSpec = record({
  nodeName: sharedText,
  schedulerName: sharedText,
  priority: integer,
  priorityClassName: sharedText,
  preemptionPolicy: sharedText,
  restartPolicy: sharedText,
  terminationGracePeriodSeconds: integer,
  hostNetwork: flag,
  nodeSelector: labels,
  affinity: shared(affinity),
  tolerations: shared(list(toleration)),
  topologySpreadConstraints: shared(list(topologySpreadConstraint)),
  containers: shared(someOf(container, 'container')),
  initContainers: shared(list(container)),
  overhead: amounts,
  resources: shared(record({ requests: map(quantity), limits: map(quantity) })),
  volumes: shared(list(hasLocalData)),
  resourceClaims: shared(list(record({ name: text, resourceClaimName: text, resourceClaimTemplateName: text }))),
  schedulingGates: shared(list(record({ name: text }))),
});

const containerState = record({
  waiting: record({ reason: text }),
  running: record({ startedAt: timeSeen }),
  terminated: record({ reason: text, exitCode: integer, signal: integer, startedAt: timeSeen, finishedAt: timeSeen }),
});

const containerStatus = record({
  name: text,
  restartCount: integer,
  ready: flag,
  state: containerState,
});

const podStatus = record({
  phase: sharedText,
  reason: sharedText,
  qosClass: sharedText,
  nominatedNodeName: sharedText,
  startTime: time,
  conditions: shared(list(record({ type: text, status: text, reason: text, lastTransitionTime: timeSeen }))),
  containerStatuses: shared(list(containerStatus)),
  initContainerStatuses: shared(list(containerStatus)),
});

const nodeCondition = record({
  type: text,
  status: text,
  reason: text,
  lastTransitionTime: timeSeen,
  lastHeartbeatTime: timeSeen,
});

/** What is kept of each kind: the fields that the descheduler and the scheduler read. What is not named here is parsed and
 *  dropped. A kept field must be what the API says, so that no plugin meets a list where it expects a text. */
export const keptFields = {
  pods: record({ metadata: record(metadata), spec: podSpec, status: podStatus }),
  nodes: record({
    metadata: record(metadata),
    spec: record({
      unschedulable: flag,
      taints: shared(list(record({ key: text, value: text, effect: text }))),
    }),
    status: record({
      allocatable: amounts,
      capacity: amounts,
      conditions: shared(list(nodeCondition)),
    }),
  }),
  priorityclasses: record({
    metadata: record(metadata),
    value: integer,
    globalDefault: flag,
    preemptionPolicy: text,
  }),
  poddisruptionbudgets: record({
    metadata: record(metadata),
    spec: record({
      minAvailable: integerOrPercent,
      maxUnavailable: integerOrPercent,
      selector: labelSelector,
      unhealthyPodEvictionPolicy: text,
    }),
    status: record({
      disruptionsAllowed: integer,
      currentHealthy: integer,
      desiredHealthy: integer,
      expectedPods: integer,
    }),
  }),
  namespaces: record({ metadata: record(metadata), status: record({ phase: text }) }),
} satisfies Record<string, FieldShape>;
