import { normalizePath, resolvePath, type VirtualFiles } from './files.ts';
import { hasPatternCharacters, patternRegExp } from './pattern.ts';

/** The paths that a pattern matches, sorted; none when nothing does. Hidden names need a dot in the pattern. */
export function expandPath(files: VirtualFiles, cwd: string, pattern: string): string[] {
  const absolute = pattern.startsWith('/');
  const names = pattern.split('/').filter((name) => name !== '');
  let found: string[] = [absolute ? '/' : ''];
  names.forEach((name, place) => {
    const last = place === names.length - 1;
    const next: string[] = [];
    for (const base of found) {
      for (const match of matchesIn(files, resolvePath(cwd, base || '.'), name)) {
        const path = base === '' || base === '/' ? `${base}${match}` : `${base}/${match}`;
        if (last || files.isDirectory(resolvePath(cwd, path))) next.push(path);
      }
    }
    found = next;
  });
  if (pattern.endsWith('/')) {
    found = found.filter((path) => files.isDirectory(resolvePath(cwd, path))).map((path) => `${path}/`);
  }
  return found.sort();
}

function matchesIn(files: VirtualFiles, directory: string, name: string): string[] {
  if (!hasPatternCharacters(name)) {
    const literal = name.replace(/\\(.)/gs, '$1');
    const path = normalizePath(`${directory}/${literal}`);
    return files.lstat(path) || literal === '.' || literal === '..' ? [literal] : [];
  }
  if (!files.isDirectory(directory)) return [];
  const regExp = patternRegExp(name);
  const hidden = name.startsWith('.');
  return files.list(directory).filter((entry) => (hidden || !entry.startsWith('.')) && regExp.test(entry));
}
