import type { InLanguages } from '../../projections/language.ts';

export interface LabWords {
  readonly progress: string;
  readonly progressOf: (done: number, all: number) => string;
  readonly notKept: string;
  readonly catchUp: (steps: string) => string;
  readonly catchUpButton: string;
  readonly reset: string;
  readonly resetAsk: string;
  readonly done: string;
  readonly toType: string;
  readonly run: string;
  readonly running: string;
  readonly check: string;
  readonly checking: string;
  /** A button's text and which step it belongs to. */
  readonly ofStep: (text: string, step: number) => string;
  readonly passed: string;
  readonly differs: string;
  readonly showHint: string;
  readonly hint: string;
  readonly back: (step: number) => string;
  readonly board: string;
  readonly legend: {
    readonly system: string;
    readonly running: string;
    readonly starting: string;
    readonly leaving: string;
  };
  readonly standing: { readonly under: string; readonly between: string; readonly over: string };
  readonly cordoned: string;
  readonly low: (pods: number) => string;
  readonly high: (pods: number) => string;
  readonly beforeStart: string;
}

export const labWords: InLanguages<LabWords> = {
  en: {
    progress: 'Steps of this lab',
    progressOf: (done, all) => `${done} of ${all} done`,
    notKept: 'This browser keeps nothing between visits, so your progress holds for this visit only.',
    catchUp: (steps) => `Steps ${steps} were done on an earlier cluster. This one is new.`,
    catchUpButton: 'Run them again',
    reset: 'Start over',
    resetAsk: 'Start over with a new cluster and forget which steps are done?',
    done: 'done',
    toType: 'Type in the terminal, or run it from here:',
    run: 'Run this step',
    running: 'Running…',
    check: 'Check',
    checking: 'Checking…',
    ofStep: (text, step) => `${text} (step ${step})`,
    passed: 'As it should be:',
    differs: 'Not there yet:',
    showHint: 'Show a hint',
    hint: 'Hint',
    back: (step) => `Back to step ${step}`,
    board: 'Pods on each node',
    legend: { system: 'of the system', running: 'running', starting: 'starting', leaving: 'being deleted' },
    standing: { under: 'room', between: '', over: 'above' },
    cordoned: 'cordoned',
    low: (pods) => `room up to ${pods}`,
    high: (pods) => `target ${pods}`,
    beforeStart: 'The cluster as it will be when the terminal is opened.',
  },
  zh: {
    progress: '实验步骤',
    progressOf: (done, all) => `已完成 ${done} / ${all}`,
    notKept: '这个浏览器不保存数据，进度只在这次访问中有效。',
    catchUp: (steps) => `第 ${steps} 步是在之前的集群上完成的，现在的集群是新的。`,
    catchUpButton: '重新执行这些步骤',
    reset: '从头开始',
    resetAsk: '用新的集群从头开始，并清除已完成的步骤？',
    done: '已完成',
    toType: '在终端里输入，或者直接在这里执行：',
    run: '执行这一步',
    running: '正在执行……',
    check: '检查',
    checking: '正在检查……',
    ofStep: (text, step) => `${text}（第 ${step} 步）`,
    passed: '符合预期：',
    differs: '还差一点：',
    showHint: '看提示',
    hint: '提示',
    back: (step) => `回到第 ${step} 步`,
    board: '每个节点上的 Pod',
    legend: { system: '系统 Pod', running: '运行中', starting: '启动中', leaving: '删除中' },
    standing: { under: '有余量', between: '', over: '超过目标' },
    cordoned: '已 cordon',
    low: (pods) => `余量线 ${pods}`,
    high: (pods) => `目标 ${pods}`,
    beforeStart: '这是打开终端时集群的样子。',
  },
};
