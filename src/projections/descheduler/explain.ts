import type { Explanation } from '../explanation.ts';
import type { Language } from '../language.ts';
import type { Basis, DomainCount, OwnerCount, PodVerdict } from './cycle-state.ts';
import { short, shortKey } from './pod-names.ts';
import type { FigureState } from './state.ts';
import { factWords } from './words.ts';

/** Explains what the figure shows by its name: `verdict/3`; `pod/default/web-x`; `owner/0`; `domains/0/skew`,
 *  `domains/0/average`, `domains/0/move/0`; `cycle/2`; `evictions`; `node/node-a`. Undefined when the state has none such. */
export function explain(state: FigureState, about: string, language: Language): Explanation | undefined {
  const [subject = '', ...rest] = about.split('/');
  switch (subject) {
    case 'verdict':
      return explainVerdict(state, state.cycle.verdicts[Number(rest[0])], language);
    case 'pod':
      return explainPod(state, rest.join('/'), language);
    case 'owner':
      return explainOwner(state, state.cycle.owners[Number(rest[0])], language);
    case 'domains':
      return explainDomains(state, state.cycle.domains[Number(rest[0])], rest.slice(1), language);
    case 'cycle':
      return explainCycle(state, Number(rest[0]), language);
    case 'evictions':
      return explainCycle(state, state.cycle.number, language);
    default:
      return undefined;
  }
}

const paths: Readonly<Record<Basis['plugin'], string>> = {
  RemovePodsViolatingNodeTaints: 'removepodsviolatingnodetaints/node_taint.go',
  RemovePodsViolatingNodeAffinity: 'removepodsviolatingnodeaffinity/node_affinity.go',
  RemoveFailedPods: 'removefailedpods/failedpods.go',
  PodLifeTime: 'podlifetime/pod_lifetime.go',
  RemovePodsHavingTooManyRestarts: 'removepodshavingtoomanyrestarts/toomanyrestarts.go',
  RemovePodsViolatingInterPodAntiAffinity: 'removepodsviolatinginterpodantiaffinity/pod_antiaffinity.go',
  RemoveDuplicates: 'removeduplicates/removeduplicates.go',
  RemovePodsViolatingTopologySpreadConstraint:
    'removepodsviolatingtopologyspreadconstraint/topologyspreadconstraint.go',
  NodeUtilization: 'nodeutilization/nodeutilization.go',
};

function source(state: FigureState, path: string): string {
  return `pkg/framework/plugins/${path} @${state.version}`;
}

function explainVerdict(
  state: FigureState,
  verdict: PodVerdict | undefined,
  language: Language,
): Explanation | undefined {
  if (!verdict) return undefined;
  const words = factWords[language];
  const plugin = state.cycle.plugins[verdict.plugin]?.plugin ?? '';
  const { basis, kind, text } = verdict;
  const pod = state.pods.get(verdict.pod) ?? state.cycle.evictions.find((each) => each.pod === verdict.pod)?.facts;
  const node = state.nodes.get(verdict.node);
  const steps = [
    ...(basis ? [words.compared(basis)] : []),
    ...(text === undefined ? [] : [kind === 'skipped' ? words.skipReason(text) : text]),
    ...(pod?.wants ?? []).map((want) => `${short(verdict.pod)}: ${want}`),
    ...(node && node.taints.length > 0 ? [`${node.name}: ${node.taints.join(', ')}`] : []),
  ];
  const isEvictor = kind === 'protected';
  return {
    name: language === 'zh' ? `${plugin} 对 ${short(verdict.pod)} 的判断` : `${plugin} on ${short(verdict.pod)}`,
    steps,
    source: isEvictor
      ? source(state, 'defaultevictor/defaultevictor.go Filter')
      : basis
        ? source(state, paths[basis.plugin])
        : `${plugin} @${state.version}`,
    value: steps[0] ?? '',
  };
}

function explainPod(state: FigureState, key: string, language: Language): Explanation | undefined {
  const pod = state.pods.get(key);
  if (!pod) return undefined;
  const age = Math.max(0, Math.floor((state.atMs - pod.createdAtMs) / 1000));
  const replaces = state.replaces.get(key);
  const placement = state.placements.get(key);
  const isChinese = language === 'zh';
  const points = (placement?.nodes ?? []).map(({ node, total, scores, why }) => {
    const parts = Object.entries(scores ?? {}).map(([plugin, score]) => `${plugin} ${score}`);
    if (total === undefined) return why === undefined ? node : `${node}: ${why}`;
    return `${node}: ${total}${parts.length > 0 ? ` = ${parts.join(' + ')}` : ''}`;
  });
  return {
    name: key,
    steps: [
      isChinese
        ? `${pod.owner ? `属于 ${pod.owner.kind} ${pod.owner.name}` : '没有控制器'}，年龄 ${age} s，重启 ${pod.restarts} 次`
        : `${pod.owner ? `of ${pod.owner.kind} ${pod.owner.name}` : 'without controller'}, age ${age} s, restarts ${pod.restarts}`,
      ...(pod.reason === undefined ? [] : [`${pod.phase}: ${pod.reason}`]),
      ...pod.wants,
      ...(points.length > 0 ? [isChinese ? '调度器的打分：' : 'The scheduler’s points:', ...points] : []),
    ],
    ...(replaces === undefined
      ? {}
      : { note: isChinese ? `顶替 ${short(replaces)}` : `stands in for ${short(replaces)}` }),
    value: short(key),
  };
}

