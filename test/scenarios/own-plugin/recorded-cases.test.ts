import { readFileSync } from 'node:fs';
import type { PluginCode } from 'kind-wasm-shim/guest/plugin-session.ts';
import { type GuestRuntime, loadGuestRuntime } from 'kind-wasm-shim/guest/runtime.ts';
import type { DeschedulerVersion } from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import { setupPlugins } from 'kind-wasm-shim/kubernetes/descheduler/plugins/registry.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { recordedCaseView } from '../../../src/projections/own-plugin/recorded-case.ts';
import { type CaseDifference, compareWithRecorded, readCases } from '../../../src/ui/plugin-lab/recorded-cases.ts';
import { pluginSources } from '../../guest/plugin-sources.ts';

let runtime: GuestRuntime;
beforeAll(async () => {
  runtime = await loadGuestRuntime();
});

const recording = (file: string) =>
  readFileSync(new URL(`../../golden/descheduler/${file}.json`, import.meta.url), 'utf8');
const classification = 'kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/classification.ts';

/** Runs files of a built-in plugin over its first recorded cases. */
async function compare(
  name: string,
  files: PluginCode['files'],
  { version = 'v0.28.1', most = 26 }: { readonly version?: DeschedulerVersion; readonly most?: number } = {},
): Promise<CaseDifference[]> {
  const texts = version === 'v0.28.1' ? [recording(name)] : [recording(`${name}.${version}`), recording(name)];
  const cases = readCases(texts).slice(0, most);
  const different: CaseDifference[] = [];
  const code: PluginCode = { files, sources: pluginSources, plugin: { kind: 'builtIn', name } };
  let done = 0;
  await compareWithRecorded(runtime, code, version, cases, (count, difference) => {
    done = count;
    if (difference) different.push(difference);
  });
  expect(done).toBe(cases.length);
  return different;
}

const plugins = [...setupPlugins().plugins.keys()].filter((name) => name !== 'DefaultEvictor');

describe('unedited plugins answer in the sandbox as the real descheduler did', () => {
  for (const version of ['v0.28.1', 'v0.36.0'] as const) {
    test.each(plugins)(
      `%s ${version}`,
      async (name) => {
        const different = await compare(name, {}, { version, most: 12 });
        expect(different.map(({ id, texts, failure }) => ({ id, texts, failure }))).toEqual([]);
      },
      60_000,
    );
  }
});

describe('an edit that answers otherwise', () => {
  test('is told case by case, with what was expected and what was found', async () => {
    const source = pluginSources[classification] ?? '';
    const careless = source.replace('!node.unschedulable && uses', 'uses');
    expect(careless).not.toBe(source);
    const different = await compare('LowNodeUtilization', { [classification]: careless }, { most: 60 });
    expect(different.length).toBeGreaterThan(0);
    expect(different.length).toBeLessThan(60);
    const [first] = different;
    expect(first?.failure).toBe(undefined);
    expect(first?.texts.join('\n')).toMatch(/expected .*, found /);
    expect(first?.vector.nodes?.some((node) => node.spec?.unschedulable)).toBe(true);
    const view = first && recordedCaseView(first.vector, first.evictions);
    expect(view?.nodes).toHaveLength(first?.vector.nodes?.length ?? 0);
  }, 60_000);

  test('that throws fails on every case it throws on, and goes on', async () => {
    const source = pluginSources[classification] ?? '';
    const throwing = source.replace("return 'within'", "throw new Error('no class')");
    const different = await compare('LowNodeUtilization', { [classification]: throwing }, { most: 12 });
    expect(different.length).toBeGreaterThan(0);
    expect(different.every(({ failure }) => failure === 'Error: no class')).toBe(true);
  }, 60_000);

  test('that does not end is given up at the first case', async () => {
    const source = pluginSources[classification] ?? '';
    const endless = source.replace("return 'within'", 'for (;;) {}');
    await expect(compare('LowNodeUtilization', { [classification]: endless }, { most: 12 })).rejects.toMatchObject({
      failure: { kind: 'deadline', file: classification },
    });
  }, 60_000);
});
