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
};
