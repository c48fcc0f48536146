import type { Task } from '../../kernel/effect.ts';
import { assign, assignText } from '../declarations.ts';
import { arithmeticValue } from '../expansion.ts';
import { doubleQuote } from '../quoting.ts';
import type { Shell } from '../shell.ts';
import type { Assignment } from '../syntax.ts';
import { type Variable, VariableError } from '../variables.ts';

const identifier = /^[A-Za-z_]\w*$/;

/** `declare` and `typeset`: variables with attributes, local ones in a function unless `-g`. */
export function* declare(shell: Shell, args: readonly string[], declared: readonly Assignment[]): Task<number> {
  return yield* declareIn(shell, 'declare', args, declared, shell.functionDepth > 0);
}

/** `local`: variables of the function under way. */
export function* local(shell: Shell, args: readonly string[], declared: readonly Assignment[]): Task<number> {
  if (shell.functionDepth === 0) return yield* shell.complain('local: can only be used in a function');
  return yield* declareIn(shell, 'local', args, declared, true);
}

function* declareIn(
  shell: Shell,
  name: string,
  args: readonly string[],
  declared: readonly Assignment[],
  inFunction: boolean,
): Task<number> {
  const flags = args.filter((arg) => /^[-+][A-Za-z]+$/.test(arg));
  const on = flags.filter((flag) => flag.startsWith('-')).join('');
  const off = flags.filter((flag) => flag.startsWith('+')).join('');
  const names = args.filter((arg) => !flags.includes(arg) && arg !== '--');
  const isLocal = inFunction && !on.includes('g');
  if (on.includes('f') || on.includes('F')) return yield* listFunctions(shell, names);
  if (on.includes('p') || (names.length === 0 && declared.length === 0)) return yield* listDeclarations(shell, names);
  let status = 0;
  for (const text of names) {
    // An argument whose assignment only appears after expansion: `declare "$name=$value"`.
    const [, target = text, subscript, , plus = '', value] =
      /^([A-Za-z_]\w*)(?:\[([^\]]*)\])?((\+?)=(.*))?$/s.exec(text) ?? [];
    if (!identifier.test(target)) {
      status = yield* shell.complain(`${name}: \`${text}': not a valid identifier`);
      continue;
    }
    setAttributes(shell.variables.declare(target, isLocal), on, off);
    if (value !== undefined) yield* assignText(shell, target, subscript, value, plus === '+');
  }
  for (const assignment of declared) {
    const variable = shell.variables.declare(assignment.name, isLocal);
    if (variable.readonly) throw new VariableError(`${assignment.name}: readonly variable`);
    setAttributes(variable, on.replace('r', ''), off);
    yield* assign(shell, assignment);
    if (on.includes('r')) variable.readonly = true;
  }
  return status;
}

function setAttributes(variable: Variable, on: string, off: string): void {
  if (on.includes('A') && variable.kind === 'scalar') variable.kind = 'associative';
  if (on.includes('a') && variable.kind === 'scalar') variable.kind = 'indexed';
  if (on.includes('x')) variable.exported = true;
  if (off.includes('x')) variable.exported = false;
  if (on.includes('i')) variable.integer = true;
  if (off.includes('i')) variable.integer = false;
  if (on.includes('u')) variable.letterCase = 'upper';
  if (on.includes('l')) variable.letterCase = 'lower';
  if (on.includes('r')) variable.readonly = true;
}

function* listFunctions(shell: Shell, names: readonly string[]): Task<number> {
  const shown = names.length > 0 ? names : [...shell.functions.keys()].sort();
  let status = 0;
  for (const name of shown) {
    if (!shell.functions.has(name)) status = 1;
    else yield* shell.writer(1).write(names.length > 0 ? `${name}\n` : `declare -f ${name}\n`);
  }
  return status;
}

function* listDeclarations(shell: Shell, names: readonly string[]): Task<number> {
  let status = 0;
  for (const name of names.length > 0 ? names : shell.variables.names()) {
    const variable = shell.variables.find(name);
    if (!variable) status = yield* shell.complain(`declare: ${name}: not found`);
    else yield* shell.writer(1).write(`${declarationText(shell, name, variable)}\n`);
  }
  return status;
}

