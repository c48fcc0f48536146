import type { Pod } from 'kubernetes-types/core/v1';
import { PluginError, type PluginHandle } from '../kubernetes/descheduler/framework/plugin.ts';
import type { DeschedulerVersion } from '../kubernetes/descheduler/framework/release.ts';
import { nodeName, podName } from '../kubernetes/descheduler/framework/snapshot.ts';
import type {
  DeschedulerRun,
  DeschedulerStep,
  EvictionResult,
  EvictRequest,
  PodName,
} from '../kubernetes/descheduler/framework/steps.ts';
import type { Checked, GuestFailure } from './guest-result.ts';
import type { GuestSession } from './guest-session.ts';
import type { PluginRunInput, PluginSteps, RunPoint } from './inside/plugin-run.ts';
import { wrongStep } from './inside/step-shape.ts';
import type { GuestRuntime } from './runtime.ts';

/** A plugin as text. */
export interface PluginCode {
  /** The reader's files by path; those of this package begin with its name, `kind-wasm-shim/kubernetes/…`. */
  readonly files: Readonly<Record<string, string>>;
  /** The sources of this package that may be imported, by path with its name in front. */
  readonly sources: Readonly<Record<string, string>>;
  /** `own`: the file of this path exports a plugin. `builtIn`: the files stand for those of a built-in plugin. */
  readonly plugin:
    | { readonly kind: 'own'; readonly path: string }
    | { readonly kind: 'builtIn'; readonly name: string };
}

/** How much time the code may take, and by which clock. */
export interface PluginLimits {
  /** For one run of the plugin over one cluster. */
  readonly deadlineMs: number;
  readonly now: () => number;
}

/** An eviction that the plugin asked for, looked at before anything is done about it. */
export interface AskedEviction {
  readonly pod: PodName;
  /** The node that the plugin named, and the node that the pod is on; undefined when there is no such pod. */
  readonly node: string;
  readonly actualNode: string | undefined;
  /** Why the evictor refuses the pod; undefined when it does not. */
  readonly refusal: string | undefined;
}

/** A plugin that runs in the sandbox, for as many runs as are wanted. The first failure ends it. */
export class PluginSession {
  readonly name: string;
  readonly points: readonly RunPoint[];
  readonly #session: GuestSession;
  readonly #code: PluginCode;
  readonly #answers: { answer: (question: unknown) => unknown };
  /** What ended it, in terms of the reader's files. */
  failure: GuestFailure | undefined;
  /** Hears of every eviction that the plugin asks for. */
  onEviction: ((asked: AskedEviction) => void) | undefined;

  constructor(
    session: GuestSession,
    code: PluginCode,
    described: { readonly name: string; readonly points: readonly RunPoint[] },
    answers: { answer: (question: unknown) => unknown },
  ) {
    this.#session = session;
    this.#code = code;
    this.name = described.name;
    this.points = described.points;
    this.#answers = answers;
  }

  get logs(): readonly string[] {
    return this.#session.logs;
  }

  /** Whether it can run: it has not failed and was not closed. */
  get isOpen(): boolean {
    return this.#session.isOpen;
  }

  /** One run of the plugin over the cluster that the handle shows. Evictions go through the handle's evictor. A failure of the
   *  code is the plugin's error to the descheduler; `failure` tells more. */
  *run(point: RunPoint, version: DeschedulerVersion, args: unknown, handle: PluginHandle): DeschedulerRun {
    if (!this.#session.isOpen) return;
    const cluster = new SeenCluster(handle);
    this.#session.renewBudget();
    this.#answers.answer = (question) => cluster.answer(question);
    const input: PluginRunInput = { point, version, args, ...cluster.input() };
    let told = this.#ask('start', input);
    while (told !== undefined) {
      let answer: EvictionResult | undefined;
      for (const step of told.steps as readonly DeschedulerStep[]) {
        if (step.kind === 'evict') answer = yield* this.#evict(step, cluster);
        else yield step;
      }
      if (told.wrong !== undefined) this.#blame(point, told.wrong);
      if (told.done || this.failure) break;
      told = this.#ask('next', answer ?? null);
    }
    if (this.failure) throw new PluginError(this.failure.message);
  }

  close(): void {
    this.#session.close();
  }

  *#evict({ pod, node }: EvictRequest, cluster: SeenCluster): DeschedulerRun<EvictionResult> {
    const real = cluster.find(pod);
    const { evictor } = cluster.handle;
    const skip = real && evictor.preEvictionFilter(real);
    const actualNode = real?.spec?.nodeName;
    const refusal = real && (evictor.filter(real) ?? (skip && `the evictor skips it: ${skip.reason}`));
    this.onEviction?.({ pod, node, actualNode, refusal });
    // A pod that does not exist is asked for all the same: the API says so.
    const asked: Pod = real ?? { metadata: { namespace: pod.namespace, name: pod.name } };
    const evicted = yield* evictor.evict(asked, actualNode ?? node);
    return evicted ? { evicted } : { evicted, code: 0, message: 'refused' };
  }

