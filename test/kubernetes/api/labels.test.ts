import { matchesFieldSelector, parseFieldSelector } from 'kind-wasm-shim/kubernetes/api/fields.ts';
import { parseSelector } from 'kind-wasm-shim/kubernetes/api/label-selector-parser.ts';
import {
  InvalidSelector,
  labelSelectorAsSelector,
  matchesLabelSelector,
  matchesSelector,
} from 'kind-wasm-shim/kubernetes/api/labels.ts';
import { describe, expect, test } from 'vitest';

const selects = (selector: string, labels: Record<string, string>) => matchesSelector(parseSelector(selector), labels);

describe('a selector string', () => {
  test('selects what has all that it asks for', () => {
    const web = { app: 'web', zone: 'a' };
    expect(selects('', web)).toBe(true);
    expect(selects('app=web,zone in (a, b)', web)).toBe(true);
    expect(selects('app==web,zone notin (a)', web)).toBe(false);
    expect(selects('app,!canary', web)).toBe(true);
    expect(selects('canary', web)).toBe(false);
  });

  test('takes an absent label for different from every value', () => {
    expect(selects('canary!=yes', {})).toBe(true);
    expect(selects('canary notin (yes)', {})).toBe(true);
    expect(selects('canary=', {})).toBe(false);
    expect(selects('canary=', { canary: '' })).toBe(true);
  });

  test('compares whole numbers with > and <', () => {
    expect(selects('cores>4', { cores: '8' })).toBe(true);
    expect(selects('cores<4', { cores: '8' })).toBe(false);
    expect(selects('cores>4', { cores: 'many' })).toBe(false);
  });

  test('does not take what every object inherits for a label', () => {
    expect(selects('constructor', {})).toBe(false);
    expect(selects('toString!=x', {})).toBe(true);
  });

  test('may use the words of the operators as labels', () => {
    expect(selects('in in (notin)', { in: 'notin' })).toBe(true);
  });

  test.each([
    ['a=!b,,', "unable to parse requirement: found '!', expected: identifier"],
    ['a==', undefined],
    ['a=b c', "found 'c', expected: ',' or 'end of string'"],
    ['a,', "found '', expected: identifier after ','"],
    ['=a', "found '=', expected: !, identifier, or 'end of string'"],
    ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['a in b', "unable to parse requirement: found 'b' expected: '('"],
    ['a in (b', "unable to parse requirement: found '', expected: ',' or ')'"],
  ])('%s: %s', (text, error) => {
    if (error === undefined) expect(() => parseSelector(text)).not.toThrow();
    else expect(() => parseSelector(text)).toThrow(new InvalidSelector(error));
  });
});

describe('a LabelSelector', () => {
  test('that is absent selects nothing, an empty one everything', () => {
    expect(matchesLabelSelector(undefined, {})).toBe(false);
    expect(matchesLabelSelector({}, {})).toBe(true);
  });

  test('asks for all of its labels and expressions', () => {
    const selector = {
      matchLabels: { app: 'web' },
      matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }],
    };
    expect(matchesLabelSelector(selector, { app: 'web' })).toBe(true);
    expect(matchesLabelSelector(selector, { app: 'web', tier: 'db' })).toBe(false);
  });

  // The texts are those that the real descheduler printed for such selectors.
  test.each([
    [{ key: 'a', operator: 'in', values: ['b'] }, '"in" is not a valid label selector operator'],
    [
      { key: 'a', operator: 'In' },
      "values: Invalid value: []string(nil): for 'in', 'notin' operators, values set can't be empty",
    ],
    [
      { key: 'a', operator: 'Exists', values: ['env-285'] },
      'values: Invalid value: []string{"env-285"}: values set must be empty for exists and does not exist',
    ],
  ])('%j is refused', (expression, error) => {
    expect(() => labelSelectorAsSelector({ matchExpressions: [expression] })).toThrow(new InvalidSelector(error));
  });
});

describe('a field selector', () => {
  test('compares fields with = and !=', () => {
    const selector = parseFieldSelector('spec.nodeName=kind-worker,status.phase!=Running');
    expect(matchesFieldSelector(selector, { 'spec.nodeName': 'kind-worker', 'status.phase': 'Pending' })).toBe(true);
    expect(matchesFieldSelector(selector, { 'spec.nodeName': 'kind-worker', 'status.phase': 'Running' })).toBe(false);
    expect(matchesFieldSelector(parseFieldSelector('spec.nodeName='), {})).toBe(true);
  });

  test('can have escaped commas in its values', () => {
    expect(parseFieldSelector('metadata.name=a\\,b')).toEqual([
      { field: 'metadata.name', operator: '=', value: 'a,b' },
    ]);
  });

  test('that cannot be understood says which part', () => {
    expect(() => parseFieldSelector('metadata.name')).toThrow(
      new InvalidSelector("invalid selector: 'metadata.name'; can't understand 'metadata.name'"),
    );
  });
});
