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
};
