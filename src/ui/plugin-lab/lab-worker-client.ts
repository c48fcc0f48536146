import type { LabAnswer, LabReport, LabTask } from './lab-messages.ts';

/** How a task came to its end. `silent`: the worker said nothing for so long that it was ended. */
export type LabEnd =
  | { readonly kind: 'finished' | 'cancelled' }
  | { readonly kind: 'silent'; readonly afterMs: number }
  | { readonly kind: 'unavailable'; readonly message: string };

/** Time without a word after which a worker that has loaded is given up: far more than a seed or a case takes. */
const patienceMs = 15_000;
const loadPatienceMs = 30_000;

/** A task that is under way. */
export interface LabRun {
  readonly end: Promise<LabEnd>;
  readonly cancel: () => void;
}

/** Gives a task to a worker of its own, which is ended with the task: whatever a plugin does to it, the next task meets a new
 *  one. Reports come as they are made. */
export function runLabTask(task: LabTask, onReport: (report: LabReport) => void): LabRun {
  const worker = new Worker(new URL('./plugin-lab.worker.ts', import.meta.url), { type: 'module' });
  let settle: (end: LabEnd) => void = () => undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = new Promise<LabEnd>((resolve) => {
    settle = (how) => {
      clearTimeout(timer);
      worker.terminate();
      resolve(how);
    };
  });
  const expectWord = (withinMs: number, otherwise: LabEnd) => {
    clearTimeout(timer);
    timer = setTimeout(() => settle(otherwise), withinMs);
  };
  const silent: LabEnd = { kind: 'silent', afterMs: patienceMs };
  expectWord(loadPatienceMs, { kind: 'unavailable', message: 'loading took too long' });
  worker.addEventListener('message', ({ data }: MessageEvent<LabAnswer>) => {
    if (data.type === 'unloadable') return settle({ kind: 'unavailable', message: data.message });
    if (data.type === 'finished') return settle({ kind: 'finished' });
    expectWord(patienceMs, silent);
    if (data.type === 'loaded') worker.postMessage(task);
    else onReport(data.report);
  });
  worker.addEventListener('error', (event) => {
    settle({ kind: 'unavailable', message: event.message || 'the worker could not be loaded' });
  });
  worker.addEventListener('messageerror', () =>
    settle({ kind: 'unavailable', message: 'an answer could not be read' }),
  );
  return { end, cancel: () => settle({ kind: 'cancelled' }) };
}
