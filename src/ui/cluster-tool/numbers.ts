import { reportWords } from '../../projections/cluster-report/report-words.ts';
import type { Language } from '../../projections/language.ts';

/** A count with its thousands grouped. */
export function countText(count: number, language: Language): string {
  return reportWords[language].count(count);
}

/** A size of files in powers of 1000, as file managers tell it. */
export function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${size >= 100 || unit === 0 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}
