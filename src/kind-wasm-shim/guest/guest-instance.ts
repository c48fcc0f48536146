import {
  DefaultIntrinsics,
  type QuickJSContext,
  type QuickJSRuntime,
  type QuickJSWASMModule,
  type Scope,
} from 'quickjs-emscripten-core';
import type { GuestFailure, GuestResult } from './guest-result.ts';
import { GuestSession } from './guest-session.ts';
import { ModuleSet } from './module-set.ts';
import type { GuestCode, GuestRun } from './runtime.ts';
import type { TypeStripper } from './strip-types.ts';

const largestStackBytes = 128 * 1024;

/** A session that can be called, or why there is none. */
export type OpenedSession = { readonly ok: true; readonly session: GuestSession } | GuestFailure;

/** One instance of the engine, with memory of its own. Serves runs and sessions until one of them damages it. */
export class GuestInstance {
  usable = true;
  readonly #quickJS: QuickJSWASMModule;
  readonly #isOverMemory: () => boolean;
  readonly #stripper: TypeStripper;

  constructor(
    quickJS: QuickJSWASMModule,
    memory: WebAssembly.Memory,
    memoryLimitBytes: number,
    stripper: TypeStripper,
  ) {
    this.#quickJS = quickJS;
    // Stopping short of the limit leaves the engine room to say where it was.
    this.#isOverMemory = () => memory.buffer.byteLength > memoryLimitBytes * 0.75;
    this.#stripper = stripper;
  }

  run<T>(run: GuestRun<T>): GuestResult<T> {
    const opened = this.open(run);
    if (!opened.ok) return opened;
    try {
      return opened.session.call(run);
    } finally {
      opened.session.close();
    }
  }

  open(code: GuestCode): OpenedSession {
    if (!this.usable) throw new Error('the last run left the engine unusable; await ready() before the next run');
    const modules = new ModuleSet(code.modules, code.support ?? {}, this.#stripper);
    modules.requireFile(code.entry);
    const problem = modules.firstProblem();
    if (problem) return { ...problem, logs: [] };
    const runtime = this.#quickJS.newRuntime();
    runtime.setMaxStackSize(Math.min(code.stackLimitBytes ?? largestStackBytes, largestStackBytes));
    const context = runtime.newContext({ intrinsics: { ...DefaultIntrinsics, Date: code.dates === true } });
    const session = new GuestSession(code, modules, {
      runtime,
      context,
      isOverMemory: this.#isOverMemory,
      onDamage: () => {
        this.usable = false;
      },
      release: (scope) => this.#release(scope, context, runtime),
    });
    return session.start() ?? { ok: true, session };
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
    // Memory never shrinks: whoever came next would be stopped for what this one took.
    if (this.#isOverMemory()) this.usable = false;
  }
}
