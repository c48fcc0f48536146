import type { InLanguages } from '../../projections/language.ts';
import type { PresetName } from '../../scenarios/descheduler-plugins/presets.ts';

/** The words around the descheduler's figure: labels, headings, what each story is about. */
export interface DeschedulerWords {
  readonly figure: string;
  readonly board: string;
  readonly presets: string;
  readonly preset: Readonly<Record<PresetName, string>>;
  readonly finding: Readonly<Record<PresetName, string>>;
  readonly plugins: string;
  readonly profile: string;
  readonly cordoned: string;
  readonly notReady: string;
  readonly waiting: string;
  readonly none: string;
  readonly noNodes: string;
  readonly noPods: string;
  readonly sourceNode: string;
  readonly targetNode: string;
  readonly evictedHere: (count: number) => string;
  readonly standsIn: string;
  readonly fresh: string;
  readonly gone: string;
  readonly ghost: string;
  readonly verdict: VerdictWords;
  readonly state: Readonly<Record<'failed' | 'ended' | 'waiting' | 'starting' | 'terminating' | 'gone', string>>;
  readonly restarts: (count: number) => string;
  readonly verdicts: string;
  readonly noVerdicts: string;
  readonly owners: OwnerWords;
  readonly domains: DomainWords;
  readonly cycles: CycleWords;
  readonly policy: PolicyWords;
  readonly version: string;
  readonly scheduler: string;
  readonly again: string;
  readonly cordon: string;
  readonly refuse: string;
  readonly refuseNone: string;
}

interface VerdictWords {
  readonly gone: string;
  readonly evicted: (number: number) => string;
  readonly victim: string;
  readonly refused: string;
  readonly skipped: string;
  readonly left: string;
  readonly protected: string;
  readonly inOrder: string;
}

interface OwnerWords {
  readonly title: string;
  readonly workload: string;
  readonly counted: string;
  readonly targets: string;
  readonly most: string;
  readonly tooFewTargets: string;
}

interface DomainWords {
  readonly title: (key: string) => string;
  readonly counted: string;
  readonly planned: string;
  readonly now: string;
  readonly skew: string;
  readonly average: string;
  readonly balanced: string;
  readonly moves: string;
}

interface CycleWords {
  readonly title: string;
  readonly cycle: string;
  readonly at: string;
  readonly evictions: string;
  readonly workloads: string;
  readonly oldest: string;
  readonly interval: (minutes: number) => string;
}

interface PolicyWords {
  readonly title: string;
  readonly text: string;
  readonly apply: string;
  readonly original: string;
  readonly switches: string;
  readonly refusedBy: string;
}

