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
  limitsTotalEvictions: {
    about: 'policy',
    zh: { before: '只有每节点、每命名空间的上限', after: '还有整个周期的上限`maxNoOfPodsToEvictTotal`，最先检查' },
    en: {
      before: 'Limits per node and per namespace only',
      after: 'Also a limit for the whole cycle, `maxNoOfPodsToEvictTotal`, which is checked first',
    },
  },
  hasGracePeriodAndMetricsProviders: {
    about: 'policy',
    zh: { before: '策略不能给驱逐指定宽限期，也没有指标来源', after: '有`gracePeriodSeconds`和`metricsProviders`' },
    en: {
      before: 'A policy can give neither a grace period for evictions nor a source of metrics',
      after: 'There are `gracePeriodSeconds` and `metricsProviders`',
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
};
