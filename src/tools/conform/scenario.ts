import type { Fault, FaultyCall } from 'kind-wasm-shim/kubernetes/cri/faults.ts';
import { faultyCalls } from 'kind-wasm-shim/kubernetes/cri/faults.ts';
import { parse } from 'yaml';

/** A container of a recorded pod. */
export interface RecordedContainer {
  readonly name: string;
  /** From SIGTERM to its end; undefined when it ignores SIGTERM. */
  readonly exitsAfterTermMs: number | undefined;
  readonly exitCode: number;
}

export interface RecordedPod {
  readonly source: 'api' | 'file' | 'http';
  readonly name: string;
  readonly namespace: string;
  readonly terminationGracePeriodSeconds: number;
  readonly containers: readonly RecordedContainer[];
}

export type RecordedAction = { readonly atMs: number } & (
  | { readonly do: 'delete'; readonly pod: string; readonly gracePeriodSeconds: number | undefined }
  | { readonly do: 'removeManifest' | 'serveNoManifest' | 'editManifest'; readonly pod: string }
  | { readonly do: 'restartKubelet'; readonly stoppedForMs: number }
);

/** What was done to a node, as `scenario.yaml` says it. */
export interface RecordedScenario {
  readonly kubelet: string;
  readonly node: string;
  readonly pods: readonly RecordedPod[];
  readonly actions: readonly RecordedAction[];
  readonly faults: readonly Fault[];
  readonly endsAtMs: number;
}

/** A scenario that says something that is not known here, or says it in a way that is not understood. */
export class UnknownScenario extends Error {
  override readonly name = 'UnknownScenario';
}

type Fields = Readonly<Record<string, unknown>>;

/** Reads a scenario; every word in it must be known. */
export function readScenario(text: string): RecordedScenario {
  const fields = asFields(parse(text), 'the scenario');
  only(fields, ['kubelet', 'node', 'pods', 'actions', 'faults', 'endsAt'], 'the scenario');
  const kubelet = String(fields.kubelet ?? '');
  if (!/^1\.(23|32)\.\d+$/.test(kubelet)) throw unknown('kubelet', kubelet, 'a version 1.23.x or 1.32.x');
  const pods = list(fields.pods, 'pods').map(readPod);
  const names = new Set(pods.map(({ name }) => name));
  return {
    kubelet,
    node: aText(fields.node, 'node'),
    pods,
    actions: list(fields.actions, 'actions').map((action) => readAction(action, names)),
    faults: list(fields.faults ?? [], 'faults').map(readFault),
    endsAtMs: aNumber(fields.endsAt, 'endsAt') * 1000,
  };
}

function readPod(given: unknown): RecordedPod {
  const pod = asFields(given, 'a pod');
  only(pod, ['source', 'name', 'namespace', 'terminationGracePeriodSeconds', 'containers'], 'a pod');
  const source = aText(pod.source, 'source');
  if (source !== 'api' && source !== 'file' && source !== 'http') throw unknown('source', source, 'api, file or http');
  return {
    source,
    name: aText(pod.name, 'name'),
    namespace: pod.namespace === undefined ? 'default' : aText(pod.namespace, 'namespace'),
    terminationGracePeriodSeconds: aNumber(pod.terminationGracePeriodSeconds ?? 30, 'terminationGracePeriodSeconds'),
    containers: list(pod.containers, 'containers').map(readContainer),
  };
}

function readContainer(given: unknown): RecordedContainer {
  const container = asFields(given, 'a container');
  only(container, ['name', 'exitsAfterTermMs', 'ignoresTerm', 'exitCode'], 'a container');
  const { exitsAfterTermMs: ms, ignoresTerm } = container;
  const ignores = ignoresTerm === true || ms === null || ms === 'never';
  return {
    name: aText(container.name, 'name'),
    exitsAfterTermMs: ignores ? undefined : aNumber(ms ?? 0, 'exitsAfterTermMs'),
    exitCode: aNumber(container.exitCode ?? 0, 'exitCode'),
  };
}

