/** Which steps a reader has done, by their ids, kept between visits. */
export interface LabProgress {
  readonly done: readonly string[];
}

const key = (slug: string) => `podlab:lab-progress:${slug}`;

/** What was kept; nothing when storage is forbidden, empty, or holds something else. */
export function readProgress(slug: string, known: readonly string[]): LabProgress {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key(slug)) ?? '{}');
    const done = typeof kept === 'object' && kept !== null ? (kept as { done?: unknown }).done : undefined;
    return { done: Array.isArray(done) ? known.filter((id) => done.includes(id)) : [] };
  } catch {
    return { done: [] };
  }
}

/** Keeps the progress; false when it holds for this visit only, since storage is forbidden or full. */
export function writeProgress(slug: string, progress: LabProgress): boolean {
  try {
    if (progress.done.length === 0) localStorage.removeItem(key(slug));
    else localStorage.setItem(key(slug), JSON.stringify(progress));
    return true;
  } catch {
    return false;
  }
}
