import type { KubernetesObject } from '../../../../kubernetes/api/meta.ts';
import { CommandError } from '../errors.ts';
import { select } from '../jsonpath/evaluate.ts';
import { parseExpression, TemplateError } from '../jsonpath/parse.ts';
import { relaxedPath } from '../jsonpath/relaxed.ts';

/** What `--for` waits for. */
export type Awaited =
  | { readonly type: 'delete' | 'create' }
  | { readonly type: 'condition'; readonly condition: string; readonly status: string }
  | { readonly type: 'jsonpath'; readonly path: string; readonly value: string | undefined };

/** Reads `--for`.
 *  @models staging/src/k8s.io/kubectl/pkg/cmd/wait/wait.go conditionFuncFor */
export function parseAwaited(text: string): Awaited {
  if (text.toLowerCase() === 'delete') return { type: 'delete' };
  if (text.toLowerCase() === 'create') return { type: 'create' };
  if (text.startsWith('condition=')) {
    const [condition = '', status = 'true'] = splitOnce(text.slice('condition='.length));
    return { type: 'condition', condition, status };
  }
  if (text.startsWith('jsonpath=')) return parseJSONPath(text.slice('jsonpath='.length));
  throw new CommandError(`unrecognized condition: ${JSON.stringify(text)}`);
}

function splitOnce(text: string): [string, string?] {
  const equals = text.indexOf('=');
  return equals < 0 ? [text] : [text.slice(0, equals), text.slice(equals + 1)];
}

function parseJSONPath(input: string): Awaited {
  const [, path = input, , value] = /^['"]?(\{.*\}|[^=]*)['"]?(=(.*))?$/s.exec(input) ?? [];
  if (value === '')
    throw new CommandError(
      "jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3",
    );
  try {
    const relaxed = relaxedPath(path);
    parseExpression(relaxed);
    return { type: 'jsonpath', path: relaxed, value: value?.replace(/^(['"])(.*)\1$/, '$2') };
  } catch (error) {
    if (error instanceof TemplateError) throw new CommandError(`error parsing jsonpath ${path}, ${error.message}`);
    throw error;
  }
}

interface Condition {
  readonly type?: string;
  readonly status?: string;
  readonly observedGeneration?: number;
}

/** Whether an object is as awaited; a condition of an older generation of the object does not count.
 *  @models staging/src/k8s.io/kubectl/pkg/cmd/wait/condition.go ConditionalWait.checkCondition */
export function isAwaited(awaited: Awaited, object: KubernetesObject): boolean {
  if (awaited.type === 'create') return true;
  if (awaited.type === 'jsonpath') return jsonPathHolds(awaited.path, awaited.value, object);
  if (awaited.type !== 'condition') return false;
  const status = (object.status ?? {}) as { conditions?: Condition[]; observedGeneration?: number };
  const condition = status.conditions?.find(({ type }) => type?.toLowerCase() === awaited.condition.toLowerCase());
  if (!condition) return false;
  const generation = object.metadata?.generation;
  const observed = condition.observedGeneration ?? status.observedGeneration;
  if (generation !== undefined && observed !== undefined && observed < generation) return false;
  return condition.status?.toLowerCase() === awaited.status.toLowerCase();
}

function jsonPathHolds(path: string, value: string | undefined, object: KubernetesObject): boolean {
  const found = select(parseExpression(path), object, { allowMissingKeys: true });
  if (found.length === 0 || found[0] === undefined) return false;
  if (found.length > 1) throw new CommandError('given jsonpath expression matches more than one value');
  if (value === undefined) return true;
  if (typeof found[0] === 'object')
    throw new CommandError('jsonpath leads to a nested object or list which is not supported');
  return String(found[0]) === value;
}
