import type { Kernel } from '../../kernel/kernel.ts';

/** The calls that can be made to fail or to take long: those of the runtime, and of the network plugin below it. */
export const faultyCalls = [
  'runPodSandbox',
  'stopPodSandbox',
  'removePodSandbox',
  'createContainer',
  'startContainer',
  'stopContainer',
  'removeContainer',
  'containerStatus',
  'pullImage',
  'cniAdd',
  'cniDel',
  'apiGet',
  'apiPatch',
  'apiDelete',
  'apiCreate',
  'unmountVolume',
  'destroyCgroup',
] as const;

export type FaultyCall = (typeof faultyCalls)[number];

/** One thing that goes wrong, and when it does. */
export interface Fault {
  readonly call: FaultyCall;
  /** The number of the call that fails, from 1, counted apart for each subject (a sandbox, a container, an object) with
   *  `ofEach`, else over all; undefined for every call. */
  readonly nth?: number;
  readonly ofEach?: boolean;
  /** How often it fails at most; without it, whenever it fits. */
  readonly times?: number;
  /** It fails from `fromMs` (0) on, and up to `untilMs`. */
  readonly fromMs?: number;
  readonly untilMs?: number;
  /** With `nth` of each: only when the earlier call to the same subject was so recent. */
  readonly withinMs?: number;
  /** The call takes so much longer; without `error` it succeeds after that. */
  readonly slowMs?: number;
  readonly error?: string;
}

declare module '../../kernel/log.ts' {
  interface LogFacts {
    'fault.struck': { node: string; call: FaultyCall; subject: string; error?: string; slowMs?: number };
  }
}

/** What a call meets: how much longer it takes, and with what it fails. */
export interface Misfortune {
  readonly slowMs: number;
  readonly error: string | undefined;
}

interface Armed {
  readonly fault: Fault;
  struck: number;
  readonly calls: Map<string, { count: number; lastMs: number }>;
}

/** The faults of one node, asked before each call that can fail.
 *  @ours what a scenario breaks on purpose */
export class Faults {
  private readonly kernel: Kernel;
  private readonly node: string;
  private readonly armed: Armed[] = [];

  constructor(kernel: Kernel, node: string) {
    this.kernel = kernel;
    this.node = node;
  }

  add(fault: Fault): void {
    this.armed.push({ fault, struck: 0, calls: new Map() });
  }

  clear(): void {
    this.armed.length = 0;
  }

  /** Counts a call, and says what becomes of it; undefined for nothing in particular. */
  meet(call: FaultyCall, subject: string): Misfortune | undefined {
    if (this.armed.length === 0) return undefined;
    for (const armed of this.armed) {
      const { fault } = armed;
      if (fault.call !== call || !this.strikes(armed, subject)) continue;
      armed.struck += 1;
      const { slowMs = 0, error = slowMs > 0 ? undefined : 'injected fault' } = fault;
      this.kernel.append('fault.struck', {
        node: this.node,
        call,
        subject,
        ...(error === undefined ? {} : { error }),
        ...(slowMs > 0 ? { slowMs } : {}),
      });
      return { slowMs, error };
    }
    return undefined;
  }

  private strikes(armed: Armed, subject: string): boolean {
    const { fault, calls } = armed;
    const key = fault.ofEach ? subject : '';
    const before = calls.get(key) ?? { count: 0, lastMs: Number.NEGATIVE_INFINITY };
    const now = this.kernel.nowMs;
    calls.set(key, { count: before.count + 1, lastMs: now });
    if (now < (fault.fromMs ?? 0) || now > (fault.untilMs ?? Number.POSITIVE_INFINITY)) return false;
    if (armed.struck >= (fault.times ?? Number.POSITIVE_INFINITY)) return false;
    if (fault.nth !== undefined && before.count + 1 !== fault.nth) return false;
    return fault.withinMs === undefined || now - before.lastMs <= fault.withinMs;
  }
}
