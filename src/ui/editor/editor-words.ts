import type { GuestFailureKind } from 'kind-wasm-shim/guest/guest-result.ts';
import type { NodeClass } from 'kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/algorithm-types.ts';
import type { InLanguages } from '../../projections/language.ts';

/** All that the editor says. */
export interface EditorWords {
  readonly about: string;
  readonly editedMark: string;
  readonly files: string;
  readonly code: (path: string) => string;
  readonly tabHint: string;
  readonly loading: string;
  readonly notLoaded: string;
  readonly fullEditor: string;
  readonly run: string;
  readonly running: string;
  readonly reset: string;
  readonly undoReset: string;
  readonly copy: string;
  readonly copied: string;
  readonly notCopied: string;
  readonly fromLink: string;
  readonly fromLinkWaits: string;
  readonly linkDropped: string;
  readonly tooLong: (path: string, length: number, most: number) => string;
  readonly result: string;
  readonly stale: string;
  readonly failures: Readonly<Record<GuestFailureKind | 'unavailable', string>>;
  readonly atLine: (path: string, line: number) => string;
  readonly goToLine: string;
  readonly logs: string;
  readonly noNodes: string;
  readonly same: (nodes: number) => string;
  readonly differs: (nodes: number, of: number) => string;
  readonly tableCaption: string;
  readonly node: string;
  readonly classification: string;
  readonly order: string;
  readonly unchanged: string;
  readonly classes: Readonly<Record<NodeClass, string>>;
  readonly classChange: (node: string, from: string, to: string) => string;
  readonly orderChange: (node: string, moved: number, of: number, first: string, was: string) => string;
  readonly wasPlace: (was: number) => string;
  readonly more: (count: number) => string;
  /** What stands between two sentences. */
  readonly between: string;
}

