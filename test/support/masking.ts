// The masking of the recordings in test/golden/apiserver, done to our own output before the two are compared.

const suffix = 'bcdfghjklmnpqrstvwxz2456789';
const duration = String.raw`(?:\d+y\d+d|\d+y|\d+d\d+h|\d+d|\d+h\d+m|\d+h|\d+m\d+s|\d+m|\d+(?:\.\d+)?s|<invalid>)`;
const ageColumns = new Set(['AGE', 'LAST SEEN', 'FIRST SEEN', 'DURATION', 'LAST SCHEDULE', 'Age']);

/** Masks the outputs of one group: uids are numbered in the order in which they appear in it. */
export class Masking {
  private readonly uids = new Map<string, number>();

  text(text: string): string {
    if (text === '') return text;
    let out = maskTables(text.split('\n')).join('\n');
    for (const [pattern, replacement] of rules) out = out.replace(pattern, replacement as string);
    out = out.replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, (uid) => this.numbered(uid));
    for (const [pattern, replacement] of laterRules) out = out.replace(pattern, replacement as string);
    // Widths of columns depend on what is masked; indentation at the start of a line stays.
    return out.replace(/(?<=\S) {2,}/gm, '  ');
  }

  private numbered(uid: string): string {
    const number = this.uids.get(uid) ?? this.uids.size + 1;
    this.uids.set(uid, number);
    return `<uid:${number}>`;
  }
}

/** Masks the columns of tables that hold ages, by where their headers stand. */
function maskTables(lines: readonly string[]): string[] {
  let columns: number[] | undefined;
  return lines.map((line) => {
    const isHeader = /^[A-Z][A-Z0-9 _\-()/%]*$/.test(line.trimEnd());
    if (isHeader && /(^|\s)(AGE|LAST SEEN|FIRST SEEN|DURATION|LAST SCHEDULE)(\s|$)/.test(line)) {
      columns = [...line.matchAll(/\S+(?: \S+)*/g)]
        .filter(([title]) => ageColumns.has(title))
        .map(({ index }) => index);
      return line;
    }
    if (line.trim() === '') columns = undefined;
    return (columns ?? []).reduceRight(maskAt, line);
  });
}

function maskAt(line: string, column: number): string {
  if (line.length <= column || (column > 0 && line[column - 1] !== ' ')) return line;
  const found = new RegExp(`^${duration}(?: \\(x\\d+ over ${duration}\\))?`).exec(line.slice(column))?.[0];
  if (found === undefined) return line;
  return (
    line.slice(0, column) +
    (found.includes('(x') ? '<age> (x<n> over <age>)' : '<age>') +
    line.slice(column + found.length)
  );
}

type Rule = readonly [pattern: RegExp, replacement: string | ((...found: string[]) => string)];

const rules: readonly Rule[] = [
  [new RegExp(`\\((${duration}) ago\\)`, 'g'), '(<age> ago)'],
  [
    new RegExp(`^(\\s+(?:Normal|Warning)\\s+\\S+\\s+)${duration}( \\(x\\d+ over ${duration}\\))?(?=\\s)`, 'gm'),
    (_, head = '', counted) => `${head}${counted ? '<age> (x<n> over <age>)' : '<age>'}`,
  ],
  // Rows of pods without a header, and the pods in the description of a node.
  [new RegExp(`^(\\S+[ ]+\\d+/\\d+[ ]+\\S+[ ]+\\d+(?: \\(<age> ago\\))?[ ]+)${duration}(?=\\s|$)`, 'gm'), '$1<age>'],
  [new RegExp(`^(  \\S+[ ]+\\S+(?:[ ]+\\S+ \\(\\d+%\\)){4}[ ]+)${duration}$`, 'gm'), '$1<age>'],
  [new RegExp(`^(Duration:\\s+)${duration}`, 'gm'), '$1<age>'],
  [/\b(in|waiting\)|after|including) (\d+(?:\.\d+)?(?:ms|µs|s))\b/g, '$1 <dur>'],
  [/\((\d+(?:\.\d+)?(?:ms|µs|s)) including waiting\)/g, '(<dur> including waiting)'],
];

const laterRules: readonly Rule[] = [
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g, '<time>'],
  [/\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?: [+-]\d{4}(?: UTC)?)?(?: m=\+\S+)?/g, '<time>'],
  [/\b[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, '<time>'],
  [/\b[EWIF]\d{4} \d\d:\d\d:\d\d\.\d{6}\s+\d+ (\S+?):\d+\]/gm, '<klog> $1]'],
  [/(\\?"resourceVersion\\?":\s*\\?")(?!0?\\?")[^"\\]+/g, '$1<rv>'],
  [/(resourceVersion: ")(?!0?")[^"]+/g, '$1<rv>'],
  [/^(Resource Version:\s+)\d+/gm, '$1<rv>'],
  [/\b(containerd|docker):\/\/[0-9a-f]{64}/g, '$1://<hex64>'],
  [/sha256:[0-9a-f]{64}/g, 'sha256:<hex64>'],
  [/\b[0-9a-f]{64}\b/g, '<hex64>'],
  [/\b[0-9a-f]{32}\b/g, '<hex32>'],
  [
    /(:?\s|"|^|[(@=:,[/])(\d{1,3}(?:\.\d{1,3}){3})(?![\d.])/g,
    (_, head = '', ip = '') => head + (['0.0.0.0', '127.0.0.1', '255.255.255.255'].includes(ip) ? ip : '<ip>'),
  ],
  [/(pod-template-hash|controller-revision-hash)(\\?["=: ]+)([a-z0-9]{6,10})\b/g, '$1$2<hash>'],
  [/\.[0-9a-f]{16}\b/g, '.<rand>'],
  [new RegExp(`(?<=[a-z0-9])-([${suffix}]{8,10})-([${suffix}]{5})(?![a-z0-9])`, 'g'), '-<hash>-<rand>'],
  [new RegExp(`(?<=[a-z0-9])-([${suffix}]{8,10})(?![a-z0-9])`, 'g'), '-<hash>'],
  [new RegExp(`(?<=[a-z0-9])-(?=[${suffix}]{0,4}[${suffix}])([${suffix}]{5})(?![a-z0-9\\-])`, 'g'), '-<rand>'],
  [/\b(\d{5,9})Ki\b/g, '<mem>Ki'],
  [/(ephemeral-storage\\?"?:\s+\\?"?)(\d{8,})/gm, '$1<bytes>'],
  [/("sizeBytes": )\d+/g, '$1<bytes>'],
  [/(sizeBytes: )\d+/g, '$1<bytes>'],
  [/(nodePort\\?"?: ?)3\d{4}\b/g, '$1<nodeport>'],
  [/(?<=\d):3[0-2]\d{3}(?=\/TCP|\/UDP)/g, ':<nodeport>'],
];
