import { parseQuantity } from '../../../../kubernetes/api/quantity.ts';
import { CommandError } from '../errors.ts';
import { select } from '../jsonpath/evaluate.ts';
import { parseExpression, TemplateError } from '../jsonpath/parse.ts';
import { relaxedPath } from '../jsonpath/relaxed.ts';

/** Sorts by a field, as `--sort-by` does: numbers and quantities by size, text so that `a2` comes before `a10`.
 *  @models staging/src/k8s.io/kubectl/pkg/cmd/get/sorter.go SortingPrinter.sortObj */
export function sortByField<Item>(items: readonly Item[], objectOf: (item: Item) => unknown, field: string): Item[] {
  const path = relaxedPath(field);
  let nodes: ReturnType<typeof parseExpression>;
  try {
    nodes = parseExpression(path);
  } catch (error) {
    if (error instanceof TemplateError) throw new CommandError(error.message);
    throw error;
  }
  const keyed = items.map((item) => ({ item, key: select(nodes, objectOf(item), { allowMissingKeys: true })[0] }));
  if (items.length > 0 && keyed.every(({ key }) => key === undefined)) {
    throw new CommandError(`couldn't find any field with path ${JSON.stringify(`{${path}}`)} in the list of objects`);
  }
  return keyed.sort((left, right) => compareValues(left.key, right.key)).map(({ item }) => item);
}

function compareValues(left: unknown, right: unknown): number {
  if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? -1 : 1;
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const [a, b] = [String(left), String(right)];
  const [quantityA, quantityB] = [tryQuantity(a), tryQuantity(b)];
  if (quantityA !== undefined && quantityB !== undefined)
    return quantityA < quantityB ? -1 : quantityA > quantityB ? 1 : 0;
  return naturalLess(a, b) ? -1 : naturalLess(b, a) ? 1 : 0;
}

function tryQuantity(text: string) {
  try {
    return parseQuantity(text);
  } catch {
    return undefined;
  }
}

/** @models github.com/fvbommel/sortorder natsort.go NaturalLess */
function naturalLess(left: string, right: string): boolean {
  const chunks = (text: string) => text.match(/\d+|\D/g) ?? [];
  const [a, b] = [chunks(left), chunks(right)];
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const x = a[i] ?? '';
    const y = b[i] ?? '';
    if (x === y) continue;
    if (!/^\d/.test(x) || !/^\d/.test(y)) return x < y;
    const difference = Number(x) - Number(y);
    if (difference !== 0) return difference < 0;
    return x.length < y.length;
  }
  return a.length < b.length;
}