export const editorWords: InLanguages<EditorWords> = {
  en: {
    about:
      'The TypeScript that decides which nodes are under- or overutilized and which pod is evicted first. Change it and see what every node of this cluster would get.',
    editedMark: 'edited',
    files: 'Files',
    code: (path) => `Code of ${path}`,
    tabHint: 'Tab indents. Press Escape, then Tab to leave the editor. Ctrl or ⌘ and Enter runs.',
    loading: 'Loading the editor…',
    notLoaded: 'The full editor could not be loaded. This one does without completions and type checks.',
    fullEditor: 'Use the full editor',
    run: 'Run',
    running: 'Running…',
    reset: 'Reset to the original',
    undoReset: 'Bring my edit back',
    copy: 'Copy code',
    copied: 'Copied',
    notCopied: 'Not copied: the browser refused',
    fromLink: 'This code came with the link.',
    fromLinkWaits:
      'It has not been run. Read it, then press Run: it runs in a sandbox that can reach nothing but the numbers of this cluster.',
    linkDropped: 'The link brought code that belongs to no file here; that part was left out.',
    tooLong: (path, length, most) =>
      `${path} has ${length} characters, more than the ${most} that are run. Shorten it.`,
    result: 'What the edit changes',
    stale: 'The code has changed since this run.',
    failures: {
      syntax: 'The code cannot be read.',
      missing: 'Something the code needs is not there.',
      thrown: 'The code threw an error.',
      deadline: 'Stopped: the code was still running after its time was up. Is there a loop that does not end?',
      memory: 'Stopped: the code asked for more memory than it may have.',
      stack: 'Stopped: the code calls itself too deep. Is there a recursion that does not end?',
      badReturn: 'The code returned something else than expected.',
      unavailable:
        'The sandbox could not be loaded, so the code was not run. Check the connection, then press Run again.',
    },
    atLine: (path, line) => `${path}, line ${line}`,
    goToLine: 'Go to the line',
    logs: 'Console',
    noNodes: 'The code ran. There are no nodes to ask it about yet.',
    same: (nodes) =>
      `No difference: on all ${nodes} nodes the edit gives the same class and the same victim order as the plugin.`,
    differs: (nodes, of) => `The edit differs from the plugin on ${nodes} of ${of} ${of === 1 ? 'node' : 'nodes'}.`,
    tableCaption: 'Answers that differ from the unedited plugin',
    node: 'Node',
    classification: 'Class',
    order: 'Victim order',
    unchanged: 'unchanged',
    classes: { under: 'underutilized', over: 'overutilized', within: 'within' },
    classChange: (node, from, to) => `${node} is ${to} instead of ${from}.`,
    orderChange: (node, moved, of, first, was) =>
      first === was
        ? `On ${node}, ${moved} of ${of} pods have another place in the victim order; ${first} still goes first.`
        : `On ${node}, ${first} is evicted first instead of ${was}; ${moved} of ${of} pods have another place.`,
    wasPlace: (was) => `was ${was}`,
    more: (count) => `and ${count} more`,
    between: ' ',
  },
  zh: {
    about:
      '这段 TypeScript 决定哪些节点算利用不足、哪些算利用过高，以及先驱逐哪个 Pod。改一改，看看集群里的节点会怎么判。',
    editedMark: '已修改',
    files: '文件',
    code: (path) => `${path} 的代码`,
    tabHint: 'Tab 键缩进。按 Escape 再按 Tab 可离开编辑器。Ctrl 或 ⌘ 加 Enter 运行。',
    loading: '正在加载编辑器……',
    notLoaded: '完整的编辑器加载失败。这个编辑器没有补全和类型检查。',
    fullEditor: '使用完整的编辑器',
    run: '运行',
    running: '正在运行……',
    reset: '恢复原来的代码',
    undoReset: '找回我的修改',
    copy: '复制代码',
    copied: '已复制',
    notCopied: '未能复制：浏览器拒绝了',
    fromLink: '这段代码来自链接。',
    fromLinkWaits: '它还没有运行过。请先读一遍，再按“运行”：它在沙箱里执行，除了这个集群的数字，什么也接触不到。',
    linkDropped: '链接里有一部分代码不属于这里的任何文件，已略去。',
    tooLong: (path, length, most) => `${path} 有 ${length} 个字符，超过了可运行的 ${most} 个。请缩短。`,
    result: '修改带来的不同',
    stale: '代码在这次运行之后又改过。',
    failures: {
      syntax: '代码无法解析。',
      missing: '代码需要的东西不存在。',
      thrown: '代码抛出了错误。',
      deadline: '已停止：时间用完了代码还在运行。是不是有不会结束的循环？',
      memory: '已停止：代码要用的内存超过了上限。',
      stack: '已停止：代码自己调用自己，层数太深。是不是有不会结束的递归？',
      badReturn: '代码的返回值不符合要求。',
      unavailable: '沙箱加载失败，代码没有运行。请检查网络，再按一次“运行”。',
    },
    atLine: (path, line) => `${path} 第 ${line} 行`,
    goToLine: '跳到这一行',
    logs: '控制台',
    noNodes: '代码运行完毕，但还没有节点可问。',
    same: (nodes) => `没有不同：在全部 ${nodes} 个节点上，修改后的分类和驱逐顺序都与插件一致。`,
    differs: (nodes, of) => `在 ${of} 个节点中，修改后的代码有 ${nodes} 个与插件不同。`,
    tableCaption: '与未修改的插件不同的结果',
    node: '节点',
    classification: '分类',
    order: '驱逐顺序',
    unchanged: '不变',
    classes: { under: '利用不足', over: '利用过高', within: '适中' },
    classChange: (node, from, to) => `${node} 由${from}变为${to}。`,
    orderChange: (node, moved, of, first, was) =>
      first === was
        ? `${node} 上有 ${moved} 个 Pod（共 ${of} 个）在驱逐顺序中换了位置；最先被驱逐的仍是 ${first}。`
        : `${node} 上最先被驱逐的是 ${first}，而不是 ${was}；共 ${of} 个 Pod，其中 ${moved} 个换了位置。`,
    wasPlace: (was) => `原第 ${was}`,
    more: (count) => `另有 ${count} 个`,
    between: '',
  },
};
