import type { Task } from '../../kernel/effect.ts';
import { type CommandContext, CommandFailure } from '../command.ts';
import { formatDate } from '../date-format.ts';
import { baseOf, FileError, type FileNode, parentOf } from '../files.ts';
import { parseOptions } from './text-options.ts';

/** Does something with each operand; one that fails is told in the command's words and makes the status 1. */
function* eachPath(
  ctx: CommandContext,
  paths: readonly string[],
  failure: (path: string) => string,
  body: (path: string) => void,
): Task<number> {
  let status = 0;
  for (const path of paths) {
    try {
      body(path);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      status = 1;
      yield* ctx.stderr.write(`${ctx.name}: ${failure(path)}: ${error.message}\n`);
    }
  }
  return status;
}

function requireOperands(ctx: CommandContext, operands: readonly string[], text = 'missing operand'): void {
  if (operands.length === 0) {
    throw new CommandFailure(`${ctx.name}: ${text}\nTry '${ctx.name} --help' for more information.`);
  }
}

/** `mkdir [-p]`. */
export function* mkdir(ctx: CommandContext): Task<number> {
  const { options, operands } = parseOptions('mkdir', ctx.args, 'pm:v', { parents: 'p', mode: 'm' });
  requireOperands(ctx, operands);
  return yield* eachPath(
    ctx,
    operands,
    (path) => `cannot create directory ‘${path}’`,
    (path) => ctx.files.makeDirectory(ctx.path(path), { parents: options.has('p') }),
  );
}

/** `rmdir`, for empty directories. */
export function* rmdir(ctx: CommandContext): Task<number> {
  return yield* eachPath(
    ctx,
    ctx.args,
    (path) => `failed to remove '${path}'`,
    (path) => {
      if (!ctx.files.isDirectory(ctx.path(path)))
        throw new FileError(ctx.files.exists(ctx.path(path)) ? 'ENOTDIR' : 'ENOENT', path);
      ctx.files.remove(ctx.path(path));
    },
  );
}

/** `rm [-r] [-f]`. */
export function* rm(ctx: CommandContext): Task<number> {
  const { options, operands } = parseOptions('rm', ctx.args, 'rRfidv', { recursive: 'r', force: 'f' });
  const recursive = options.has('r') || options.has('R');
  const force = options.has('f');
  if (!force) requireOperands(ctx, operands);
  return yield* eachPath(
    ctx,
    operands,
    (path) => `cannot remove '${path}'`,
    (path) => {
      const node = ctx.files.lstat(ctx.path(path));
      if (!node && force) return;
      if (node?.type === 'directory' && !recursive) throw new FileError('EISDIR', path);
      ctx.files.remove(ctx.path(path), { recursive });
    },
  );
}

/** `touch`: makes a file, or gives it the time that it is now. */
export function* touch(ctx: CommandContext): Task<number> {
  const { options, operands } = parseOptions('touch', ctx.args, 'cd:t:amr:');
  requireOperands(ctx, operands, 'missing file operand');
  return yield* eachPath(
    ctx,
    operands,
    (path) => `cannot touch '${path}'`,
    (path) => {
      if (!options.has('c') || ctx.files.exists(ctx.path(path))) ctx.files.touch(ctx.path(path));
    },
  );
}

/** `chmod`, with octal and symbolic modes. */
export function* chmod(ctx: CommandContext): Task<number> {
  const operands = ctx.args.filter((arg) => !/^-[Rvcf]+$/.test(arg));
  const [mode, ...paths] = operands;
  if (mode === undefined) requireOperands(ctx, []);
  requireOperands(ctx, paths, `missing operand after ‘${mode}’`);
  return yield* eachPath(
    ctx,
    paths,
    (path) => `cannot access '${path}'`,
    (path) => {
      const node = ctx.files.stat(ctx.path(path));
      if (!node) throw new FileError('ENOENT', path);
      ctx.files.changeMode(ctx.path(path), newMode(mode as string, node.mode));
    },
  );
}

function newMode(text: string, old: number): number {
  if (/^[0-7]{1,4}$/.test(text)) return Number.parseInt(text, 8);
  let mode = old;
  for (const clause of text.split(',')) {
    const match = /^([ugoa]*)([-+=])([rwxX]*)$/.exec(clause);
    if (!match) throw new CommandFailure(`chmod: invalid mode: ‘${text}’\nTry 'chmod --help' for more information.`);
    const [, who, operator, letters] = match as unknown as [string, string, string, string];
    let bits = 0;
    for (const letter of letters) bits |= letter === 'r' ? 4 : letter === 'w' ? 2 : 1;
    const places = who === '' || who.includes('a') ? 'ugo' : who;
    for (const place of places) {
      const shift = place === 'u' ? 6 : place === 'g' ? 3 : 0;
      if (operator === '=') mode &= ~(7 << shift);
      if (operator === '-') mode &= ~(bits << shift);
      else mode |= bits << shift;
    }
  }
  return mode;
}

