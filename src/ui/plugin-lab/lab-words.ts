import type { GuestFailureKind } from 'kind-wasm-shim/guest/guest-result.ts';
import type { InLanguages } from '../../projections/language.ts';

/** All that the plugin lab says, beside the words of the editor. */
export interface LabWords {
  readonly startFrom: string;
  readonly templates: string;
  readonly builtIns: string;
  readonly templateNames: Readonly<Record<string, string>>;
  readonly loadingFiles: string;
  readonly notLoadedFiles: string;
  readonly version: string;
  readonly judge: string;
  readonly judging: string;
  readonly stop: string;
  readonly compare: string;
  readonly compareAbout: string;
  readonly comparing: string;
  readonly fullEditor: string;
  readonly download: string;
  readonly copyLink: string;
  readonly linkCopied: string;
  readonly linkFailed: string;
  readonly fromLink: string;
  readonly fromLinkWaits: string;
  readonly linkUnreadable: string;
  readonly settings: string;
  readonly seeds: string;
  readonly firstSeed: string;
  readonly cycles: string;
  readonly target: string;
  readonly scheduler: string;
  readonly schedulers: Readonly<Record<'LeastAllocated' | 'MostAllocated', string>>;
  readonly nodeFit: string;
  readonly args: string;
  readonly badArgs: (why: string) => string;
  readonly judgement: string;
  readonly progress: (done: number, of: number) => string;
  readonly cancelled: string;
  readonly silent: (seconds: number) => string;
  readonly unavailable: string;
  readonly broken: string;
  readonly stale: string;
  readonly stoppedEarly: string;
  readonly policyRefused: string;
  readonly good: (seeds: number, evicted: number, refused: number) => string;
  readonly bad: (bad: number, seeds: number) => string;
  readonly idle: string;
  readonly held: (seeds: number) => string;
  readonly notJudged: string;
  readonly brokenOn: (seeds: number) => string;
  readonly rule: string;
  readonly verdict: string;
  readonly firstBreach: string;
  readonly seed: (seed: number) => string;
  readonly failingSeeds: string;
  readonly openSeed: (seed: number) => string;
  readonly closeSeed: string;
  readonly moreFindings: (count: number) => string;
  readonly moreSeeds: (count: number) => string;
  readonly replaying: string;
  readonly failures: Readonly<Record<GuestFailureKind, string>>;
  readonly atLine: (path: string, line: number) => string;
  readonly logs: string;
  readonly noDisagreement: (of: number, version: string) => string;
  readonly disagrees: (cases: number, of: number, version: string) => string;
  readonly caseTable: string;
  readonly case: string;
  readonly tags: string;
  readonly differences: string;
  readonly moreDifferences: (count: number) => string;
  readonly moreCases: (count: number) => string;
  readonly openCase: (id: string) => string;
  readonly expectedEvictions: string;
  readonly foundEvictions: string;
  readonly noEvictions: string;
  readonly unordered: string;
  readonly classification: string;
  readonly node: string;
  readonly requested: string;
  readonly podsOnNode: string;
  readonly inputs: string;
  readonly noRecordings: string;
  readonly between: string;
}