function declarationText(shell: Shell, name: string, variable: Variable): string {
  const letters = [
    variable.kind === 'indexed' ? 'a' : '',
    variable.kind === 'associative' ? 'A' : '',
    variable.integer ? 'i' : '',
    variable.readonly ? 'r' : '',
    variable.exported ? 'x' : '',
  ].join('');
  const head = `declare -${letters || '-'} ${name}`;
  if (variable.kind === 'scalar') return variable.text === undefined ? head : `${head}=${doubleQuote(variable.text)}`;
  const items = shell.variables.keys(name).map((key) => {
    const shown = variable.kind === 'associative' && !/^\w+$/.test(key) ? doubleQuote(key) : key;
    return `[${shown}]=${doubleQuote(variable.items.get(key) ?? '')}`;
  });
  const trailing = variable.kind === 'associative' && items.length > 0 ? ' ' : '';
  return `${head}=(${items.join(' ')}${trailing})`;
}

/** `export`: variables that programs get too. */
export function* exportBuiltin(shell: Shell, args: readonly string[], declared: readonly Assignment[]): Task<number> {
  const off = args.includes('-n');
  const names = args.filter((arg) => !arg.startsWith('-'));
  if (args.includes('-p') || (names.length === 0 && declared.length === 0)) {
    for (const [name, value] of shell.variables.exported()) {
      yield* shell.writer(1).write(`declare -x ${name}=${doubleQuote(value)}\n`);
    }
    return 0;
  }
  return yield* mark(shell, 'export', names, declared, (variable) => {
    variable.exported = !off;
  });
}

/** `readonly`: variables that stay as they are. */
export function* readonly(shell: Shell, args: readonly string[], declared: readonly Assignment[]): Task<number> {
  const names = args.filter((arg) => !arg.startsWith('-'));
  if (names.length === 0 && declared.length === 0) {
    for (const name of shell.variables.names()) {
      const variable = shell.variables.find(name);
      if (variable?.readonly) yield* shell.writer(1).write(`${declarationText(shell, name, variable)}\n`);
    }
    return 0;
  }
  return yield* mark(shell, 'readonly', names, declared, (variable) => {
    variable.readonly = true;
  });
}

function* mark(
  shell: Shell,
  name: string,
  names: readonly string[],
  declared: readonly Assignment[],
  change: (variable: Variable) => void,
): Task<number> {
  let status = 0;
  for (const text of names) {
    const equals = text.indexOf('=');
    const target = equals < 0 ? text : text.slice(0, equals);
    if (!identifier.test(target)) {
      status = yield* shell.complain(`${name}: \`${text}': not a valid identifier`);
      continue;
    }
    if (equals >= 0) shell.variables.set(target, text.slice(equals + 1));
    change(shell.variables.declare(target, false));
  }
  for (const assignment of declared) {
    yield* assign(shell, assignment);
    change(shell.variables.declare(assignment.name, false));
  }
  return status;
}

/** `unset`: forgets variables, elements and functions. */
export function* unset(shell: Shell, args: readonly string[]): Task<number> {
  const functionsOnly = args.includes('-f');
  let status = 0;
  for (const name of args.filter((arg) => arg !== '-f' && arg !== '-v' && arg !== '--')) {
    const element = /^([A-Za-z_]\w*)\[(.*)\]$/s.exec(name);
    if (functionsOnly) shell.functions.delete(name);
    else if (element) yield* unsetElement(shell, element[1] as string, element[2] as string);
    else if (shell.variables.find(name)) {
      try {
        shell.variables.unset(name);
      } catch (error) {
        if (!(error instanceof VariableError)) throw error;
        status = yield* shell.complain(`unset: ${error.message}`);
      }
    } else if (!args.includes('-v')) shell.functions.delete(name);
  }
  return status;
}

function* unsetElement(shell: Shell, name: string, subscript: string): Task {
  if (subscript === '@' || subscript === '*') shell.variables.unset(name);
  else if (shell.variables.find(name)?.kind === 'associative') {
    shell.variables.unset(name, subscript.replace(/^(["'])(.*)\1$/s, '$2'));
  } else shell.variables.unset(name, String(yield* arithmeticValue(shell, subscript)));
}
