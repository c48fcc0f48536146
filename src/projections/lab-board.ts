import { parseQuantity, value } from 'kind-wasm-shim/kubernetes/api/quantity.ts';
import { percentOfCapacity } from 'kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/thresholds.ts';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import type { InLanguages, Language } from './language.ts';

/** The two percentages of a LowNodeUtilization policy that speaks of pods. */
export interface PodThresholds {
  readonly low: number;
  readonly high: number;
}

/** One pod as the board draws it. */
export interface BoardPod {
  readonly key: string;
  readonly name: string;
  /** `system`: what the cluster brought; `leaving`: being deleted; `starting`: not ready. */
  readonly look: 'system' | 'running' | 'starting' | 'leaving';
}

export interface BoardNode {
  readonly name: string;
  /** Without what all names of the cluster begin with. */
  readonly shortName: string;
  readonly pods: readonly BoardPod[];
  readonly standing: 'under' | 'between' | 'over';
  readonly cordoned: boolean;
  readonly isControlPlane: boolean;
  /** How many pods the two thresholds stand for on this node. */
  readonly low: number;
  readonly high: number;
}

export interface BoardView {
  readonly nodes: readonly BoardNode[];
  /** Pods without a node. */
  readonly waiting: number;
  readonly thresholds: PodThresholds;
  /** Whether the thresholds are those of a policy in the cluster, rather than those that the lab will set. */
  readonly fromPolicy: boolean;
  /** Where the scale of all rows ends, in pods. */
  readonly scaleEnd: number;
}

const controlPlane = 'node-role.kubernetes.io/control-plane';
const systemNamespaces = ['kube-system', 'local-path-storage'];

/** What the board shows of a cluster: the pods of each node against both thresholds, as LowNodeUtilization counts them. */
export function boardView(
  nodes: readonly Node[],
  pods: readonly Pod[],
  planned: PodThresholds,
  policy: PodThresholds | undefined,
): BoardView {
  const thresholds = policy ?? planned;
  const active = pods.filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed');
  const start = commonStart(nodes.map(({ metadata }) => metadata?.name ?? ''));
  const rows = nodes.map((node): BoardNode => {
    const name = node.metadata?.name ?? '';
    const own = active.filter(({ spec }) => spec?.nodeName === name);
    const capacity = parseQuantity(String(node.status?.allocatable?.pods ?? '110'));
    const [low, high] = [thresholds.low, thresholds.high].map((percent) =>
      Number(value(percentOfCapacity(percent, 'pods', capacity))),
    );
    const cordoned = node.spec?.unschedulable === true;
    const standing = !cordoned && own.length <= (low ?? 0) ? 'under' : own.length > (high ?? 0) ? 'over' : 'between';
    const isControlPlane = node.metadata?.labels?.[controlPlane] !== undefined;
    return {
      name,
      shortName: name.slice(start),
      pods: own.map(boardPod).sort(byKind),
      standing,
      cordoned,
      isControlPlane,
      low: low ?? 0,
      high: high ?? 0,
    };
  });
  const most = Math.max(0, ...rows.map((row) => Math.max(row.pods.length, row.high)));
  return {
    nodes: rows,
    waiting: active.filter(({ spec }) => !spec?.nodeName).length,
    thresholds,
    fromPolicy: policy !== undefined,
    scaleEnd: Math.ceil((most + 2) / 10) * 10,
  };
}

function boardPod({ metadata, status }: Pod): BoardPod {
  const { namespace = '', name = '', uid } = metadata ?? {};
  const ready = status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false;
  const look = metadata?.deletionTimestamp
    ? 'leaving'
    : systemNamespaces.includes(namespace)
      ? 'system'
      : ready
        ? 'running'
        : 'starting';
  return { key: uid ?? `${namespace}/${name}`, name: `${namespace}/${name}`, look };
}

const order = ['system', 'running', 'starting', 'leaving'];

function byKind(left: BoardPod, right: BoardPod): number {
  return order.indexOf(left.look) - order.indexOf(right.look);
}

/** How long the beginning is that all names share, up to a hyphen. */
function commonStart(names: readonly string[]): number {
  const [first = ''] = names;
  let end = 0;
  for (let i = 0; i < first.length; i++) {
    if (!names.every((name) => name[i] === first[i])) break;
    if (first[i] === '-') end = i + 1;
  }
  return names.length > 1 ? end : 0;
}

/** The thresholds for pods in the text of a policy, undefined when it has none. It is read by eye, not as YAML, since the
 *  page would have to load a parser for these two numbers. */
export function policyThresholds(policy: string): PodThresholds | undefined {
  const flat = policy.replace(/#.*$/gm, '').replace(/[\s"'{}]/g, '');
  const percent = (map: string) => {
    const [, rest] = flat.split(new RegExp(`(?<![a-zA-Z])${map}:`));
    const own = rest?.split(/(?:targetT|t)hresholds:/)[0];
    const found = /pods:([0-9.]+)/.exec(own ?? '')?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const low = percent('thresholds');
  const high = percent('targetThresholds');
  return low === undefined || high === undefined ? undefined : { low, high };
}

interface BoardWords {
  readonly runs: (node: string, pods: number) => string;
  readonly standing: InStandings;
  readonly cordoned: string;
  readonly waiting: (pods: number) => string;
  readonly limits: (low: number, high: number) => string;
  readonly planned: string;
  readonly separator: string;
}

type InStandings = Readonly<Record<BoardNode['standing'], string>>;

const words: InLanguages<BoardWords> = {
  en: {
    runs: (node, pods) => `${node} runs ${pods} ${pods === 1 ? 'pod' : 'pods'}`,
    standing: { under: 'has room', between: 'is left alone', over: 'is above the target' },
    cordoned: 'is cordoned',
    waiting: (pods) => `${pods} ${pods === 1 ? 'pod waits' : 'pods wait'} for a node. `,
    limits: (low, high) => `Room up to ${low} pods, eviction above ${high}`,
    planned: ' (the policy of step 3; none is in the cluster yet)',
    separator: ', ',
  },
  zh: {
    runs: (node, pods) => `${node} 上有 ${pods} 个 Pod`,
    standing: { under: '还有余量', between: '不动', over: '超过目标' },
    cordoned: '已被 cordon',
    waiting: (pods) => `${pods} 个 Pod 还没有节点。`,
    limits: (low, high) => `不超过 ${low} 个算有余量，超过 ${high} 个就驱逐`,
    planned: '（第 3 步的策略；集群里还没有）',
    separator: '，',
  },
};

/** What the board shows, in two or three sentences. */
export function boardText(view: BoardView, language: Language): string {
  const { runs, standing, cordoned, waiting, limits, planned, separator } = words[language];
  const stop = language === 'zh' ? '。' : '. ';
  const rows = view.nodes.map((node) => {
    const parts = [
      runs(node.shortName, node.pods.length),
      standing[node.standing],
      ...(node.cordoned ? [cordoned] : []),
    ];
    return parts.join(language === 'zh' ? separator : ' and ') + stop;
  });
  const [first] = view.nodes;
  const limit = first ? `${limits(first.low, first.high)}${view.fromPolicy ? '' : planned}${stop}` : '';
  return `${limit}${rows.join('')}${view.waiting > 0 ? waiting(view.waiting) : ''}`.trim();
}
