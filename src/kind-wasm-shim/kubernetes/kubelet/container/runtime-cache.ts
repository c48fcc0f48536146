import type { RunningPod } from './pod-status.ts';

/** @models pkg/kubelet/container/runtime_cache.go defaultCachePeriod */
const cachePeriodMs = 2_000;

/** The running pods as they were up to two seconds ago: housekeeping looks at this and not at the runtime, which is how it
 *  can take a pod for running that has just been stopped.
 *  @models pkg/kubelet/container/runtime_cache.go runtimeCache
 *  @simplifies nobody but housekeeping reads it, so nobody else refreshes it */
export class RuntimeCache {
  private readonly read: () => readonly RunningPod[];
  private readonly changes: () => number;
  private pods: readonly RunningPod[] = [];
  private seenChanges = -1;
  private cacheTimeMs = Number.NEGATIVE_INFINITY;

  /** `changes` grows with every change of what `read` gives. */
  constructor(read: () => readonly RunningPod[], changes: () => number) {
    this.read = read;
    this.changes = changes;
  }

  /** @models pkg/kubelet/container/runtime_cache.go runtimeCache.GetPods */
  getPods(nowMs: number): readonly RunningPod[] {
    if (nowMs - this.cacheTimeMs > cachePeriodMs) this.update(nowMs);
    return this.pods;
  }

  /** @models pkg/kubelet/container/runtime_cache.go runtimeCache.ForceUpdateIfOlder */
  forceUpdateIfOlder(minExpectedMs: number): void {
    if (this.cacheTimeMs < minExpectedMs) this.update(minExpectedMs);
  }

  private update(nowMs: number): void {
    this.cacheTimeMs = nowMs;
    if (this.seenChanges === this.changes()) return;
    this.seenChanges = this.changes();
    this.pods = this.read();
  }
}
