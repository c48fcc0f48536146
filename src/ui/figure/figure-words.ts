import type { InLanguages } from '../../projections/language.ts';
import { type ClusterWords, clusterWords } from '../../projections/node-utilization/words.ts';
import type { PresetName } from '../../scenarios/node-utilization-presets.ts';

/** The words around the node utilization figure: labels, headings, states. */
export interface FigureWords
  extends Pick<ClusterWords, 'resource' | 'nodeClass' | 'sourceEnd' | 'skipReason' | 'actor'> {
  readonly figure: string;
  readonly board: string;
  readonly node: string;
  readonly noNodes: string;
  readonly cordoned: string;
  readonly waiting: string;
  readonly none: string;
  readonly above: string;
  readonly atMost: string;
  readonly of: string;
  readonly mean: string;
  role(role: 'source' | 'target'): string;
  readonly room: string;
  readonly roomUnknown: string;
  readonly presets: string;
  readonly preset: Readonly<Record<PresetName, string>>;
  readonly finding: Readonly<Record<PresetName, string>>;
  readonly legend: LegendWords;
  readonly ranking: string;
  readonly rankingOf: string;
  readonly notRanked: string;
  readonly notReachedNode: string;
  readonly evictable: string;
  readonly notEvictable: string;
  readonly priority: string;
  readonly noPriority: string;
  readonly outcome: string;
  evicted(number: number): string;
  readonly refused: string;
  readonly skipped: string;
  readonly notReached: string;
  ends(reason: string): string;
  readonly journal: string;
  readonly journalEmpty: string;
  readonly chain: string;
  readonly chainCauses: string;
  readonly chainEffects: string;
  readonly chainNothing: string;
  readonly close: string;
  readonly placedBy: string;
  readonly policy: PolicyWords;
  readonly actions: ActionWords;
  readonly state: StateWords;
  readonly link: LinkWords;
  readonly twin: string;
}

interface LegendWords {
  readonly pod: string;
  readonly settled: string;
  readonly terminating: string;
  readonly fresh: string;
  readonly low: string;
  readonly high: string;
  readonly mean: string;
  readonly ghost: string;
}

interface PolicyWords {
  readonly title: string;
  readonly plugin: string;
  readonly low: string;
  readonly high: string;
  readonly deviationLow: string;
  readonly deviationHigh: string;
  readonly named: string;
  readonly deviation: string;
  readonly numberOfNodes: string;
  readonly evictor: string;
  readonly maxPerNode: string;
  readonly priorityThreshold: string;
  readonly unlimited: string;
  expected(what: string, found: string): string;
  readonly percentExpected: string;
  readonly wholeExpected: string;
  readonly refusedBy: string;
}

interface ActionWords {
  readonly again: string;
  readonly cordon: string;
  readonly refuse: string;
  readonly refuseNone: string;
}

interface StateWords {
  readonly noScript: string;
  readonly running: string;
  failed(seed: number, atSeconds: number | undefined): string;
  readonly retry: string;
  readonly edited: string;
  readonly useOriginal: string;
}

/** What can be wrong with a link. */
export interface LinkWords {
  readonly tooLarge: string;
  readonly damaged: string;
  readonly otherFormat: string;
  readonly notAState: string;
  otherVersion(made: number, now: number): string;
  readonly otherScenario: string;
  readonly useDefault: string;
}

