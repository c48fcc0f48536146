import type { KubernetesObject } from '../../../../kubernetes/api/meta.ts';
import { getTable, TabWriter } from './tab-writer.ts';

/** The parts of a meta/v1 Table that are printed. */
export interface Table extends KubernetesObject {
  readonly columnDefinitions?: readonly {
    readonly name: string;
    readonly priority: number;
    readonly format?: string;
    readonly type?: string;
  }[];
  readonly rows?: readonly TableRow[];
}

export interface TableRow {
  readonly cells: readonly unknown[];
  readonly object?: KubernetesObject | null;
}

export interface TableOptions {
  readonly wide: boolean;
  readonly noHeaders: boolean;
  readonly withNamespace: boolean;
  /** Put in front of names, such as `pod/`, when several kinds are printed. */
  readonly kindPrefix: string;
  readonly labelColumns: readonly string[];
  readonly showLabels: boolean;
}

/** Prints the server's Tables in columns. One printer prints one kind: its header comes once, and the rows of a watch keep
 *  below it.
 *  @models staging/src/k8s.io/cli-runtime/pkg/printers/tableprinter.go HumanReadablePrinter.PrintObj */
export class TablePrinter {
  private readonly options: TableOptions;
  private readonly writer = new TabWriter(getTable);
  private headerPrinted: boolean;
  private columns: NonNullable<Table['columnDefinitions']> = [];

  constructor(options: TableOptions) {
    this.options = options;
    this.headerPrinted = options.noHeaders;
  }

  print(table: Table): string {
    // A watch sends the columns with its first event only.
    if (table.columnDefinitions?.length) this.columns = table.columnDefinitions;
    const shown = this.columns
      .map((column, index) => ({ column, index }))
      .filter(({ column }) => this.options.wide || column.priority === 0);
    if (!this.headerPrinted) {
      this.writer.write(`${this.headers(shown.map(({ column }) => column.name)).join('\t')}\n`);
      this.headerPrinted = true;
    }
    for (const row of table.rows ?? []) {
      this.writer.write(
        `${this.cells(
          row,
          shown.map(({ index }) => index),
        ).join('\t')}\n`,
      );
    }
    return this.writer.flush();
  }

  private headers(names: readonly string[]): string[] {
    const { withNamespace, labelColumns, showLabels } = this.options;
    return [
      ...(withNamespace ? ['NAMESPACE'] : []),
      ...names.map((name) => name.toUpperCase()),
      ...labelColumns.map((label) => label.slice(label.lastIndexOf('/') + 1).toUpperCase()),
      ...(showLabels ? ['LABELS'] : []),
    ];
  }

  private cells(row: TableRow, indices: readonly number[]): string[] {
    const { withNamespace, labelColumns, showLabels, kindPrefix } = this.options;
    const metadata = row.object?.metadata;
    const labels = metadata?.labels ?? {};
    const cells = indices.map((index) => {
      const text = cellText(row.cells[index]);
      return index === 0 && kindPrefix !== '' ? kindPrefix + text : text;
    });
    return [
      ...(withNamespace ? [metadata?.namespace ?? ''] : []),
      ...cells,
      ...labelColumns.map((label) => labels[label] ?? ''),
      ...(showLabels ? [labelText(labels)] : []),
    ];
  }
}

/** What a cell is cut to: the first line of it, marked when there is more.
 *  @models staging/src/k8s.io/cli-runtime/pkg/printers/tableprinter.go printRows */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return '<none>';
  const text = String(value);
  const line = text.search(/[\f\n\r]/);
  return line < 0 ? text : `${text.slice(0, line)}...`;
}

/** `a=1,b=2` in the order of the keys, `<none>` for no labels. */
export function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.keys(labels)
    .sort()
    .map((key) => `${key}=${labels[key]}`);
  return pairs.length === 0 ? '<none>' : pairs.join(',');
}
