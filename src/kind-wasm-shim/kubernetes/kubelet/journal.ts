import type { Kernel } from '../../kernel/kernel.ts';
import type { LogEntry } from '../../kernel/log.ts';
import { klogHeader } from '../api/klog-header.ts';
import { formatValues, type KlogValue } from './klog.ts';
import { sourceLine } from './source-lines.ts';
import type { KubeletVersion } from './versions.ts';

declare module '../../kernel/log.ts' {
  interface LogFacts {
    /** A line of the kubelet's log at -v=4; `values` is what follows the message, as this release prints it. */
    'kubelet.logged': {
      node: string;
      version: KubeletVersion;
      severity: 'I' | 'W' | 'E';
      file: string;
      message: string;
      values: string;
    };
  }
}

export type Values = Readonly<Record<string, KlogValue>>;

/** The log of one kubelet.
 *  @models staging/src/k8s.io/klog/v2/klog.go InfoS
 *  @simplifies lines that a pass of housekeeping, of the status manager or of the eviction manager repeats with nothing to
 *  do are left out */
export class Journal {
  readonly version: KubeletVersion;
  private readonly kernel: Kernel;
  private readonly node: string;
  private closed = false;

  constructor(kernel: Kernel, node: string, version: KubeletVersion) {
    this.kernel = kernel;
    this.node = node;
    this.version = version;
  }

  info(file: string, message: string, values: Values = {}): void {
    this.write('I', file, message, values);
  }

  error(file: string, message: string, values: Values = {}): void {
    this.write('E', file, message, values);
  }

  /** The program has been killed: it says no more, whatever is still being undone. */
  close(): void {
    this.closed = true;
  }

  private write(severity: 'I' | 'E', file: string, message: string, given: Values): void {
    if (this.closed) return;
    const { kernel, node, version } = this;
    const { cause } = kernel;
    const values = formatValues(given, version);
    kernel.append('kubelet.logged', { node, version, severity, file, message, values });
    // A line is told, and is the cause of nothing.
    kernel.cause = cause;
  }
}

/** A line of the journal as `journalctl -u kubelet -o cat` shows it.
 *  @models staging/src/k8s.io/klog/v2/klog.go loggingT.printS
 *  @simplifies the process number stays the same; a line whose number in its file is not known has 1 */
export function formatJournalLine({ atMs, data }: LogEntry<'kubelet.logged'>, processID = 712): string {
  const { severity, version, file, message, values } = data;
  const header = klogHeader({ severity, file, line: sourceLine(version, file, message), processID }, atMs);
  return `${header} ${JSON.stringify(message)}${values === '' ? '' : ` ${values}`}`;
}
