/** Something that happens at `atMs`. Entries that are due at one instant happen in the order of `order`. */
export interface QueueEntry {
  readonly atMs: number;
  readonly order: number;
  /** Work that recurs whether or not anything else happens; it does not keep a simulation from being quiet. */
  readonly periodic: boolean;
  /** The log entry that led to this one, 0 for none. */
  readonly cause: number;
  readonly run: () => void;
  withdrawn: boolean;
}

/** A binary heap of entries, earliest first, ties by order. Withdrawn entries stay until they surface. */
export class OrderedQueue {
  private readonly heap: QueueEntry[] = [];
  private awaited = 0;

  get size(): number {
    return this.heap.length;
  }

  /** How many entries are waiting that are neither periodic nor withdrawn. */
  get awaitedSize(): number {
    return this.awaited;
  }

  push(entry: QueueEntry): void {
    if (!entry.periodic) this.awaited++;
    const heap = this.heap;
    let hole = heap.length;
    heap.push(entry);
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const above = heap[parent] as QueueEntry;
      if (isBefore(above, entry)) break;
      heap[hole] = above;
      hole = parent;
    }
    heap[hole] = entry;
  }

  /** Takes an entry back before it is due. */
  withdraw(entry: QueueEntry): void {
    if (entry.withdrawn) return;
    entry.withdrawn = true;
    if (!entry.periodic) this.awaited--;
  }

  /** The earliest entry that has not been withdrawn. */
  peek(): QueueEntry | undefined {
    while (this.heap[0]?.withdrawn) this.removeTop();
    return this.heap[0];
  }

  /** Removes the entry that `peek` returned. */
  pop(): void {
    const entry = this.peek();
    if (!entry) return;
    if (!entry.periodic) this.awaited--;
    // So that withdrawing it later, when it is running, changes no count.
    entry.withdrawn = true;
    this.removeTop();
  }

  private removeTop(): void {
    const heap = this.heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    const size = heap.length;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= size) break;
      const right = child + 1;
      if (right < size && isBefore(heap[right] as QueueEntry, heap[child] as QueueEntry)) child = right;
      const below = heap[child] as QueueEntry;
      if (isBefore(last, below)) break;
      heap[hole] = below;
      hole = child;
    }
    heap[hole] = last;
  }
}

function isBefore(left: QueueEntry, right: QueueEntry): boolean {
  return left.atMs < right.atMs || (left.atMs === right.atMs && left.order < right.order);
}
