import { openPlugin, type PluginCode, type PluginSession } from 'kind-wasm-shim/guest/plugin-session.ts';
import type { GuestRuntime } from 'kind-wasm-shim/guest/runtime.ts';
import type { DeschedulerVersion } from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import { registryWith } from '../../scenarios/own-plugin/plugin-registry.ts';
import { type Answer, answerVector } from '../../scenarios/recorded-cases/answer-vector.ts';
import { differences } from '../../scenarios/recorded-cases/compare.ts';
import type { Vector } from '../../scenarios/recorded-cases/vector.ts';

/** A recorded case in which an edited plugin answers otherwise than the real descheduler did. */
export interface CaseDifference {
  readonly id: string;
  readonly tags: readonly string[];
  /** Every difference, in a sentence. */
  readonly texts: readonly string[];
  /** Where the edit's own code failed, when it did. */
  readonly failure: string | undefined;
  readonly vector: Vector;
  readonly evictions: Answer['evictions'];
}

/** Reads recorded cases. The first text is of the release; others have the inputs of cases that came without. */
export function readCases(texts: readonly string[]): Vector[] {
  const [own = '[]', ...others] = texts;
  const inputs = new Map(others.flatMap((text) => (JSON.parse(text) as Vector[]).map((vector) => [vector.id, vector])));
  return (JSON.parse(own) as Vector[]).map((vector) => {
    const input = inputs.get(vector.id);
    return vector.nodes === undefined && input !== undefined ? { ...input, ...vector } : vector;
  });
}

/** Runs an edited built-in plugin over recorded cases and tells after each what differed. Stops for good when the code runs out
 *  of time or memory: it would do so every time. */
export async function compareWithRecorded(
  runtime: GuestRuntime,
  code: PluginCode,
  version: DeschedulerVersion,
  cases: readonly Vector[],
  onCase: (done: number, difference: CaseDifference | undefined) => void,
): Promise<void> {
  let session: PluginSession | undefined;
  for (const [index, vector] of cases.entries()) {
    if (session?.isOpen !== true) {
      await runtime.ready();
      const opened = openPlugin(runtime, code, version, { deadlineMs: 2_000, now: () => performance.now() });
      if (!opened.ok) throw new CannotRun(opened.message, opened);
      session = opened.plugin;
    }
    const registry = registryWith(session, version);
    const answer = answerVector(vector, registry);
    const { failure } = session;
    const texts = differences(vector, answer);
    const { id, tags = [] } = vector;
    const isDifferent = texts.length > 0 || failure !== undefined;
    onCase(
      index + 1,
      isDifferent ? { id, tags, texts, failure: failure?.message, vector, evictions: answer.evictions } : undefined,
    );
    if (failure && ['deadline', 'memory', 'stack'].includes(failure.kind))
      throw new CannotRun(failure.message, failure);
  }
  session?.close();
}

/** The code does not get as far as a case. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
  readonly failure: Extract<ReturnType<typeof openPlugin>, { ok: false }>;

  constructor(message: string, failure: Extract<ReturnType<typeof openPlugin>, { ok: false }>) {
    super(message);
    this.failure = failure;
  }
}
