import type { Kernel } from '../../kernel/kernel.ts';
import type { QueueEntry } from '../../kernel/queue.ts';

/** Work that comes round for ever. While it has nothing to do it does not keep the simulation busy; told that it will find
 *  something, it counts as awaited at its next turn.
 *  @ours */
export class PeriodicWork {
  private readonly kernel: Kernel;
  private readonly run: () => void;
  private entry: QueueEntry | undefined;
  private awaited = false;

  constructor(kernel: Kernel, run: () => void) {
    this.kernel = kernel;
    this.run = run;
  }

  /** When its next turn is due. */
  get dueMs(): number | undefined {
    return this.entry?.withdrawn === false ? this.entry.atMs : undefined;
  }

  /** Its next turn comes after so long. */
  schedule(delayMs: number): void {
    if (this.entry) this.kernel.withdraw(this.entry);
    const { awaited, kernel } = this;
    const { cause } = kernel;
    if (!awaited) kernel.cause = 0;
    this.entry = kernel.schedule(
      delayMs,
      () => {
        this.awaited = false;
        this.run();
      },
      !awaited,
    );
    kernel.cause = cause;
  }

  /** There will be something to do at the next turn. */
  expect(): void {
    if (this.awaited) return;
    this.awaited = true;
    const { dueMs } = this;
    if (dueMs !== undefined) this.schedule(dueMs - this.kernel.nowMs);
  }

  stop(): void {
    if (this.entry) this.kernel.withdraw(this.entry);
    this.entry = undefined;
  }
}
