import { goJSON } from '../printers/go-json.ts';
import { type Node, parseTemplate, TemplateError } from './parse.ts';

/** A template that does not fit the object; the message is client-go's. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
}

export interface EvaluateOptions {
  /** A field that is missing selects nothing instead of being an error. */
  readonly allowMissingKeys: boolean;
}

/** Prints what a template selects from an object.
 *  @models staging/src/k8s.io/client-go/util/jsonpath/jsonpath.go JSONPath.Execute */
export function executeTemplate(template: string, object: unknown, options: EvaluateOptions): string {
  return findResults(parseTemplate(template), object, options)
    .map((results) => results.map(templateText).join(' '))
    .join('');
}

/** What each text or action of a template selects, in order.
 *  @models staging/src/k8s.io/client-go/util/jsonpath/jsonpath.go JSONPath.FindResults */
export function findResults(nodes: readonly Node[], object: unknown, options: EvaluateOptions): unknown[][] {
  const out: unknown[][] = [];
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i] as Node;
    if (isKeyword(node, 'range')) {
      const end = matchingEnd(nodes, i);
      const over = node.type === 'expression' ? node.nodes.slice(1) : [];
      for (const item of evaluate(over, [object], options)) {
        out.push(...findResults(nodes.slice(i + 1, end), item, options));
      }
      i = end;
    } else if (isKeyword(node, 'end')) throw new EvaluationError('not in range, nothing to end');
    else out.push(evaluate([node], [object], options));
  }
  return out;
}

/** What a single expression selects. */
export function select(nodes: readonly Node[], object: unknown, options: EvaluateOptions): unknown[] {
  return evaluate(nodes, [object], options);
}

function isKeyword(node: Node, word: string): boolean {
  const first = node.type === 'expression' ? node.nodes[0] : undefined;
  return first?.type === 'keyword' && first.word === word;
}

function matchingEnd(nodes: readonly Node[], from: number): number {
  let depth = 0;
  for (let i = from; i < nodes.length; i++) {
    const node = nodes[i] as Node;
    if (isKeyword(node, 'range')) depth++;
    else if (isKeyword(node, 'end') && --depth === 0) return i;
  }
  throw new TemplateError('unterminated range, expected {end}');
}

function evaluate(nodes: readonly Node[], start: readonly unknown[], options: EvaluateOptions): unknown[] {
  let values = [...start];
  for (const node of nodes) values = step(node, values, options);
  return values;
}

function step(node: Node, values: readonly unknown[], options: EvaluateOptions): unknown[] {
  switch (node.type) {
    case 'text':
      return [node.text];
    case 'literal':
      return [node.value];
    case 'expression':
      return evaluate(node.nodes, values, options);
    case 'field':
      return values.flatMap((value) => field(value, node.name, options));
    case 'wildcard':
      return values.flatMap(children);
    case 'recursive':
      return values.flatMap(descendants);
    case 'union':
      return values.flatMap((value) => node.alternatives.flatMap((nodes) => evaluate(nodes, [value], options)));
    case 'slice':
      return values.flatMap((value) => slice(value, node));
    case 'filter':
      return values.flatMap((value) => filter(value, node));
    case 'keyword':
      throw new TemplateError(`unexpected ${node.word}`);
  }
}

function field(value: unknown, name: string, options: EvaluateOptions): unknown[] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    if (Object.hasOwn(value, name)) return [(value as Record<string, unknown>)[name]];
  }
  if (options.allowMissingKeys) return [];
  throw new EvaluationError(`${name} is not found`);
}

function children(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null) return [];
  const record = value as Record<string, unknown>;
  return Object.keys(record)
    .sort()
    .map((key) => record[key]);
}

function descendants(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? [value, ...children(value).flatMap(descendants)] : [];
}

function slice(value: unknown, node: Extract<Node, { type: 'slice' }>): unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new EvaluationError(`${goKind(value)} is not array or slice`);
  const size = value.length;
  const place = (index: number) => (index < 0 ? index + size : index);
  if (node.single) {
    const index = node.from ?? 0;
    if (place(index) < 0 || place(index) >= size) {
      throw new EvaluationError(`array index out of bounds: index ${index}, length ${size}`);
    }
    return [value[place(index)]];
  }
  const step = node.step ?? 1;
  if (step < 0) throw new EvaluationError('step must be > 0');
  const from = Math.max(0, place(node.from ?? 0));
  const to = Math.min(size, place(node.to ?? size));
  const out: unknown[] = [];
  for (let i = from; i < to; i += step || 1) out.push(value[i]);
  return out;
}

function filter(value: unknown, node: Extract<Node, { type: 'filter' }>): unknown[] {
  return children(value).filter((item) => {
    const left = evaluate(node.left, [item], { allowMissingKeys: true });
    if (node.operator === 'exists') return left.length > 0;
    if (left.length === 0) return false;
    if (left.length > 1) throw new EvaluationError('can only compare one element at a time');
    const right = evaluate(node.right, [item], { allowMissingKeys: true });
    if (right.length === 0) return false;
    if (right.length > 1) throw new EvaluationError('can only compare one element at a time');
    return compare(left[0], node.operator, right[0]);
  });
}

function compare(left: unknown, operator: string, right: unknown): boolean {
  const comparable = typeof left === typeof right && ['string', 'number', 'boolean'].includes(typeof left);
  if (!comparable) {
    if (operator === '!=') return true;
    if (operator === '==') return false;
    throw new EvaluationError('incompatible types for comparison');
  }
  const [a, b] = [left as string | number, right as string | number];
  if (operator === '==') return a === b;
  if (operator === '!=') return a !== b;
  if (operator === '<') return a < b;
  if (operator === '<=') return a <= b;
  return operator === '>' ? a > b : a >= b;
}

/** How a template prints a value: collections as JSON, everything else as plain text. */
export function templateText(value: unknown): string {
  if (typeof value === 'object' && value !== null) return goJSON(value);
  return value === null || value === undefined ? '' : String(value);
}

function goKind(value: unknown): string {
  return typeof value === 'object' ? 'map[string]interface {}' : typeof value;
}
