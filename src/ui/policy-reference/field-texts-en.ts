/** What each field of a policy is for, in one sentence: by the name of its struct and its own. A test compares the names
 *  with the schemas. */
export const fieldTextsEn: Readonly<Record<string, string>> = {
  'v1alpha2.DeschedulerPolicy.profiles': 'Named sets of plugins with their arguments; they run in this order.',
  'v1alpha2.DeschedulerPolicy.nodeSelector':
    'A label selector, written as text; only the nodes that it matches are looked at, by every plugin.',
  'v1alpha2.DeschedulerPolicy.maxNoOfPodsToEvictPerNode':
    'How many pods may be evicted from one node in one cycle, over all profiles and plugins; without it there is no limit.',
  'v1alpha2.DeschedulerPolicy.maxNoOfPodsToEvictPerNamespace':
    'How many pods may be evicted from one namespace in one cycle, over all profiles and plugins; without it there is no limit.',
  'v1alpha2.DeschedulerProfile.name': 'The name that errors and log lines give the profile.',
  'v1alpha2.DeschedulerProfile.pluginConfig':
    'The arguments of the plugins; every plugin that is enabled needs an entry here, even an empty one.',
  'v1alpha2.DeschedulerProfile.plugins': 'Which plugins are enabled, and at which extension point.',
  'v1alpha2.PluginConfig.name': 'The plugin that the arguments are for.',
  'v1alpha2.PluginConfig.args':
    'The arguments themselves: read strictly, so an unknown field is an error, which it is nowhere else in a policy.',
  'v1alpha2.Plugins.presort': 'Can be written and is read by nothing.',
  'v1alpha2.Plugins.sort': 'Can be written and is read by nothing.',
  'v1alpha2.Plugins.deschedule': 'Plugins that judge one pod after another; they run before all of `balance`.',
  'v1alpha2.Plugins.balance': 'Plugins that look at groups of pods or at whole nodes.',
  'v1alpha2.Plugins.filter':
    'Plugins that say which pods may be evicted at all; DefaultEvictor is put first when it is not listed.',
  'v1alpha2.Plugins.preevictionfilter':
    'Plugins that are asked once more just before an eviction; written in lower case, since any other spelling is another field and ignored.',
  'v1alpha2.PluginSet.enabled': 'The plugins to run, in this order.',
  'v1alpha2.PluginSet.disabled': 'Can be written and is ignored.',
  'api.Namespaces.include': 'Only pods of these namespaces.',
  'api.Namespaces.exclude': 'All namespaces but these; `include` and `exclude` cannot both be set.',
  'api.PriorityThreshold.value': 'The priority itself; pods at or above it stay.',
  'api.PriorityThreshold.name': 'The PriorityClass whose value is the threshold, instead of a number.',
  'defaultevictor.DefaultEvictorArgs.nodeSelector':
    'With `nodeFit`, the nodes that a pod could move to; it does not narrow down where pods are evicted from.',
  'defaultevictor.DefaultEvictorArgs.evictLocalStoragePods': 'Also evict pods with an emptyDir or a hostPath volume.',
  'defaultevictor.DefaultEvictorArgs.evictSystemCriticalPods':
    'Also evict pods of any priority: this turns `priorityThreshold` off as well.',
  'defaultevictor.DefaultEvictorArgs.ignorePvcPods': 'Leave pods alone that use a PersistentVolumeClaim.',
  'defaultevictor.DefaultEvictorArgs.evictFailedBarePods':
    'Also evict pods that nothing owns, if their phase is Failed; nothing will create them anew.',
  'defaultevictor.DefaultEvictorArgs.labelSelector': 'Only pods with these labels may be evicted.',
  'defaultevictor.DefaultEvictorArgs.priorityThreshold': 'The priority from which on a pod is left alone.',
  'defaultevictor.DefaultEvictorArgs.nodeFit':
    'Evict a pod only if it would fit on another node, judged on the cluster as it was when the plugin began.',
  'nodeutilization.LowNodeUtilizationArgs.useDeviationThresholds':
    'Read both thresholds as distances from the average of all nodes, not as percentages of a node.',
  'nodeutilization.LowNodeUtilizationArgs.thresholds':
    'Percent by resource: a node at or below all of them is underutilized.',
  'nodeutilization.LowNodeUtilizationArgs.targetThresholds':
    'Percent by resource, the same resources as `thresholds`: a node above any of them is overutilized.',
  'nodeutilization.LowNodeUtilizationArgs.numberOfNodes': 'Do nothing unless more nodes than this are underutilized.',
  'nodeutilization.LowNodeUtilizationArgs.evictableNamespaces':
    'Namespaces whose pods are not evicted; only `exclude` may be set, and their pods still count as usage.',
  'nodeutilization.HighNodeUtilizationArgs.thresholds':
    'Percent by resource: a node at or below all of them is to be emptied.',
  'nodeutilization.HighNodeUtilizationArgs.numberOfNodes': 'Do nothing unless more nodes than this are underutilized.',
  'nodeutilization.HighNodeUtilizationArgs.evictableNamespaces':
    'Namespaces whose pods are not evicted; only `exclude` may be set, and their pods still count as usage.',
  'api.EvictionLimits.node': 'How many pods this plugin may evict from one node.',
  'defaultevictor.DefaultEvictorArgs.minReplicas':
    'Leave pods alone whose owner has fewer pods than this; 0 and 1 mean no such check.',
  'defaultevictor.DefaultEvictorArgs.minPodAge':
    'Leave pods alone that started more recently than this, such as `5m`, or have not started yet.',
  'defaultevictor.DefaultEvictorArgs.noEvictionPolicy':
    'What the annotation by which a pod asks not to be evicted means: `Preferred`, it goes last; `Mandatory`, it stays.',
  'defaultevictor.DefaultEvictorArgs.podProtections':
    'Which protections are in force, as one list instead of one switch each; cannot be combined with the switches.',
  'defaultevictor.PodProtections.extraEnabled':
    'Protections that are off by default: `PodsWithPVC`, `PodsWithoutPDB`, `PodsWithResourceClaims`.',
  'defaultevictor.PodProtections.defaultDisabled':
    'Protections that are on by default and should not be: `PodsWithLocalStorage`, `SystemCriticalPods`, `FailedBarePods`, `DaemonSetPods`.',
  'defaultevictor.PodProtections.config': 'Details of single protections.',
  'defaultevictor.PodProtectionsConfig.PodsWithPVC': 'Details of the protection of pods with a PersistentVolumeClaim.',
  'defaultevictor.PodsWithPVCConfig.protectedStorageClasses':
    'Only claims of these storage classes protect; without the list all do.',
  'defaultevictor.ProtectedStorageClass.name': 'The name of the storage class.',
  'defaultevictor.DefaultEvictorArgs.evictDaemonSetPods': 'Also evict pods of DaemonSets.',
  'defaultevictor.DefaultEvictorArgs.ignorePodsWithoutPDB': 'Leave pods alone that no PodDisruptionBudget covers.',
  'defaultevictor.DefaultEvictorArgs.namespaceLabelSelector':
    'Only pods of namespaces with these labels may be evicted.',
  'nodeutilization.LowNodeUtilizationArgs.metricsUtilization': 'Take usage from metrics instead of requests.',
  'nodeutilization.LowNodeUtilizationArgs.evictionLimits': 'Limits of this plugin alone.',
  'nodeutilization.MetricsUtilization.metricsServer': 'The older way to ask for the metrics server.',
  'nodeutilization.MetricsUtilization.source': 'Where usage comes from: `KubernetesMetrics` or `Prometheus`.',
  'nodeutilization.MetricsUtilization.prometheus': 'The query, if it is Prometheus.',
  'nodeutilization.Prometheus.query': 'A query that gives a number from 0 to 1 for each `instance`.',
  'nodeutilization.HighNodeUtilizationArgs.evictionModes':
    '`OnlyThresholdingResources`: evict only pods that request one of the resources that the thresholds name.',
  'podlifetime.PodLifeTimeArgs.maxPodLifeTimeSeconds':
    'A pod that is older than this goes, counted from its creation; at v0.28.1 it must be given.',
  'podlifetime.PodLifeTimeArgs.states':
    'Only pods in one of these states: phases and reasons that a container waits; at v0.36.0 also reasons of the pod itself and of containers that ended.',
  'podlifetime.PodLifeTimeArgs.ownerKinds': 'Only pods with, or without, owners of some kinds.',
  'podlifetime.OwnerKinds.include': 'Only pods with an owner of one of these kinds.',
  'podlifetime.OwnerKinds.exclude': 'Only pods without an owner of any of these kinds.',
  'podlifetime.PodLifeTimeArgs.conditions': 'Only pods with a condition that one of these filters matches.',
  'podlifetime.PodConditionFilter.type': 'The type of the condition.',
  'podlifetime.PodConditionFilter.status': 'Its status.',
  'podlifetime.PodConditionFilter.reason': 'Its reason.',
  'podlifetime.PodConditionFilter.minTimeSinceLastTransitionSeconds':
    'How long ago the condition must have changed at least.',
  'podlifetime.PodLifeTimeArgs.exitCodes': 'Only pods with a container that ended with one of these codes.',
  'podlifetime.PodLifeTimeArgs.includingInitContainers': 'Look at init containers as well.',
  'podlifetime.PodLifeTimeArgs.includingEphemeralContainers': 'Look at ephemeral containers as well.',
  'podlifetime.PodLifeTimeArgs.namespaces':
    'Which namespaces it looks at: those in `include`, or all but those in `exclude`; one of the two.',
  'podlifetime.PodLifeTimeArgs.labelSelector': 'Only pods with these labels.',
  'removeduplicates.RemoveDuplicatesArgs.excludeOwnerKinds': 'Leave pods alone with an owner of one of these kinds.',
  'removeduplicates.RemoveDuplicatesArgs.namespaces':
    'Which namespaces it looks at: those in `include`, or all but those in `exclude`; one of the two.',
  'removefailedpods.RemoveFailedPodsArgs.minPodLifetimeSeconds':
    'How old a pod must be at least, counted from its creation.',
  'removefailedpods.RemoveFailedPodsArgs.excludeOwnerKinds': 'Leave pods alone with an owner of one of these kinds.',
  'removefailedpods.RemoveFailedPodsArgs.reasons':
    'Only pods that give one of these reasons, themselves or for a container that waits or has ended.',
  'removefailedpods.RemoveFailedPodsArgs.exitCodes': 'Only pods with a container that ended with one of these codes.',
  'removefailedpods.RemoveFailedPodsArgs.includingInitContainers': 'Look at init containers as well.',
  'removefailedpods.RemoveFailedPodsArgs.namespaces':
    'Which namespaces it looks at: those in `include`, or all but those in `exclude`; one of the two.',
  'removefailedpods.RemoveFailedPodsArgs.labelSelector': 'Only pods with these labels.',
  'removepodshavingtoomanyrestarts.RemovePodsHavingTooManyRestartsArgs.podRestartThreshold':
    'From how many restarts on, of all containers together, a pod goes; at least 1.',
  'removepodshavingtoomanyrestarts.RemovePodsHavingTooManyRestartsArgs.includingInitContainers':
    'Add the restarts of init containers.',
  'removepodshavingtoomanyrestarts.RemovePodsHavingTooManyRestartsArgs.states':
    'Only pods in one of these states: `Running`, the phase, or `CrashLoopBackOff`, the reason that a container waits.',
  'removepodshavingtoomanyrestarts.RemovePodsHavingTooManyRestartsArgs.namespaces':
    'Which namespaces it looks at: those in `include`, or all but those in `exclude`; one of the two.',
  'removepodshavingtoomanyrestarts.RemovePodsHavingTooManyRestartsArgs.labelSelector': 'Only pods with these labels.',
  'removepodsviolatinginterpodantiaffinity.RemovePodsViolatingInterPodAntiAffinityArgs.namespaces':
    'Which namespaces it looks at: those in `include`, or all but those in `exclude`; one of the two.',
  'removepodsviolatinginterpodantiaffinity.RemovePodsViolatingInterPodAntiAffinityArgs.labelSelector':
    'Only pods with these labels.',
  'removepodsviolatingnodeaffinity.RemovePodsViolatingNodeAffinityArgs.nodeAffinityType':
    'Which kinds of node affinity are enforced; must be given, and an unknown kind is only logged.',
  'removepodsviolatingnodeaffinity.RemovePodsViolatingNodeAffinityArgs.namespaces':
    'Which namespaces it looks at: those in `include`, or all but those in `exclude`; one of the two.',
  'removepodsviolatingnodeaffinity.RemovePodsViolatingNodeAffinityArgs.labelSelector': 'Only pods with these labels.',
  'removepodsviolatingnodetaints.RemovePodsViolatingNodeTaintsArgs.includePreferNoSchedule':
    'Count taints with the effect PreferNoSchedule as well.',
  'removepodsviolatingnodetaints.RemovePodsViolatingNodeTaintsArgs.excludedTaints':
    'Taints that do not count, as `key` or `key=value`.',
  'removepodsviolatingnodetaints.RemovePodsViolatingNodeTaintsArgs.includedTaints':
    'Only these taints count, as `key` or `key=value`; not together with `excludedTaints`.',
  'removepodsviolatingnodetaints.RemovePodsViolatingNodeTaintsArgs.namespaces':
    'Which namespaces it looks at: those in `include`, or all but those in `exclude`; one of the two.',
  'removepodsviolatingnodetaints.RemovePodsViolatingNodeTaintsArgs.labelSelector': 'Only pods with these labels.',
  'removepodsviolatingtopologyspreadconstraint.RemovePodsViolatingTopologySpreadConstraintArgs.constraints':
    'Which constraints count, by what happens when they cannot be met: `DoNotSchedule`, `ScheduleAnyway`.',
  'removepodsviolatingtopologyspreadconstraint.RemovePodsViolatingTopologySpreadConstraintArgs.topologyBalanceNodeFit':
    'Do not evict a pod that fits on no node of the domains below average.',
  'removepodsviolatingtopologyspreadconstraint.RemovePodsViolatingTopologySpreadConstraintArgs.namespaces':
    'Which namespaces it looks at: those in `include`, or all but those in `exclude`; one of the two.',
  'removepodsviolatingtopologyspreadconstraint.RemovePodsViolatingTopologySpreadConstraintArgs.labelSelector':
    'Only pods with these labels.',
  'v1alpha2.DeschedulerPolicy.maxNoOfPodsToEvictTotal':
    'How many pods may be evicted in one cycle in all; checked before the other two limits.',
  'v1alpha2.DeschedulerPolicy.evictionFailureEventNotification': 'Leave an event when an eviction fails too.',
  'v1alpha2.DeschedulerPolicy.gracePeriodSeconds':
    'How long an evicted pod has to end, in seconds, if it does not say so itself.',
  'v1alpha2.DeschedulerPolicy.metricsCollector': 'The older way to have real usage collected from the metrics server.',
  'v1alpha2.MetricsCollector.enabled': 'Whether it is collected.',
  'v1alpha2.DeschedulerPolicy.metricsProviders': 'Where plugins can get real usage from.',
  'v1alpha2.MetricsProvider.source': '`KubernetesMetrics`, for the metrics server, or `Prometheus`.',
  'v1alpha2.MetricsProvider.prometheus': 'How Prometheus is reached.',
};
