const longest = 500;

/** What was typed in a lab before, oldest first. Empty where the browser keeps nothing. */
export function readHistory(slug: string): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(slug)) ?? '[]');
    return Array.isArray(kept) ? kept.filter((line): line is string => typeof line === 'string').slice(-longest) : [];
  } catch {
    // A browser that refuses storage, or a value that is not ours: there is no history, and that is all.
    return [];
  }
}

/** Keeps what was typed. False when the browser does not let it. */
export function writeHistory(slug: string, history: readonly string[]): boolean {
  try {
    localStorage.setItem(keyOf(slug), JSON.stringify(history.slice(-longest)));
    return true;
  } catch {
    return false;
  }
}

function keyOf(slug: string): string {
  return `podlab/labs/${slug}/history`;
}
