import type { Command, CommandEntry, CommandTable } from '../command.ts';
import { basename, chmod, cp, dirname, ln, ls, mkdir, mktemp, mv, readlink, rm, rmdir, touch } from './files.ts';
import { grep } from './grep.ts';
import { hostUtilityCommands } from './host-utilities.ts';
import { env, printenv, xargs } from './running.ts';
import { seq } from './seq.ts';
import { cat, head, tail, tee, wc, yes } from './streaming-text.ts';
import { clear, hostname, nproc, tput, uname, whoami } from './system.ts';
import { date, sleepCommand, timeout, watch } from './time.ts';
import { uniq } from './uniq.ts';

const commands: Readonly<Record<string, Command>> = {
  basename,
  cat,
  chmod,
  clear,
  cp,
  date,
  dirname,
  env,
  grep,
  head,
  hostname,
  ln,
  ls,
  mkdir,
  mktemp,
  mv,
  nproc,
  printenv,
  readlink,
  rm,
  rmdir,
  seq,
  sleep: sleepCommand,
  tail,
  tee,
  timeout,
  touch,
  tput,
  uname,
  uniq,
  watch,
  wc,
  whoami,
  xargs,
  yes,
};

/** The programs that every machine has; a lab adds `kubectl` and its like. */
export function standardCommands(more: Iterable<readonly [string, CommandEntry]> = []): CommandTable {
  const own = Object.entries(commands).map(([name, run]): [string, CommandEntry] => [name, { run }]);
  return new Map([...hostUtilityCommands, ...own, ['egrep', { run: egrep }], ...more]);
}

const egrep: Command = (ctx) => grep({ ...ctx, args: ['-E', ...ctx.args] });
