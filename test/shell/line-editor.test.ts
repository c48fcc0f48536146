import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readInput } from '../../src/ui/terminal/keys.ts';
import {
  type EditedLine,
  type EditorKey,
  emptyLine,
  entered,
  insert,
  press,
} from '../../src/ui/terminal/line-editor.ts';
import { cellsOf, drawLine, listCandidates, placeAfter } from '../../src/ui/terminal/line-view.ts';

/** Types text and presses keys: `'abc', ['left', 'delete']`. The cursor is shown as `|`. */
function editing(...steps: (string | EditorKey[])[]): string {
  return shown(
    steps.reduce<EditedLine>(
      (line, step) => (typeof step === 'string' ? insert(line, step) : step.reduce(press, line)),
      emptyLine(['first', 'echo second']),
    ),
  );
}

function shown(line: EditedLine): string {
  return `${line.text.slice(0, line.cursor)}|${line.text.slice(line.cursor)}`;
}

describe('editing a line', () => {
  test.each([
    [editing('abc', ['left', 'left'], 'X'), 'aX|bc'],
    [editing('abc', ['home', 'delete']), '|bc'],
    [editing('abc', ['left', 'backspace']), 'a|c'],
    [editing('one two', ['wordLeft']), 'one |two'],
    [editing('one two', ['home', 'wordRight']), 'one| two'],
    [editing('one two', ['killWord'], 'three'), 'one three|'],
    [editing('one two', ['home', 'killToEnd']), '|'],
    [editing('one two', ['killToStart', 'yank', 'yank']), 'one twoone two|'],
    [editing('ab', ['transpose']), 'ba|'],
    [editing('你好世界', ['left', 'backspace']), '你好|界'],
    [editing('e\u0301a', ['left', 'left']), '|e\u0301a'],
    [editing('👩‍💻x', ['left', 'backspace']), '|x'],
    [editing('mine', ['up']), 'echo second|'],
    [editing('mine', ['up', 'up', 'up']), 'first|'],
    [editing('mine', ['up', 'down']), 'mine|'],
    [editing(['search'], 'fir', ['end']), 'first|'],
    [editing(['search'], 'nothing', ['escape'], '!'), '!|'],
    [editing('a\u0007b\u001b'), 'ab|'],
  ])('%s', (found, expected) => {
    expect(found).toBe(expected);
  });

  test('what is entered goes into the history once', () => {
    const line = entered(insert(emptyLine(['ls']), 'ls'));
    expect(line.history).toEqual(['ls']);
    expect(entered(insert(line, 'pwd')).history).toEqual(['ls', 'pwd']);
    expect(entered(insert(line, '   ')).history).toEqual(['ls']);
  });

  test('the cursor stays within the line whatever is pressed', () => {
    const keys: EditorKey[] = [
      'left',
      'right',
      'up',
      'down',
      'home',
      'end',
      'wordLeft',
      'wordRight',
      'backspace',
      'delete',
      'killToEnd',
      'killToStart',
      'killWord',
      'yank',
      'transpose',
      'search',
      'escape',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...keys), fc.string({ unit: 'grapheme', maxLength: 4 }))),
        (steps) => {
          let line = emptyLine(['one', 'two words', '三个']);
          for (const step of steps) {
            line = (keys as string[]).includes(step) ? press(line, step as EditorKey) : insert(line, step);
            expect(line.cursor).toBeGreaterThanOrEqual(0);
            expect(line.cursor).toBeLessThanOrEqual(line.text.length);
          }
        },
      ),
    );
  });
});

describe('keys', () => {
  test('text, keys and pastes are told apart', () => {
    expect(readInput('ls\r')).toEqual([
      { type: 'text', text: 'ls' },
      { type: 'key', key: 'enter' },
    ]);
    expect(readInput('\x1b[200~a\nb\x1b[201~\x1b[A')).toEqual([
      { type: 'paste', text: 'a\nb' },
      { type: 'key', key: 'up' },
    ]);
    expect(readInput('你好')).toEqual([{ type: 'text', text: '你好' }]);
    expect(readInput('\x1b[15~\x1b[99;99Xz')).toEqual([{ type: 'text', text: 'z' }]);
  });

  test('any input is read to its end', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('\x1b', '[', '2', '0', '~', 'A', '\r', '\x03', 'x', '你', 'O', ';') }),
        (data) => {
          expect(Array.isArray(readInput(data))).toBe(true);
        },
      ),
    );
  });
});

describe('drawing', () => {
  test('characters of East Asia take two cells, joining marks none', () => {
    expect([cellsOf('abc'), cellsOf('你好'), cellsOf('e\u0301'), cellsOf('，')]).toEqual([3, 4, 1, 2]);
  });

  test('a wide character that does not fit goes to the next row', () => {
    expect(placeAfter('abc你', 4)).toEqual({ row: 1, column: 2 });
    expect(placeAfter('ab你', 4)).toEqual({ row: 0, column: 4 });
  });

  test('the cursor is led back to its place', () => {
    expect(drawLine('$ ', 'abc', 1, 80, { row: 0, column: 0 })).toEqual({
      output: '\r\x1b[J$ abc\r\x1b[3C',
      place: { row: 0, column: 3 },
    });
    expect(drawLine('$ ', 'abcdef', 6, 8, { row: 1, column: 0 })).toEqual({
      output: '\x1b[1A\r\x1b[J$ abcdef\r\n\r',
      place: { row: 1, column: 0 },
    });
  });

  test('candidates are listed in columns', () => {
    expect(listCandidates(['aa', 'bb', 'cc'], 8)).toBe('aa  cc\r\nbb\r\n');
  });
});
