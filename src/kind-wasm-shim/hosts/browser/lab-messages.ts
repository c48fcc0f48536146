import type { StoredObject } from '../../kubernetes/api/meta.ts';
import type { Completion } from '../../shell/completion.ts';

/** What a lab starts from: plain data, the same data the same lab. */
export interface LabBootstrap {
  readonly slug: string;
  readonly seed: number;
  /** The name of its cluster, without `kind-`. */
  readonly clusterName: string;
  /** A kind cluster config, as text. */
  readonly clusterConfig: string;
  /** Text files of the workstation, by absolute path. */
  readonly files: Readonly<Record<string, string>>;
  /** Where the shell starts. */
  readonly cwd: string;
}

/** What a page asks of a lab's worker. */
export type LabRequest =
  | { readonly type: 'start'; readonly bootstrap: LabBootstrap }
  /** A command line; `ended` answers it. */
  | { readonly type: 'run'; readonly id: number; readonly text: string }
  /** A line that is typed while a command runs. */
  | { readonly type: 'input'; readonly text: string }
  | { readonly type: 'endInput' }
  | { readonly type: 'interrupt' }
  | { readonly type: 'complete'; readonly id: number; readonly line: string; readonly cursor: number }
  | { readonly type: 'resize'; readonly columns: number; readonly rows: number }
  /** Virtual seconds per real second while something waits. */
  | { readonly type: 'speed'; readonly speed: number }
  /** Runs ahead to the next output or the end of the command. */
  | { readonly type: 'skip' }
  /** Runs a script of the workstation beside the terminal, as a check; `checked` answers it. */
  | { readonly type: 'check'; readonly id: number; readonly path: string; readonly cwd: string }
  /** Has the objects of these resources told now and whenever they change. */
  | { readonly type: 'observe'; readonly resources: readonly string[] };

/** What a lab's worker tells the page. */
export type LabMessage =
  | { readonly type: 'ready'; readonly prompt: string; readonly atMs: number }
  | { readonly type: 'output'; readonly text: string }
  | {
      readonly type: 'ended';
      readonly id: number;
      readonly outcome: 'done' | 'incomplete';
      readonly status: number;
      readonly prompt: string;
      readonly atMs: number;
      /** True when `exit` has ended the shell; the next command starts a new one. */
      readonly closed: boolean;
    }
  /** The virtual time, and whether a command waits. */
  | { readonly type: 'time'; readonly atMs: number; readonly running: boolean }
  | { readonly type: 'completed'; readonly id: number; readonly completion: Completion }
  | { readonly type: 'checked'; readonly id: number; readonly status: number; readonly output: string }
  | {
      readonly type: 'objects';
      readonly resource: string;
      readonly items: readonly StoredObject[];
      readonly atMs: number;
    }
  | { readonly type: 'failed'; readonly failure: LabFailure };

/** Why a lab stopped: the words, and enough to run it again to the same instant. */
export interface LabFailure {
  readonly message: string;
  readonly scenario: string;
  readonly seed: number;
  readonly atMs: number;
}

const longestText = 1_000_000;

/** The request that a message is, or what is wrong with it. A worker takes nothing on trust. */
export function readLabRequest(data: unknown): LabRequest | { readonly problem: string } {
  if (!isRecord(data) || typeof data.type !== 'string') return { problem: 'expected a request with a type' };
  const shape = shapes[data.type];
  if (!shape) return { problem: `there is no request ${JSON.stringify(data.type)}` };
  for (const [field, holds] of Object.entries(shape)) {
    if (!holds(data[field])) return { problem: `${data.type}.${field} is not as expected: ${preview(data[field])}` };
  }
  return data as unknown as LabRequest;
}

type Holds = (value: unknown) => boolean;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text: Holds = (value) => typeof value === 'string' && value.length <= longestText;
const whole: Holds = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const between =
  (low: number, high: number): Holds =>
  (value) =>
    typeof value === 'number' && value >= low && value <= high;

const shapes: Readonly<Record<string, Readonly<Record<string, Holds>>>> = {
  start: {
    bootstrap: (value) =>
      isRecord(value) &&
      [value.slug, value.clusterName, value.clusterConfig, value.cwd].every(text) &&
      whole(value.seed) &&
      isRecord(value.files) &&
      Object.entries(value.files).every(([path, file]) => path.startsWith('/') && text(file)),
  },
  run: { id: whole, text },
  input: { text },
  endInput: {},
  interrupt: {},
  complete: { id: whole, line: text, cursor: whole },
  resize: { columns: between(1, 1000), rows: between(1, 1000) },
  speed: { speed: between(0.01, 10_000) },
  skip: {},
  check: { id: whole, path: text, cwd: text },
  observe: { resources: (value) => Array.isArray(value) && value.length <= 50 && value.every(text) },
};

function preview(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 80);
}