function explainOwner(state: FigureState, count: OwnerCount | undefined, language: Language): Explanation | undefined {
  if (!count) return undefined;
  const { owner, occurrences, targets, upperAverage, duplicates } = count;
  const isChinese = language === 'zh';
  const tooFew = targets.length < 2;
  return {
    name: isChinese ? `${owner.name} 在一个节点上最多几个` : `How many of ${owner.name} may stay on one node`,
    steps: [
      isChinese ? `目标节点：${targets.join('、') || '无'}` : `targets: ${targets.join(', ') || 'none'}`,
      ...(tooFew ? [] : [`ceil(${occurrences} / ${targets.length}) = ${upperAverage}`]),
      ...duplicates.map(({ node, pods }) => {
        const here = pods.length + 1;
        const sign = here > upperAverage ? '>' : '≤';
        return tooFew ? `${node}: ${here}` : `${node}: ${here} ${sign} ${upperAverage}`;
      }),
    ],
    note: tooFew
      ? isChinese
        ? '目标节点少于两个，不驱逐。'
        : 'With fewer than two target nodes nothing is evicted.'
      : isChinese
        ? '只数驱逐器放行的 Pod；每个节点上第一个不算重复。'
        : 'Only pods that the evictor lets go are counted; the first on a node is no duplicate.',
    source: source(state, 'removeduplicates/removeduplicates.go Balance'),
    value: String(upperAverage),
  };
}

function explainDomains(
  state: FigureState,
  count: DomainCount | undefined,
  [what = '', which = '']: readonly string[],
  language: Language,
): Explanation | undefined {
  if (!count) return undefined;
  const isChinese = language === 'zh';
  const key = shortKey(count.topologyKey);
  const sizes = count.domains.map(({ size }) => size);
  const where = source(state, 'removepodsviolatingtopologyspreadconstraint/topologyspreadconstraint.go balanceDomains');
  const average = Number(count.average.toFixed(2));
  if (what === 'skew') {
    return {
      name: isChinese ? `${key} 的偏差` : `Skew over ${key}`,
      steps: [
        `${Math.max(0, ...sizes)} − ${Math.min(...sizes)} = ${count.skew}`,
        `${count.skew} ${count.balanced ? '≤' : '>'} maxSkew ${count.maxSkew}`,
      ],
      source: where,
      value: String(count.skew),
    };
  }
  if (what === 'average') {
    return {
      name: isChinese ? `每个域平均几个 Pod` : 'Pods per domain',
      steps: [`${sizes.reduce((sum, size) => sum + size, 0)} / ${sizes.length} = ${average}`],
      source: where,
      value: String(average),
    };
  }
  const move = count.moves[Number(which)];
  if (what !== 'move' || !move) return undefined;
  const { from, to } = move.sizes;
  return {
    name: isChinese ? `从 ${move.from} 移到 ${move.to} 几个` : `How many move from ${move.from} to ${move.to}`,
    steps: [
      `min(ceil(${from} − ${average}), ceil(${average} − ${to}), ceil((${from - to} − ${count.maxSkew}) / 2)) = ${move.pods.length}`,
    ],
    note:
      move.chosen.length < move.pods.length
        ? isChinese
          ? `其中 ${move.pods.length - move.chosen.length} 个放不进别处，留下。`
          : `${move.pods.length - move.chosen.length} of them would fit nowhere else and stay.`
        : isChinese
          ? '插件只驱逐；落到哪里由调度器决定。'
          : 'The plugin only evicts; where they land is up to the scheduler.',
    source: where,
    value: String(move.pods.length),
  };
}

function explainCycle(state: FigureState, number: number, language: Language): Explanation | undefined {
  const cycle = [...state.pastCycles, state.cycle].find((each) => each.number === number);
  if (!cycle) return undefined;
  return {
    name: language === 'zh' ? `第 ${number} 轮的驱逐` : `Evictions of cycle ${number}`,
    steps: cycle.evictions.map(
      ({ pod, node, plugin, ageMs }) => `${short(pod)} · ${node} · ${plugin} · ${Math.floor(ageMs / 1000)} s`,
    ),
    value: String(cycle.evictions.length),
  };
}
