import type { Basis } from './cycle-state.ts';
import type { FigureFact, NodeChange } from './moments.ts';
import { short, shortKey } from './pod-names.ts';
import type { FactWords } from './words.ts';

export const wordsZh: FactWords = {
  actor: {
    reader: '运维',
    descheduler: 'descheduler',
    controller: '控制器',
    scheduler: '调度器',
    kubelet: 'kubelet',
  },
  list: (items) => items.join('、'),
  fact,
  compared,
  skipReason: (reason) =>
    ({
      taints: '不容忍任何目标节点的污点',
      nodeFit: '放不进任何别的节点',
      namespaceExcluded: '所在命名空间被排除',
    })[reason] ?? reason,
};

function fact(of: FigureFact): string {
  switch (of.kind) {
    case 'start':
      return '开始之前的集群';
    case 'nodeChanged':
      return `${of.node} ${wordsZh.list(of.changes.map(changeText))}`;
    case 'cycleStarted':
      return `一轮 descheduling 开始，共 ${of.nodes} 个节点`;
    case 'cycleSkipped':
      return `跳过这一轮：只有 ${of.nodes} 个节点`;
    case 'cycleFinished':
      return `这一轮结束，共驱逐 ${of.evicted} 个 Pod`;
    case 'refused':
      return `descheduler 拒绝：${of.error}`;
    case 'pluginStarted':
      return `${of.plugin} 开始（profile ${of.profile}）`;
    case 'pluginFailed':
      return `${of.plugin} 放弃：${of.error}`;
    case 'gateClosed':
      return `插件到此为止：${of.message}`;
    case 'nodesClassified':
      return `给 ${of.nodes} 个节点分类，其中 ${of.sources} 个要腾出 Pod`;
    case 'looked':
      return lookedText(of.inOrder, of.protected);
    case 'judged':
      return `${short(of.pod)} 应当离开：${compared(of.basis)}`;
    case 'podSkipped':
      return `跳过 ${short(of.pod)}：${wordsZh.skipReason(of.reason)}`;
    case 'evictionRefused':
      return `${short(of.pod)} 没有被驱逐：${of.error}`;
    case 'podEvicted':
      return `${of.plugin} 从 ${of.node} 驱逐 ${short(of.pod)}`;
    case 'ranked':
      return `给 ${of.node} 的 Pod 排序：${of.removable} 个可驱逐，${of.notRemovable} 个不可`;
    case 'duplicatesCounted':
      if (of.targets < 2) return `${of.owner}：能接收其重复 Pod 的节点不到两个`;
      return `${of.owner}：${of.occurrences} 个 Pod 分给 ${of.targets} 个节点，每个节点最多 ${of.upperAverage} 个`;
    case 'domainsCounted':
      return `${shortKey(of.topologyKey)}：${of.sizes.join(' / ')}，偏差 ${of.skew} ${of.balanced ? '≤' : '>'} ${of.maxSkew}`;
    case 'domainsEvened':
      return `应把 ${of.pods} 个 Pod 从 ${of.from} 移到 ${of.to}，其中 ${of.chosen} 个可以驱逐`;
    case 'podCreated':
      return of.owner ? `${of.owner} 的控制器创建 ${short(of.pod)}` : `${short(of.pod)} 被创建`;
    case 'podBound':
      return `调度器把 ${short(of.pod)} 放到 ${of.node}`;
    case 'podUnschedulable':
      return `调度器没有为 ${short(of.pod)} 找到节点`;
    case 'podFailed':
      return `${short(of.pod)} 失败${of.reason ? `：${of.reason}` : ''}`;
    case 'podGone':
      return of.node ? `${short(of.pod)} 已从 ${of.node} 消失` : `${short(of.pod)} 已消失`;
    case 'atRest':
      return '集群恢复静止';
  }
}

function lookedText(inOrder: readonly string[], kept: readonly string[]): string {
  const parts: string[] = [];
  if (inOrder.length === 1) parts.push(`${short(inOrder[0] ?? '')} 没有问题`);
  else if (inOrder.length > 1) parts.push(`${inOrder.length} 个 Pod 没有问题`);
  if (kept.length === 1) parts.push(`${short(kept[0] ?? '')} 不可驱逐`);
  else if (kept.length > 1) parts.push(`${kept.length} 个 Pod 不可驱逐`);
  return parts.join('，');
}

