import type { InLanguages } from '../../projections/language.ts';

export interface TerminalWords {
  readonly open: string;
  readonly opening: string;
  readonly title: string;
  readonly help: string;
  readonly virtualTime: string;
  readonly skip: string;
  readonly skipKey: string;
  readonly interrupt: string;
  readonly restart: string;
  readonly restartAsk: string;
  readonly screenReader: string;
  readonly lastCommand: string;
  readonly failed: (scenario: string, seed: number, seconds: string) => string;
  readonly again: string;
  readonly notLoaded: string;
  readonly closed: string;
  readonly noScript: string;
}

export const terminalWords: InLanguages<TerminalWords> = {
  en: {
    open: 'Open the terminal',
    opening: 'Starting the cluster…',
    title: 'Terminal',
    help: 'Tab completes, Ctrl-C stops a command, Ctrl-F skips a wait. Esc and then Tab leaves the terminal.',
    virtualTime: 'Virtual time',
    skip: 'Skip the wait',
    skipKey: 'Ctrl-F',
    interrupt: 'Stop',
    restart: 'Start over',
    restartAsk: 'Start over with a new cluster? What was done on this one is lost.',
    screenReader: 'For screen readers',
    lastCommand: 'The last command and what it wrote',
    failed: (scenario, seed, seconds) => `The simulation stopped (${scenario}, seed ${seed}, at ${seconds} s).`,
    again: 'Start again',
    notLoaded: 'The terminal could not be loaded.',
    closed: 'The shell has ended; the next command starts a new one.',
    noScript: 'The terminal needs JavaScript. The commands of each step are in the text.',
  },
  zh: {
    open: '打开终端',
    opening: '正在启动集群……',
    title: '终端',
    help: 'Tab 补全，Ctrl-C 停止命令，Ctrl-F 跳过等待。先按 Esc 再按 Tab 离开终端。',
    virtualTime: '虚拟时间',
    skip: '跳过等待',
    skipKey: 'Ctrl-F',
    interrupt: '停止',
    restart: '重新开始',
    restartAsk: '用新的集群重新开始？在这个集群上所做的一切都会丢失。',
    screenReader: '读屏模式',
    lastCommand: '最近一条命令及其输出',
    failed: (scenario, seed, seconds) => `模拟停止了（${scenario}，种子 ${seed}，第 ${seconds} 秒）。`,
    again: '再次启动',
    notLoaded: '终端没有加载成功。',
    closed: 'Shell 已退出；下一条命令会启动新的 shell。',
    noScript: '终端需要 JavaScript。每一步的命令都写在正文里。',
  },
};

/** A virtual time as minutes and seconds. */
export function clockText(atMs: number): string {
  const seconds = Math.floor(atMs / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${hours > 0 ? `${hours}:` : ''}${two(minutes % 60)}:${two(seconds % 60)}`;
}