const en: FigureWords = {
  ...clusterWords.en,
  figure: 'Figure: nodes, thresholds and evictions',
  board: 'Requests of the pods on each node, against both thresholds',
  node: 'Node',
  noNodes: 'The cluster has no nodes, so there is nothing to compare.',
  cordoned: 'cordoned',
  waiting: 'Without a node',
  none: 'none',
  above: 'above ',
  atMost: 'at most ',
  of: 'of',
  mean: 'mean',
  role: (role) => ({ source: 'source', target: 'target' })[role],
  room: 'Room left',
  roomUnknown: 'not measured yet',
  presets: 'Starting states',
  preset: {
    'hot-node': 'Hot node',
    'new-empty-node': 'New empty node',
    overcommitted: 'Overcommitted',
    deviation: 'Deviation',
    packing: 'Packing',
  },
  finding: {
    'hot-node':
      'One resource above its target makes a node a source; all of them at or below the low threshold make a target.',
    'new-empty-node':
      'Three nodes are above their target and one has room. When its room is used up, the descheduler stops, wherever it is.',
    overcommitted:
      'The policy does not name CPU, and CPU decides all the same: an unnamed resource counts as 100 %, and node-b is asked for more than it has.',
    deviation: 'With deviation thresholds both lines stand at a distance from the mean of all nodes, and move with it.',
    packing:
      'HighNodeUtilization empties the nodes that use little of everything. Where their pods land is up to the scheduler.',
  },
  legend: {
    pod: 'a pod, as wide as its request',
    settled: 'stays by default',
    terminating: 'evicted, still terminating',
    fresh: 'came after the run began',
    low: 'low threshold',
    high: 'target threshold',
    mean: 'mean of all nodes',
    ghost: 'where the bar ended before your change',
  },
  ranking: 'Order of eviction',
  rankingOf: 'Source node',
  notRanked: 'No source node has been reached at this step.',
  notReachedNode: 'not reached yet',
  evictable: 'May be evicted, in this order',
  notEvictable: 'Must stay',
  priority: 'priority',
  noPriority: 'no priority',
  outcome: 'Outcome',
  evicted: (number) => `evicted, no. ${number}`,
  refused: 'refused',
  skipped: 'passed over',
  notReached: 'not needed',
  ends: (reason) => `Left, because ${reason}`,
  journal: 'What happened',
  journalEmpty: 'Nothing yet.',
  chain: 'Why, and what followed',
  chainCauses: 'What led to it',
  chainEffects: 'What it led to',
  chainNothing: 'nothing that this figure shows',
  close: 'Close',
  placedBy: 'Scheduler',
  policy: {
    title: 'Policy',
    plugin: 'Plugin',
    low: 'thresholds',
    high: 'targetThresholds',
    deviationLow: 'below the mean',
    deviationHigh: 'above the mean',
    named: 'named in the policy',
    deviation: 'useDeviationThresholds',
    numberOfNodes: 'numberOfNodes',
    evictor: 'DefaultEvictor',
    maxPerNode: 'maxNoOfPodsToEvictPerNode',
    priorityThreshold: 'priorityThreshold.value',
    unlimited: 'not set',
    expected: (what, found) => `Expected ${what}, found “${found}”.`,
    percentExpected: 'a number of percent, such as 20',
    wholeExpected: 'a whole number from 0 on, or nothing',
    refusedBy: 'The descheduler refuses this policy and evicts nothing:',
  },
  actions: {
    again: 'Run again',
    cordon: 'Cordon…',
    refuse: 'Refuse eviction of…',
    refuseNone: 'No pod is ranked yet',
  },
  state: {
    noScript: 'This is one frame of a figure that runs. Its buttons need JavaScript; the picture and the text do not.',
    running: 'Running the simulation…',
    failed: (seed, atSeconds) =>
      `The simulation stopped${atSeconds === undefined ? '' : ` at ${atSeconds} s`} (seed ${seed}).`,
    retry: 'Try again',
    edited:
      'The edited algorithm decides in this run. The dashed outlines show where the bars end with the plugin’s own.',
    useOriginal: 'Use the plugin’s own',
  },
  link: {
    tooLarge: 'The link of this figure is longer than any that it makes, so it was not read.',
    damaged: 'The link of this figure lost or changed letters on its way, so it was not used.',
    otherFormat: 'The link of this figure was made by another version of this site and cannot be read here.',
    notAState: 'The link of this figure holds a state that this figure does not have, so it was not used.',
    otherVersion: (made, now) =>
      `The link was made with version ${made} of this scenario. This is version ${now}, in which the same steps may show something else, so it was not used.`,
    otherScenario: 'The link is for a starting state that this figure does not have.',
    useDefault: 'Show the usual state',
  },
  twin: 'In words',
};

