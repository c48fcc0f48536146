import { newQuickJSWASMModuleFromVariant, newVariant } from 'quickjs-emscripten-core';
import { GuestInstance, type OpenedSession } from './guest-instance.ts';
import type { Checked, GuestResult } from './guest-result.ts';
import { type Sucrase, TypeStripper } from './strip-types.ts';

/** How to load the sandbox. */
export interface GuestRuntimeOptions {
  /** The engine, compiled. A browser host fetches and compiles it; in Node it is read from the package when absent. */
  readonly engine?: WebAssembly.Module;
  /** All the memory that the engine and the reader's code may have together, at least 20 MiB. */
  readonly memoryLimitBytes?: number;
}

/** The reader's code, and the limits under which it runs. */
export interface GuestCode {
  /** TypeScript by path. Nothing else can be imported; a relative import resolves against the importing path. */
  readonly modules: Readonly<Record<string, string>>;
  /** Modules of the caller's own that take part; a failure is never reported to be in one of them. */
  readonly support?: Readonly<Record<string, string>>;
  readonly entry: string;
  /** The code is stopped when it has run for so long by now(). */
  readonly deadlineMs: number;
  /** The host's clock, since the sandbox has none and the caller decides which time counts. */
  readonly now: () => number;
  /** At most 128 KiB, the default; the host's own stack gives way not far above. */
  readonly stackLimitBytes?: number;
  /** Answers a question of the code while it runs: plain data for plain data, checked by whoever answers. The called
   *  function gets `ask` as its second argument. An error that this throws is thrown in the code. */
  readonly answer?: (question: unknown) => unknown;
  /** Whether the code may read dates. There is no clock even so: only what is written down can be read. */
  readonly dates?: boolean;
}

/** One call of an exported function. */
export interface GuestCall<T> {
  readonly call: string;
  /** Plain data; bigint included. */
  readonly input: unknown;
  readonly check: (value: unknown) => Checked<T>;
}

/** One run of the reader's code: import the modules, call one function with the input, check the answer. */
export interface GuestRun<T> extends GuestCode, GuestCall<T> {}

/** The sandbox in which readers' TypeScript runs. Each run gets a fresh engine context. */
export interface GuestRuntime {
  /** Runs to the end, or to a limit. Reports every fault of the reader's code as data and never throws for one.
   *  A built-in that loops inside the engine (say indexOf on an object of length 2**50) cannot be stopped from inside:
   *  a host that must stay alive keeps the runtime in a worker and ends the worker at a second, later deadline. */
  run<T>(run: GuestRun<T>): GuestResult<T>;
  /** Imports the modules into a context that stays, for several calls under one deadline. To be closed. */
  open(code: GuestCode): OpenedSession;
  /** False after a run has left the engine in a state that must not be used again; call ready() then. */
  readonly usable: boolean;
  /** Resolves when run() may be called, with a new engine if the old one is no longer usable. */
  ready(): Promise<void>;
}

export const defaultMemoryLimitBytes = 64 * 1024 * 1024;
const smallestMemoryLimitBytes = 20 * 1024 * 1024;
const pageBytes = 65_536;
/** The engine is built to start with this much memory. */
const initialPages = 256;

/** Loads the engine and the type stripper, which nothing else on a page needs. The only asynchronous edge of the guest:
 *  from here on a run is an ordinary function call. */
export async function loadGuestRuntime(options: GuestRuntimeOptions = {}): Promise<GuestRuntime> {
  const memoryLimitBytes = options.memoryLimitBytes ?? defaultMemoryLimitBytes;
  if (!(memoryLimitBytes >= smallestMemoryLimitBytes)) {
    throw new RangeError(`memoryLimitBytes must be at least ${smallestMemoryLimitBytes}, found ${memoryLimitBytes}`);
  }
  const sucrase: Sucrase = await import('sucrase');
  const stripper = new TypeStripper(sucrase);
  const start = async () => startInstance(options.engine, memoryLimitBytes, stripper);
  let instance = await start();
  return {
    run: (run) => instance.run(run),
    open: (code) => instance.open(code),
    get usable() {
      return instance.usable;
    },
    async ready() {
      if (!instance.usable) instance = await start();
    },
  };
}

/** The engine's own memory limit does not count on WebAssembly, where it cannot ask how large an allocation is, so the
 *  limit is set where it cannot be passed: on the memory that the engine is given. */
async function startInstance(engine: WebAssembly.Module | undefined, memoryLimitBytes: number, stripper: TypeStripper) {
  const { default: releaseSync } = await import('@jitl/quickjs-wasmfile-release-sync');
  const memory = new WebAssembly.Memory({ initial: initialPages, maximum: Math.floor(memoryLimitBytes / pageBytes) });
  const quickJS = await newQuickJSWASMModuleFromVariant(
    newVariant(releaseSync, {
      wasmMemory: memory,
      ...(engine ? { wasmModule: engine } : {}),
      // An engine that gives up says so on the error channel as well as by throwing; the throw is enough.
      emscriptenModule: { printErr: () => undefined } as object,
    }),
  );
  return new GuestInstance(quickJS, memory, memoryLimitBytes, stripper);
}
