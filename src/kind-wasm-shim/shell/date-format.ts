import { epochMs } from '../kubernetes/api/meta.ts';

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** A time as `date +FORMAT` writes it, in UTC. The time is virtual, or seconds of Unix time. */
export function formatDate(format: string, time: number | { readonly unixSeconds: number }): string {
  const ms = typeof time === 'number' ? epochMs + time : time.unixSeconds * 1000;
  const date = new Date(ms);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = days[date.getUTCDay()] ?? '';
  const month = months[date.getUTCMonth()] ?? '';
  const hours12 = date.getUTCHours() % 12 || 12;
  const fields: Record<string, () => string> = {
    Y: () => String(date.getUTCFullYear()),
    m: () => two(date.getUTCMonth() + 1),
    d: () => two(date.getUTCDate()),
    e: () => String(date.getUTCDate()).padStart(2, ' '),
    H: () => two(date.getUTCHours()),
    I: () => two(hours12),
    M: () => two(date.getUTCMinutes()),
    S: () => two(date.getUTCSeconds()),
    N: () => String(Math.floor((ms % 1000) * 1e6)).padStart(9, '0'),
    s: () => String(Math.floor(ms / 1000)),
    p: () => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
    a: () => day.slice(0, 3),
    A: () => day,
    b: () => month.slice(0, 3),
    B: () => month,
    y: () => two(date.getUTCFullYear() % 100),
    Z: () => 'UTC',
    z: () => '+0000',
    F: () => formatDate('%Y-%m-%d', time),
    T: () => formatDate('%H:%M:%S', time),
    X: () => formatDate('%H:%M:%S', time),
    R: () => formatDate('%H:%M', time),
    D: () => formatDate('%m/%d/%y', time),
    c: () => formatDate('%a %b %e %H:%M:%S %Y', time),
    n: () => '\n',
    t: () => '\t',
    '%': () => '%',
  };
  return format.replace(/%(?:(3)N|([A-Za-z%]))/g, (whole, digits?: string, letter?: string) => {
    if (digits) return String(Math.floor(ms % 1000)).padStart(3, '0');
    return fields[letter ?? '']?.() ?? whole;
  });
}
