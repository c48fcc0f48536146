/** What each field of a policy is for, in one sentence, in Chinese: see `fieldTextsEn`. */
export const fieldTextsZh: Readonly<Record<string, string>> = {
  'v1alpha2.DeschedulerPolicy.profiles': '一组组插件及其参数，各有名字，按这里的顺序运行。',
  'v1alpha2.DeschedulerPolicy.nodeSelector': '写成一行文字的标签选择器；所有插件都只看它选中的节点。',
  'v1alpha2.DeschedulerPolicy.maxNoOfPodsToEvictPerNode':
    '一个周期里最多从一个节点驱逐多少个Pod，所有profile、所有插件合在一起算；不写就不限。',
  'v1alpha2.DeschedulerPolicy.maxNoOfPodsToEvictPerNamespace':
    '一个周期里最多从一个命名空间驱逐多少个Pod，所有profile、所有插件合在一起算；不写就不限。',
  'v1alpha2.DeschedulerProfile.name': '报错和日志里对这个profile的称呼。',
  'v1alpha2.DeschedulerProfile.pluginConfig': '插件的参数；每个启用的插件在这里都要有一项，哪怕是空的。',
  'v1alpha2.DeschedulerProfile.plugins': '启用哪些插件，各在哪个扩展点。',
  'v1alpha2.PluginConfig.name': '这份参数给哪个插件。',
  'v1alpha2.PluginConfig.args': '参数本身。这里读得严：不认识的字段是错误，策略的其他地方则不是。',
  'v1alpha2.Plugins.presort': '可以写，但没有代码读它。',
  'v1alpha2.Plugins.sort': '可以写，但没有代码读它。',
  'v1alpha2.Plugins.deschedule': '逐个Pod作判断的插件；它们全部先于`balance`运行。',
  'v1alpha2.Plugins.balance': '看一组Pod或整个节点的插件。',
  'v1alpha2.Plugins.filter': '决定哪些Pod可以驱逐的插件；没写DefaultEvictor的话，会把它补在第一位。',
  'v1alpha2.Plugins.preevictionfilter':
    '驱逐之前再问一次的插件。字段名全是小写，写成别的样子就是另一个字段，会被忽略。',
  'v1alpha2.PluginSet.enabled': '要运行的插件，按这个顺序。',
  'v1alpha2.PluginSet.disabled': '可以写，但会被忽略。',
  'api.Namespaces.include': '只看这些命名空间里的Pod。',
  'api.Namespaces.exclude': '除了这些命名空间都看；和`include`不能同时写。',
  'api.PriorityThreshold.value': '优先级的数值；达到或高于它的Pod不驱逐。',
  'api.PriorityThreshold.name': '不写数值，写一个PriorityClass的名字，用它的值当阈值。',
  'defaultevictor.DefaultEvictorArgs.nodeSelector': '打开`nodeFit`时，Pod可以搬去哪些节点；它不限制从哪些节点驱逐。',
  'defaultevictor.DefaultEvictorArgs.evictLocalStoragePods': '带emptyDir或hostPath卷的Pod也驱逐。',
  'defaultevictor.DefaultEvictorArgs.evictSystemCriticalPods':
    '什么优先级的Pod都可以驱逐：`priorityThreshold`也随之失效。',
  'defaultevictor.DefaultEvictorArgs.ignorePvcPods': '用了PersistentVolumeClaim的Pod不驱逐。',
  'defaultevictor.DefaultEvictorArgs.evictFailedBarePods':
    '没有所有者、阶段为Failed的Pod也驱逐；不会有人再把它们建出来。',
  'defaultevictor.DefaultEvictorArgs.labelSelector': '只有带这些标签的Pod可以驱逐。',
  'defaultevictor.DefaultEvictorArgs.priorityThreshold': '从这个优先级起，Pod就不驱逐。',
  'defaultevictor.DefaultEvictorArgs.nodeFit': '放得进别的节点才驱逐；按插件开始时集群的样子判断。',
  'nodeutilization.LowNodeUtilizationArgs.useDeviationThresholds':
    '两组阈值不再是节点的百分数，而是离所有节点平均值的距离。',
  'nodeutilization.LowNodeUtilizationArgs.thresholds': '每种资源一个百分数：样样都不高于它的节点，算利用不足。',
  'nodeutilization.LowNodeUtilizationArgs.targetThresholds':
    '每种资源一个百分数，资源要和`thresholds`一样：有一样高于它的节点，算利用过度。',
  'nodeutilization.LowNodeUtilizationArgs.numberOfNodes': '利用不足的节点多于这个数才动手。',
  'nodeutilization.LowNodeUtilizationArgs.evictableNamespaces':
    '不驱逐这些命名空间里的Pod。只能写`exclude`；它们仍然算在用量里。',
  'nodeutilization.HighNodeUtilizationArgs.thresholds': '每种资源一个百分数：样样都不高于它的节点，要腾空。',
  'nodeutilization.HighNodeUtilizationArgs.numberOfNodes': '利用不足的节点多于这个数才动手。',
  'nodeutilization.HighNodeUtilizationArgs.evictableNamespaces':
    '不驱逐这些命名空间里的Pod。只能写`exclude`；它们仍然算在用量里。',
  'api.EvictionLimits.node': '这个插件最多从一个节点驱逐多少个Pod。',
  'defaultevictor.DefaultEvictorArgs.minReplicas': '所有者名下的Pod少于这个数就不驱逐；0和1表示不检查。',
  'defaultevictor.DefaultEvictorArgs.minPodAge': '启动还不到这么久（例如`5m`），或者还没启动的，不驱逐。',
  'defaultevictor.DefaultEvictorArgs.noEvictionPolicy':
    'Pod用注解声明“别驱逐我”时怎么办：`Preferred`是排到最后，`Mandatory`是不驱逐。',
  'defaultevictor.DefaultEvictorArgs.podProtections':
    '哪些保护生效，列成一张表，代替一个个开关；不能和那些开关一起用。',
  'defaultevictor.PodProtections.extraEnabled':
    '默认关闭、现在要打开的保护：`PodsWithPVC`、`PodsWithoutPDB`、`PodsWithResourceClaims`。',
  'defaultevictor.PodProtections.defaultDisabled':
    '默认打开、现在要关闭的保护：`PodsWithLocalStorage`、`SystemCriticalPods`、`FailedBarePods`、`DaemonSetPods`。',
  'defaultevictor.PodProtections.config': '个别保护的细节。',
  'defaultevictor.PodProtectionsConfig.PodsWithPVC': '保护带PersistentVolumeClaim的Pod时的细节。',
  'defaultevictor.PodsWithPVCConfig.protectedStorageClasses': '只有用了这些存储类的才受保护；不写则都受保护。',
  'defaultevictor.ProtectedStorageClass.name': '存储类的名字。',
  'defaultevictor.DefaultEvictorArgs.evictDaemonSetPods': 'DaemonSet的Pod也驱逐。',
  'defaultevictor.DefaultEvictorArgs.ignorePodsWithoutPDB': '没有PodDisruptionBudget管着的Pod不驱逐。',
  'defaultevictor.DefaultEvictorArgs.namespaceLabelSelector': '只有命名空间带这些标签的Pod可以驱逐。',
  'nodeutilization.LowNodeUtilizationArgs.metricsUtilization': '用量取自指标，不再取request。',
  'nodeutilization.LowNodeUtilizationArgs.evictionLimits': '只管这个插件的上限。',
  'nodeutilization.MetricsUtilization.metricsServer': '使用metrics-server的老写法。',
  'nodeutilization.MetricsUtilization.source': '用量从哪里来：`KubernetesMetrics`或`Prometheus`。',
  'nodeutilization.MetricsUtilization.prometheus': '来源是Prometheus时的查询。',
  'nodeutilization.Prometheus.query': '一条查询，对每个`instance`给出0到1之间的数。',
  'nodeutilization.HighNodeUtilizationArgs.evictionModes':
    '`OnlyThresholdingResources`：只驱逐申请了阈值里某种资源的Pod。',
  'podlifetime.PodLifeTimeArgs.maxPodLifeTimeSeconds': '年龄超过这么多秒就驱逐，从创建算起；v0.28.1必须写。',
  'podlifetime.PodLifeTimeArgs.states':
    '只管处于这些状态之一的Pod：阶段，或者容器等待的原因；v0.36.0还有Pod自己的原因和容器结束的原因。',
  'podlifetime.PodLifeTimeArgs.ownerKinds': '按所有者的种类挑选。',
  'podlifetime.OwnerKinds.include': '只管所有者是这些种类之一的Pod。',
  'podlifetime.OwnerKinds.exclude': '只管所有者不属于这些种类的Pod。',
  'podlifetime.PodLifeTimeArgs.conditions': '只管有某个条件（condition）符合其中一项的Pod。',
  'podlifetime.PodConditionFilter.type': '条件的类型。',
  'podlifetime.PodConditionFilter.status': '条件的状态。',
  'podlifetime.PodConditionFilter.reason': '条件的原因。',
  'podlifetime.PodConditionFilter.minTimeSinceLastTransitionSeconds': '条件上次改变至少要在多少秒以前。',
  'podlifetime.PodLifeTimeArgs.exitCodes': '只管有容器以这些退出码之一结束的Pod。',
  'podlifetime.PodLifeTimeArgs.includingInitContainers': 'init容器也看。',
  'podlifetime.PodLifeTimeArgs.includingEphemeralContainers': '临时容器也看。',
  'podlifetime.PodLifeTimeArgs.namespaces': '看哪些命名空间：`include`里的，或者`exclude`以外的，只能写一种。',
  'podlifetime.PodLifeTimeArgs.labelSelector': '只看带这些标签的Pod。',
  'removeduplicates.RemoveDuplicatesArgs.excludeOwnerKinds': '所有者是这些种类的Pod不管。',
  'removeduplicates.RemoveDuplicatesArgs.namespaces':
    '看哪些命名空间：`include`里的，或者`exclude`以外的，只能写一种。',
  'removefailedpods.RemoveFailedPodsArgs.minPodLifetimeSeconds': 'Pod至少要有多少秒的年龄，从创建算起。',
  'removefailedpods.RemoveFailedPodsArgs.excludeOwnerKinds': '所有者是这些种类的Pod不驱逐。',
  'removefailedpods.RemoveFailedPodsArgs.reasons': '只管给出这些原因之一的Pod：它自己的，或者在等待、已结束的容器的。',
  'removefailedpods.RemoveFailedPodsArgs.exitCodes': '只管有容器以这些退出码之一结束的Pod。',
  'removefailedpods.RemoveFailedPodsArgs.includingInitContainers': 'init容器也看。',
  'removefailedpods.RemoveFailedPodsArgs.namespaces':
    '看哪些命名空间：`include`里的，或者`exclude`以外的，只能写一种。',
  'removefailedpods.RemoveFailedPodsArgs.labelSelector': '只看带这些标签的Pod。',
  'removepodshavingtoomanyrestarts.RemovePodsHavingTooManyRestartsArgs.podRestartThreshold':
    '所有容器加起来重启多少次就驱逐；至少是1。',
  'removepodshavingtoomanyrestarts.RemovePodsHavingTooManyRestartsArgs.includingInitContainers':
    '把init容器的重启也加进来。',
  'removepodshavingtoomanyrestarts.RemovePodsHavingTooManyRestartsArgs.states':
    '只管处于这些状态之一的Pod：`Running`指阶段，`CrashLoopBackOff`指容器等待的原因。',
  'removepodshavingtoomanyrestarts.RemovePodsHavingTooManyRestartsArgs.namespaces':
    '看哪些命名空间：`include`里的，或者`exclude`以外的，只能写一种。',
  'removepodshavingtoomanyrestarts.RemovePodsHavingTooManyRestartsArgs.labelSelector': '只看带这些标签的Pod。',
  'removepodsviolatinginterpodantiaffinity.RemovePodsViolatingInterPodAntiAffinityArgs.namespaces':
    '看哪些命名空间：`include`里的，或者`exclude`以外的，只能写一种。',
  'removepodsviolatinginterpodantiaffinity.RemovePodsViolatingInterPodAntiAffinityArgs.labelSelector':
    '只看带这些标签的Pod。',
  'removepodsviolatingnodeaffinity.RemovePodsViolatingNodeAffinityArgs.nodeAffinityType':
    '管哪几种节点亲和性；必须写，写了不认识的只记日志。',
  'removepodsviolatingnodeaffinity.RemovePodsViolatingNodeAffinityArgs.namespaces':
    '看哪些命名空间：`include`里的，或者`exclude`以外的，只能写一种。',
  'removepodsviolatingnodeaffinity.RemovePodsViolatingNodeAffinityArgs.labelSelector': '只看带这些标签的Pod。',
  'removepodsviolatingnodetaints.RemovePodsViolatingNodeTaintsArgs.includePreferNoSchedule':
    '效果为PreferNoSchedule的污点也算。',
  'removepodsviolatingnodetaints.RemovePodsViolatingNodeTaintsArgs.excludedTaints':
    '不算数的污点，写`key`或`key=value`。',
  'removepodsviolatingnodetaints.RemovePodsViolatingNodeTaintsArgs.includedTaints':
    '只有这些污点算数，写`key`或`key=value`；不能和`excludedTaints`一起写。',
  'removepodsviolatingnodetaints.RemovePodsViolatingNodeTaintsArgs.namespaces':
    '看哪些命名空间：`include`里的，或者`exclude`以外的，只能写一种。',
  'removepodsviolatingnodetaints.RemovePodsViolatingNodeTaintsArgs.labelSelector': '只看带这些标签的Pod。',
  'removepodsviolatingtopologyspreadconstraint.RemovePodsViolatingTopologySpreadConstraintArgs.constraints':
    '哪些约束算数，按满足不了时怎么办来分：`DoNotSchedule`、`ScheduleAnyway`。',
  'removepodsviolatingtopologyspreadconstraint.RemovePodsViolatingTopologySpreadConstraintArgs.topologyBalanceNodeFit':
    '低于平均的域里没有节点放得下的Pod，不驱逐。',
  'removepodsviolatingtopologyspreadconstraint.RemovePodsViolatingTopologySpreadConstraintArgs.namespaces':
    '看哪些命名空间：`include`里的，或者`exclude`以外的，只能写一种。',
  'removepodsviolatingtopologyspreadconstraint.RemovePodsViolatingTopologySpreadConstraintArgs.labelSelector':
    '只看带这些标签的Pod。',
  'v1alpha2.DeschedulerPolicy.maxNoOfPodsToEvictTotal': '一个周期里一共最多驱逐多少个Pod；先于另外两个上限检查。',
  'v1alpha2.DeschedulerPolicy.evictionFailureEventNotification': '驱逐失败时也留下事件。',
  'v1alpha2.DeschedulerPolicy.gracePeriodSeconds': 'Pod自己没写宽限期的话，驱逐后给它多少秒收尾。',
  'v1alpha2.DeschedulerPolicy.metricsCollector': '从metrics-server收集真实用量的老写法。',
  'v1alpha2.MetricsCollector.enabled': '是否收集。',
  'v1alpha2.DeschedulerPolicy.metricsProviders': '插件可以从哪里拿到真实用量。',
  'v1alpha2.MetricsProvider.source': '`KubernetesMetrics`（metrics-server）或`Prometheus`。',
  'v1alpha2.MetricsProvider.prometheus': '怎样连上Prometheus。',
};
