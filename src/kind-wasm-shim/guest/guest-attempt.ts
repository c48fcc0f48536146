import { type QuickJSContext, type QuickJSHandle, type QuickJSRuntime, Scope } from 'quickjs-emscripten-core';
import {
  type DescribedError,
  declarationOf,
  firstPosition,
  importOf,
  kindOfError,
  type Position,
  parseDescription,
} from './guest-error.ts';
import type { GuestFailure, GuestFailureKind, GuestResult } from './guest-result.ts';
import type { ModuleSet } from './module-set.ts';
import { decodePlainData } from './plain-data.ts';
import { preludeSource } from './prelude.ts';
import type { GuestRun } from './runtime.ts';

const outputLimits = { characters: 4_000_000, depth: 64 };
const logLimits = { lines: 200, characters: 20_000 };
/** The engine tells the place of an interrupted loop only roughly, so a loop may go on for this many checks of the
 *  deadline, until its mark has noted the place exactly. */
const noticePolls = 3;
/** Checks of the deadline that describing an error may take once the run itself was stopped. */
const descriptionPolls = 40;

/** What the run ran into before the engine could say anything itself. */
type Stop = 'deadline' | 'memory';

/** The course of one run: its limits, its log, and the words for what goes wrong. */
export class GuestAttempt<T> {
  readonly #run: GuestRun<T>;
  readonly #modules: ModuleSet;
  readonly #logs: string[] = [];
  #logCharacters = 0;
  #stop: Stop | undefined;
  #pollsLeft = 0;
  readonly #isOverMemory: () => boolean;

  constructor(run: GuestRun<T>, modules: ModuleSet, memory: WebAssembly.Memory, memoryLimitBytes: number) {
    this.#run = run;
    this.#modules = modules;
    // Stopping short of the limit leaves the engine room to say where it was.
    this.#isOverMemory = () => memory.buffer.byteLength > memoryLimitBytes * 0.75;
  }

