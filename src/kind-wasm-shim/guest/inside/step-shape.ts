import type { DeschedulerStep } from '../../kubernetes/descheduler/framework/steps.ts';

// What a step of a plugin's run must look like. The check runs inside the sandbox, where it can say which yield is to blame,
// and once more outside, where it cannot be tampered with.

/** Says what was expected instead, and where; undefined when the value is as it should be. */
type Shape = (value: unknown, place: string) => string | undefined;

const text: Shape = (value, place) => (typeof value === 'string' ? undefined : expected(place, 'a string', value));
const number: Shape = (value, place) => (typeof value === 'number' ? undefined : expected(place, 'a number', value));
const flag: Shape = (value, place) =>
  typeof value === 'boolean' ? undefined : expected(place, 'true or false', value);

function oneOf(...texts: string[]): Shape {
  return (value, place) =>
    texts.includes(value as string)
      ? undefined
      : expected(place, texts.map((known) => `'${known}'`).join(' or '), value);
}

/** Absent, or null where a number has nothing to say. */
function maybe(shape: Shape): Shape {
  return (value, place) => (value === undefined || value === null ? undefined : shape(value, place));
}

function listOf(shape: Shape): Shape {
  return (value, place) => {
    if (!Array.isArray(value)) return expected(place, 'a list', value);
    return first(value.map((item, index) => () => shape(item, `${place}[${index}]`)));
  };
}

function mapOf(shape: Shape): Shape {
  return (value, place) => {
    if (!isPlainObject(value)) return expected(place, 'an object', value);
    return first(Object.keys(value).map((key) => () => shape(value[key], `${place}.${key}`)));
  };
}

/** An object with at least these fields. Others may stand in it when they are plain data. */
function object(fields: Readonly<Record<string, Shape>>): Shape {
  return (value, place) => {
    if (!isPlainObject(value)) return expected(place, `an object with ${Object.keys(fields).join(', ')}`, value);
    return (
      first(Object.keys(fields).map((name) => () => fields[name]?.(value[name], `${place}.${name}`))) ??
      plain(value, place)
    );
  };
}

function plain(value: unknown, place: string, depth = 0): string | undefined {
  if (value === null || ['undefined', 'string', 'number', 'boolean'].includes(typeof value)) return undefined;
  if (depth > 12) return `${place} is nested too deep, or contains itself`;
  if (Array.isArray(value)) {
    return first(value.map((item: unknown, index) => () => plain(item, `${place}[${index}]`, depth + 1)));
  }
  if (!isPlainObject(value)) return expected(place, 'plain data', value);
  return first(Object.keys(value).map((key) => () => plain(value[key], `${place}.${key}`, depth + 1)));
}

function first(checks: readonly (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const wrong = check();
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function expected(place: string, what: string, value: unknown): string {
  return `${place} must be ${what}, found ${found(value)}`;
}

function found(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'symbol') return 'a symbol';
  if (typeof value !== 'object' || value === null) return String(value);
  return isPlainObject(value) ? 'an object' : 'an object of a class';
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const pod = object({ namespace: text, name: text });
const counts = mapOf(number);
const threshold = object({ rule: text, percent: maybe(number), capacity: number, value: number });
const resource = object({
  name: text,
  usage: number,
  capacity: number,
  usagePercent: maybe(number),
  low: threshold,
  high: threshold,
  atOrBelowLow: flag,
  aboveHigh: flag,
});
const rankedPod = object({ namespace: text, name: text, qosClass: text, requests: counts, evictable: flag });
const refusals = listOf(object({ node: text, reasons: listOf(object({ why: text })) }));
const duplicates = listOf(object({ node: text, pods: listOf(pod) }));
const domains = listOf(object({ value: text, nodes: listOf(text), pods: listOf(pod) }));

/** The kinds of step that a plugin yields itself. The framework around it yields the others. */
type PluginStepKind = Exclude<
  DeschedulerStep['kind'],
  `cycle${string}` | `plugin${string}` | 'profileRefused' | 'evictionRefused'
>;

const shapes: Readonly<Record<PluginStepKind, Shape>> = {
  evict: object({ pod, uid: maybe(text), node: text, reason: text }),
  podNotEvictable: object({ pod, node: text, reason: text }),
  podSkipped: object({ pod, node: text, reason: text, nodes: maybe(refusals) }),
  podJudged: object({ pod, node: text, victim: flag, judgement: object({ plugin: text }) }),
  duplicatesCounted: object({
    owner: object({ namespace: text, kind: text, name: text, images: listOf(text) }),
    occurrences: number,
    targets: listOf(text),
    upperAverage: number,
    duplicates,
  }),
  domainsCounted: object({
    namespace: text,
    topologyKey: text,
    maxSkew: number,
    domains,
    skew: number,
    balanced: flag,
    average: number,
  }),
  domainsEvened: object({
    topologyKey: text,
    from: text,
    to: text,
    sizes: object({ from: number, to: number }),
    pods: listOf(pod),
    chosen: listOf(pod),
  }),
  thresholdsResolved: object({
    deviation: flag,
    numberOfNodes: number,
    thresholds: listOf(object({ resource: text, low: number, high: number, configured: flag })),
  }),
  nodeClassified: object({
    node: text,
    class: oneOf('under', 'over', 'within'),
    reason: text,
    unschedulable: flag,
    resources: maybe(listOf(resource)),
  }),
  gateChecked: object({ gate: text, open: flag, found: number, limit: number, message: maybe(text) }),
  roomMeasured: object({
    targets: listOf(text),
    room: counts,
    perTarget: maybe(listOf(object({ node: text, room: counts }))),
  }),
  sourceStarted: object({
    node: text,
    position: number,
    sources: number,
    sortKey: number,
    usage: counts,
    removable: number,
    notRemovable: number,
    pods: maybe(listOf(rankedPod)),
  }),
  podEvicted: object({ pod, node: text, requests: maybe(counts), usage: maybe(counts), room: maybe(counts) }),
  sourceFinished: object({ node: text, reason: text, resources: listOf(text), evicted: number, usage: counts }),
};

/** What is wrong with something that a plugin yielded; undefined when it is a step that a plugin may yield. */
export function wrongStep(step: unknown): string | undefined {
  if (!isPlainObject(step)) return `${found(step)} is no step: yield* handle.evictor.evict(pod, node) evicts a pod`;
  const { kind } = step;
  if (typeof kind === 'string' && Object.hasOwn(shapes, kind)) {
    return shapes[kind as PluginStepKind](step, 'the step');
  }
  return `a step of kind ${found(kind)} does not exist for plugins; there are ${Object.keys(shapes).join(', ')}`;
}
