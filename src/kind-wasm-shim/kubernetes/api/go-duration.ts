// Durations as Go writes them: `1h30m`, `90s`, `1.5h`.

const nanoseconds = new Map<string, number>([
  ['ns', 1],
  ['us', 1_000],
  ['µs', 1_000],
  ['μs', 1_000],
  ['ms', 1_000_000],
  ['s', 1_000_000_000],
  ['m', 60_000_000_000],
  ['h', 3_600_000_000_000],
]);

const part = /^(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/;

/** The milliseconds of a duration, or what is wrong with its text, in Go's words.
 *  @models go src/time/format.go ParseDuration
 *  @simplifies fractions of a nanosecond are kept, and a text of more than 292 years is read */
export function parseGoDuration(text: string): { readonly ms: number } | { readonly error: string } {
  const sign = text.startsWith('-') ? -1 : 1;
  let rest = text.replace(/^[-+]/, '');
  if (rest === '0') return { ms: 0 };
  let sum = 0;
  do {
    const [whole = '', amount = '', unit = ''] = part.exec(rest) ?? [];
    if (whole === '') return { error: durationError(text, rest) };
    sum += Number(amount) * (nanoseconds.get(unit) ?? 0);
    rest = rest.slice(whole.length);
  } while (rest !== '');
  return { ms: (sign * sum) / 1_000_000 };
}

function durationError(text: string, rest: string): string {
  const quoted = JSON.stringify(text);
  const number = /^(\d+\.?\d*|\.\d+)/.exec(rest)?.[0];
  if (number === undefined) return `time: invalid duration ${quoted}`;
  const unit = /^[^\d.]*/.exec(rest.slice(number.length))?.[0] ?? '';
  if (unit === '') return `time: missing unit in duration ${quoted}`;
  return `time: unknown unit ${JSON.stringify(unit)} in duration ${quoted}`;
}

/** A duration as Go prints it: `1h0m0s`, `1.5s`, `250ms`.
 *  @models go src/time/time.go Duration.String */
export function formatGoDuration(ms: number): string {
  if (ms === 0) return '0s';
  const sign = ms < 0 ? '-' : '';
  const total = Math.abs(ms);
  if (total < 1_000) return total < 1 ? `${sign}${total * 1_000}µs` : `${sign}${total}ms`;
  const hours = Math.floor(total / 3_600_000);
  const minutes = Math.floor(total / 60_000) % 60;
  const seconds = (total % 60_000) / 1_000;
  const withHours = hours > 0 ? `${hours}h${minutes}m` : minutes > 0 ? `${minutes}m` : '';
  return `${sign}${withHours}${seconds}s`;
}