/** Where a copy or move of `source` to `target` goes: into a directory under its own name. */
function destination(ctx: CommandContext, source: string, target: string): string {
  const path = ctx.path(target);
  return ctx.files.isDirectory(path) ? `${path}/${baseOf(ctx.path(source))}` : path;
}

/** `cp [-r]`. */
export function* cp(ctx: CommandContext): Task<number> {
  const { options, operands } = parseOptions('cp', ctx.args, 'rRafpvnT', { recursive: 'r', archive: 'a' });
  const recursive = options.has('r') || options.has('R') || options.has('a');
  return yield* transfer(ctx, operands, (source, target) => {
    if (ctx.files.isDirectory(source) && !recursive) {
      throw new CommandFailure(`cp: -r not specified; omitting directory '${baseOf(source)}'`);
    }
    copyTree(ctx, source, target);
  });
}

function copyTree(ctx: CommandContext, source: string, target: string): void {
  const node = ctx.files.stat(source) as FileNode;
  if (node.type !== 'directory') {
    ctx.files.writeText(target, ctx.files.readText(source), node.mode);
    return;
  }
  if (target.startsWith(`${source}/`)) throw new FileError('EINVAL', target);
  ctx.files.makeDirectory(target, { parents: true });
  for (const name of ctx.files.list(source)) copyTree(ctx, `${source}/${name}`, `${target}/${name}`);
}

/** `mv`. */
export function* mv(ctx: CommandContext): Task<number> {
  const { operands } = parseOptions('mv', ctx.args, 'fnvT');
  return yield* transfer(ctx, operands, (source, target) => ctx.files.move(source, target));
}

function* transfer(
  ctx: CommandContext,
  operands: readonly string[],
  body: (source: string, target: string) => void,
): Task<number> {
  requireOperands(ctx, operands, 'missing file operand');
  const target = operands[operands.length - 1] as string;
  const sources = operands.slice(0, -1);
  if (sources.length === 0) {
    throw new CommandFailure(
      `${ctx.name}: missing destination file operand after '${target}'\nTry '${ctx.name} --help' for more information.`,
    );
  }
  if (sources.length > 1 && !ctx.files.isDirectory(ctx.path(target))) {
    throw new CommandFailure(`${ctx.name}: target '${target}': No such file or directory`);
  }
  const missing = (path: string) =>
    ctx.files.exists(ctx.path(path)) ? `cannot create regular file '${target}'` : `cannot stat '${path}'`;
  return yield* eachPath(ctx, sources, missing, (source) => {
    if (!ctx.files.exists(ctx.path(source))) throw new FileError('ENOENT', source);
    body(ctx.path(source), destination(ctx, source, target));
  });
}

/** `ln -s`; hard links are left out. */
export function* ln(ctx: CommandContext): Task<number> {
  const { options, operands } = parseOptions('ln', ctx.args, 'sfnv');
  const [target, link] = operands;
  if (target === undefined || link === undefined) throw new CommandFailure('ln: expected a target and a link name');
  if (!options.has('s')) throw new CommandFailure('ln: only symbolic links (-s) are supported here');
  if (options.has('f') && ctx.files.lstat(ctx.path(link))) ctx.files.remove(ctx.path(link));
  return yield* eachPath(
    ctx,
    [link],
    (path) => `failed to create symbolic link '${path}'`,
    (path) => ctx.files.makeLink(ctx.path(path), target),
  );
}