const zh: FigureWords = {
  ...clusterWords.zh,
  figure: '图：节点、阈值与驱逐',
  board: '每个节点上 Pod 的请求之和，与两条阈值对照',
  node: '节点',
  noNodes: '集群里没有节点，没有可比较的东西。',
  cordoned: '不可调度',
  waiting: '尚无节点',
  none: '无',
  above: '高于 ',
  atMost: '不高于 ',
  of: '/',
  mean: '均值',
  role: (role) => ({ source: '来源', target: '目标' })[role],
  room: '剩余余量',
  roomUnknown: '尚未计算',
  presets: '初始状态',
  preset: {
    'hot-node': '一个过热的节点',
    'new-empty-node': '新加入的空节点',
    overcommitted: '超额承诺',
    deviation: '偏差阈值',
    packing: '集中放置',
  },
  finding: {
    'hot-node': '只要有一项资源高于目标阈值，节点就是来源；全部资源都不高于低阈值，节点才是目标。',
    'new-empty-node': '三个节点高于目标，只有一个节点有余量。余量用完，descheduler 就停下，不管当时处理到哪里。',
    overcommitted: '策略没有写 CPU，起决定作用的却是 CPU：没写的资源按 100% 计，而 node-b 被请求的比它拥有的还多。',
    deviation: '使用偏差阈值时，两条线都按与全体节点均值的距离来画，并随均值移动。',
    packing: 'HighNodeUtilization 腾空各项资源都用得很少的节点。腾出来的 Pod 落到哪里，由调度器决定。',
  },
  legend: {
    pod: '一个 Pod，宽度即请求量',
    settled: '默认不驱逐',
    terminating: '已驱逐，正在终止',
    fresh: '运行开始后出现',
    low: '低阈值',
    high: '目标阈值',
    mean: '全体节点均值',
    ghost: '改动之前条形的终点',
  },
  ranking: '驱逐顺序',
  rankingOf: '来源节点',
  notRanked: '这一步还没有处理到来源节点。',
  notReachedNode: '尚未处理到',
  evictable: '可以驱逐，按此顺序',
  notEvictable: '必须留下',
  priority: '优先级',
  noPriority: '无优先级',
  outcome: '结果',
  evicted: (number) => `第 ${number} 个被驱逐`,
  refused: '被拒绝',
  skipped: '跳过',
  notReached: '不必驱逐',
  ends: (reason) => `离开的原因：${reason}`,
  journal: '发生了什么',
  journalEmpty: '还没有发生什么。',
  chain: '前因与后果',
  chainCauses: '前因',
  chainEffects: '后果',
  chainNothing: '本图中没有',
  close: '关闭',
  placedBy: '调度器',
  policy: {
    title: '策略',
    plugin: '插件',
    low: 'thresholds',
    high: 'targetThresholds',
    deviationLow: '低于均值',
    deviationHigh: '高于均值',
    named: '写在策略里',
    deviation: 'useDeviationThresholds',
    numberOfNodes: 'numberOfNodes',
    evictor: 'DefaultEvictor',
    maxPerNode: 'maxNoOfPodsToEvictPerNode',
    priorityThreshold: 'priorityThreshold.value',
    unlimited: '未设置',
    expected: (what, found) => `应为${what}，实际是“${found}”。`,
    percentExpected: '百分数，例如 20',
    wholeExpected: '从 0 开始的整数，或留空',
    refusedBy: 'descheduler 拒绝这份策略，不驱逐任何 Pod：',
  },
  actions: {
    again: '再运行一次',
    cordon: '设为不可调度…',
    refuse: '拒绝驱逐…',
    refuseNone: '还没有排好序的 Pod',
  },
  state: {
    noScript: '这是一幅可以运行的图中的一帧。按钮需要 JavaScript，图和文字不需要。',
    running: '正在运行模拟…',
    failed: (seed, atSeconds) =>
      `模拟停下了${atSeconds === undefined ? '' : `，停在 ${atSeconds} 秒处`}（种子 ${seed}）。`,
    retry: '重试',
    edited: '这次运行由改过的算法做决定。虚线框是插件原本的算法下条形的终点。',
    useOriginal: '改回插件原本的算法',
  },
  link: {
    tooLarge: '这个图的链接比它能生成的任何链接都长，没有读取。',
    damaged: '这个图的链接在传递途中缺了或变了字符，没有使用。',
    otherFormat: '这个图的链接来自本站的另一个版本，这里读不了。',
    notAState: '这个图的链接里是本图没有的状态，没有使用。',
    otherVersion: (made, now) =>
      `链接是用此场景的第 ${made} 版生成的，现在是第 ${now} 版，同样的步骤可能显示别的内容，因此没有使用。`,
    otherScenario: '链接指向本图没有的初始状态。',
    useDefault: '显示默认状态',
  },
  twin: '文字说明',
};

export const figureWords: InLanguages<FigureWords> = { en, zh };
