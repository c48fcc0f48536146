// What the descheduler does otherwise in a later release, each under its own name. Code asks by that name, and the site
// lists them. `since` is the first release that does it; some were told apart only between v0.28.1 and v0.36.0, and then it
// is the release whose notes or source speak of it.
import { since } from './release.ts';

// The cycle and the policy

/** A cycle over no node or one is skipped. Before, it was an error that ended the descheduler's loop. */
export const skipsTinyClusters = since('v0.31.0', 'pkg/descheduler/descheduler.go runDeschedulerLoop');

/** A profile that cannot be built keeps the descheduler from starting. Before, it was logged in each cycle, and the others
 *  ran. */
export const buildsProfilesAtStart = since('v0.35.0', 'pkg/descheduler/descheduler.go bootstrapDescheduler');

/** Policies of v1alpha1, with strategies instead of profiles, are refused. */
export const readsOnlyV1alpha2 = since('v0.31.0', 'pkg/descheduler/scheme/scheme.go init');

/** A priority threshold that names no PriorityClass, or lies above critical pods, refuses the policy. Before, it was logged,
 *  and hardly any pod stayed evictable. */
export const refusesUnknownPriorityThreshold = since('v0.30.0', 'pkg/descheduler/policyconfig.go setDefaultEvictor');

/** A policy can limit the evictions of a whole cycle (v0.31), say how long evicted pods have to end, and where metrics come
 *  from (v0.33). */
export const hasLaterPolicyFields = since('v0.33.0', 'pkg/api/types.go DeschedulerPolicy');

/** Values that a label selector must not have are told as JSON; before, as Go writes them. */
export const tellsSelectorValuesAsJSON = since(
  'v0.34.0',
  'staging/src/k8s.io/apimachinery/pkg/util/validation/field/errors.go Error.ErrorBody',
);

// The evictor

/** A pod without UID is not evicted. */
export const refusesPodsWithoutUID = since('v0.32.0', 'pkg/descheduler/evictions/evictions.go EvictPod');

/** A plugin learns from a refused eviction which limit refused it, and leaves the node, or ends, only then. Before, it asked
 *  after each pod whether the node had reached its limit. */
export const learnsLimitsFromRefusals = since('v0.32.0', 'pkg/descheduler/evictions/errors.go EvictionNodeLimitError');

/** The protections of DefaultEvictor are one list, checked in another order and told in other words. */
export const protectsByList = since(
  'v0.34.0',
  'pkg/framework/plugins/defaultevictor/defaultevictor.go addAllConstraints',
);

/** DefaultEvictor can spare pods of small owners, of DaemonSets or not, young ones, those without a budget, and whole
 *  namespaces by their labels. */
export const sparesByMoreCriteria = since(
  'v0.30.0',
  'pkg/framework/plugins/defaultevictor/types.go DefaultEvictorArgs',
);

/** The complaint about two priority thresholds no longer ends in a print of the arguments. */
export const complainsBrieflyOfThresholds = since(
  'v0.31.0',
  'pkg/framework/plugins/defaultevictor/validation.go ValidateDefaultEvictorArgs',
);

/** A label selector of DefaultEvictor that cannot be read is told with its own error. */
export const tellsSelectorErrors = since(
  'v0.34.0',
  'pkg/framework/plugins/defaultevictor/constraints.go evictionConstraintsForLabelSelector',
);

/** A pod does not fit on a node where its anti-affinity forbids a pod that is there. */
export const fitsByAntiAffinity = since('v0.30.0', 'pkg/descheduler/node/node.go podMatchesInterPodAntiAffinity');

/** A pod's requests are counted as the scheduler counts them: restartable init containers run beside the others, and overhead
 *  always counts. */
export const countsRequestsAsSchedulersDo = since('v0.33.0', 'pkg/utils/pod.go GetResourceRequestQuantity');