export const labWords: InLanguages<LabWords> = {
  en: {
    startFrom: 'Start from',
    templates: 'A plugin of your own',
    builtIns: 'A built-in plugin, to be changed',
    templateNames: {
      'fullest-node': 'Evict from the fullest node',
      'oldest-pods': 'Oldest pods first',
      'spread-replicas': 'Spread replicas',
    },
    loadingFiles: 'Loading the plugin’s files…',
    notLoadedFiles: 'The plugin’s files could not be loaded. Check the connection, then choose it again.',
    version: 'Release',
    judge: 'Judge',
    judging: 'Judging…',
    stop: 'Stop',
    compare: 'Compare with the real descheduler',
    compareAbout: 'Runs your files over every recorded case of this plugin.',
    comparing: 'Comparing…',
    fullEditor: 'Full editor: types and completion',
    download: 'Download',
    copyLink: 'Copy link',
    linkCopied: 'Link copied',
    linkFailed: 'Not copied: the browser refused, or the code is too long for a link',
    fromLink: 'This code came with the link.',
    fromLinkWaits:
      'It has not been run. Read it, then press Judge: it runs in a sandbox that can reach nothing but the clusters drawn here.',
    linkUnreadable: 'The link’s code could not be read: a part is missing, or it was made by another version.',
    settings: 'Conditions',
    seeds: 'Clusters',
    firstSeed: 'First seed',
    cycles: 'Cycles each',
    target: 'Target, %',
    scheduler: 'Scheduler prefers',
    schedulers: { LeastAllocated: 'emptier nodes (LeastAllocated)', MostAllocated: 'fuller nodes (MostAllocated)' },
    nodeFit: 'nodeFit',
    args: 'Arguments of the plugin (JSON)',
    badArgs: (why) => `The arguments must be a JSON object: ${why}`,
    judgement: 'Judgement',
    progress: (done, of) => `${done} of ${of}`,
    cancelled: 'Stopped. What follows is about the clusters up to then.',
    silent: (seconds) =>
      `The sandbox said nothing for ${seconds} s and was ended: something in the code keeps the engine itself busy. Your text is kept.`,
    unavailable: 'The sandbox could not be loaded, so nothing was run. Check the connection, then try again.',
    broken: 'The run went wrong by itself:',
    stale: 'The code or the conditions have changed since this run.',
    stoppedEarly: 'Ended early: on the other clusters the code would fail in the same way.',
    policyRefused: 'The descheduler refuses the policy with these arguments:',
    good: (seeds, evicted, refused) =>
      `All four held on ${seeds} ${seeds === 1 ? 'cluster' : 'clusters'}: ${evicted} pods evicted, ${refused} evictions refused by the API.`,
    bad: (bad, seeds) => `Something is wrong on ${bad} of ${seeds} ${seeds === 1 ? 'cluster' : 'clusters'}.`,
    idle: 'The plugin evicted nothing at all: whatever is asked of it held for that reason.',
    held: (seeds) => `held on all ${seeds}`,
    notJudged: 'not judged',
    brokenOn: (seeds) => `broken on ${seeds}`,
    rule: 'What is asked',
    verdict: 'Verdict',
    firstBreach: 'First breach',
    seed: (seed) => `Seed ${seed}`,
    failingSeeds: 'Failing seeds',
    openSeed: (seed) => `Open seed ${seed}`,
    closeSeed: 'Close',
    moreFindings: (count) => `and ${count} more`,
    moreSeeds: (count) => `and ${count} more seeds`,
    replaying: 'Running this seed again…',
    failures: {
      syntax: 'The code cannot be read.',
      missing: 'Something the code needs is not there.',
      thrown: 'The code threw an error.',
      deadline: 'Stopped: the plugin was still running after its time was up. Is there a loop that does not end?',
      memory: 'Stopped: the plugin asked for more memory than it may have.',
      stack: 'Stopped: the plugin calls itself too deep. Is there a recursion that does not end?',
      badReturn: 'The plugin gave something else than expected.',
    },
    atLine: (path, line) => `${path}, line ${line}`,
    logs: 'Console',
    noDisagreement: (of, version) => `Your edit agrees with the real descheduler ${version} on all ${of} cases.`,
    disagrees: (cases, of, version) =>
      `Your edit disagrees with the real descheduler ${version} on ${cases} of ${of} cases.`,
    caseTable: 'Cases that differ',
    case: 'Case',
    tags: 'Tags',
    differences: 'Differences',
    moreDifferences: (count) => `and ${count} more differences`,
    moreCases: (count) => `and ${count} more cases`,
    openCase: (id) => `Open ${id}`,
    expectedEvictions: 'Evicted by the real descheduler',
    foundEvictions: 'Evicted by your edit',
    noEvictions: 'none',
    unordered: 'The real one varies from run to run here; only what is fixed was compared.',
    classification: 'Class',
    node: 'Node',
    requested: 'Requested',
    podsOnNode: 'Pods',
    inputs: 'Arguments and evictor of the case',
    noRecordings: 'There are no recordings of this plugin.',
    between: ' ',
  },
  zh: {
    startFrom: '从这里开始',
    templates: '自己的插件',
    builtIns: '修改内置插件',
    templateNames: {
      'fullest-node': '从最满的节点驱逐',
      'oldest-pods': '最老的 Pod 先走',
      'spread-replicas': '打散副本',
    },
    loadingFiles: '正在加载插件的文件……',
    notLoadedFiles: '插件的文件加载失败。请检查网络，再选一次。',
    version: '版本',
    judge: '评判',
    judging: '正在评判……',
    stop: '停止',
    compare: '与真正的 descheduler 对照',
    compareAbout: '用你的文件跑一遍这个插件的全部录制用例。',
    comparing: '正在对照……',
    fullEditor: '完整编辑器：类型与补全',
    download: '下载',
    copyLink: '复制链接',
    linkCopied: '链接已复制',
    linkFailed: '未能复制：浏览器拒绝了，或代码太长放不进链接',
    fromLink: '这段代码来自链接。',
    fromLinkWaits: '它还没有运行过。请先读一遍，再按“评判”：它在沙箱里执行，除了这里生成的集群，什么也接触不到。',
    linkUnreadable: '链接里的代码读不出来：缺了一部分，或者出自另一个版本。',
    settings: '条件',
    seeds: '集群数',
    firstSeed: '第一个种子',
    cycles: '每个跑几轮',
    target: '目标，%',
    scheduler: '调度器偏好',
    schedulers: { LeastAllocated: '较空的节点（LeastAllocated）', MostAllocated: '较满的节点（MostAllocated）' },
    nodeFit: 'nodeFit',
    args: '插件的参数（JSON）',
    badArgs: (why) => `参数必须是一个 JSON 对象：${why}`,
    judgement: '评判结果',
    progress: (done, of) => `${done} / ${of}`,
    cancelled: '已停止。以下只涉及此前跑过的集群。',
    silent: (seconds) => `沙箱 ${seconds} 秒没有回应，已被结束：代码里有什么让引擎自己停不下来。你的代码还在。`,
    unavailable: '沙箱加载失败，什么也没有运行。请检查网络，再试一次。',
    broken: '运行本身出了错：',
    stale: '代码或条件在这次运行之后又改过。',
    stoppedEarly: '提前结束：在其余集群上代码会以同样的方式失败。',
    policyRefused: 'descheduler 不接受带这些参数的策略：',
    good: (seeds, evicted, refused) =>
      `四条在 ${seeds} 个集群上全部成立：驱逐了 ${evicted} 个 Pod，API 拒绝了 ${refused} 次。`,
    bad: (bad, seeds) => `${seeds} 个集群中有 ${bad} 个出了问题。`,
    idle: '插件一个 Pod 也没有驱逐：各条要求因此才成立。',
    held: (seeds) => `${seeds} 个全部成立`,
    notJudged: '未评判',
    brokenOn: (seeds) => `${seeds} 个不成立`,
    rule: '要求',
    verdict: '结果',
    firstBreach: '第一处违反',
    seed: (seed) => `种子 ${seed}`,
    failingSeeds: '出问题的种子',
    openSeed: (seed) => `打开种子 ${seed}`,
    closeSeed: '收起',
    moreFindings: (count) => `另有 ${count} 处`,
    moreSeeds: (count) => `另有 ${count} 个种子`,
    replaying: '正在重新运行这个种子……',
    failures: {
      syntax: '代码无法解析。',
      missing: '代码需要的东西不存在。',
      thrown: '代码抛出了错误。',
      deadline: '已停止：时间用完了插件还在运行。是不是有不会结束的循环？',
      memory: '已停止：插件要用的内存超过了上限。',
      stack: '已停止：插件自己调用自己，层数太深。是不是有不会结束的递归？',
      badReturn: '插件给出的东西不符合要求。',
    },
    atLine: (path, line) => `${path} 第 ${line} 行`,
    logs: '控制台',
    noDisagreement: (of, version) => `在全部 ${of} 个用例上，你的修改与真正的 descheduler ${version} 一致。`,
    disagrees: (cases, of, version) =>
      `在 ${of} 个用例中，你的修改有 ${cases} 个与真正的 descheduler ${version} 不同。`,
    caseTable: '不同的用例',
    case: '用例',
    tags: '标签',
    differences: '不同之处',
    moreDifferences: (count) => `另有 ${count} 处不同`,
    moreCases: (count) => `另有 ${count} 个用例`,
    openCase: (id) => `打开 ${id}`,
    expectedEvictions: '真正的 descheduler 驱逐的',
    foundEvictions: '你的修改驱逐的',
    noEvictions: '没有',
    unordered: '真正的 descheduler 在这里每次运行不尽相同，只对照了固定不变的部分。',
    classification: '分类',
    node: '节点',
    requested: '已请求',
    podsOnNode: 'Pod 数',
    inputs: '用例的参数和驱逐器设置',
    noRecordings: '没有这个插件的录制用例。',
    between: '',
  },
};
