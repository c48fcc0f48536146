import type { QuickJSContext, QuickJSHandle, QuickJSRuntime } from 'quickjs-emscripten-core';
import { Scope } from 'quickjs-emscripten-core';
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
import { decodePlainData, encodePlainData } from './plain-data.ts';
import { preludeSource } from './prelude.ts';
import type { GuestCall, GuestCode } from './runtime.ts';

const outputLimits = { characters: 4_000_000, depth: 64 };
const logLimits = { lines: 200, characters: 20_000 };
/** The engine tells the place of an interrupted loop only roughly, so a loop may go on for this many checks of the
 *  deadline, until its mark has noted the place exactly. */
const noticePolls = 3;
/** Checks of the deadline that describing an error may take once the run itself was stopped. */
const descriptionPolls = 40;

/** What the run ran into before the engine could say anything itself. */
type Stop = 'deadline' | 'memory';

/** What a session is given by the engine instance that it lives in. */
export interface SessionHost {
  readonly runtime: QuickJSRuntime;
  readonly context: QuickJSContext;
  readonly isOverMemory: () => boolean;
  /** Hears that the engine's state is not to be trusted any more. */
  readonly onDamage: () => void;
  /** Gives the context back, after the scope's handles. */
  readonly release: (scope: Scope) => void;
}

/** The reader's modules in a context that stays alive from one call to the next, with one budget of time over all of them.
 *  The first failure ends it. */
export class GuestSession {
  readonly #code: GuestCode;
  readonly #modules: ModuleSet;
  readonly #host: SessionHost;
  readonly #scope = new Scope();
  readonly #logs: string[] = [];
  #logCharacters = 0;
  #stop: Stop | undefined;
  #pollsLeft = 0;
  #budgetMs: number;
  #endMs = 0;
  #isOpen = true;
  #entry: { readonly namespace: QuickJSHandle; readonly call: QuickJSHandle } | undefined;
  #describe: QuickJSHandle | undefined;

  constructor(code: GuestCode, modules: ModuleSet, host: SessionHost) {
    this.#code = code;
    this.#modules = modules;
    this.#host = host;
    this.#budgetMs = code.deadlineMs;
  }

  /** Whether it can be called: it has not failed and was not closed. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** What the code has written to its console so far. */
  get logs(): readonly string[] {
    return this.#logs;
  }

  /** Evaluates the entry module and all that it imports. To be done once, before the first call. */
  start(): GuestFailure | undefined {
    return this.#guarded(() => this.#evaluate());
  }

  /** Calls an exported function of the entry module with plain data, and checks what comes back. */
  call<T>(call: GuestCall<T>): GuestResult<T> {
    if (!this.#isOpen) throw new Error('the session has ended; open another');
    const input = encodePlainData(call.input);
    return this.#guarded(() => this.#call(call, input)) as GuestResult<T>;
  }

  /** Grants the whole time again, for another piece of work in the same context. */
  renewBudget(): void {
    this.#budgetMs = this.#code.deadlineMs;
  }

  /** Ends it. What it wrote to its console stays readable. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#host.release(this.#scope);
  }

  /** Does a piece of work in the engine within the time that is left. */
  #guarded<T>(work: () => T | GuestFailure): T | GuestFailure {
    const startMs = this.#code.now();
    this.#endMs = startMs + this.#budgetMs;
    let result: T | GuestFailure;
    try {
      result = work();
    } catch (error) {
      // The engine's recursion outran the host's stack, or the engine gave up. Its state is not to be trusted.
      this.#host.onDamage();
      const failure = this.#engineFailure(error);
      if (failure === undefined) {
        this.#isOpen = false;
        throw error;
      }
      result = failure;
    }
    this.#budgetMs -= this.#code.now() - startMs;
    if (isFailure(result)) {
      if (result.kind === 'memory') this.#host.onDamage();
      this.close();
    }
    return result;
  }

