import { epochMs } from './meta.ts';

/** What stands before the text of a line of klog: severity, date and time, process, file and line, `]`.
 *  @models staging/src/k8s.io/klog/v2/internal/buffer/buffer.go Buffer.FormatHeader */
export function klogHeader(
  { severity, file, line, processID }: KlogOrigin,
  /** Virtual milliseconds, with microseconds as a fraction. */
  atMs: number,
): string {
  const time = new Date(epochMs + atMs).toISOString();
  const micros = String(Math.round((atMs % 1) * 1000)).padStart(3, '0');
  const stamp = `${time.slice(5, 7)}${time.slice(8, 10)} ${time.slice(11, 23)}${micros}`;
  return `${severity}${stamp} ${String(processID).padStart(7)} ${file}:${line}]`;
}

/** Where a line of klog comes from. */
export interface KlogOrigin {
  readonly severity: string;
  readonly file: string;
  readonly line: number;
  readonly processID: number;
}
