import type { InLanguages } from '../../projections/language.ts';

/** A policy to begin with. */
export interface PolicyPreset {
  readonly name: string;
  /** What it is for, in one sentence. */
  readonly about: InLanguages<string>;
  readonly text: string;
}

function policy(
  extensionPoint: 'balance' | 'deschedule',
  plugin: string,
  args: string,
  evictor = '      nodeFit: true',
): string {
  const indented = args === '' ? ' {}' : `\n${args.replace(/^/gm, '      ')}`;
  return `apiVersion: descheduler/v1alpha2
kind: DeschedulerPolicy
profiles:
- name: default
  pluginConfig:
  - name: DefaultEvictor
    args:
${evictor}
  - name: ${plugin}
    args:${indented}
  plugins:
    ${extensionPoint}:
      enabled:
      - ${plugin}
`;
}

/** One policy for each plugin. The first is what the page begins with. */
export const policyPresets: readonly PolicyPreset[] = [
  {
    name: 'LowNodeUtilization',
    about: {
      en: 'Evicts from nodes above targetThresholds while others are below thresholds. It compares requests, not usage.',
      zh: '有节点低于 thresholds 时，从高于 targetThresholds 的节点驱逐 Pod。比较的是请求量，不是实际用量。',
    },
    text: policy(
      'balance',
      'LowNodeUtilization',
      'thresholds:\n  cpu: 20\n  memory: 20\n  pods: 20\ntargetThresholds:\n  cpu: 50\n  memory: 50\n  pods: 50',
    ),
  },
  {
    name: 'HighNodeUtilization',
    about: {
      en: 'Empties nodes below thresholds, so that an autoscaler can remove them. Choose MostAllocated for the scheduler.',
      zh: '腾空低于 thresholds 的节点，以便自动扩缩容把它们收走。调度器应选 MostAllocated。',
    },
    text: policy('balance', 'HighNodeUtilization', 'thresholds:\n  cpu: 20\n  memory: 20'),
  },
  {
    name: 'RemoveDuplicates',
    about: {
      en: 'Evicts replicas of one owner that stand together on a node while other nodes could take them.',
      zh: '同一所有者的多个副本挤在一个节点上，而别的节点放得下时，驱逐多出来的。',
    },
    text: policy('balance', 'RemoveDuplicates', 'excludeOwnerKinds:\n- StatefulSet'),
  },
  {
    name: 'RemovePodsViolatingTopologySpreadConstraint',
    about: {
      en: 'Evens out the domains of topologySpreadConstraints whose skew is more than maxSkew.',
      zh: '拓扑分布约束的偏差大于 maxSkew 时，把各个域拉平。',
    },
    text: policy('balance', 'RemovePodsViolatingTopologySpreadConstraint', 'constraints:\n- DoNotSchedule'),
  },
  {
    name: 'RemovePodsViolatingNodeTaints',
    about: {
      en: 'Evicts pods from nodes that were tainted NoSchedule after the pods had been placed.',
      zh: '节点在 Pod 放上去之后被打上 NoSchedule 污点时，驱逐不容忍它的 Pod。',
    },
    text: policy(
      'deschedule',
      'RemovePodsViolatingNodeTaints',
      'excludedTaints:\n- node-role.kubernetes.io/control-plane',
    ),
  },
  {
    name: 'RemovePodsViolatingNodeAffinity',
    about: {
      en: 'Evicts pods whose node no longer matches their required node affinity, if another one does.',
      zh: '节点不再满足 Pod 必需的节点亲和性、而别的节点满足时，驱逐它。',
    },
    text: policy(
      'deschedule',
      'RemovePodsViolatingNodeAffinity',
      'nodeAffinityType:\n- requiredDuringSchedulingIgnoredDuringExecution',
    ),
  },
  {
    name: 'RemovePodsViolatingInterPodAntiAffinity',
    about: {
      en: 'Evicts pods that share a topology domain with pods that their required anti-affinity forbids.',
      zh: '必需的反亲和性不允许同处的 Pod 落在同一拓扑域时，驱逐其一。',
    },
    text: policy('deschedule', 'RemovePodsViolatingInterPodAntiAffinity', ''),
  },
  {
    name: 'RemoveFailedPods',
    about: {
      en: 'Removes failed pods that have been there for a while. Pods without an owner need evictFailedBarePods.',
      zh: '清除失败并放了一阵子的 Pod。没有所有者的还需要 evictFailedBarePods。',
    },
    text: policy(
      'deschedule',
      'RemoveFailedPods',
      'minPodLifetimeSeconds: 3600\nincludingInitContainers: true',
      '      evictFailedBarePods: true',
    ),
  },
  {
    name: 'PodLifeTime',
    about: {
      en: 'Evicts pods that are older than maxPodLifeTimeSeconds, the oldest first.',
      zh: '驱逐存在时间超过 maxPodLifeTimeSeconds 的 Pod，最老的先走。',
    },
    text: policy('deschedule', 'PodLifeTime', 'maxPodLifeTimeSeconds: 86400\nstates:\n- Running'),
  },
  {
    name: 'RemovePodsHavingTooManyRestarts',
    about: {
      en: 'Evicts pods whose containers have restarted too often, in the hope that another node suits them better.',
      zh: '驱逐容器重启次数过多的 Pod，也许换个节点会好。',
    },
    text: policy(
      'deschedule',
      'RemovePodsHavingTooManyRestarts',
      'podRestartThreshold: 100\nincludingInitContainers: true',
    ),
  },
];
