import engineAddress from '@jitl/quickjs-wasmfile-release-sync/wasm?url';
import type { GuestFailure } from 'kind-wasm-shim/guest/guest-result.ts';
import { openPlugin, type PluginCode } from 'kind-wasm-shim/guest/plugin-session.ts';
import { type GuestRuntime, loadGuestRuntime } from 'kind-wasm-shim/guest/runtime.ts';
import { judgeSeed, type SeedRun } from '../../scenarios/own-plugin/judge.ts';
import type { JudgeSettings } from '../../scenarios/own-plugin/verdict.ts';
import type { LabAnswer, LabPlugin, LabReport, LabTask } from './lab-messages.ts';
import { pluginSources } from './plugin-sources.ts';
import { CannotRun, type CaseDifference, compareWithRecorded, readCases } from './recorded-cases.ts';

// A dedicated worker that does one task with a reader's plugin, and is then ended by the page (lab-worker-client.ts).

const memoryLimitBytes = 64 * 1024 * 1024;
/** What a plugin may take for one run over one small cluster. */
const deadlineMs = 3_000;
/** After so many seeds on which the code itself fails, the rest would tell nothing new. */
const mostFailures = 3;

const runtime: Promise<GuestRuntime> = load();
runtime.then(
  () => answer({ type: 'loaded' }),
  (error: unknown) => answer({ type: 'unloadable', message: String(error) }),
);

self.addEventListener('message', ({ data }: MessageEvent<LabTask>) => {
  perform(data)
    .catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      report(error instanceof CannotRun ? { kind: 'failed', failure: error.failure } : { kind: 'broken', message });
    })
    .finally(() => answer({ type: 'finished' }));
});

async function load(): Promise<GuestRuntime> {
  const response = await fetch(engineAddress);
  if (!response.ok) throw new Error(`${engineAddress}: ${response.status} ${response.statusText}`);
  const engine = await WebAssembly.compile(await response.arrayBuffer());
  return loadGuestRuntime({ engine, memoryLimitBytes });
}

async function perform(task: LabTask): Promise<void> {
  if (task.kind === 'judge') return judge(task);
  if (task.kind === 'replay') {
    const run = await runSeed(task.seed, task.plugin, task.settings);
    const { entries, verdict } = run;
    return report({ kind: 'replayed', entries, verdict });
  }
  return compare(task);
}

async function judge(task: Extract<LabTask, { kind: 'judge' }>): Promise<void> {
  let failures = 0;
  for (let seed = task.firstSeed; seed < task.firstSeed + task.seeds; seed++) {
    const { verdict } = await runSeed(seed, task.plugin, task.settings);
    report({ kind: 'verdict', verdict });
    if (verdict.policyError !== undefined) return;
    if (verdict.failure === undefined) continue;
    failures += 1;
    if (failures >= mostFailures || hopeless.includes(verdict.failure.kind)) return;
  }
}

/** Each costs its full time or its full memory, on every seed. */
const hopeless: readonly GuestFailure['kind'][] = ['deadline', 'memory', 'stack'];

async function runSeed(seed: number, { code, version, args }: LabPlugin, settings: JudgeSettings): Promise<SeedRun> {
  const guest = await runtime;
  await guest.ready();
  const opened = openPlugin(guest, withSources(code), version, { deadlineMs, now: () => performance.now() });
  if (!opened.ok) throw new CannotRun(opened.message, opened);
  try {
    return judgeSeed(seed, { session: opened.plugin, version, args }, settings);
  } finally {
    opened.plugin.close();
  }
}

async function compare({ plugin, texts }: Extract<LabTask, { kind: 'compare' }>): Promise<void> {
  const cases = readCases(texts);
  const different: CaseDifference[] = [];
  const code = withSources(plugin.code);
  await compareWithRecorded(await runtime, code, plugin.version, cases, (done, difference) => {
    if (difference !== undefined) different.push(difference);
    if (difference !== undefined || done % 8 === 0 || done === cases.length) {
      report({ kind: 'cases', done, of: cases.length, different: difference ? [difference] : [] });
    }
  });
}

function withSources(code: LabPlugin['code']): PluginCode {
  return { ...code, sources: pluginSources };
}

function report(report: LabReport): void {
  answer({ type: 'report', report });
}

function answer(message: LabAnswer): void {
  self.postMessage(message);
}
