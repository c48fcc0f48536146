import { isMap, isScalar, LineCounter, parseDocument, visit } from 'yaml';

/** Why a policy is refused, and where in its text. */
export interface PolicyFault {
  /** The descheduler's own words. */
  readonly message: string;
  /** Counted from 1. */
  readonly line: number | undefined;
  readonly column: number | undefined;
  /** `exact`: the parser says so. `likely`: the line that the message seems to speak of. */
  readonly certainty: 'exact' | 'likely' | 'unknown';
  /** The names that are allowed where an unknown one stands, the nearest first. */
  readonly meant: string | undefined;
}

interface Named {
  readonly text: string;
  readonly offset: number;
}

/** Finds the line of a policy that an error is about: the parser's own, else the most telling name that stands both in
 *  the message and in the policy. */
export function locatePolicyFault(text: string, message: string, knownNames: readonly string[]): PolicyFault {
  const lines = new LineCounter();
  const document = parseDocument(text, { version: '1.1', lineCounter: lines });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = error.linePos?.[0] ?? lines.linePos(error.pos[0]);
    return { message, line, column: col, certainty: 'exact', meant: undefined };
  }
  const unknown = /unknown field "([^"]+)"/.exec(message)?.[1];
  const unknownName = unknown?.slice(unknown.lastIndexOf('.') + 1).replace(/\[\d+\]$/, '');
  const names: Named[] = [];
  visit(document, {
    Pair(_, { key, value }) {
      if (isScalar(key) && typeof key.value === 'string') names.push({ text: key.value, offset: key.range?.[0] ?? 0 });
      if (isScalar(value) && typeof value.value === 'string' && value.value.length > 3) {
        names.push({ text: value.value, offset: value.range?.[0] ?? 0 });
      }
    },
    Scalar(key, { value, range }) {
      if (typeof key === 'number' && typeof value === 'string') names.push({ text: value, offset: range?.[0] ?? 0 });
    },
  });
  const wanted = unknownName ?? mostTelling(names, message);
  const found = names.find(({ text: name }) => name === wanted);
  if (found === undefined) {
    const isEmpty = !isMap(document.contents);
    return { message, line: isEmpty ? 1 : undefined, column: undefined, certainty: 'unknown', meant: undefined };
  }
  const { line, col } = lines.linePos(found.offset);
  const meant = unknownName === undefined ? undefined : nearest(unknownName, knownNames);
  return { message, line, column: col, certainty: 'likely', meant };
}

/** Names that stand in every message and every policy say nothing about the place. */
const everywhere = new Set([
  'name',
  'args',
  'profiles',
  'default',
  'plugins',
  'kind',
  'enabled',
  'profile',
  'plugin',
  'policy',
]);

function mostTelling(names: readonly Named[], message: string): string | undefined {
  const words = new Set(message.split(/[^\w./-]+/).flatMap((word) => [word, ...word.split('.')]));
  let best: string | undefined;
  for (const { text } of names) {
    if (!words.has(text) || everywhere.has(text)) continue;
    if (best === undefined || text.length > best.length) best = text;
  }
  return best;
}

function nearest(name: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < least && candidate !== name) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}

/** How many characters have to be put in, taken out or changed to make one text of another. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const change = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
