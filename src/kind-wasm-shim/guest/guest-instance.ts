import {
  DefaultIntrinsics,
  type QuickJSContext,
  type QuickJSRuntime,
  type QuickJSWASMModule,
  Scope,
} from 'quickjs-emscripten-core';
import { GuestAttempt } from './guest-attempt.ts';
import type { GuestResult } from './guest-result.ts';
import { ModuleSet } from './module-set.ts';
import { encodePlainData } from './plain-data.ts';
import type { GuestRun } from './runtime.ts';
import type { Sucrase } from './strip-types.ts';

const largestStackBytes = 128 * 1024;

/** One instance of the engine, with memory of its own. Serves runs until one of them damages it. */
export class GuestInstance {
  usable = true;
  readonly #quickJS: QuickJSWASMModule;
  readonly #memory: WebAssembly.Memory;
  readonly #memoryLimitBytes: number;
  readonly #sucrase: Sucrase;

  constructor(quickJS: QuickJSWASMModule, memory: WebAssembly.Memory, memoryLimitBytes: number, sucrase: Sucrase) {
    this.#quickJS = quickJS;
    this.#memory = memory;
    this.#memoryLimitBytes = memoryLimitBytes;
    this.#sucrase = sucrase;
  }

  run<T>(run: GuestRun<T>): GuestResult<T> {
    if (!this.usable) throw new Error('the last run left the engine unusable; await ready() before the next run');
    const input = encodePlainData(run.input);
    const modules = new ModuleSet(run.modules, run.support ?? {}, this.#sucrase);
    modules.requireFile(run.entry);
    const problem = modules.firstProblem();
    if (problem) return { ...problem, logs: [] };
    const attempt = new GuestAttempt(run, modules, this.#memory, this.#memoryLimitBytes);
    const scope = new Scope();
    try {
      return this.#inContext(scope, run, (context) => attempt.answer(context, scope, input));
    } catch (error) {
      // The engine's recursion outran the host's stack, or the engine gave up. Its state is not to be trusted.
      this.usable = false;
      const failure = attempt.engineFailure(error);
      if (failure) return failure;
      throw error;
    }
  }

  #inContext<T>(scope: Scope, run: GuestRun<T>, use: (context: QuickJSContext) => GuestResult<T>): GuestResult<T> {
    const runtime = this.#quickJS.newRuntime();
    runtime.setMaxStackSize(Math.min(run.stackLimitBytes ?? largestStackBytes, largestStackBytes));
    const context = runtime.newContext({ intrinsics: { ...DefaultIntrinsics, Date: false } });
    const result = use(context);
    if (!result.ok && result.kind === 'memory') this.usable = false;
    this.#release(scope, context, runtime);
    return result;
  }

  /** Gives the context back. After the engine ran out of memory it cannot free what it holds and gives up instead, so
   *  then the whole instance is left to the host's garbage collector. */
  #release(scope: Scope, context: QuickJSContext, runtime: QuickJSRuntime): void {
    if (!this.usable) return;
    try {
      scope.dispose();
      context.dispose();
      runtime.dispose();
    } catch {
      this.usable = false;
    }
  }
}
