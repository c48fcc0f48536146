import type { Kernel } from '../../kernel/kernel.ts';

/** When each pod is to be looked at again.
 *  @models pkg/kubelet/util/queue/work_queue.go basicWorkQueue */
export class WorkQueue {
  /** Told of a pod that is wanted soon, and not only at its next periodic look. */
  onUrgent: () => void = () => {};
  private readonly kernel: Kernel;
  private readonly due = new Map<string, number>();
  private readonly urgent = new Set<string>();
  private earliestMs = Number.POSITIVE_INFINITY;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  enqueue(uid: string, delayMs: number, isPeriodic: boolean): void {
    const atMs = this.kernel.nowMs + delayMs;
    this.due.set(uid, atMs);
    this.earliestMs = Math.min(this.earliestMs, atMs);
    if (isPeriodic) {
      this.urgent.delete(uid);
    } else {
      this.urgent.add(uid);
      this.onUrgent();
    }
  }

  /** Whether one is waited for, and not only looked at again from time to time. */
  get hasUrgent(): boolean {
    return this.urgent.size > 0;
  }

  /** Sets when a pod is looked at again, as if its last look had been at another moment. */
  reschedule(uid: string, atMs: number): void {
    if (!this.due.has(uid)) return;
    this.due.set(uid, atMs);
    this.earliestMs = Math.min(...this.due.values());
  }

  /** When the first is due. */
  get nextDueMs(): number {
    return this.earliestMs;
  }

  /** Those that are due now, taken out. */
  getWork(): string[] {
    const { nowMs } = this.kernel;
    if (this.earliestMs >= nowMs) return [];
    const works: string[] = [];
    this.earliestMs = Number.POSITIVE_INFINITY;
    for (const [uid, atMs] of this.due) {
      if (atMs < nowMs) {
        works.push(uid);
        this.due.delete(uid);
        this.urgent.delete(uid);
      } else {
        this.earliestMs = Math.min(this.earliestMs, atMs);
      }
    }
    return works;
  }
}
