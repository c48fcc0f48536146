import type { Language } from '../language.ts';
import type { ClusterReport } from './report.ts';
import { rowOfVictim } from './report-pages.ts';

/** The columns of the table of victims, as they are named in the file. */
export const csvColumns = [
  'version',
  'cycle',
  'order',
  'namespace',
  'pod',
  'workload',
  'node',
  'plugin',
  'why',
  'outcome',
  'target',
  'successor',
  'message',
] as const;

/** The victims of some runs as one table: RFC 4180, with a heading. A cell that a spreadsheet would take for a formula is
 *  preceded by an apostrophe. */
export function reportAsCsv(
  reports: readonly { readonly name: string; readonly report: ClusterReport }[],
  language: Language,
): string {
  const lines = [csvLine(csvColumns)];
  for (const { name, report } of reports) {
    report.victims.forEach((victim, index) => {
      const row = rowOfVictim(victim, index, language);
      const target = victim.landing.kind === 'node' ? victim.landing.node : '';
      lines.push(
        csvLine([
          name,
          String(row.cycle),
          String(row.order),
          victim.pod.namespace,
          victim.pod.name,
          row.workload,
          row.node,
          row.plugin,
          row.why,
          victim.landing.kind,
          target,
          row.as ?? '',
          row.message ?? '',
        ]),
      );
    });
  }
  return `${lines.join('\r\n')}\r\n`;
}

/** A line of cells, quoted where they must be. */
export function csvLine(cells: readonly string[]): string {
  return cells.map(csvCell).join(',');
}

function csvCell(text: string): string {
  // Spreadsheets run what begins like this, whoever wrote it.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe;
}