  answer(context: QuickJSContext, scope: Scope, input: string): GuestResult<T> {
    const { entry, call } = this.#run;
    const prelude = scope.manage(this.#startPrelude(context));
    const describe = scope.manage(context.getProp(prelude, 'describe'));
    this.#limit(context.runtime);
    context.runtime.setModuleLoader(
      (path) => this.#modules.load(path),
      (from, specifier) => this.#modules.resolve(from, specifier),
    );
    const evaluated = context.evalCode(this.#modules.codeOf(entry), entry, { type: 'module' });
    if (evaluated.error) {
      const thrown = scope.manage(evaluated.error);
      return this.#missingImport() ?? this.#failure(context, thrown, describe);
    }
    const implementation = scope.manage(context.getProp(scope.manage(evaluated.value), call));
    if (context.typeof(implementation) !== 'function') return this.#missingFunction();
    const caller = scope.manage(context.getProp(prelude, 'call'));
    const called = context.callFunction(
      caller,
      context.undefined,
      implementation,
      scope.manage(context.newString(input)),
    );
    if (called.error) return this.#failure(context, scope.manage(called.error), describe);
    return this.#judge(context.getString(scope.manage(called.value)));
  }

  /** The failure for an exception that came through the engine instead of out of it: nothing can be asked any more.
   *  Undefined for an error that has nothing to do with the reader's code. */
  engineFailure(error: unknown): GuestFailure | undefined {
    if (error instanceof RangeError) return this.#fail('stack', stackMessage);
    const gaveUp =
      error instanceof WebAssembly.RuntimeError || (error instanceof Error && error.name.startsWith('QuickJS'));
    if (!gaveUp) return undefined;
    return this.#stop === 'deadline'
      ? this.#fail('deadline', deadlineMessage(this.#run.deadlineMs))
      : this.#fail('memory', memoryMessage);
  }

  #startPrelude(context: QuickJSContext): QuickJSHandle {
    return Scope.withScope((scope) => {
      const start = scope.manage(context.unwrapResult(context.evalCode(preludeSource(outputLimits), 'prelude')));
      const log = scope.manage(context.newFunction('log', (line) => this.#log(context.getString(line))));
      const isStopping = scope.manage(
        context.newFunction('isStopping', () => (this.#noticesStop() ? context.true : context.false)),
      );
      return context.unwrapResult(context.callFunction(start, context.undefined, log, isStopping));
    });
  }

  #limit(runtime: QuickJSRuntime): void {
    const end = this.#run.now() + this.#run.deadlineMs;
    runtime.setInterruptHandler(() => {
      if (this.#stop !== undefined) return this.#pollsLeft-- <= 0;
      if (this.#isOverMemory()) this.#stop = 'memory';
      else if (this.#run.now() >= end) this.#stop = 'deadline';
      if (this.#stop !== undefined) this.#pollsLeft = noticePolls;
      return false;
    });
  }

  /** Asked by the marks in the reader's loops. Once one has noted where it is, nothing is left to wait for. */
  #noticesStop(): boolean {
    if (this.#stop === undefined) return false;
    this.#pollsLeft = 0;
    return true;
  }

  #log(line: string): void {
    if (this.#logs.length > logLimits.lines) return;
    this.#logCharacters += line.length;
    const full = this.#logs.length === logLimits.lines || this.#logCharacters > logLimits.characters;
    this.#logs.push(full ? '… (more was written than is kept)' : line);
    if (full) this.#logCharacters = Number.POSITIVE_INFINITY;
  }

  #failure(context: QuickJSContext, thrown: QuickJSHandle, describe: QuickJSHandle): GuestFailure {
    const stopped = this.#stop;
    // Whatever the error is made of, reading it must end too.
    this.#stop ??= 'deadline';
    this.#pollsLeft = descriptionPolls;
    const described = context.callFunction(describe, context.undefined, thrown);
    const error = described.error ? undefined : parseDescription(context.getString(described.value));
    described.dispose();
    const absent = error && /^Could not find export '(.+)' in module '(.+)'$/.exec(error.message);
    if (absent) return this.#fail('missing', `${absent[2]} must export ${absent[1]}, and does not`, absent[2]);
    const kind = stopped ?? (error ? kindOfError(error) : 'thrown');
    const at = error && this.#positionOf(error, stopped);
    const position = at && {
      line: at.line,
      column: at.column === undefined ? undefined : this.#modules.columnOf(at.file, at.line, at.column),
    };
    return this.#fail(kind, this.#message(kind, error), at?.file, position);
  }

  #positionOf(error: DescribedError, stopped: Stop | undefined): Position | undefined {
    const noticed = stopped && firstPosition(error.stoppedAt, this.#modules.files);
    // The mark's own column says nothing: the loop begins before it.
    if (noticed) return { ...noticed, column: undefined };
    return firstPosition(error.stack, this.#modules.files, error.className);
  }

  #message(kind: GuestFailureKind, error: DescribedError | undefined): string {
    if (kind === 'deadline') return deadlineMessage(this.#run.deadlineMs);
    if (kind === 'memory') return memoryMessage;
    if (kind === 'stack') return stackMessage;
    if (!error) return 'threw an error that cannot be read';
    if (error.isError) return `${error.name}: ${error.message}`;
    return `threw ${error.name === 'string' ? JSON.stringify(error.message) : error.message}, not an Error`;
  }

  #missingImport(): GuestFailure | undefined {
    const missing = this.#modules.missingImport();
    if (!missing) return undefined;
    const at = importOf(this.#modules.sourceOf(missing.file), missing.specifier);
    return this.#fail('missing', missing.message, missing.file, at);
  }

  #missingFunction(): GuestFailure {
    const { entry, call } = this.#run;
    return this.#fail('missing', `${entry} must export ${call}, and does not`, entry);
  }

  #judge(answer: string): GuestResult<T> {
    const { entry, call } = this.#run;
    const text = answer.slice(1);
    if (!answer.startsWith('V')) return this.#badReturn(entry, call, `${call} must return plain data: ${text}`);
    const decoded = decodePlainData(text);
    if (!decoded.ok) return this.#badReturn(entry, call, `${call} must return plain data: ${decoded.problem}`);
    const checked = this.#run.check(decoded.value);
    if (checked.ok) return { ok: true, value: checked.value, logs: this.#logs };
    return this.#badReturn(checked.blame?.file ?? entry, checked.blame?.function ?? call, checked.problem);
  }

  #badReturn(file: string, name: string, message: string): GuestFailure {
    return this.#fail('badReturn', message, file, declarationOf(this.#modules.sourceOf(file), name));
  }

  #fail(
    kind: GuestFailureKind,
    message: string,
    file?: string,
    at?: { line: number; column: number | undefined },
  ): GuestFailure {
    return { ok: false, kind, message, file, line: at?.line, column: at?.column, logs: this.#logs };
  }
}

const memoryMessage = 'needs more memory than it may have';
const stackMessage = 'calls itself too deep: is there a recursion that does not end?';

function deadlineMessage(deadlineMs: number): string {
  return `still running after ${deadlineMs} ms: is there a loop that does not end?`;
}
