import { type UtilityAnswer, type UtilityInput, utilityCall } from '../shell/commands/host-utilities.ts';
import { type ParseAnswer, parseCall, type Script } from '../shell/syntax.ts';
import type { HostFunctions } from './drive.ts';
import { type Mistake, mistakeInTree, mistakeOf } from './parse-mistakes.ts';

type Library = typeof import('just-bash/browser');

let loading: Promise<Library> | undefined;

/** Loads just-bash once; the first parse or utility does it, or a host that has nothing else to do. Node and pages
 *  use the same build, so that both parse alike. */
export function loadBashLibrary(): Promise<Library> {
  loading ??= import('just-bash/browser');
  return loading;
}

/** The answers to the shell's host calls, given by just-bash. */
export const bashLibrary: HostFunctions = {
  [parseCall]: async (input) => parseText(await loadBashLibrary(), (input as { text: string }).text),
  [utilityCall]: async (input) => runUtility(await loadBashLibrary(), input as UtilityInput),
};

/** The browser build has no `parse`; a transform sees the tree that it has parsed. */
function parseText(library: Library, text: string): ParseAnswer {
  const bash = new library.Bash({ commands: [] });
  const seen: Script[] = [];
  bash.registerTransformPlugin({
    name: 'keep-tree',
    transform(context) {
      seen.push(context.ast);
      // Nothing is left to be written back as text.
      return { ast: { type: 'Script', statements: [] } };
    },
  });
  let mistake: Mistake | undefined;
  try {
    bash.transform(text);
  } catch (error) {
    mistake = mistakeOf(error, text);
  }
  const [script] = seen;
  if (script && !mistake) mistake = mistakeInTree(script, text);
  if (mistake) return { error: mistake };
  return script ? { script } : { error: { message: 'syntax error', line: 1, incomplete: false } };
}

/** Runs one utility on a copy of the files and tells which of them it changed. */
async function runUtility(library: Library, input: UtilityInput): Promise<UtilityAnswer> {
  const fs = new library.InMemoryFs();
  for (const [path, node] of Object.entries(input.files)) {
    if (node.type === 'directory') await fs.mkdir(path, { recursive: true });
    else if (node.type === 'link') await fs.symlink(node.target, path);
    else fs.writeFileSync(path, node.text, undefined, { mode: node.mode, mtime: new Date(node.modifiedMs) });
  }
  const bash = new library.Bash({
    fs,
    cwd: input.cwd,
    env: { ...input.env },
    defenseInDepth: false,
    // They are a part of a simulation that has a deadline of its own; these stop what does not come to an end.
    executionLimits: { maxAwkIterations: 2_000_000, maxSedIterations: 2_000_000, maxJqIterations: 2_000_000 },
  });
  const before = new Set(fs.getAllPaths());
  const result = await bash.exec(input.name, { args: [...input.args], stdin: input.stdin, rawScript: true });
  return {
    stdout: result.stdout,
    stderr: result.stderr,
    exitCode: result.exitCode,
    written: await changedFiles(fs, input, before),
  };
}

async function changedFiles(
  fs: InstanceType<Library['InMemoryFs']>,
  input: UtilityInput,
  before: ReadonlySet<string>,
): Promise<Record<string, string | null>> {
  const written: Record<string, string | null> = {};
  const after = new Set(fs.getAllPaths());
  for (const path of after) {
    const old = input.files[path];
    if (old ? old.type !== 'file' : before.has(path)) continue;
    if (path.startsWith('/dev/') || !(await fs.stat(path)).isFile) continue;
    const text = await fs.readFile(path);
    if (!old || (old.type === 'file' && old.text !== text)) written[path] = text;
  }
  for (const path of Object.keys(input.files)) if (!after.has(path)) written[path] = null;
  return written;
}
