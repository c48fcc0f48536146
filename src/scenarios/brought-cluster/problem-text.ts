import type { SnapshotFinding } from './brought-cluster.ts';
import { type Advice, chineseFindings, englishFindings } from './finding-words.ts';
import { chineseProblems, englishProblems } from './problem-words.ts';
import type { SnapshotPlace, SnapshotProblem } from './snapshot-problem.ts';

/** A problem in words: what was expected and found, and what to do about it. Where it is says `describePlace`. */
export function describeProblem(problem: SnapshotProblem, language: 'en' | 'zh'): Advice {
  const [what, advice] = (language === 'zh' ? chineseProblems : englishProblems)[problem.kind](problem);
  return { what, advice };
}

/** Where a problem is: `cluster.json:14:13, items[3] pods "shop/cart-0", spec.containers[0].image`. */
export function describePlace({ file, line, column, object, field }: SnapshotPlace): string {
  const position = line === undefined ? file : `${file}:${line}${column === undefined ? '' : `:${column}`}`;
  return [position, object, field].filter((part) => part !== undefined && part !== '').join(', ');
}

/** How much a problem takes away. */
export function describeLoss(lost: SnapshotProblem['lost'], language: 'en' | 'zh'): string {
  const words = {
    nothing: ['Nothing is left out because of it.', '不会因此略去任何对象。'],
    object: ['This object is left out.', '这个对象会被略去。'],
    restOfFile: ['The rest of the file is left out.', '文件的其余部分会被略去。'],
    file: ['The whole file is left out.', '整个文件会被略去。'],
  } as const;
  return words[lost][language === 'zh' ? 1 : 0];
}

/** A finding in words, and what it means for the run. */
export function describeFinding({ kind, count, examples }: SnapshotFinding, language: 'en' | 'zh'): Advice {
  const isChinese = language === 'zh';
  const more = count > examples.length && examples.length > 0 && kind !== 'podsOnMissingNodes' ? ' …' : '';
  const names = examples.join(isChinese ? '、' : ', ') + more;
  return (isChinese ? chineseFindings : englishFindings)[kind](count.toLocaleString('en'), names);
}
