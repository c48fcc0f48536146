import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type Finding, rules, type SourceFile } from './support/tidy-rules.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** For each rule a file that breaks it, and a word of the message that must come. */
const violations: Record<keyof typeof rules, SourceFile & { says: string }> = {
  'imports point left': {
    path: 'src/kind-wasm-shim/kubernetes/scheduler/queue.ts',
    text: "import { podWorkers } from '../kubelet/pod-workers.ts';",
    says: 'parts of one layer meet in API objects',
  },
  'the shim stands alone': {
    path: 'src/kind-wasm-shim/kernel/log.ts',
    text: "import { terminal } from '../../ui/terminal.ts';",
    says: 'of the site',
  },
  'left of the hosts all is deterministic': {
    path: 'src/kind-wasm-shim/kernel/clock.ts',
    text: '/** Not Date.now. */\nexport const now = () => Date.now();',
    says: 'use kernel.nowMs',
  },
  'the model cites what it models': {
    path: 'src/kind-wasm-shim/kubernetes/kubelet/pleg.ts',
    text: '/** Compares. */\nexport function relist() {}',
    says: '@models path/of/file.go Function',
  },
  'exports are documented': {
    path: 'src/projections/board.ts',
    text: '// A board.\nexport function board() {}',
    says: 'without a word',
  },
  'files are named after what they hold': { path: 'src/ui/utils.ts', text: '', says: 'says nothing' },
  'the project speaks of itself alone': {
    path: 'src/ui/figure.ts',
    text: 'export const source = `../shared/facts`;',
    says: 'leave it out',
  },
};

describe('every rule', () => {
  for (const [name, rule] of Object.entries(rules)) {
    test(`"${name}" notices a file that breaks it, and says what to do`, () => {
      const { says, ...file } = violations[name as keyof typeof rules] as SourceFile & { says: string };
      expect(rule(file).map(({ message }) => message)).toEqual([expect.stringContaining(says)]);
    });
  }
});

describe('in the whole tree', () => {
  const files = projectFiles();

  for (const [name, rule] of Object.entries(rules)) {
    test(name, () => {
      expect(files.flatMap(rule).map(asText)).toEqual([]);
    });
  }

  test('there are files to look at', () => {
    expect(files.length).toBeGreaterThan(50);
  });
});

function asText({ path, line, message }: Finding): string {
  return `${path}:${line}: ${message}`;
}

/** Every source file that git tracks, or, outside a checkout, every one below src, test, labs and content. */
function projectFiles(): SourceFile[] {
  const paths = existsSync(join(root, '.git'))
    ? execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0')
    : ['src', 'test', 'labs', 'content'].flatMap((folder) =>
        readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
      );
  return paths
    .filter((path) => /\.(tsx?|mjs|astro|mdx|sh)$/.test(path))
    .filter((path) => !path.startsWith('test/golden/') && !path.includes('node_modules/'))
    .filter((path) => existsSync(join(root, path)) && statSync(join(root, path)).isFile())
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}
