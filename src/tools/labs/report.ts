/** Counts and prints what a run has found, in the words of labs/lib/report.sh. */
export class Report {
  private readonly print: (line: string) => void;
  private passes = 0;
  private failures = 0;

  constructor(print: (line: string) => void) {
    this.print = print;
  }

  passed(text: string): void {
    this.passes++;
    this.print(`ok      ${text}`);
  }

  failed(text: string, output = ''): void {
    this.failures++;
    this.print(`FAILED  ${text}`);
    for (const line of output === '' ? [] : output.split('\n')) this.print(`        ${line}`);
  }

  /** Prints the last line; the exit status of the run. */
  finish(): number {
    this.print(`${this.passes} passed, ${this.failures} failed, 0 skipped`);
    return this.failures > 0 ? 1 : 0;
  }
}