/** Of two pods of equal priority and class, the one that asks not to be evicted goes last. */
export const sparesPodsThatPreferToStay = since(
  'v0.34.0',
  'pkg/descheduler/pod/pods.go SortPodsBasedOnPriorityLowToHigh',
);

// LowNodeUtilization and HighNodeUtilization

/** Nodes are classified by percentages, floating point numbers, and only by the resources that the policy names. Before, by
 *  amounts, cut off to whole ones, and by cpu, memory and pods always. */
export const comparesPercentages = since(
  'v0.33.0',
  'pkg/framework/plugins/nodeutilization/nodeutilization.go assessNodesUsagesAndStaticThresholds',
);

/** HighNodeUtilization logs only the nodes that it put into a class. */
export const logsClassifiedNodesOnly = since(
  'v0.33.0',
  'pkg/framework/plugins/nodeutilization/highnodeutilization.go HighNodeUtilization.Balance',
);

/** The two take utilization from metrics too, limit evictions per node on their own, and can leave alone pods that request
 *  none of the named resources. */
export const utilizationHasMoreArgs = since(
  'v0.33.0',
  'pkg/framework/plugins/nodeutilization/types.go LowNodeUtilizationArgs',
);

// The other plugins

/** Only active pods are looked at; before, pods that had ended were evicted for a taint too. */
export const nodeTaintsLooksAtActivePods = since(
  'v0.29.0',
  'pkg/framework/plugins/removepodsviolatingnodetaints/node_taint.go Deschedule',
);

/** Everything that is wrong with a plugin's arguments is told at once. Before, most plugins told the first. */
export const tellsAllArgErrors = since(
  'v0.33.0',
  'pkg/framework/plugins/podlifetime/validation.go ValidatePodLifeTimeArgs',
);

/** RemovePodsViolatingNodeTaints can be confined to named taints. */
export const nodeTaintsCanBeIncluded = since(
  'v0.30.0',
  'pkg/framework/plugins/removepodsviolatingnodetaints/types.go RemovePodsViolatingNodeTaintsArgs.IncludedTaints',
);

/** RemoveFailedPods can choose by the exit codes of containers. */
export const failedPodsHaveExitCodes = since(
  'v0.31.0',
  'pkg/framework/plugins/removefailedpods/types.go RemoveFailedPodsArgs.ExitCodes',
);

/** The pods that restarted most are evicted first. Before, in random order. */
export const evictsMostRestartedFirst = since(
  'v0.33.0',
  'pkg/framework/plugins/removepodshavingtoomanyrestarts/toomanyrestarts.go Deschedule',
);

/** PodLifeTime can choose by conditions, exit codes, kinds of owners and more states, with an age or without. */
export const lifeTimeHasMoreCriteria = since('v0.36.0', 'pkg/framework/plugins/podlifetime/types.go PodLifeTimeArgs');

/** A pod whose creation lies in the future is young for PodLifeTime. Before, its negative age became a huge one. */
export const lifeTimeKnowsTheFuture = since('v0.36.0', 'pkg/framework/plugins/podlifetime/pod_lifetime.go New');

/** Of a domain's pods with equal needs, the one of the higher priority counts as movable first. Before, the priorities were
 *  compared and the answer dropped. */
export const spreadComparesPriorities = since(
  'v0.33.0',
  'pkg/framework/plugins/removepodsviolatingtopologyspreadconstraint/topologyspreadconstraint.go sortDomains',
);

/** Of a domain's pods, those that fit where pods are missing are moved first. Before, a pod that fits nowhere could take the
 *  place of one that does. */
export const spreadMovesPodsThatFit = since(
  'v0.34.0',
  'pkg/framework/plugins/removepodsviolatingtopologyspreadconstraint/topologyspreadconstraint.go balanceDomains',
);

/** A plugin asks the evictor only about pods of its namespaces with its labels. Before, about every pod that it met. */
export const selectsBeforeAsking = since('v0.32.0', 'pkg/descheduler/pod/pods.go Options.BuildFilterFunc');