  #evaluate(): GuestFailure | undefined {
    const { context, runtime } = this.#host;
    const { entry } = this.#code;
    const prelude = this.#scope.manage(this.#startPrelude());
    this.#describe = this.#scope.manage(context.getProp(prelude, 'describe'));
    const call = this.#scope.manage(context.getProp(prelude, 'call'));
    runtime.setInterruptHandler(() => this.#isToBeInterrupted());
    runtime.setModuleLoader(
      (path) => this.#modules.load(path),
      (from, specifier) => this.#modules.resolve(from, specifier),
    );
    const evaluated = context.evalCode(this.#modules.codeOf(entry), entry, { type: 'module' });
    if (evaluated.error) {
      const thrown = this.#scope.manage(evaluated.error);
      return this.#missingImport() ?? this.#failure(thrown);
    }
    this.#entry = { namespace: this.#scope.manage(evaluated.value), call };
    return undefined;
  }

  #call<T>({ call, check }: GuestCall<T>, input: string): GuestResult<T> {
    const { context } = this.#host;
    if (!this.#entry) throw new Error('the session was not started');
    const { namespace, call: caller } = this.#entry;
    return Scope.withScope((scope) => {
      const implementation = scope.manage(context.getProp(namespace, call));
      if (context.typeof(implementation) !== 'function') return this.#missingFunction(call);
      const given = scope.manage(context.newString(input));
      const called = context.callFunction(caller, context.undefined, implementation, given);
      if (called.error) return this.#failure(scope.manage(called.error));
      return this.#judge(call, check, context.getString(scope.manage(called.value)));
    });
  }

  /** The failure for an exception that came through the engine instead of out of it: nothing can be asked any more.
   *  Undefined for an error that has nothing to do with the reader's code. */
  #engineFailure(error: unknown): GuestFailure | undefined {
    if (error instanceof RangeError) return this.#fail('stack', stackMessage);
    const gaveUp =
      error instanceof WebAssembly.RuntimeError || (error instanceof Error && error.name.startsWith('QuickJS'));
    if (!gaveUp) return undefined;
    return this.#stop === 'deadline'
      ? this.#fail('deadline', deadlineMessage(this.#code.deadlineMs))
      : this.#fail('memory', memoryMessage);
  }

  #startPrelude(): QuickJSHandle {
    const { context } = this.#host;
    const { answer } = this.#code;
    return Scope.withScope((scope) => {
      const start = scope.manage(context.unwrapResult(context.evalCode(preludeSource(outputLimits), 'prelude')));
      const log = scope.manage(context.newFunction('log', (line) => this.#log(context.getString(line))));
      const isStopping = scope.manage(
        context.newFunction('isStopping', () => (this.#noticesStop() ? context.true : context.false)),
      );
      const ask = scope.manage(
        context.newFunction('ask', (question) => {
          const asked = decodePlainData(context.getString(question));
          if (!answer || !asked.ok) throw new TypeError('there is nobody to ask');
          return context.newString(encodePlainData(answer(asked.value)));
        }),
      );
      return context.unwrapResult(context.callFunction(start, context.undefined, log, isStopping, ask));
    });
  }

  #isToBeInterrupted(): boolean {
    if (this.#stop !== undefined) return this.#pollsLeft-- <= 0;
    if (this.#host.isOverMemory()) this.#stop = 'memory';
    else if (this.#code.now() >= this.#endMs) this.#stop = 'deadline';
    if (this.#stop !== undefined) this.#pollsLeft = noticePolls;
    return false;
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

  #failure(thrown: QuickJSHandle): GuestFailure {
    const { context } = this.#host;
    const stopped = this.#stop;
    // Whatever the error is made of, reading it must end too.
    this.#stop ??= 'deadline';
    this.#pollsLeft = descriptionPolls;
    const described = context.callFunction(this.#describe ?? context.undefined, context.undefined, thrown);
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
    if (kind === 'deadline') return deadlineMessage(this.#code.deadlineMs);
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

  #missingFunction(call: string): GuestFailure {
    const { entry } = this.#code;
    return this.#fail('missing', `${entry} must export ${call}, and does not`, entry);
  }

  #judge<T>(call: string, check: GuestCall<T>['check'], answer: string): GuestResult<T> {
    const { entry } = this.#code;
    const text = answer.slice(1);
    if (!answer.startsWith('V')) return this.#badReturn(entry, call, `${call} must return plain data: ${text}`);
    const decoded = decodePlainData(text);
    if (!decoded.ok) return this.#badReturn(entry, call, `${call} must return plain data: ${decoded.problem}`);
    const checked = check(decoded.value);
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

function isFailure(result: unknown): result is GuestFailure {
  return typeof result === 'object' && result !== null && (result as Partial<GuestFailure>).ok === false;
}

const memoryMessage = 'needs more memory than it may have';
const stackMessage = 'calls itself too deep: is there a recursion that does not end?';

function deadlineMessage(deadlineMs: number): string {
  return `still running after ${deadlineMs} ms: is there a loop that does not end?`;
}