/** `mktemp [-d]`: a new file or directory with a name from the seed. */
export function* mktemp(ctx: CommandContext): Task<number> {
  const { options, operands } = parseOptions('mktemp', ctx.args, 'dtp:uq', { directory: 'd', tmpdir: 'p' });
  const template = operands[0] ?? 'tmp.XXXXXXXXXX';
  const random = ctx.kernel.random(`shell/${ctx.machine}/mktemp`);
  const name = template.replace(/X{3,}/, (run) =>
    random.text(run.length, 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'),
  );
  if (name === template) throw new CommandFailure(`mktemp: too few X's in template ‘${template}’`);
  const directory = options.get('p') || ctx.env.get('TMPDIR') || '/tmp';
  const path = operands.length > 0 && !options.has('p') && !options.has('t') ? name : `${directory}/${name}`;
  if (options.has('d')) ctx.files.makeDirectory(ctx.path(path), { mode: 0o700 });
  else ctx.files.writeText(ctx.path(path), '', 0o600);
  yield* ctx.stdout.write(`${path}\n`);
  return 0;
}

/** `ls`, in columns on a terminal, with `-l`, `-a`, `-1`, `-t`, `-r` and `-d`. */
export function* ls(ctx: CommandContext): Task<number> {
  const { options, operands } = parseOptions('ls', ctx.args, 'la1ARrdhtFtS', { all: 'a', color: 'F' });
  const paths = operands.length > 0 ? [...operands] : ['.'];
  const plain = paths.filter((path) => options.has('d') || !ctx.files.isDirectory(ctx.path(path)));
  let first = true;
  const status = yield* eachPath(
    ctx,
    plain,
    (path) => `cannot access '${path}'`,
    (path) => {
      if (!ctx.files.lstat(ctx.path(path))) throw new FileError('ENOENT', path);
    },
  );
  const there = plain.filter((path) => ctx.files.lstat(ctx.path(path))).sort();
  if (there.length > 0) {
    yield* ctx.stdout.write(
      listing(
        ctx,
        there.map((path) => ({ name: path, path: ctx.path(path) })),
        options,
      ),
    );
    first = false;
  }
  const directories = paths.filter((path) => !plain.includes(path)).sort();
  for (const path of directories) {
    if (paths.length > 1) yield* ctx.stdout.write(`${first ? '' : '\n'}${path}:\n`);
    first = false;
    const base = ctx.path(path);
    const names = ctx.files.list(base).filter((name) => options.has('a') || options.has('A') || !name.startsWith('.'));
    if (options.has('a')) names.unshift('.', '..');
    if (options.has('l')) yield* ctx.stdout.write(`total ${names.length * 4}\n`);
    yield* ctx.stdout.write(
      listing(
        ctx,
        names.map((name) => ({ name, path: `${base}/${name}` })),
        options,
      ),
    );
  }
  return status === 0 ? 0 : 2;
}

interface Listed {
  readonly name: string;
  readonly path: string;
}

function listing(ctx: CommandContext, entries: readonly Listed[], options: ReadonlyMap<string, string>): string {
  const shown = [...entries];
  if (options.has('t'))
    shown.sort((a, b) => (ctx.files.stat(b.path)?.modifiedMs ?? 0) - (ctx.files.stat(a.path)?.modifiedMs ?? 0));
  if (options.has('r')) shown.reverse();
  if (options.has('l')) return shown.map((entry) => `${longLine(ctx, entry)}\n`).join('');
  const columns = ctx.stdout.terminal?.columns;
  const names = shown.map((entry) => entry.name);
  if (columns === undefined || options.has('1') || names.length === 0) return names.map((name) => `${name}\n`).join('');
  return inColumns(names, columns);
}

function longLine(ctx: CommandContext, entry: Listed): string {
  const node = ctx.files.lstat(entry.path) ?? ctx.files.stat(entry.path);
  if (!node) return entry.name;
  const type = node.type === 'directory' ? 'd' : node.type === 'link' ? 'l' : '-';
  const letters = [...'rwxrwxrwx'].map((letter, place) => (node.mode & (1 << (8 - place)) ? letter : '-')).join('');
  const size = node.type === 'file' ? new TextEncoder().encode(node.text).length : 4096;
  const time = formatDate('%b %e %H:%M', node.modifiedMs);
  const arrow = node.type === 'link' ? ` -> ${node.target}` : '';
  return `${type}${letters} 1 root root ${String(size).padStart(6)} ${time} ${entry.name}${arrow}`;
}

/** Names in columns, down first, as ls fills a terminal. */
function inColumns(names: readonly string[], width: number): string {
  for (let rows = 1; rows <= names.length; rows++) {
    const columns = Math.ceil(names.length / rows);
    const widths = Array.from({ length: columns }, (_, column) =>
      Math.max(...names.slice(column * rows, (column + 1) * rows).map((name) => name.length)),
    );
    if (widths.reduce((sum, one) => sum + one + 2, -2) > width && rows < names.length) continue;
    return Array.from({ length: rows }, (_, row) =>
      widths
        .map((one, column) => (names[column * rows + row] ?? '').padEnd(one))
        .join('  ')
        .trimEnd(),
    )
      .map((line) => `${line}\n`)
      .join('');
  }
  return '';
}

/** `basename PATH [SUFFIX]`. */
export function* basename(ctx: CommandContext): Task<number> {
  const [path, suffix = ''] = ctx.args;
  if (path === undefined) requireOperands(ctx, []);
  const base = baseOf((path as string).replace(/\/+$/, '')) || '/';
  const cut = suffix !== '' && base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base;
  yield* ctx.stdout.write(`${cut}\n`);
  return 0;
}

/** `dirname PATH…`. */
export function* dirname(ctx: CommandContext): Task<number> {
  requireOperands(ctx, ctx.args);
  for (const path of ctx.args) {
    const trimmed = path.replace(/\/+$/, '');
    yield* ctx.stdout.write(
      `${trimmed === '' ? '/' : trimmed.includes('/') ? parentOf(trimmed).replace(/\/+$/, '') || '/' : '.'}\n`,
    );
  }
  return 0;
}

/** `readlink [-f]`. */
export function* readlink(ctx: CommandContext): Task<number> {
  const { options, operands } = parseOptions('readlink', ctx.args, 'fen');
  for (const path of operands) {
    const node = ctx.files.lstat(ctx.path(path));
    if (options.has('f') || options.has('e')) {
      yield* ctx.stdout.write(
        `${ctx.files.exists(ctx.path(path)) ? ctx.files.realPath(ctx.path(path)) : ctx.path(path)}\n`,
      );
    } else if (node?.type === 'link') yield* ctx.stdout.write(`${node.target}\n`);
    else return 1;
  }
  return 0;
}
