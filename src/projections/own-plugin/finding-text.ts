import type { PodName } from 'kind-wasm-shim/kubernetes/descheduler/framework/steps.ts';
import type { Finding, Invariant, Move } from '../../scenarios/own-plugin/verdict.ts';
import type { InLanguages, Language } from '../language.ts';

/** What an invariant asks, in a sentence. */
export function invariantText(
  invariant: Invariant,
  targetPercent: number,
  language: Language,
): { name: string; rule: string } {
  return rules[language][invariant](targetPercent);
}

const rules: InLanguages<Readonly<Record<Invariant, (target: number) => { name: string; rule: string }>>> = {
  en: {
    evictor: () => ({
      name: 'Respects the evictor',
      rule: 'It never asks to evict a pod that DefaultEvictor refuses, that does not exist, or that is on another node than it says.',
    }),
    target: (target) => ({
      name: 'Overfills no node',
      rule: `Once the scheduler has placed the successors, no node that was at or below ${target} % is above it.`,
    }),
    terminates: () => ({
      name: 'Comes to an end',
      rule: 'It stops by itself, within its time and memory, and asks for no pod twice in one cycle.',
    }),
    pingPong: () => ({
      name: 'Lets pods come to rest',
      rule: 'No replica is evicted three times, and none again in the last cycle: plugin and scheduler agree in the end.',
    }),
  },
  zh: {
    evictor: () => ({
      name: '尊重驱逐检查',
      rule: '从不驱逐 DefaultEvictor 不放行的 Pod、不存在的 Pod，也不会说错 Pod 所在的节点。',
    }),
    target: (target) => ({
      name: '不压满节点',
      rule: `调度器放好替代的 Pod 之后，原来不超过 ${target}% 的节点都没有超过它。`,
    }),
    terminates: () => ({
      name: '会结束',
      rule: '在时间和内存的限度内自己停下，一轮里不对同一个 Pod 要求两次。',
    }),
    pingPong: () => ({
      name: '能安定下来',
      rule: '没有副本被驱逐三次，最后一轮也没有再次被驱逐的副本：插件与调度器最终意见一致。',
    }),
  },
};

/** What was found, in a sentence with cycle, pod and node. */
export function findingText(finding: Finding, language: Language): string {
  return language === 'zh' ? inChinese(finding) : inEnglish(finding);
}

function inEnglish(finding: Finding): string {
  const cycle = `Cycle ${finding.cycle}`;
  switch (finding.invariant) {
    case 'evictor': {
      const pod = text(finding.pod);
      if (finding.kind === 'noSuchPod')
        return `${cycle}: ${pod} on ${finding.node} was to be evicted, and does not exist.`;
      if (finding.kind === 'otherNode') {
        return `${cycle}: ${pod} was to be evicted from ${finding.node}, and is on ${finding.actualNode}.`;
      }
      return `${cycle}: ${pod} on ${finding.node} was to be evicted, and the evictor refuses it: ${finding.refusal}.`;
    }
    case 'target':
      return `${cycle}: ${finding.node} went from ${percent(finding.before)} to ${percent(finding.after)} of its ${finding.resource}.`;
    case 'terminates':
      return `${cycle}: ${text(finding.pod)} on ${finding.node} was to be evicted twice.`;
    case 'pingPong':
      return `${cycle}: a replica of ${text(finding.workload)} was evicted ${finding.moves.length} times: ${path(finding.moves, 'nowhere')}.`;
  }
}

function inChinese(finding: Finding): string {
  const cycle = `第 ${finding.cycle} 轮`;
  switch (finding.invariant) {
    case 'evictor': {
      const pod = text(finding.pod);
      if (finding.kind === 'noSuchPod') return `${cycle}：要驱逐 ${finding.node} 上的 ${pod}，但没有这个 Pod。`;
      if (finding.kind === 'otherNode')
        return `${cycle}：要从 ${finding.node} 驱逐 ${pod}，但它在 ${finding.actualNode} 上。`;
      return `${cycle}：要驱逐 ${finding.node} 上的 ${pod}，但驱逐检查不放行：${finding.refusal}。`;
    }
    case 'target':
      return `${cycle}：${finding.node} 的 ${finding.resource} 从 ${percent(finding.before)} 升到 ${percent(finding.after)}。`;
    case 'terminates':
      return `${cycle}：要把 ${finding.node} 上的 ${text(finding.pod)} 驱逐两次。`;
    case 'pingPong':
      return `${cycle}：${text(finding.workload)} 的一个副本被驱逐了 ${finding.moves.length} 次：${path(finding.moves, '无处')}。`;
  }
}

function text({ namespace, name }: PodName): string {
  return `${namespace}/${name}`;
}

function percent(value: number): string {
  return `${Number(value.toFixed(1))} %`;
}

function path(moves: readonly Move[], nowhere: string): string {
  const nodes = moves.map(({ from }) => from);
  return [...nodes, moves.at(-1)?.to ?? nowhere].join(' → ');
}
