import type { SourceEnd } from 'kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/steps.ts';
import type { InLanguages, Language } from '../language.ts';
import type { Actor, FigureFact } from './moments.ts';
import type { NodeClass } from './view.ts';

/** The figure's words that speak of the cluster: actors, classes, facts, reasons. Texts of Kubernetes and of the descheduler
 *  stay as they are. */
export interface ClusterWords {
  readonly actor: Readonly<Record<Actor, string>>;
  nodeClass(plugin: string, nodeClass: NodeClass): string;
  sourceEnd(reason: SourceEnd, resources: readonly string[]): string;
  skipReason(reason: string): string;
  resource(name: string): string;
  list(items: readonly string[]): string;
  fact(fact: FigureFact): string;
}

const en: ClusterWords = {
  actor: {
    reader: 'you',
    descheduler: 'descheduler',
    controller: 'ReplicaSet controller',
    scheduler: 'scheduler',
    kubelet: 'kubelet',
  },
  nodeClass: (plugin, nodeClass) =>
    plugin === 'HighNodeUtilization'
      ? { under: 'underutilized', over: 'not underutilized', within: 'unschedulable' }[nodeClass]
      : { under: 'underutilized', over: 'overutilized', within: 'in between' }[nodeClass],
  sourceEnd: (reason, resources) =>
    ({
      atOrBelowTarget: 'it is at or below its target for every resource',
      noRoom: `the targets have no room left for ${en.list(resources.map(en.resource))}`,
      podsExhausted: 'it has no more pods that may be evicted',
      nodeLimit: 'its limit of evictions is reached',
      noRemovablePods: 'none of its pods may be evicted',
      pluginNodeLimit: 'the plugin’s own limit of evictions from a node is reached',
      totalLimit: 'the limit of evictions for the whole cycle is reached',
    })[reason],
  skipReason: (reason) =>
    ({
      taints: 'tolerates the taints of no target node',
      nodeFit: 'fits on no other node',
      namespaceExcluded: 'its namespace is excluded',
    })[reason] ?? reason,
  resource: (name) => ({ cpu: 'CPU', memory: 'memory', pods: 'pods' })[name] ?? name,
  list: (items) => new Intl.ListFormat('en', { type: 'conjunction' }).format(items),
  fact: (fact) => factEn(fact),
};

function factEn(fact: FigureFact): string {
  switch (fact.kind) {
    case 'start':
      return 'The cluster is at rest';
    case 'nodeCordoned':
      return `${fact.node} is ${fact.cordoned ? 'cordoned' : 'schedulable again'}`;
    case 'cycleStarted':
      return `The descheduler begins with ${fact.nodes} nodes`;
    case 'thresholdsResolved':
      return fact.deviation
        ? 'Thresholds are distances from the mean of all nodes'
        : 'Thresholds are read from the policy';
    case 'nodeClassified':
      return `${fact.node} is ${{ under: 'underutilized', over: 'overutilized', within: 'neither' }[fact.class]}${
        fact.edited ? ', says the edited algorithm' : ''
      }`;
    case 'gateClosed':
      return `The plugin stops: ${fact.message}`;
    case 'roomMeasured':
      return `The room on ${en.list(fact.targets)} is added up`;
    case 'sourceStarted':
      return `The pods of ${fact.node} are ranked: ${fact.removable} may be evicted, ${fact.notRemovable} may not`;
    case 'podEvicted':
      return `${short(fact.pod)} is evicted from ${fact.node}`;
    case 'podSkipped':
      return `${short(fact.pod)} is passed over: ${en.skipReason(fact.reason)}`;
    case 'evictionRefused':
      return `The eviction of ${short(fact.pod)} is refused: ${fact.error}`;
    case 'sourceFinished':
      return `The descheduler leaves ${fact.node}: ${en.sourceEnd(fact.reason, fact.resources)}`;
    case 'cycleFinished':
      return `The descheduler is done after ${fact.evicted} ${fact.evicted === 1 ? 'eviction' : 'evictions'}`;
    case 'refused':
      return `The descheduler refuses the policy: ${fact.error}`;
    case 'podCreated':
      return fact.owner
        ? `The controller of ${fact.owner} creates ${short(fact.pod)}`
        : `${short(fact.pod)} is created`;
    case 'podBound':
      return `The scheduler puts ${short(fact.pod)} on ${fact.node}`;
    case 'podUnschedulable':
      return `The scheduler finds no node for ${short(fact.pod)}`;
    case 'atRest':
      return 'All pods run, and the cluster is at rest again';
    case 'podGone':
      return `${short(fact.pod)} is gone${fact.node ? ` from ${fact.node}` : ''}`;
  }
}

