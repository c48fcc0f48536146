import type { Builtin } from './builtin.ts';
import { changeDirectory, popDirectory, printDirectory, pushDirectory } from './directory.ts';
import {
  alias,
  builtin,
  command,
  evaluate,
  exec,
  exit,
  hash,
  history,
  letBuiltin,
  source,
  type as typeBuiltin,
  unalias,
} from './execution.ts';
import { breakLoop, colon, continueLoop, falseBuiltin, returnFromFunction } from './flow.ts';
import { disown, foreground, jobs, kill, trap, wait } from './jobs.ts';
import { echo, printf } from './output.ts';
import { getopts, mapfile, read } from './reading.ts';
import { set, shift, shopt } from './settings.ts';
import { bracket, test } from './test.ts';
import { declare, exportBuiltin, local, readonly, unset } from './variables.ts';

/** Everything that bash does itself. */
export const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  [':', colon],
  ['.', source],
  ['[', bracket],
  ['alias', alias],
  ['bg', foreground],
  ['break', breakLoop],
  ['builtin', builtin],
  ['cd', changeDirectory],
  ['command', command],
  ['continue', continueLoop],
  ['declare', declare],
  ['disown', disown],
  ['echo', echo],
  ['eval', evaluate],
  ['exec', exec],
  ['exit', exit],
  ['export', exportBuiltin],
  ['false', falseBuiltin],
  ['fg', foreground],
  ['getopts', getopts],
  ['hash', hash],
  ['history', history],
  ['jobs', jobs],
  ['kill', kill],
  ['let', letBuiltin],
  ['local', local],
  ['mapfile', mapfile],
  ['popd', popDirectory],
  ['printf', printf],
  ['pushd', pushDirectory],
  ['pwd', printDirectory],
  ['read', read],
  ['readarray', mapfile],
  ['readonly', readonly],
  ['return', returnFromFunction],
  ['set', set],
  ['shift', shift],
  ['shopt', shopt],
  ['source', source],
  ['test', test],
  ['trap', trap],
  ['true', colon],
  ['type', typeBuiltin],
  ['typeset', declare],
  ['ulimit', colon],
  ['umask', colon],
  ['unalias', unalias],
  ['unset', unset],
  ['wait', wait],
]);
