/** One line that a container has printed. */
export interface LogLine {
  readonly atMs: number;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** What a container has printed so far. Whoever listens is told of each line that comes, and of the end. */
export class ContainerOutput {
  readonly lines: LogLine[] = [];
  private readonly listeners = new Set<(line: LogLine | undefined) => void>();
  private ended = false;

  /** Whether there can be more. */
  get isOpen(): boolean {
    return !this.ended;
  }

  write(line: LogLine): void {
    this.lines.push(line);
    for (const listener of [...this.listeners]) listener(line);
  }

  end(): void {
    this.ended = true;
    for (const listener of [...this.listeners]) listener(undefined);
    this.listeners.clear();
  }

  /** Calls the listener with each later line, and with undefined at the end. Returns how to stop listening. */
  listen(listener: (line: LogLine | undefined) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
