import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('../../src/styles/tokens.css', import.meta.url), 'utf8');
const themes = {
  light: declarations(css.slice(0, css.indexOf('@media screen'))),
  dark: declarations(css.slice(css.indexOf('@media screen'), css.indexOf('/* Type and measure'))),
};

const actors = ['apiserver', 'syncloop', 'podworker', 'pleg', 'statusmanager', 'gc', 'housekeeping', 'containerd'];
const marks = [
  ...actors.map((actor) => `--actor-${actor}`),
  '--ok',
  '--warn',
  '--bad',
  '--under',
  '--over',
  '--within',
];
const papers = ['--paper', '--paper-sunken', '--paper-raised'];
const words = ['--ink', '--ink-strong', '--muted', '--accent', ...marks.map((mark) => `${mark}-ink`)];

describe.each(Object.entries(themes))('in the %s theme', (_, theme) => {
  const contrast = (a: string, b: string) => contrastOf(colour(theme, a), colour(theme, b));

  test('words are at least 4.5 to 1 against every paper they are set on', () => {
    expect(tooLow(words, papers, 4.5, contrast)).toEqual([]);
    expect(tooLow(['--terminal-ink'], ['--terminal-paper'], 4.5, contrast)).toEqual([]);
    expect(tooLow(['--code-ink', '--muted'], ['--code-paper'], 4.5, contrast)).toEqual([]);
  });

  test('marks, controls and the focus ring are at least 3 to 1', () => {
    expect(tooLow([...marks, '--control', '--focus', '--accent'], papers, 3, contrast)).toEqual([]);
  });

  test('selected text stays readable', () => {
    expect(contrast('--ink', '--selection')).toBeGreaterThanOrEqual(4.5);
  });
});

test('both themes say the same things', () => {
  expect([...themes.dark.keys()].sort()).toEqual([...themes.light.keys()].sort());
});

test('black on white is 21 to 1', () => {
  expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21);
});

function tooLow(
  inks: readonly string[],
  grounds: readonly string[],
  least: number,
  contrast: (a: string, b: string) => number,
): string[] {
  return inks.flatMap((ink) =>
    grounds
      .filter((ground) => contrast(ink, ground) < least)
      .map((ground) => `${ink} on ${ground} is ${contrast(ink, ground).toFixed(2)}, expected ${least}`),
  );
}

function declarations(block: string): Map<string, string> {
  return new Map([...block.matchAll(/^\s*(--[\w-]+):\s*([^;]+);/gm)].map(([, name = '', value = '']) => [name, value]));
}

function colour(theme: ReadonlyMap<string, string>, name: string): string {
  const value = theme.get(name);
  if (value === undefined || !/^#[0-9a-f]{6}$/.test(value)) {
    throw new Error(`tokens.css ${name}: expected a colour such as #1f1d1a, found ${value ?? 'nothing'}`);
  }
  return value;
}

/** The contrast of two colours as WCAG 2 defines it. */
function contrastOf(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
