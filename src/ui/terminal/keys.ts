import type { EditorKey } from './line-editor.ts';

/** What the terminal's input means: text that was typed or composed, a paste, or a key. */
export type TerminalInput =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'paste'; readonly text: string }
  | { readonly type: 'key'; readonly key: EditorKey };

const sequences: Readonly<Record<string, EditorKey>> = {
  '\x01': 'home',
  '\x02': 'left',
  '\x03': 'interrupt',
  '\x04': 'endOfInput',
  '\x05': 'end',
  '\x06': 'skip',
  '\x08': 'backspace',
  '\t': 'tab',
  '\x0b': 'killToEnd',
  '\x0c': 'clear',
  '\r': 'enter',
  '\n': 'enter',
  '\x0e': 'down',
  '\x10': 'up',
  '\x12': 'search',
  '\x14': 'transpose',
  '\x15': 'killToStart',
  '\x17': 'killWord',
  '\x19': 'yank',
  '\x7f': 'backspace',
  '\x1b[A': 'up',
  '\x1b[B': 'down',
  '\x1b[C': 'right',
  '\x1b[D': 'left',
  '\x1bOA': 'up',
  '\x1bOB': 'down',
  '\x1bOC': 'right',
  '\x1bOD': 'left',
  '\x1b[H': 'home',
  '\x1b[F': 'end',
  '\x1bOH': 'home',
  '\x1bOF': 'end',
  '\x1b[1~': 'home',
  '\x1b[4~': 'end',
  '\x1b[3~': 'delete',
  '\x1b[1;5C': 'wordRight',
  '\x1b[1;5D': 'wordLeft',
  '\x1b[1;3C': 'wordRight',
  '\x1b[1;3D': 'wordLeft',
  '\x1bf': 'wordRight',
  '\x1bb': 'wordLeft',
  '\x1bd': 'killWordRight',
  '\x1b\x7f': 'killWord',
  '\x1b': 'escape',
};

const pasteStart = '\x1b[200~';
const pasteEnd = '\x1b[201~';

/** Takes what xterm hands over apart. Sequences that mean nothing here are left out. */
export function readInput(data: string): TerminalInput[] {
  const inputs: TerminalInput[] = [];
  let at = 0;
  while (at < data.length) {
    if (data.startsWith(pasteStart, at)) {
      const end = data.indexOf(pasteEnd, at);
      const stop = end < 0 ? data.length : end;
      inputs.push({ type: 'paste', text: data.slice(at + pasteStart.length, stop) });
      at = stop + (end < 0 ? 0 : pasteEnd.length);
      continue;
    }
    const rest = data.slice(at);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
    const [sequence = ''] = /^(?:\x1b(?:\[[0-9;?]*[ -/]*[@-~]|O[@-~]|[\x20-\x7f])?|[\x00-\x1f\x7f])/.exec(rest) ?? [];
    if (sequence !== '') {
      const key = sequences[sequence];
      if (key) inputs.push({ type: 'key', key });
      at += sequence.length;
      continue;
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: text ends at the next of them
    const [text = ''] = /^[^\x00-\x1f\x7f]+/.exec(rest) ?? [];
    inputs.push({ type: 'text', text });
    at += Math.max(1, text.length);
  }
  return inputs;
}