  #ask(call: 'start' | 'next', input: unknown): PluginSteps | undefined {
    const result = this.#session.call({ call, input, check: checkSteps });
    if (result.ok) return result.value;
    this.failure = result;
    return undefined;
  }

  /** Ends the session for something that the plugin yielded, at the line of the yield. */
  #blame(point: RunPoint, wrong: string): void {
    const here = this.#session.call({ call: 'where', input: null, check: (value) => ({ ok: true, value }) });
    const place = here.ok
      ? { file: Object.keys(this.#code.files)[0], line: undefined, column: undefined }
      : { file: here.file, line: here.line, column: here.column };
    const message = wrong.startsWith(point) ? wrong : `${this.name}.${point} ${wrong}`;
    this.failure = { ok: false, kind: 'badReturn', message, ...place, logs: this.#session.logs };
    this.#session.close();
  }
}

/** Opens a plugin: imports its files and asks what it is. */
export function openPlugin(
  runtime: GuestRuntime,
  code: PluginCode,
  version: DeschedulerVersion,
  limits: PluginLimits,
): { readonly ok: true; readonly plugin: PluginSession } | GuestFailure {
  const answers: { answer: (question: unknown) => unknown } = {
    answer: () => {
      throw new TypeError('there is no evictor before the run');
    },
  };
  const opened = runtime.open({
    modules: code.files,
    support: { ...code.sources, [bridgePath]: bridge(code.plugin) },
    entry: bridgePath,
    dates: true,
    ...limits,
    answer: (question) => answers.answer(question),
  });
  if (!opened.ok) return opened;
  const { session } = opened;
  const described = session.call({ call: 'describe', input: version, check: (value) => checkDescription(value, code) });
  if (!described.ok) return described;
  return { ok: true, plugin: new PluginSession(session, code, described.value, answers) };
}

const root = 'kind-wasm-shim/';
const bridgePath = `${root}guest/inside/bridge.ts`;

/** The entry: joins the plugin and what runs it. */
function bridge(plugin: PluginCode['plugin']): string {
  const find =
    plugin.kind === 'own'
      ? `import { plugin } from '${plugin.path}';
const find = () => plugin;`
      : `import { decodeGo } from '${root}kubernetes/descheduler/framework/go-json.ts';
import { setupPlugins } from '${root}kubernetes/descheduler/plugins/registry.ts';
const find = (version, args) => {
  const definition = setupPlugins(version).plugins.get('${plugin.name}');
  const decoded = definition.setDefaults(decodeGo(definition.argsType, args).value);
  if (args !== undefined) return definition.build(decoded);
  const [point] = definition.extensionPoints;
  return { name: definition.name, [point]: () => undefined };
};`;
  return `${find}
import { PluginRuns } from '${root}guest/inside/plugin-run.ts';
const runs = new PluginRuns(find);
export const describe = (version) => runs.describe(version);
export const start = (input, ask) => runs.start(input, ask);
export const next = (answer) => runs.next(answer);
export const where = () => runs.where();
`;
}

/** The cluster as a run sees it, from outside. */
class SeenCluster {
  readonly handle: PluginHandle;
  readonly #pods = new Map<string, Pod>();

  constructor(handle: PluginHandle) {
    this.handle = handle;
    for (const node of handle.snapshot.nodes) {
      for (const pod of handle.snapshot.allPods(nodeName(node))) this.#pods.set(key(podName(pod)), pod);
    }
  }

  input() {
    const { nodes, snapshot, detail, nowMs } = this.handle;
    return {
      selected: nodes.map(nodeName),
      nodes: snapshot.nodes,
      pods: [...this.#pods.values()],
      detail,
      nowMs,
    };
  }

  find(pod: PodName): Pod | undefined {
    return this.#pods.get(key(pod));
  }

  /** What the evictor says. The question came out of the sandbox. */
  answer(question: unknown): unknown {
    const { about, pod, node } = (question ?? {}) as Partial<Record<'about' | 'pod' | 'node', unknown>>;
    const { evictor } = this.handle;
    if (about === 'nodeLimit') return evictor.nodeLimitExceeded(String(node));
    if (about === 'totalLimit') return evictor.totalLimitExceeded();
    const { namespace, name } = (pod ?? {}) as Partial<PodName>;
    const known = this.find({ namespace: String(namespace), name: String(name) });
    if (known === undefined)
      throw new TypeError(`the evictor was asked about ${namespace}/${name}, and there is no such pod`);
    return (about === 'filter' ? evictor.filter(known) : evictor.preEvictionFilter(known)) ?? null;
  }
}

function key({ namespace, name }: PodName): string {
  return `${namespace}/${name}`;
}

function checkDescription(
  value: unknown,
  code: PluginCode,
): Checked<{ readonly name: string; readonly points: readonly RunPoint[] }> {
  const { name, points, wrong } = (value ?? {}) as Partial<Record<'name' | 'points' | 'wrong', unknown>>;
  const file = code.plugin.kind === 'own' ? code.plugin.path : (Object.keys(code.files)[0] ?? '');
  const refuse = (problem: string) => ({ ok: false as const, problem, blame: { file, function: 'plugin' } });
  if (typeof wrong === 'string') return refuse(wrong);
  const isPoint = (point: unknown): point is RunPoint => point === 'balance' || point === 'deschedule';
  if (typeof name !== 'string' || !/^[A-Za-z][A-Za-z0-9]{0,62}$/.test(name) || !Array.isArray(points)) {
    return refuse('the plugin does not say what it is');
  }
  return { ok: true, value: { name, points: points.filter(isPoint) } };
}

function checkSteps(value: unknown): Checked<PluginSteps> {
  const { steps, done, wrong } = (value ?? {}) as Partial<Record<'steps' | 'done' | 'wrong', unknown>>;
  if (!Array.isArray(steps) || typeof done !== 'boolean')
    return { ok: false, problem: 'the run answered with no steps' };
  const problem = steps.map(wrongStep).find((found) => found !== undefined);
  if (problem !== undefined) return { ok: false, problem };
  return { ok: true, value: { steps, done, ...(typeof wrong === 'string' ? { wrong } : {}) } };
}
