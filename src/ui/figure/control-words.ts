import type { InLanguages } from '../../projections/language.ts';

/** The words of the control bar and its timeline. */
export interface ControlWords {
  readonly controls: string;
  readonly toStart: string;
  readonly stepBack: string;
  readonly play: string;
  readonly pause: string;
  readonly stepOn: string;
  readonly toEnd: string;
  readonly space: string;
  readonly timeline: string;
  readonly speed: string;
  readonly seed: string;
  readonly copyLink: string;
  readonly linkCopied: string;
  readonly linkInAddress: string;
  readonly reset: string;
  /** Which of how many steps is shown. */
  step(number: number, of: number): string;
  /** What comes next, and when. */
  next(what: string, inMs: number): string;
  readonly nothingNext: string;
  /** An idle stretch that was folded. */
  duration(ms: number): string;
}

function span(ms: number, units: { ms: string; s: string; min: string }): string {
  if (ms < 1_000) return `${Number(ms.toFixed(1))} ${units.ms}`;
  if (ms < 60_000) return `${Number((ms / 1_000).toFixed(1))} ${units.s}`;
  return `${Number((ms / 60_000).toFixed(1))} ${units.min}`;
}

export const controlWords: InLanguages<ControlWords> = {
  en: {
    controls: 'Controls of the figure',
    toStart: 'To the start',
    stepBack: 'One step back',
    play: 'Play',
    pause: 'Pause',
    stepOn: 'One step on',
    toEnd: 'To the end',
    space: 'Space',
    timeline: 'Timeline',
    speed: 'Speed',
    seed: 'Seed',
    copyLink: 'Copy link',
    linkCopied: 'Link copied',
    linkInAddress: 'Link is in the address bar',
    reset: 'Reset',
    step: (number, of) => `step ${number} of ${of}`,
    next: (what, inMs) =>
      `Next, ${inMs === 0 ? 'at this instant' : `in ${span(inMs, { ms: 'ms', s: 's', min: 'min' })}`}: ${what}`,
    nothingNext: 'Nothing more is due.',
    duration: (ms) => span(ms, { ms: 'ms', s: 's', min: 'min' }),
  },
  zh: {
    controls: '图的控制条',
    toStart: '回到开头',
    stepBack: '后退一步',
    play: '播放',
    pause: '暂停',
    stepOn: '前进一步',
    toEnd: '跳到结尾',
    space: '空格',
    timeline: '时间线',
    speed: '速度',
    seed: '种子',
    copyLink: '复制链接',
    linkCopied: '链接已复制',
    linkInAddress: '链接在地址栏里',
    reset: '重置',
    step: (number, of) => `第 ${number} 步，共 ${of} 步`,
    next: (what, inMs) =>
      `下一步（${inMs === 0 ? '同一时刻' : `${span(inMs, { ms: '毫秒', s: '秒', min: '分钟' })}后`}）：${what}`,
    nothingNext: '之后没有待发生的事。',
    duration: (ms) => span(ms, { ms: '毫秒', s: '秒', min: '分钟' }),
  },
};
