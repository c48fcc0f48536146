import { execFileSync } from 'node:child_process';

/** When each file below a folder was last committed, by path from the root of the repository, from one call of git.
 *  Empty where git cannot tell truly: no git, no repository, or a shallow clone, in which every file that the history
 *  does not reach would seem to date from the oldest commit there is. */
export function commitDates(root: string, folder: string): ReadonlyMap<string, Date> {
  const dates = new Map<string, Date>();
  if (git(root, ['rev-parse', '--is-shallow-repository'])?.trim() !== 'false') return dates;
  const log = git(root, ['-c', 'core.quotePath=false', 'log', '--format=%x00%ct', '--name-only', '--', folder]);
  // Newest first: the first commit that names a file is its last change.
  for (const commit of (log ?? '').split('\0').slice(1)) {
    const [seconds, ...paths] = commit.split('\n').filter((line) => line !== '');
    for (const path of paths) {
      if (!dates.has(path)) dates.set(path, new Date(Number(seconds) * 1000));
    }
  }
  return dates;
}

function git(root: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync('git', args, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 256 * 1024 * 1024,
    });
  } catch {
    return undefined; // No git, or no repository here: the pages then carry no date.
  }
}
