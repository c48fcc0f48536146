import type { Language } from '../../projections/language.ts';

/** What a difference between releases is about: the framework as a whole, or plugins by name. */
export type DifferenceSubject = 'framework' | 'policy' | readonly string[];

/** A difference between the modelled releases in words, `before` and `after` it. */
export interface DifferenceText
  extends Readonly<Record<Language, { readonly before: string; readonly after: string }>> {
  readonly about: DifferenceSubject;
}

const utilization = ['LowNodeUtilization', 'HighNodeUtilization'] as const;
const evictor = ['DefaultEvictor'] as const;

/** By the name that the model gives the difference. A test compares the names. */
export const differenceTexts: Readonly<Record<string, DifferenceText>> = {
  skipsTinyClusters: {
    about: 'framework',
    zh: { before: '不足两个节点是错误，循环就此结束', after: '不足两个节点，跳过这个周期' },
    en: {
      before: 'Fewer than two nodes are an error, and the loop ends',
      after: 'With fewer than two nodes the cycle is skipped',
    },
  },
  buildsProfilesAtStart: {
    about: 'framework',
    zh: { before: '建不起来的profile每个周期记一行日志，别的照跑', after: '有一个profile建不起来，就不启动' },
    en: {
      before: 'A profile that cannot be built is logged in each cycle, and the others run',
      after: 'A profile that cannot be built keeps the descheduler from starting',
    },
  },
  readsOnlyV1alpha2: {
    about: 'policy',
    zh: { before: '还读v1alpha1（`strategies`）', after: '只读v1alpha2（`profiles`）' },
    en: { before: 'Still reads v1alpha1, with `strategies`', after: 'Reads v1alpha2 only, with `profiles`' },
  },
  refusesUnknownPriorityThreshold: {
    about: evictor,
    zh: {
      before: '`priorityThreshold`的PriorityClass不存在，或数值超过2000000000：记日志，阈值变成0',
      after: '拒绝这份策略',
    },
    en: {
      before:
        'When `priorityThreshold` names no PriorityClass, or is above 2000000000, that is logged and the threshold is 0',
      after: 'The policy is refused',
    },
  },
  hasLaterPolicyFields: {
    about: 'policy',
    zh: {
      before: '只有每节点、每命名空间的上限',
      after:
        '还有整个周期的上限`maxNoOfPodsToEvictTotal`，可以给驱逐指定宽限期（`gracePeriodSeconds`），可以接指标（`metricsProviders`）',
    },
    en: {
      before: 'Limits per node and per namespace only',
      after:
        'Also a limit for the whole cycle (`maxNoOfPodsToEvictTotal`), a grace period for evictions (`gracePeriodSeconds`), and sources of metrics (`metricsProviders`)',
    },
  },
  tellsSelectorValuesAsJSON: {
    about: 'policy',
    zh: { before: '报错时按Go的写法列出选择器的值', after: '按JSON的写法' },
    en: { before: 'Errors print the values of a selector as Go does', after: 'They print them as JSON' },
  },
  refusesPodsWithoutUID: {
    about: 'framework',
    zh: { before: '没有UID的Pod也驱逐', after: '没有UID的Pod不驱逐' },
    en: { before: 'A pod without a UID is evicted like any other', after: 'A pod without a UID is never evicted' },
  },
  learnsLimitsFromRefusals: {
    about: 'framework',
    zh: {
      before: '插件每看过一个Pod都问一次“这个节点到上限了吗”',
      after: '插件从被拒绝的驱逐里得知是哪个上限，到那时才离开节点或收工',
    },
    en: {
      before: 'A plugin asks after each pod whether the node has reached its limit',
      after: 'A plugin learns from a refused eviction which limit it was, and leaves the node, or ends, only then',
    },
  },
  protectsByList: {
    about: evictor,
    zh: { before: '一个开关一条保护', after: '保护列成一张表（`podProtections`），检查的顺序和文字也变了' },
    en: {
      before: 'One switch for each protection',
      after: 'Protections are a list (`podProtections`), checked in another order and told in other words',
    },
  },
  sparesByMoreCriteria: {
    about: evictor,
    zh: {
      before: '没有这些条件',
      after: '还可以按副本数、Pod的年龄、有没有PodDisruptionBudget、命名空间的标签来保护；DaemonSet的Pod可以放开',
    },
    en: {
      before: 'No such criteria',
      after:
        'Pods can also be spared by the number of replicas, by age, for having no PodDisruptionBudget, and by the labels of their namespace; those of DaemonSets can be released',
    },
  },
  complainsBrieflyOfThresholds: {
    about: evictor,
    zh: { before: '两种阈值都写时，报错末尾带着`got &TypeMeta{…}`', after: '报错到`can be set`为止' },
    en: {
      before: 'The error for two priority thresholds ends in `got &TypeMeta{…}`',
      after: 'The error ends with `can be set`',
    },
  },
  tellsSelectorErrors: {
    about: evictor,
    zh: { before: '`labelSelector`读不懂时只说读不懂', after: '说出哪里读不懂' },
    en: { before: 'Of a bad `labelSelector` only that it is bad is told', after: 'What is bad about it is told' },
  },
  fitsByAntiAffinity: {
    about: 'framework',
    zh: { before: 'nodeFit不看Pod之间的反亲和性', after: 'nodeFit也看Pod之间的反亲和性' },
    en: {
      before: 'nodeFit does not look at anti-affinity between pods',
      after: 'nodeFit looks at anti-affinity between pods as well',
    },
  },
  sparesPodsThatPreferToStay: {
    about: 'framework',
    zh: { before: '优先级和QoS都相同，不分先后', after: '声明了“尽量别驱逐我”的排在后面' },
    en: {
      before: 'Equal priority and QoS: no order',
      after: 'Of equals, those that ask not to be evicted come last',
    },
  },
  comparesPercentages: {
    about: utilization,
    zh: {
      before: '比数量，先截断；`cpu`、`memory`、`pods`总是参与',
      after: '比百分数，不截断；只有策略里写的资源参与分类',
    },
    en: {
      before: 'Amounts are compared, cut off; `cpu`, `memory` and `pods` always take part',
      after: 'Percentages are compared, not cut off; only resources that the policy names take part',
    },
  },
  logsClassifiedNodesOnly: {
    about: ['HighNodeUtilization'],
    zh: { before: '每个节点的分类都记日志', after: '只记分进某一类的节点' },
    en: { before: 'Logs every node with its class', after: 'Logs only nodes that it put into a class' },
  },
  utilizationHasMoreArgs: {
    about: utilization,
    zh: { before: '只算request', after: '还可以用指标里的真实用量，可以单独限制每个节点的驱逐数' },
    en: {
      before: 'Requests only',
      after: 'Can also use real usage from metrics, and limit the evictions of each node on its own',
    },
  },
  nodeTaintsLooksAtActivePods: {
    about: ['RemovePodsViolatingNodeTaints'],
    zh: { before: '已经结束的Pod也因为污点被驱逐', after: '只看还活着的Pod' },
    en: { before: 'Pods that have ended are evicted for a taint too', after: 'Only active pods are looked at' },
  },
  tellsAllArgErrors: {
    about: 'policy',
    zh: { before: '一个插件的参数有几处错，多半只报第一处', after: '一次报全' },
    en: {
      before: 'Of several faults in the arguments of a plugin, mostly the first is told',
      after: 'All are told at once',
    },
  },
  nodeTaintsCanBeIncluded: {
    about: ['RemovePodsViolatingNodeTaints'],
    zh: { before: '只能排除污点（`excludedTaints`）', after: '也可以只看指定的污点（`includedTaints`）' },
    en: {
      before: 'Taints can only be excluded, with `excludedTaints`',
      after: 'It can also be confined to some taints, with `includedTaints`',
    },
  },
  failedPodsHaveExitCodes: {
    about: ['RemoveFailedPods'],
    zh: { before: '按原因挑选', after: '也可以按容器的退出码挑选（`exitCodes`）' },
    en: { before: 'Chooses by reasons', after: 'Can also choose by the exit codes of containers, with `exitCodes`' },
  },
  evictsMostRestartedFirst: {
    about: ['RemovePodsHavingTooManyRestarts'],
    zh: { before: '先驱逐谁没有规定', after: '重启最多的先驱逐' },
    en: { before: 'Evicts in random order', after: 'Evicts the pods that restarted most first' },
  },
  lifeTimeHasMoreCriteria: {
    about: ['PodLifeTime'],
    zh: {
      before: '必须写年龄的上限，`states`只认四种',
      after: '年龄可以不写；还可以按条件、退出码、所有者的种类和更多的状态挑选',
    },
    en: {
      before: 'The age must be given, and `states` knows four',
      after: 'The age can be left out; conditions, exit codes, kinds of owners and more states can be given',
    },
  },
  lifeTimeKnowsTheFuture: {
    about: ['PodLifeTime'],
    zh: { before: '创建时间在将来的Pod，负的年龄变成极大的数，于是被驱逐', after: '创建时间在将来的Pod算年轻' },
    en: {
      before: 'The negative age of a pod that was created in the future becomes a huge one, and the pod goes',
      after: 'A pod that was created in the future is young',
    },
  },
  spreadComparesPriorities: {
    about: ['RemovePodsViolatingTopologySpreadConstraint'],
    zh: { before: '同一个域里的Pod比过优先级，结果却丢掉了', after: '比较的结果起作用：优先级高的先搬' },
    en: {
      before: 'The priorities of the pods of a domain are compared, and the result is dropped',
      after: 'The result counts: pods of the higher priority move first',
    },
  },
  spreadMovesPodsThatFit: {
    about: ['RemovePodsViolatingTopologySpreadConstraint'],
    zh: { before: '哪里都放不下的Pod可能占掉一个名额', after: '放得进缺Pod的域的先搬' },
    en: {
      before: 'A pod that fits nowhere can take the place of one that does',
      after: 'Pods that fit where some are missing move first',
    },
  },
  countsRequestsAsSchedulersDo: {
    about: utilization,
    zh: {
      before:
        '常驻的init容器（`restartPolicy: Always`）和别的init容器一样算；没写request的Pod，`overhead`算得进、减不出',
      after: '和调度器一样算：常驻的init容器与普通容器相加，`overhead`总是算',
    },
    en: {
      before:
        'An init container that keeps running (`restartPolicy: Always`) counts like any other; without requests, `overhead` counts in but not out',
      after: 'As the scheduler counts: such containers are added to the others, and `overhead` always counts',
    },
  },
  selectsBeforeAsking: {
    about: 'framework',
    zh: { before: '每个遇到的Pod都先问筛子，再看命名空间和标签', after: '先看命名空间和标签，选中的才问筛子' },
    en: {
      before: 'Every pod that a plugin meets is put to the filter, then its namespace and labels are looked at',
      after: 'Namespace and labels come first, and only what they choose is put to the filter',
    },
  },
};
