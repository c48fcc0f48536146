import type { Task } from '../kernel/effect.ts';
import { ExpansionError } from './control-flow.ts';
import { expandToText, expandWords } from './expansion.ts';
import { FileError } from './files.ts';
import type { Shell } from './shell.ts';
import {
  type OpenFile,
  openForReading,
  openForWriting,
  openNothing,
  openText,
  setDescriptor,
  shareDescriptors,
} from './streams.ts';
import type { Redirection } from './syntax.ts';

/** A redirection that could not be made; the command is not run and its status is 1. */
export class RedirectionError extends Error {
  override readonly name = 'RedirectionError';
}

/** Runs a body with redirections in force, and puts the descriptors back after it. */
export function* withRedirections<Result>(
  shell: Shell,
  redirections: readonly Redirection[],
  body: () => Task<Result>,
): Task<Result> {
  if (redirections.length === 0) return yield* body();
  const outer = shell.descriptors;
  const inner = shareDescriptors(outer);
  shell.descriptors = inner;
  try {
    for (const redirection of redirections) yield* redirect(shell, redirection);
    return yield* body();
  } finally {
    shell.descriptors = outer;
    for (const file of inner.values()) file.release();
  }
}

/** Makes one redirection in the shell's own descriptors. */
export function* redirect(shell: Shell, redirection: Redirection): Task {
  const { operator, target } = redirection;
  const descriptors = shell.descriptors;
  if (target.type === 'HereDoc') {
    let text = target.quoted ? literalText(target.content) : yield* expandToText(shell, target.content);
    if (target.stripTabs) text = text.replace(/^\t+/gm, '');
    setDescriptor(descriptors, redirection.fd ?? 0, openText(text));
    return;
  }
  if (operator === '<<<') {
    setDescriptor(descriptors, redirection.fd ?? 0, openText(`${yield* expandToText(shell, target)}\n`));
    return;
  }
  const isInput = operator === '<' || operator === '<&' || operator === '<>';
  let number = redirection.fd ?? (isInput ? 0 : 1);
  const words = yield* expandWords(shell, [target]);
  const word = words[0];
  if (word === undefined || words.length > 1) throw new RedirectionError(`${sourceOf(target)}: ambiguous redirect`);
  if (redirection.fdVariable !== undefined) {
    number = 10;
    while (descriptors.has(number)) number++;
    shell.variables.set(redirection.fdVariable, String(number));
  }
  if (operator === '>&' || operator === '<&') {
    duplicate(shell, number, word, redirection.fd === null && operator === '>&');
    return;
  }
  const both = operator === '&>' || operator === '&>>';
  const file = open(shell, operator, word);
  setDescriptor(descriptors, number, file);
  if (both) setDescriptor(descriptors, 2, file.retain());
}

function duplicate(shell: Shell, number: number, word: string, maybeFile: boolean): void {
  const descriptors = shell.descriptors;
  if (word === '-') {
    setDescriptor(descriptors, number, undefined);
    return;
  }
  const moved = /^(\d+)-$/.exec(word);
  if (!moved && !/^\d+$/.test(word)) {
    if (!maybeFile) throw new RedirectionError(`${word}: ambiguous redirect`);
    // `>&file` is `&>file`.
    const file = open(shell, '>', word);
    setDescriptor(descriptors, 1, file);
    setDescriptor(descriptors, 2, file.retain());
    return;
  }
  const source = Number(moved ? moved[1] : word);
  const file = descriptors.get(source);
  if (!file) throw new RedirectionError(`${word}: Bad file descriptor`);
  setDescriptor(descriptors, number, file.retain());
  if (moved && source !== number) setDescriptor(descriptors, source, undefined);
}

function open(shell: Shell, operator: Redirection['operator'], word: string): OpenFile {
  const standard = /^\/dev\/(?:fd\/(\d+)|(stdin)|(stdout)|(stderr))$/.exec(word);
  if (standard) {
    const number = standard[1] ? Number(standard[1]) : standard[2] ? 0 : standard[3] ? 1 : 2;
    const file = shell.descriptors.get(number);
    if (file) return file.retain();
  }
  if (word === '/dev/null') return openNothing();
  const path = shell.path(word);
  const files = shell.machine.files;
  try {
    if (operator === '<') return openForReading(files, path);
    const append = operator === '>>' || operator === '&>>' || operator === '<>';
    if (operator === '>' && shell.options.has('noclobber') && files.isFile(path)) {
      throw new RedirectionError(`${word}: cannot overwrite existing file`);
    }
    const file = openForWriting(files, path, append);
    return file;
  } catch (error) {
    if (error instanceof FileError) throw new RedirectionError(`${word}: ${error.message}`);
    throw error;
  }
}

type WordTarget = Exclude<Redirection['target'], { type: 'HereDoc' }>;

function literalText(word: WordTarget): string {
  return word.parts
    .map((part) => {
      if ('value' in part) return part.value;
      if (part.type === 'Glob') return part.pattern;
      throw new ExpansionError('a quoted here-document holds only text', 1);
    })
    .join('');
}

function sourceOf(word: WordTarget): string {
  return word.parts
    .map((part) => {
      if (part.type === 'ParameterExpansion') return `$${part.parameter}`;
      return 'value' in part ? part.value : part.type === 'Glob' ? part.pattern : '';
    })
    .join('');
}