const zh: ClusterWords = {
  actor: {
    reader: '你',
    descheduler: 'descheduler',
    controller: 'ReplicaSet 控制器',
    scheduler: '调度器',
    kubelet: 'kubelet',
  },
  nodeClass: (plugin, nodeClass) =>
    plugin === 'HighNodeUtilization'
      ? { under: '利用不足', over: '并非利用不足', within: '不可调度' }[nodeClass]
      : { under: '利用不足', over: '利用过度', within: '两者之间' }[nodeClass],
  sourceEnd: (reason, resources) =>
    ({
      atOrBelowTarget: '各项资源都已不高于目标阈值',
      noRoom: `目标节点的${zh.list(resources.map(zh.resource))}余量已用完`,
      podsExhausted: '能驱逐的 Pod 都驱逐完了',
      nodeLimit: '达到了每节点的驱逐上限',
      noRemovablePods: '没有一个 Pod 可以驱逐',
      pluginNodeLimit: '达到了插件自己的每节点驱逐上限',
      totalLimit: '达到了整轮的驱逐上限',
    })[reason],
  skipReason: (reason) =>
    ({
      taints: '不容忍任何目标节点的污点',
      nodeFit: '放不进任何别的节点',
      namespaceExcluded: '所在命名空间被排除',
    })[reason] ?? reason,
  resource: (name) => ({ cpu: 'CPU', memory: '内存', pods: 'Pod 数' })[name] ?? name,
  list: (items) => items.join('、'),
  fact: (fact) => factZh(fact),
};

function factZh(fact: FigureFact): string {
  switch (fact.kind) {
    case 'start':
      return '集群处于静止状态';
    case 'nodeCordoned':
      return fact.cordoned ? `${fact.node} 被设为不可调度` : `${fact.node} 恢复可调度`;
    case 'cycleStarted':
      return `descheduler 开始，共 ${fact.nodes} 个节点`;
    case 'thresholdsResolved':
      return fact.deviation ? '阈值按与全体节点均值的偏差计算' : '从策略读取阈值';
    case 'nodeClassified':
      return `${fact.node} 归为${{ under: '利用不足', over: '利用过度', within: '两者之间' }[fact.class]}${
        fact.edited ? '（由改过的算法判定）' : ''
      }`;
    case 'gateClosed':
      return `插件到此为止：${fact.message}`;
    case 'roomMeasured':
      return `汇总 ${zh.list(fact.targets)} 的余量`;
    case 'sourceStarted':
      return `给 ${fact.node} 的 Pod 排序：${fact.removable} 个可驱逐，${fact.notRemovable} 个不可`;
    case 'podEvicted':
      return `从 ${fact.node} 驱逐 ${short(fact.pod)}`;
    case 'podSkipped':
      return `跳过 ${short(fact.pod)}：${zh.skipReason(fact.reason)}`;
    case 'evictionRefused':
      return `对 ${short(fact.pod)} 的驱逐被拒绝：${fact.error}`;
    case 'sourceFinished':
      return `descheduler 离开 ${fact.node}：${zh.sourceEnd(fact.reason, fact.resources)}`;
    case 'cycleFinished':
      return `descheduler 结束，共驱逐 ${fact.evicted} 个 Pod`;
    case 'refused':
      return `descheduler 拒绝了这份策略：${fact.error}`;
    case 'podCreated':
      return fact.owner ? `${fact.owner} 的控制器创建 ${short(fact.pod)}` : `${short(fact.pod)} 被创建`;
    case 'podBound':
      return `调度器把 ${short(fact.pod)} 放到 ${fact.node}`;
    case 'podUnschedulable':
      return `调度器没有为 ${short(fact.pod)} 找到节点`;
    case 'atRest':
      return '所有 Pod 都已运行，集群恢复静止';
    case 'podGone':
      return fact.node ? `${short(fact.pod)} 已从 ${fact.node} 消失` : `${short(fact.pod)} 已消失`;
  }
}

/** The name of a pod without the namespace `default`. */
export function short(pod: string): string {
  return pod.startsWith('default/') ? pod.slice('default/'.length) : pod;
}

export const clusterWords: InLanguages<ClusterWords> = { en, zh };

/** What happened at a moment, as a sentence without its full stop. */
export function factText(fact: FigureFact, language: Language): string {
  return clusterWords[language].fact(fact);
}