function changeText(change: NodeChange): string {
  switch (change.what) {
    case 'joined':
      return '加入集群';
    case 'cordoned':
      return '被设为不可调度';
    case 'uncordoned':
      return '恢复可调度';
    case 'ready':
      return '恢复就绪';
    case 'notReady':
      return '变为未就绪';
    case 'tainted':
      return `加上污点 ${change.taint}`;
    case 'untainted':
      return `去掉污点 ${change.taint}`;
    case 'label':
      if (change.after === undefined) return `去掉标签 ${change.key}=${change.before}`;
      return change.before === undefined
        ? `加上标签 ${change.key}=${change.after}`
        : `的标签改为 ${change.key}=${change.after}（原为 ${change.before}）`;
  }
}

function compared(of: Basis): string {
  switch (of.plugin) {
    case 'RemovePodsViolatingNodeTaints':
      return of.taint === undefined ? '容忍所有计入的污点' : `不容忍 ${of.taint}`;
    case 'RemovePodsViolatingNodeAffinity': {
      if (of.affinity === 'preferred') {
        const { weight = 0, bestWeight = 0 } = of;
        const numbers = weight < bestWeight ? `权重 ${weight} < 最佳 ${bestWeight}` : `权重 ${weight} 已是最佳`;
        return weight < bestWeight && !of.fitsSomewhere ? `${numbers}，但放不进任何节点` : numbers;
      }
      if (of.matches) return '符合必需的亲和性';
      return of.fitsSomewhere ? '本节点不符合必需的亲和性，别处放得下' : '不符合必需的亲和性，但放不进任何节点';
    }
    case 'RemoveFailedPods': {
      const { ageSeconds, minPodLifetimeSeconds, keptBy, reasons } = of;
      if (keptBy === 'age') return `年龄 ${ageSeconds} s < ${minPodLifetimeSeconds} s`;
      if (keptBy === 'owner') return '属主的类型被排除';
      const given = reasons.join('、') || '无';
      if (keptBy === 'reason') return `原因 ${given} 不在策略所列之中`;
      return `失败（${given}），年龄 ${ageSeconds} s ≥ ${minPodLifetimeSeconds} s`;
    }
    case 'PodLifeTime': {
      const { ageSeconds, maxPodLifeTimeSeconds, states, keptBy } = of;
      if (keptBy === 'state') return `状态 ${states.join('、')} 不在策略所列之中`;
      return `年龄 ${ageSeconds} s ${keptBy === 'age' ? '≤' : '>'} ${maxPodLifeTimeSeconds ?? 0} s`;
    }
    case 'RemovePodsHavingTooManyRestarts': {
      const { restarts, podRestartThreshold, states, keptBy } = of;
      if (keptBy === 'state') return `状态 ${states.join('、')} 不在策略所列之中`;
      return `重启 ${restarts} 次 ${keptBy === 'restarts' ? '<' : '≥'} ${podRestartThreshold}`;
    }
    case 'RemovePodsViolatingInterPodAntiAffinity':
      return of.conflict
        ? `与 ${of.conflict.node} 上的 ${of.conflict.pod.name} 冲突，${shortKey(of.conflict.topologyKey)} 相同`
        : '附近没有它排斥的 Pod';
    case 'RemoveDuplicates':
      return `本节点上同类的第 ${of.nth} 个 ${of.nth <= of.upperAverage ? '≤' : '>'} ${of.upperAverage}`;
    case 'RemovePodsViolatingTopologySpreadConstraint': {
      const counts = `${shortKey(of.topologyKey)} ${of.from} 有 ${of.sizes.from} 个，${of.to} 有 ${of.sizes.to} 个`;
      return of.fits ? `${counts}：应移到 ${of.to}` : `${counts}：放不进别处`;
    }
    case 'NodeUtilization':
      return `驱逐顺序第 ${of.rank}`;
  }
}
