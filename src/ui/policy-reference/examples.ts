import type { DeschedulerVersion } from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';

/** Arguments of one plugin that every release must accept, and arguments that some release must refuse. Pages show them
 *  with the answers of the model, and fail to build when an answer is not as it says here. */
export interface PluginExamples {
  /** What the example does, in a sentence. */
  readonly zh: string;
  readonly en: string;
  readonly extensionPoint: 'deschedule' | 'balance' | undefined;
  readonly args: string;
  readonly refused: readonly RefusedExample[];
}

export interface RefusedExample {
  readonly zh: string;
  readonly en: string;
  readonly args: string;
  /** The releases that accept it all the same. */
  readonly acceptedBy?: readonly DeschedulerVersion[];
}

/** By plugin. */
export const pluginExamples: Readonly<Record<string, PluginExamples>> = {
  DefaultEvictor: {
    zh: '失败的裸Pod也收拾；优先级10000及以上的不动；别处放不下的不动。',
    en: 'Clears away failed bare pods too, leaves pods of priority 10000 and more, and leaves pods that fit nowhere else.',
    extensionPoint: undefined,
    args: 'evictFailedBarePods: true\npriorityThreshold:\n  value: 10000\nnodeFit: true',
    refused: [
      {
        zh: '阈值只能写一种。',
        en: 'A threshold is given in one way only.',
        args: 'priorityThreshold:\n  value: 10000\n  name: important',
      },
      { zh: '字段名的大小写要对。', en: 'The case of a field’s name matters.', args: 'nodefit: true' },
    ],
  },
  LowNodeUtilization: {
    zh: '样样不到20%的算利用不足，有一样超过50%的算利用过度；不碰kube-system。',
    en: 'Below 20 % in everything is underutilized, above 50 % in anything overutilized; kube-system is left alone.',
    extensionPoint: 'balance',
    args: 'thresholds:\n  cpu: 20\n  memory: 20\n  pods: 20\ntargetThresholds:\n  cpu: 50\n  memory: 50\n  pods: 50\nevictableNamespaces:\n  exclude: [kube-system]',
    refused: [
      { zh: '两组阈值都要写。', en: 'Both sets of thresholds are needed.', args: 'thresholds:\n  cpu: 20' },
      {
        zh: '两组的资源要一样。',
        en: 'Both name the same resources.',
        args: 'thresholds:\n  cpu: 20\ntargetThresholds:\n  memory: 50',
      },
      {
        zh: '下限不能高于上限；等于可以。',
        en: 'The lower must not be above the upper; equal is fine.',
        args: 'thresholds:\n  cpu: 60\ntargetThresholds:\n  cpu: 50',
      },
      {
        zh: '百分数在0到100之间。',
        en: 'A percentage is between 0 and 100.',
        args: 'thresholds:\n  cpu: 20\ntargetThresholds:\n  cpu: 120',
      },
      {
        zh: '命名空间只能排除。',
        en: 'Namespaces can only be excluded.',
        args: 'thresholds:\n  cpu: 20\ntargetThresholds:\n  cpu: 50\nevictableNamespaces:\n  include: [default]',
      },
    ],
  },
  HighNodeUtilization: {
    zh: 'CPU和内存都不到25%的节点腾空；这样的节点至少要有两个。',
    en: 'Empties nodes below 25 % of cpu and of memory, if there are at least two of them.',
    extensionPoint: 'balance',
    args: 'thresholds:\n  cpu: 25\n  memory: 25\nnumberOfNodes: 1',
    refused: [
      {
        zh: '上限固定是100%，不能写。',
        en: 'The upper limit is always 100 % and cannot be written.',
        args: 'thresholds:\n  cpu: 25\ntargetThresholds:\n  cpu: 80',
      },
      { zh: '阈值不能空着。', en: 'Thresholds cannot be empty.', args: 'thresholds: {}' },
    ],
  },
  RemoveDuplicates: {
    zh: 'Job的Pod不管，其余工作负载的副本摊开。',
    en: 'Spreads the replicas of every workload but those of Jobs.',
    extensionPoint: 'balance',
    args: 'excludeOwnerKinds: [Job]',
    refused: [
      {
        zh: '命名空间要么包含，要么排除。',
        en: 'Namespaces are either included or excluded.',
        args: 'namespaces:\n  include: [default]\n  exclude: [kube-system]',
      },
    ],
  },
  RemovePodsViolatingNodeTaints: {
    zh: '连PreferNoSchedule也算；dedicated=build这个污点除外。',
    en: 'Counts PreferNoSchedule as well, but leaves out the taint dedicated=build.',
    extensionPoint: 'deschedule',
    args: 'includePreferNoSchedule: true\nexcludedTaints:\n  - dedicated=build',
    refused: [
      {
        zh: '命名空间要么包含，要么排除。',
        en: 'Namespaces are either included or excluded.',
        args: 'namespaces:\n  include: [default]\n  exclude: [kube-system]',
      },
      {
        zh: '选择器的运算符区分大小写。',
        en: 'Operators of a selector are case sensitive.',
        args: 'labelSelector:\n  matchExpressions:\n    - key: app\n      operator: in\n      values: [web]',
      },
    ],
  },
  RemovePodsViolatingNodeAffinity: {
    zh: '必需的节点亲和性不再满足的，驱逐。',
    en: 'Evicts pods whose required node affinity no longer matches.',
    extensionPoint: 'deschedule',
    args: 'nodeAffinityType:\n  - requiredDuringSchedulingIgnoredDuringExecution',
    refused: [{ zh: '管哪一种要写明。', en: 'The kind must be named.', args: 'namespaces:\n  exclude: [kube-system]' }],
  },
  RemovePodsViolatingTopologySpreadConstraint: {
    zh: '软约束也算。',
    en: 'Counts soft constraints as well.',
    extensionPoint: 'balance',
    args: 'constraints:\n  - DoNotSchedule\n  - ScheduleAnyway',
    refused: [
      { zh: '大小写要对。', en: 'The case matters.', args: 'constraints:\n  - doNotSchedule' },
      {
        zh: '几个错误一起报。',
        en: 'Several errors are told together.',
        args: 'namespaces:\n  include: [default]\n  exclude: [kube-system]\nconstraints:\n  - Always',
      },
    ],
  },
  RemovePodsViolatingInterPodAntiAffinity: {
    zh: '只看shop命名空间里的Pod。',
    en: 'Looks at pods of the namespace shop only.',
    extensionPoint: 'deschedule',
    args: 'namespaces:\n  include: [shop]',
    refused: [
      {
        zh: 'Exists不带值。',
        en: 'Exists takes no values.',
        args: 'labelSelector:\n  matchExpressions:\n    - key: app\n      operator: Exists\n      values: [web]',
      },
    ],
  },
  RemoveFailedPods: {
    zh: '失败满一小时，并且原因是OutOfcpu或CreateContainerConfigError的，驱逐。',
    en: 'Evicts failed pods that are an hour old and give OutOfcpu or CreateContainerConfigError as the reason.',
    extensionPoint: 'deschedule',
    args: 'reasons:\n  - OutOfcpu\n  - CreateContainerConfigError\nincludingInitContainers: true',
    refused: [
      {
        zh: '年龄不能是负数。',
        en: 'An age is never negative.',
        args: 'minPodLifetimeSeconds: -1',
      },
    ],
  },
  PodLifeTime: {
    zh: 'Pending超过一天的，驱逐。',
    en: 'Evicts pods that have been Pending and are more than a day old.',
    extensionPoint: 'deschedule',
    args: 'maxPodLifeTimeSeconds: 86400\nstates: [Pending]',
    refused: [
      {
        zh: '什么都不写不行：v0.28.1要年龄，v0.36.0要至少一个条件。',
        en: 'Nothing at all will not do: v0.28.1 wants the age, v0.36.0 at least one criterion.',
        args: 'namespaces:\n  exclude: [kube-system]',
      },
      {
        zh: '状态只能是列出的那些。',
        en: 'Only the states that are listed.',
        args: 'maxPodLifeTimeSeconds: 86400\nstates: [Terminated]',
      },
    ],
  },
  RemovePodsHavingTooManyRestarts: {
    zh: '重启加起来满100次、此刻正在CrashLoopBackOff的，驱逐。',
    en: 'Evicts pods with 100 restarts in all that are in CrashLoopBackOff right now.',
    extensionPoint: 'deschedule',
    args: 'podRestartThreshold: 100\nincludingInitContainers: true\nstates: [CrashLoopBackOff]',
    refused: [
      { zh: '阈值至少是1。', en: 'The threshold is at least 1.', args: 'includingInitContainers: true' },
      {
        zh: '状态只能是列出的那些。',
        en: 'Only the states that are listed.',
        args: 'podRestartThreshold: 100\nstates: [Error]',
      },
    ],
  },
};

/** A whole policy around the arguments of one plugin. */
export function policyWith(plugin: string, extensionPoint: PluginExamples['extensionPoint'], args: string): string {
  const indented = args.replaceAll(/^/gm, '          ');
  const enabled = extensionPoint === undefined ? ' {}' : `\n      ${extensionPoint}:\n        enabled: [${plugin}]`;
  return `apiVersion: descheduler/v1alpha2
kind: DeschedulerPolicy
profiles:
  - name: example
    pluginConfig:
      - name: ${plugin}
        args:
${indented}
    plugins:${enabled}
`;
}
