import type { Judgement } from 'kind-wasm-shim/kubernetes/descheduler/framework/judgement.ts';
import type { PodName } from 'kind-wasm-shim/kubernetes/descheduler/framework/steps.ts';
import type { Language } from '../language.ts';
import { formatAmount, formatPercent } from '../node-utilization/amounts.ts';
import { clusterWords } from '../node-utilization/words.ts';
import type { Landing, UsageAtEviction, Victim } from './report.ts';

/** Why a pod was evicted, in one sentence with the numbers that decided. */
export function whyText(victim: Pick<Victim, 'why' | 'node' | 'plugin'>, language: Language): string {
  const { why, node, plugin } = victim;
  const zh = language === 'zh';
  switch (why.kind) {
    case 'nodeUtilization': {
      const list = clusterWords[language].list(why.resources.map((usage) => usageText(usage, why.node, language)));
      const rank = why.rank === undefined ? '' : rankText(why.rank, why.of, why.priority, why.qosClass, language);
      if (why.node === 'over')
        return zh ? `${node} 高于目标：${list}${rank}。` : `${node} is above its target: ${list}${rank}.`;
      return zh
        ? `${node} 利用不足，要腾空：${list}${rank}。`
        : `${node} is underutilized and is to be emptied: ${list}${rank}.`;
    }
    case 'judged':
      return judgementText(why.judgement, node, language);
    case 'duplicate': {
      const { owner, onNode, occurrences, targets, upperAverage } = why;
      const name = `${owner.kind} ${owner.namespace}/${owner.name}`;
      return zh
        ? `${node} 上有 ${name} 的 ${onNode} 个相同的 Pod；⌈${occurrences} / ${targets}⌉ = ${upperAverage}，每个节点最多留 ${upperAverage} 个。`
        : `${node} has ${onNode} like pods of ${name}; ⌈${occurrences} / ${targets}⌉ = ${upperAverage} may stay on one node.`;
    }
    case 'skew': {
      const { topologyKey, from, to, sizes, maxSkew = '?' } = why;
      const skew = sizes.from - sizes.to;
      return zh
        ? `${topologyKey}：${from} 有 ${sizes.from} 个，${to} 有 ${sizes.to} 个，相差 ${skew}，大于 maxSkew ${maxSkew}。`
        : `${topologyKey}: ${from} has ${sizes.from} pods, ${to} has ${sizes.to}; the difference of ${skew} is more than maxSkew ${maxSkew}.`;
    }
    case 'untold':
      return zh ? `由 ${plugin} 选中。` : `Chosen by ${plugin}.`;
  }
}

function usageText(at: UsageAtEviction, side: 'over' | 'under', language: Language): string {
  const { resource, usage, capacity, threshold, thresholdPercent } = at;
  const name = clusterWords[language].resource(resource);
  const share = capacity > 0 ? ` (${formatPercent((100 * usage) / capacity)})` : '';
  const limit = thresholdPercent === null ? '' : ` (${formatPercent(thresholdPercent)})`;
  const sign = side === 'over' ? '>' : '≤';
  return `${name} ${formatAmount(resource, usage)}${share} ${sign} ${formatAmount(resource, threshold)}${limit}`;
}

function rankText(
  rank: number,
  of: number,
  priority: number | null,
  qosClass: string | undefined,
  language: Language,
): string {
  const qos = qosClass ?? '';
  if (language === 'zh') return `；在该节点的驱逐顺序中第 ${rank}，共 ${of}（优先级 ${priority ?? '未设'}，${qos}）`;
  return `; number ${rank} of ${of} in the node’s order of eviction (priority ${priority ?? 'not set'}, ${qos})`;
}

function judgementText(judgement: Judgement, node: string, language: Language): string {
  const zh = language === 'zh';
  switch (judgement.plugin) {
    case 'RemovePodsViolatingNodeTaints':
      return zh
        ? `不容忍 ${node} 的污点 ${judgement.taint}。`
        : `Does not tolerate the taint ${judgement.taint} of ${node}.`;
    case 'RemovePodsViolatingNodeAffinity': {
      if (judgement.affinity === 'required') {
        return zh
          ? `${node} 不满足它的 nodeSelector 或必需的节点亲和性，而别的节点放得下它。`
          : `${node} does not match its nodeSelector or required node affinity, and it fits on some node.`;
      }
      const { weight = 0, bestWeight = 0 } = judgement;
      return zh
        ? `${node} 的偏好权重为 ${weight}，别处可达 ${bestWeight}。`
        : `${node} reaches a preference of ${weight}, another node ${bestWeight}.`;
    }
    case 'RemoveFailedPods': {
      const { ageSeconds, minPodLifetimeSeconds, reasons } = judgement;
      const why = reasons.length > 0 ? (zh ? `；原因：${reasons.join('、')}` : `; reasons: ${reasons.join(', ')}`) : '';
      return zh
        ? `已失败，创建于 ${ageSeconds} s 前，不短于 ${minPodLifetimeSeconds} s${why}。`
        : `Failed, and created ${ageSeconds} s ago, not less than ${minPodLifetimeSeconds} s${why}.`;
    }
    case 'PodLifeTime': {
      const { ageSeconds, maxPodLifeTimeSeconds = 0, states } = judgement;
      return zh
        ? `已存在 ${ageSeconds} s，超过 ${maxPodLifeTimeSeconds} s（状态：${states.join('、')}）。`
        : `${ageSeconds} s old, more than ${maxPodLifeTimeSeconds} s (state: ${states.join(', ')}).`;
    }
    case 'RemovePodsHavingTooManyRestarts': {
      const { restarts, podRestartThreshold } = judgement;
      return zh
        ? `容器共重启 ${restarts} 次，不少于 ${podRestartThreshold} 次。`
        : `Its containers restarted ${restarts} times, not less than ${podRestartThreshold}.`;
    }
    case 'RemovePodsViolatingInterPodAntiAffinity': {
      const { conflict } = judgement;
      if (conflict === undefined) return zh ? '违反 Pod 间反亲和性。' : 'Violates an anti-affinity between pods.';
      const other = `${podText(conflict.pod)}`;
      return zh
        ? `它的反亲和性不允许与 ${other}（${conflict.node}）同处一个 ${conflict.topologyKey}。`
        : `Its anti-affinity forbids it to share ${conflict.topologyKey} with ${other} on ${conflict.node}.`;
    }
  }
}

/** Where the successor of a victim goes. */
export function landingText(landing: Landing, language: Language): string {
  const zh = language === 'zh';
  switch (landing.kind) {
    case 'node':
      return landing.node;
    case 'pending':
      return zh ? '等待：没有节点可放' : 'waits: no node takes it';
    case 'lost':
      if (landing.why === 'ended') return zh ? '已结束，不再重建' : 'had ended; not made again';
      return zh ? '没有控制器，从此消失' : 'lost: no controller';
    case 'unknown':
      return zh ? '尚未调度' : 'not scheduled yet';
  }
}

/** A pod as `namespace/name`. */
export function podText({ namespace, name }: PodName): string {
  return `${namespace}/${name}`;
}
