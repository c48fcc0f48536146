import { CommandError } from '../errors.ts';
import { EvaluationError, select } from '../jsonpath/evaluate.ts';
import { type Node, parseExpression, TemplateError } from '../jsonpath/parse.ts';
import { relaxedPath } from '../jsonpath/relaxed.ts';
import { goSyntaxPlain } from './go-print.ts';
import { TabWriter } from './tab-writer.ts';

interface Column {
  readonly header: string;
  readonly path: readonly Node[];
}

/** The table that `-o custom-columns=NAME:.metadata.name,…` asks for.
 *  @models staging/src/k8s.io/kubectl/pkg/cmd/get/customcolumn.go CustomColumnsPrinter.PrintObj */
export function customColumns(spec: string, objects: readonly unknown[], headers = true): string {
  const columns = parseColumns(spec);
  const writer = new TabWriter({ minWidth: 6, padding: 3, rememberWidths: true });
  if (headers) writer.write(`${columns.map(({ header }) => header).join('\t')}\n`);
  for (const object of objects.flatMap(itemsOf)) {
    writer.write(`${columns.map(({ path }) => cell(path, object)).join('\t')}\n`);
  }
  return writer.flush();
}

function itemsOf(object: unknown): unknown[] {
  const items = (object as { items?: unknown }).items;
  return Array.isArray(items) ? items : [object];
}

function parseColumns(spec: string): Column[] {
  return spec.split(',').map((part) => {
    const colon = part.indexOf(':');
    if (colon < 0)
      throw new CommandError(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    try {
      return { header: part.slice(0, colon), path: parseExpression(relaxedPath(part.slice(colon + 1))) };
    } catch (error) {
      if (error instanceof TemplateError) throw new CommandError(error.message);
      throw error;
    }
  });
}

function cell(path: readonly Node[], object: unknown): string {
  try {
    const values = select(path, object, { allowMissingKeys: true });
    return values.length === 0 ? '<none>' : values.map(goSyntaxPlain).join(',');
  } catch (error) {
    if (error instanceof EvaluationError) return '<none>';
    throw error;
  }
}
