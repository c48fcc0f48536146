// npm run -s golden -- DIR [--plugin NAME] [--verbose]
// Compares our descheduler with recordings of the real one, case by case.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { setupPlugins } from 'kind-wasm-shim/kubernetes/descheduler/plugins/registry.ts';
import { answerVector } from '../scenarios/recorded-cases/answer-vector.ts';
import { differences } from '../scenarios/recorded-cases/compare.ts';
import { inputsOf, type ReadVector, readVectors, type VectorInputs } from '../scenarios/recorded-cases/vector.ts';
import { runTool, UsageError } from './command-line.ts';

const usage = 'npm run -s golden -- DIR [--plugin NAME] [--verbose]';
const shownDifferences = 3;

/** What recordings can be of: the plugins that evict, and the checks of policies. */
const recordedPlugins = [
  ...[...setupPlugins().plugins.values()]
    .filter(({ extensionPoints }) => extensionPoints.includes('deschedule') || extensionPoints.includes('balance'))
    .map(({ name }) => name),
  'validation',
];

/** A case that failed, and why. */
export interface Failure {
  readonly id: string;
  readonly why: readonly string[];
}

/** What became of the cases of one file. */
export interface FileResult {
  readonly passed: number;
  readonly failures: readonly Failure[];
}

/** Runs the cases of a file's text; of one plugin only, when one is named. A text that holds no cases is one failure. A case
 *  without an input takes it from `inputs`. */
export function runFile(text: string, plugin?: string, inputs?: VectorInputs): FileResult {
  let cases: ReadVector[];
  try {
    cases = readVectors(text, inputs);
  } catch (error) {
    return { passed: 0, failures: [{ id: 'the file', why: [error instanceof Error ? error.message : String(error)] }] };
  }
  const failures: Failure[] = [];
  let passed = 0;
  for (const read of cases) {
    const named = 'vector' in read ? read.vector.plugin : read.plugin;
    if (plugin !== undefined && named !== undefined && named !== plugin) continue;
    const { id, why } = 'vector' in read ? runVector(read.vector) : { id: read.id, why: read.malformed };
    if (why.length === 0) passed += 1;
    else failures.push({ id, why });
  }
  return { passed, failures };
}

function runVector(vector: Extract<ReadVector, { vector: unknown }>['vector']): Failure {
  try {
    return { id: vector.id, why: differences(vector, answerVector(vector)) };
  } catch (error) {
    return { id: vector.id, why: [error instanceof Error ? error.message : String(error)] };
  }
}

function main(args: string[]): number {
  const { folder, plugin, verbose } = readArguments(args);
  const files = filesIn(folder).map((file) => ({ file, text: readText(join(folder, file)) }));
  const inputs: VectorInputs = new Map(files.flatMap(({ text }) => [...inputsOf(text)]));
  let passed = 0;
  let failed = 0;
  for (const { file, text } of files) {
    const result = runFile(text, plugin, inputs);
    const count = result.passed + result.failures.length;
    if (count === 0 && plugin !== undefined) continue;
    passed += result.passed;
    failed += result.failures.length;
    console.log(`${file}: ${result.passed} passed, ${result.failures.length} failed`);
    for (const line of failureLines(result.failures, verbose)) console.log(`  ${line}`);
  }
  if (passed + failed === 0) {
    const what = plugin === undefined ? 'no case' : `no case of plugin ${plugin}`;
    throw new UsageError(`${what} in ${folder}: its ${files.length} *.json files hold none`);
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** The first differences of each case. Cases that fail for the same reason share their lines. */
function failureLines(failures: readonly Failure[], verbose: boolean): string[] {
  const byReason = new Map<string, Failure[]>();
  for (const failure of failures) {
    const reason = failure.why.join('\n');
    byReason.set(reason, [...(byReason.get(reason) ?? []), failure]);
  }
  return [...byReason.values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const who = alike.length === 1 ? first.id : `${first.id} and ${alike.length - 1} more`;
    const shown = verbose ? first.why : first.why.slice(0, shownDifferences);
    const left = first.why.length - shown.length;
    return [
      ...shown.map((line) => `${who}: ${line}`),
      ...(left > 0 ? [`${who}: and ${left} more differences (--verbose shows all)`] : []),
    ];
  });
}

function readArguments(args: string[]): { folder: string; plugin: string | undefined; verbose: boolean } {
  const options = { plugin: { type: 'string' }, verbose: { type: 'boolean', default: false } } as const;
  let parsed: ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>;
  try {
    parsed = parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\nusage: ${usage}`);
  }
  const { positionals, values } = parsed;
  const [folder, ...others] = positionals;
  if (folder === undefined || others.length > 0) {
    throw new UsageError(`expected one folder of recorded cases, found ${positionals.length}\nusage: ${usage}`);
  }
  if (values.plugin !== undefined && !recordedPlugins.includes(values.plugin)) {
    const expected = `expected one of ${recordedPlugins.join(', ')}`;
    throw new UsageError(`unknown plugin ${JSON.stringify(values.plugin)}: ${expected}`);
  }
  return { folder, plugin: values.plugin, verbose: values.verbose };
}

function filesIn(folder: string): string[] {
  let files: string[];
  try {
    if (!statSync(folder).isDirectory()) throw new UsageError(`${folder} is a file: expected a folder of *.json files`);
    files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot read the folder ${folder}: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (files.length === 0) throw new UsageError(`no *.json file in ${folder}: expected files of recorded cases`);
  return files.sort();
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await runTool('golden', main);