const en: DeschedulerWords = {
  figure: 'Figure: the descheduler on a cluster',
  board: 'Nodes and their pods, with what was decided about each',
  presets: 'Stories',
  preset: {
    'labels-and-taints-changed': 'Labels and taints changed',
    'failed-pods': 'Failed pods',
    duplicates: 'A node came back',
    'topology-spread': 'Topology spread',
    'pod-life-time': 'Pod life time',
    'too-many-restarts': 'Too many restarts',
    'inter-pod-anti-affinity': 'Anti-affinity',
    framework: 'A whole cycle',
    'ping-pong': 'Ping-pong: packing',
    'ping-pong-preferred': 'Ping-pong: preference',
  },
  finding: {
    'labels-and-taints-changed':
      'Each pod was in the right place when it was scheduled. The nodes changed afterwards, and only the descheduler looks again.',
    'failed-pods':
      'A failed pod stays until somebody removes it. What counts is the time since it was created, not since it failed.',
    duplicates:
      'A node was not ready for five minutes. Its pods were replaced elsewhere, and when it came back, nothing returned by itself.',
    'topology-spread':
      'Five pods in one zone and one in the other: the plugin evicts as many as would even them out, and leaves the rest to the scheduler.',
    'pod-life-time':
      'The oldest pods go first, wherever they are. A pod of exactly the limit stays: the comparison is strict.',
    'too-many-restarts':
      'The kubelet has restarted these containers again and again. Eviction gives their successors another node and a count of zero, not another program.',
    'inter-pod-anti-affinity':
      'The pod that has the rule goes, not the one that came too near. With it gone, the other one of the pair is in order again.',
    framework:
      'Two profiles share one cycle and its limits: first every Deschedule plugin of both, then every Balance plugin.',
    'ping-pong':
      'HighNodeUtilization empties little used nodes; a scheduler that scores LeastAllocated fills them again. Let it score MostAllocated, and the cluster comes to rest.',
    'ping-pong-preferred':
      'The descheduler looks at the preferred node only; for the scheduler a PreferNoSchedule taint on it weighs more. The same pods are evicted in every cycle.',
  },
  plugins: 'Plugins of this cycle',
  profile: 'profile',
  cordoned: 'cordoned',
  notReady: 'not ready',
  waiting: 'Without a node',
  none: 'none',
  noNodes: 'The cluster has no nodes.',
  noPods: 'no pods',
  sourceNode: 'source',
  targetNode: 'target',
  evictedHere: (count) => `${count} evicted`,
  standsIn: 'stands in for',
  fresh: 'came after the cycle began',
  gone: 'evicted in this cycle, where it was',
  ghost: 'Before your change it ended with',
  verdict: {
    gone: 'evicted',
    evicted: (number) => `evicted, no. ${number}`,
    victim: 'to be evicted',
    refused: 'refused',
    skipped: 'passed over',
    left: 'a limit was reached',
    protected: 'may not be evicted',
    inOrder: 'in order',
  },
  state: {
    failed: 'failed',
    ended: 'ended',
    waiting: 'waiting',
    starting: 'starting',
    terminating: 'terminating',
    gone: 'gone',
  },
  restarts: (count) => `${count} ${count === 1 ? 'restart' : 'restarts'}`,
  verdicts: 'Verdicts of this cycle',
  noVerdicts: 'No pod has been judged at this step.',
  owners: {
    title: 'Pods of one owner on one node',
    workload: 'owner',
    counted: 'counted',
    targets: 'target nodes',
    most: 'at most on one',
    tooFewTargets: 'fewer than two targets: nothing to do',
  },
  domains: {
    title: (key) => `Pods by ${key}`,
    counted: 'counted',
    planned: 'as planned',
    now: 'now',
    skew: 'skew',
    average: 'average',
    balanced: 'balanced',
    moves: 'to move',
  },
  cycles: {
    title: 'Cycles',
    cycle: 'cycle',
    at: 'at',
    evictions: 'evictions',
    workloads: 'by workload',
    oldest: 'oldest evicted',
    interval: (minutes) => `--descheduling-interval=${minutes}m`,
  },
  policy: {
    title: 'Policy',
    text: 'The policy file',
    apply: 'Run with this policy',
    original: 'Back to the original',
    switches: 'Change a line of the policy',
    refusedBy: 'The descheduler refuses and evicts nothing:',
  },
  version: 'Version',
  scheduler: 'Scheduler',
  again: 'Run again',
  cordon: 'Cordon…',
  refuse: 'Refuse eviction of…',
  refuseNone: 'No pod is judged yet',
};

