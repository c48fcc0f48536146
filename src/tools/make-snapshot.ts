import { once } from 'node:events';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { recipeObjects, type SnapshotRecipe, snapshotText } from '../scenarios/brought-cluster/snapshot-recipe.ts';
import { runTool, UsageError } from './command-line.ts';

const usage =
  'usage: npm run -s make-snapshot -- [--nodes 100] [--pods-per-node 30] [--seed 1] [--format json|ndjson|yaml] [--managed-fields]';

/** Writes the snapshot of a made-up cluster to standard output, as `kubectl get … -A -o json` would. */
async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      nodes: { type: 'string', default: '100' },
      'pods-per-node': { type: 'string', default: '30' },
      seed: { type: 'string', default: '1' },
      format: { type: 'string', default: 'json' },
      'managed-fields': { type: 'boolean', default: false },
    },
  });
  const recipe: SnapshotRecipe = {
    nodes: wholeNumber('--nodes', values.nodes),
    podsPerNode: wholeNumber('--pods-per-node', values['pods-per-node']),
    seed: wholeNumber('--seed', values.seed),
    managedFields: values['managed-fields'],
  };
  // `… | head` closes the pipe early, which is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  for (const text of pieces(recipe, values.format)) {
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
  }
  return 0;
}

function pieces(recipe: SnapshotRecipe, format: string): Iterable<string> {
  switch (format) {
    case 'json':
      return snapshotText(recipe);
    case 'ndjson':
      return mapped(recipe, (object) => `${JSON.stringify(object)}\n`);
    case 'yaml':
      return mapped(recipe, (object) => `---\n${stringify(object)}`);
    default:
      throw new UsageError(`--format is json, ndjson or yaml, found ${JSON.stringify(format)}\n${usage}`);
  }
}

function* mapped(recipe: SnapshotRecipe, spell: (object: unknown) => string): Generator<string> {
  for (const object of recipeObjects(recipe)) yield spell(object);
}

function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (/^[0-9]+$/.test(text) && Number.isSafeInteger(number)) return number;
  throw new UsageError(`${option} is a whole number from 0 on, found ${JSON.stringify(text)}\n${usage}`);
}

await runTool('make-snapshot', main);
