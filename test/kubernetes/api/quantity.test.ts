import fc from 'fast-check';
import {
  canonicalQuantity,
  canonicalResourceQuantity,
  countable,
  formatQuantity,
  InvalidQuantity,
  milliValue,
  oneUnit,
  parseQuantity,
  type QuantityFormat,
  value,
} from 'kind-wasm-shim/kubernetes/api/quantity.ts';
import { expect, test } from 'vitest';
import { seed } from '../../support/seed.ts';

test('one amount has many spellings', () => {
  for (const spelling of ['1.5Gi', '1536Mi', '1572864Ki', '1610612736', '1610612736000m', '1.610612736e9', '+1.5Gi']) {
    expect(parseQuantity(spelling), spelling).toBe(1_610_612_736n * oneUnit);
  }
  expect(parseQuantity(2)).toBe(parseQuantity('2'));
  expect(parseQuantity('-100m')).toBe(-parseQuantity('0.1'));
});

test('the canonical form has no fraction and the largest suffix that loses nothing', () => {
  const canonical: readonly [spelling: string, form: string][] = [
    ['0', '0'],
    ['0.5', '500m'],
    ['1000m', '1'],
    ['1024Mi', '1Gi'],
    ['1.5Gi', '1536Mi'],
    ['1000Mi', '1000Mi'],
    ['1023', '1023'],
    ['0.5Ki', '512'],
    ['1000000', '1M'],
    ['12e6', '12e6'],
    ['1200e3', '1200e3'],
    ['1000e0', '1e3'],
    ['5e-1', '500e-3'],
    ['-1500m', '-1500m'],
  ];
  for (const [spelling, form] of canonical) expect(canonicalQuantity(spelling), spelling).toBe(form);
});

test('the API server stores requests rounded up to a thousandth', () => {
  expect(canonicalResourceQuantity('0.0001')).toBe('1m');
  expect(canonicalResourceQuantity('1500m')).toBe('1500m');
  expect(canonicalResourceQuantity('1048576Ki')).toBe('1Gi');
});

test('a quantity that is read alone is rounded up, a sum only at the end', () => {
  expect(value(parseQuantity('100m'))).toBe(1n);
  expect(milliValue(parseQuantity('0.0005'))).toBe(1n);
  const tenth = parseQuantity('100m');
  expect(value(tenth * 10n)).toBe(1n);
  expect(value(parseQuantity('-100m'))).toBe(-1n);
  expect([countable('cpu', parseQuantity('1.5')), countable('memory', parseQuantity('1.5'))]).toEqual([1500, 2]);
});

test('digits finer than a billionth round away from zero', () => {
  expect(parseQuantity('0.0000000001')).toBe(1n);
  expect(parseQuantity('1.1n')).toBe(2n);
  expect(parseQuantity('-1e-30')).toBe(-1n);
});

test('a binary quantity ends at 2^63 - 1', () => {
  expect(value(parseQuantity('8Ei'))).toBe(2n ** 63n - 1n);
  expect(value(parseQuantity('7Ei'))).toBe(7n * 2n ** 60n);
});

test('what is no quantity is refused in the words of the API server', () => {
  const formatError = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
  for (const spelling of ['', ' 1', '1 ', '1.1.M', '1+1.0M', '0.1am', 'aoeu', '1,5', '１']) {
    expect(() => parseQuantity(spelling), spelling).toThrow(new InvalidQuantity(formatError));
  }
  for (const spelling of ['0.1mi', '.5i', '1i', '-3.01i', '-3.01e-', '1e', '1e999999999999']) {
    expect(() => parseQuantity(spelling), spelling).toThrow(new InvalidQuantity("unable to parse quantity's suffix"));
  }
});

const options = { seed, numRuns: 300 };
const nano = fc.bigInt({ min: -(10n ** 27n), max: 10n ** 27n });

test('formatting loses nothing: the canonical form reads as the same amount', () => {
  const formats = fc.constantFrom<QuantityFormat>('DecimalSI', 'BinarySI', 'DecimalExponent');
  fc.assert(
    fc.property(nano, formats, (amount, format) => {
      const text = formatQuantity(amount, format);
      expect(parseQuantity(text)).toBe(amount);
      expect(canonicalQuantity(text)).toBe(text);
      expect(text).not.toContain('.');
    }),
    options,
  );
});

test('a sum of decimals is exact, whatever their spelling', () => {
  const part = fc.record({ milli: fc.integer({ min: 0, max: 1_000_000 }), spelling: fc.integer({ min: 0, max: 3 }) });
  const spell = ({ milli, spelling }: { milli: number; spelling: number }) =>
    [
      `${milli}m`,
      `${Math.floor(milli / 1000)}.${String(milli % 1000).padStart(3, '0')}`,
      `${milli}e-3`,
      `${milli}000u`,
    ][spelling] ?? '';
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      const sum = parts.reduce((total, each) => total + parseQuantity(spell(each)), 0n);
      expect(milliValue(sum)).toBe(BigInt(parts.reduce((total, { milli }) => total + milli, 0)));
    }),
    options,
  );
});

test('no text crashes the parser: it is a quantity or it is refused', () => {
  const text = fc.string({ unit: fc.constantFrom(...'0123456789.+-eEinumkKMGTP '), maxLength: 12 });
  fc.assert(
    fc.property(fc.oneof(text, fc.string()), (spelling) => {
      try {
        expect(typeof parseQuantity(spelling)).toBe('bigint');
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidQuantity);
      }
    }),
    options,
  );
});