const zh: DeschedulerWords = {
  figure: '图：集群上的 descheduler',
  board: '节点与其上的 Pod，以及对每个 Pod 的判断',
  presets: '故事',
  preset: {
    'labels-and-taints-changed': '标签与污点变了',
    'failed-pods': '失败的 Pod',
    duplicates: '节点回来之后',
    'topology-spread': '拓扑分布',
    'pod-life-time': 'Pod 的年龄',
    'too-many-restarts': '重启太多次',
    'inter-pod-anti-affinity': '反亲和性',
    framework: '完整的一轮',
    'ping-pong': '来回驱逐：装箱',
    'ping-pong-preferred': '来回驱逐：偏好',
  },
  finding: {
    'labels-and-taints-changed': '每个 Pod 在调度那一刻都放对了地方。之后节点变了，只有 descheduler 会再看一次。',
    'failed-pods': '失败的 Pod 会一直留着，直到有人清理。计时从创建那一刻算起，不是从失败那一刻。',
    duplicates: '一个节点有五分钟未就绪，其上的 Pod 在别处重建。节点回来以后，没有一个 Pod 会自己回去。',
    'topology-spread': '一个可用区五个 Pod，另一个只有一个：插件驱逐恰好能拉平的数目，其余交给调度器。',
    'pod-life-time': '不论在哪个节点，最老的先走。年龄恰好等于上限的会留下：比较是严格大于。',
    'too-many-restarts': 'kubelet 一次次重启这些容器。驱逐换来的是另一个节点和从零开始的计数，程序还是那个程序。',
    'inter-pod-anti-affinity': '离开的是带规则的 Pod，不是靠得太近的那个。它一走，成对的另一个就没有问题了。',
    framework: '两个 profile 共用一轮和它的上限：先是两者的全部 Deschedule 插件，再是全部 Balance 插件。',
    'ping-pong':
      'HighNodeUtilization 腾空用得少的节点，按 LeastAllocated 打分的调度器又把它们填上。改成 MostAllocated，集群就静止下来。',
    'ping-pong-preferred':
      'descheduler 只看偏好的节点；在调度器那里，节点上的 PreferNoSchedule 污点分量更重。同样的 Pod 每一轮都被驱逐。',
  },
  plugins: '这一轮的插件',
  profile: 'profile',
  cordoned: '不可调度',
  notReady: '未就绪',
  waiting: '尚无节点',
  none: '无',
  noNodes: '集群里没有节点。',
  noPods: '没有 Pod',
  sourceNode: '来源',
  targetNode: '目标',
  evictedHere: (count) => `驱逐了 ${count} 个`,
  standsIn: '顶替',
  fresh: '本轮开始后出现',
  gone: '本轮被驱逐，原来的位置',
  ghost: '改动之前，最后在这里的是',
  verdict: {
    gone: '被驱逐',
    evicted: (number) => `第 ${number} 个被驱逐`,
    victim: '应当驱逐',
    refused: '被拒绝',
    skipped: '跳过',
    left: '到了上限',
    protected: '不可驱逐',
    inOrder: '没有问题',
  },
  state: {
    failed: '失败',
    ended: '已结束',
    waiting: '等待中',
    starting: '启动中',
    terminating: '正在终止',
    gone: '已离开',
  },
  restarts: (count) => `重启 ${count} 次`,
  verdicts: '这一轮的判断',
  noVerdicts: '这一步还没有判断过任何 Pod。',
  owners: {
    title: '同一属主在同一节点上的 Pod',
    workload: '属主',
    counted: '计入',
    targets: '目标节点',
    most: '每节点最多',
    tooFewTargets: '目标节点少于两个：不处理',
  },
  domains: {
    title: (key) => `按 ${key} 计的 Pod 数`,
    counted: '统计时',
    planned: '按计划',
    now: '现在',
    skew: '偏差',
    average: '平均',
    balanced: '均衡',
    moves: '应移动',
  },
  cycles: {
    title: '各轮',
    cycle: '轮次',
    at: '时间',
    evictions: '驱逐数',
    workloads: '按工作负载',
    oldest: '被驱逐者最大年龄',
    interval: (minutes) => `--descheduling-interval=${minutes}m`,
  },
  policy: {
    title: '策略',
    text: '策略文件',
    apply: '按此策略运行',
    original: '恢复原样',
    switches: '改策略里的一行',
    refusedBy: 'descheduler 拒绝了，不驱逐任何 Pod：',
  },
  version: '版本',
  scheduler: '调度器',
  again: '再运行一轮',
  cordon: '设为不可调度…',
  refuse: '拒绝驱逐…',
  refuseNone: '还没有判断过的 Pod',
};

export const deschedulerWords: InLanguages<DeschedulerWords> = { en, zh };
