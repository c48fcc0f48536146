import type { Kernel } from '../../kernel/kernel.ts';

/** Keeps a kernel's clock in step with real time, `speed` times as fast. Between ticks `advance` brings it up to the
 *  present, so that a request never sees a cluster that lags behind. */
export class RealTimeClock {
  private readonly kernel: Kernel;
  private readonly speed: number;
  private readonly onFailure: (error: unknown) => void;
  private readonly startedAt = performance.now();
  private readonly startMs: number;
  private timer: NodeJS.Timeout | undefined;

  constructor(kernel: Kernel, speed: number, onFailure: (error: unknown) => void) {
    this.kernel = kernel;
    this.speed = speed;
    this.onFailure = onFailure;
    this.startMs = kernel.nowMs;
    this.wait();
  }

  /** Runs everything that is due by now. */
  advance(): void {
    try {
      this.kernel.run(this.startMs + (performance.now() - this.startedAt) * this.speed);
    } catch (error) {
      this.stop();
      this.onFailure(error);
    }
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** Sleeps until the next entry is due, but wakes often enough that a new watch is answered at once. */
  private wait(): void {
    const dueMs = this.kernel.nextDueMs ?? Number.POSITIVE_INFINITY;
    const real = (dueMs - this.kernel.nowMs) / this.speed;
    this.timer = setTimeout(
      () => {
        this.advance();
        if (this.timer) this.wait();
      },
      Math.min(Math.max(real, 1), 50),
    );
  }
}