function readAction(given: unknown, pods: ReadonlySet<string>): RecordedAction {
  const action = asFields(given, 'an action');
  const what = aText(action.do, 'do');
  const atMs = aNumber(action.at, 'at') * 1000;
  if (what === 'restartKubelet') {
    only(action, ['at', 'do', 'stoppedForSeconds'], what);
    return { atMs, do: what, stoppedForMs: aNumber(action.stoppedForSeconds ?? 0, 'stoppedForSeconds') * 1000 };
  }
  const pod = aText(action.pod, `pod of ${what}`);
  if (!pods.has(pod)) throw unknown('pod', pod, `one of ${[...pods].join(', ')}`);
  if (what === 'delete') {
    only(action, ['at', 'do', 'pod', 'force', 'gracePeriodSeconds'], what);
    const grace = action.gracePeriodSeconds ?? (action.force === true ? 0 : undefined);
    return {
      atMs,
      do: what,
      pod,
      gracePeriodSeconds: grace === undefined ? undefined : aNumber(grace, 'gracePeriodSeconds'),
    };
  }
  if (what === 'removeManifest' || what === 'serveNoManifest' || what === 'editManifest') {
    only(action, ['at', 'do', 'pod'], what);
    return { atMs, do: what, pod };
  }
  throw unknown('do', what, 'delete, removeManifest, serveNoManifest, editManifest or restartKubelet');
}

const ordinals: Readonly<Record<string, number>> = { first: 1, second: 2, third: 3, fourth: 4 };

function readFault(given: unknown): Fault {
  const fault = asFields(given, 'a fault');
  only(fault, ['call', 'which', 'times', 'error', 'slowMs'], 'a fault');
  const call = aText(fault.call, 'call');
  if (!(faultyCalls as readonly string[]).includes(call))
    throw unknown('call', call, `one of ${faultyCalls.join(', ')}`);
  const which = aText(fault.which ?? 'every', 'which');
  const found =
    /^(first|second|third|fourth|every|all|\d+)(?: of (each|every|the) (?:sandbox|container|pod))?(?:,? within (\d+(?:\.\d+)?) ?s(?:econds)?)?$/.exec(
      which,
    );
  if (!found) throw unknown('which', which, '"first of each sandbox", "second of each sandbox within 5 s", "every"');
  const [, word = '', of, within] = found;
  const nth = ordinals[word] ?? (/^\d+$/.test(word) ? Number(word) : undefined);
  return {
    call: call as FaultyCall,
    ...(nth === undefined ? {} : { nth }),
    ...(of === undefined ? {} : { ofEach: true }),
    ...(within === undefined ? {} : { withinMs: Number(within) * 1000 }),
    ...(fault.times === undefined ? {} : { times: aNumber(fault.times, 'times') }),
    ...(fault.slowMs === undefined
      ? { error: String(fault.error ?? 'transient failure') }
      : { slowMs: aNumber(fault.slowMs, 'slowMs') }),
  };
}

function unknown(word: string, found: string, expected: string): UnknownScenario {
  return new UnknownScenario(`${word}: expected ${expected}, found ${JSON.stringify(found)}`);
}

function only(fields: Fields, known: readonly string[], where: string): void {
  for (const word of Object.keys(fields)) {
    if (!known.includes(word))
      throw new UnknownScenario(
        `${where} says ${JSON.stringify(word)}, which is not known; known are ${known.join(', ')}`,
      );
  }
}

function asFields(given: unknown, where: string): Fields {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given as Fields;
  throw new UnknownScenario(`${where}: expected a map, found ${JSON.stringify(given)}`);
}

function list(given: unknown, where: string): readonly unknown[] {
  if (Array.isArray(given)) return given;
  throw new UnknownScenario(`${where}: expected a list, found ${JSON.stringify(given)}`);
}

function aText(given: unknown, where: string): string {
  if (typeof given === 'string' && given !== '') return given;
  throw new UnknownScenario(`${where}: expected a text, found ${JSON.stringify(given)}`);
}

function aNumber(given: unknown, where: string): number {
  if (typeof given === 'number' && Number.isFinite(given)) return given;
  throw new UnknownScenario(`${where}: expected a number, found ${JSON.stringify(given)}`);
}
