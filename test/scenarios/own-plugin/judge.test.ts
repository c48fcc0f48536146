import { readFileSync } from 'node:fs';
import { openPlugin, type PluginCode } from 'kind-wasm-shim/guest/plugin-session.ts';
import { type GuestRuntime, loadGuestRuntime } from 'kind-wasm-shim/guest/runtime.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { findingText } from '../../../src/projections/own-plugin/finding-text.ts';
import { judgementView } from '../../../src/projections/own-plugin/judgement.ts';
import { judgeSeed } from '../../../src/scenarios/own-plugin/judge.ts';
import {
  type Finding,
  isGood,
  type JudgeSettings,
  type SeedVerdict,
  usualJudgeSettings,
} from '../../../src/scenarios/own-plugin/verdict.ts';
import { pluginSources } from '../../guest/plugin-sources.ts';

let runtime: GuestRuntime;
beforeAll(async () => {
  runtime = await loadGuestRuntime();
});

interface Judged {
  /** Whether time passes for the code; where it does not, only what is no matter of time can end it. */
  readonly timed?: boolean;
  readonly settings?: Partial<JudgeSettings>;
  readonly builtIn?: { readonly name: string; readonly args: object };
}

/** Judges a plugin's text, or a built-in plugin, on so many seeds from 1 on. */
async function judge(
  text: string,
  seeds: number,
  { settings = {}, builtIn, timed = false }: Judged = {},
): Promise<SeedVerdict[]> {
  const code: PluginCode = {
    files: builtIn ? {} : { 'my-plugin.ts': text },
    sources: pluginSources,
    plugin: builtIn ? { kind: 'builtIn', name: builtIn.name } : { kind: 'own', path: 'my-plugin.ts' },
  };
  const verdicts: SeedVerdict[] = [];
  let nowMs = 0;
  const now = () => (timed ? (nowMs += 10) : 0);
  for (let seed = 1; seed <= seeds; seed++) {
    await runtime.ready();
    const opened = openPlugin(runtime, code, 'v0.28.1', { deadlineMs: 1_000, now });
    if (!opened.ok) throw new Error(opened.message);
    const judged = { session: opened.plugin, version: 'v0.28.1', args: builtIn?.args ?? {} } as const;
    verdicts.push(judgeSeed(seed, judged, { ...usualJudgeSettings, ...settings }).verdict);
    opened.plugin.close();
  }
  return verdicts;
}

function plugin(body: string): string {
  return `export const plugin = {
  name: 'MyPlugin',
  *balance({ nodes, snapshot, evictor }) {
    const places = nodes.flatMap((node) => snapshot.activePods(node.metadata.name).map((pod) => ({ pod, node: node.metadata.name })));
    ${body}
  },
};`;
}

const findings = (verdicts: readonly SeedVerdict[]): Finding[] => verdicts.flatMap((verdict) => verdict.findings);

describe('a good plugin', () => {
  test('that evicts from the fullest node keeps all four rules', async () => {
    const text = readFileSync(
      new URL('../../../src/scenarios/own-plugin/templates/fullest-node.ts', import.meta.url),
      'utf8',
    );
    const verdicts = await judge(text, 12);
    expect(verdicts.filter((verdict) => !isGood(verdict))).toEqual([]);
    expect(verdicts.reduce((sum, { evicted }) => sum + evicted, 0)).toBeGreaterThan(5);
  });

  test('that does nothing keeps them too, and one seed gives one verdict', async () => {
    const verdicts = await judge(plugin(''), 3);
    expect(verdicts.map(({ seed, evicted, findings }) => [seed, evicted, findings])).toEqual([
      [1, 0, []],
      [2, 0, []],
      [3, 0, []],
    ]);
    expect(await judge(plugin(''), 3)).toEqual(verdicts);
  });

  test('gets every kind of protected pod to see', async () => {
    const verdicts = await judge(
      plugin('for (const { pod } of places) { const why = evictor.filter(pod); if (why) console.log(why); }'),
      25,
    );
    const said = verdicts.flatMap(({ logs }) => logs).join('\n');
    for (const protection of [
      'pod is a DaemonSet pod',
      'pod is a mirror pod',
      'pod is a static pod',
      'pod is terminating',
      'pod does not have any ownerRefs',
      'pod has system critical priority',
      'pod has local storage',
    ]) {
      expect(said).toContain(protection);
    }
  });
});

describe('a breach is told with its cycle, its pod and its node', () => {
  test('evicting a mirror pod', async () => {
    const verdicts = await judge(
      plugin(`for (const { pod, node } of places) {
      if (pod.metadata.annotations?.['kubernetes.io/config.mirror']) yield* evictor.evict(pod, node);
    }`),
      2,
    );
    const found = findings(verdicts).find(({ invariant }) => invariant === 'evictor');
    expect(found).toMatchObject({ kind: 'refused', cycle: 1, pod: { namespace: 'default' } });
    expect(findingText(found as Finding, 'en')).toMatch(
      /^Cycle 1: default\/node-proxy-node-\d on node-\d was to be evicted, and the evictor refuses it: .*pod is a mirror pod/,
    );
  });

  test('a pod that does not exist', async () => {
    const [verdict] = await judge(
      plugin("yield* evictor.evict({ metadata: { namespace: 'default', name: 'ghost' } }, 'node-1');"),
      1,
    );
    expect(verdict?.findings[0]).toEqual({
      invariant: 'evictor',
      kind: 'noSuchPod',
      cycle: 1,
      pod: { namespace: 'default', name: 'ghost' },
      node: 'node-1',
    });
    expect(verdict?.evicted).toBe(0);
  });

  test('a pod that is on another node', async () => {
    const [verdict] = await judge(
      plugin(`const { pod, node } = places.find(({ pod }) => evictor.filter(pod) === undefined);
    yield* evictor.evict(pod, 'node-x');`),
      1,
    );
    expect(verdict?.findings[0]).toMatchObject({ kind: 'otherNode', node: 'node-x' });
  });

  test('asking for the same pod twice', async () => {
    const [verdict] = await judge(
      plugin(`const { pod, node } = places.find(({ pod }) => evictor.filter(pod) === undefined);
    yield* evictor.evict(pod, node);
    yield* evictor.evict(pod, node);`),
      1,
    );
    expect(verdict?.findings.some(({ invariant, cycle }) => invariant === 'terminates' && cycle === 1)).toBe(true);
  });

  test('moving the same replicas again and again', async () => {
    const verdicts = await judge(
      plugin(
        'for (const { pod, node } of places) if (evictor.filter(pod) === undefined) yield* evictor.evict(pod, node);',
      ),
      2,
    );
    const found = findings(verdicts).find(({ invariant }) => invariant === 'pingPong');
    expect(findingText(found as Finding, 'en')).toMatch(
      /a replica of default\/.* was evicted 6 times: node-\d → node-\d/,
    );
    expect(findings(verdicts).every(({ invariant }) => invariant !== 'evictor')).toBe(true);
  });

  test('LowNodeUtilization goes back and forth with a scheduler that prefers full nodes, and not with one that does not', async () => {
    const percent = (amount: number) => ({ cpu: amount, memory: amount, pods: amount });
    const builtIn = {
      name: 'LowNodeUtilization',
      args: { thresholds: percent(30), targetThresholds: percent(50) },
    };
    const seeds = 8;
    const spreading = await judge('', seeds, { builtIn });
    const packing = await judge('', seeds, { builtIn, settings: { scoringStrategy: 'MostAllocated' } });
    const pingPongs = (verdicts: readonly SeedVerdict[]) =>
      findings(verdicts).filter(({ invariant }) => invariant === 'pingPong').length;
    expect(pingPongs(packing)).toBeGreaterThan(pingPongs(spreading));
    expect(findings(packing).every(({ invariant }) => invariant !== 'evictor')).toBe(true);
  }, 60_000);

  test('a node that is driven over its target', async () => {
    const verdicts = await judge(
      plugin(
        'for (const { pod, node } of places) if (evictor.filter(pod) === undefined) yield* evictor.evict(pod, node);',
      ),
      6,
      { settings: { scoringStrategy: 'MostAllocated', cycles: 1 } },
    );
    const found = findings(verdicts).filter((finding) => finding.invariant === 'target');
    expect(found.length).toBeGreaterThan(0);
    for (const finding of found) {
      expect(finding.before).toBeLessThanOrEqual(80);
      expect(finding.after).toBeGreaterThan(80);
    }
  });
});

describe('a plugin that fails is ended, and the judgement names the line', () => {
  test.each([
    ['an endless loop', 'while (true) {}', 'deadline'],
    [
      'steps without end',
      "while (true) yield { kind: 'podNotEvictable', pod: { namespace: '', name: '' }, node: '', reason: '' };",
      'badReturn',
    ],
    ['memory without end', 'const all = []; while (true) all.push(new Array(1000).fill(0));', 'memory'],
    ['an error', "throw new Error('no');", 'thrown'],
    ['a step that is none', 'yield 42;', 'badReturn'],
    ['a change of a pod', 'places[0].pod.metadata.labels.app = "mine";', 'thrown'],
  ])('%s', async (_what, body, kind) => {
    const [verdict] = await judge(plugin(body), 1, { timed: kind === 'deadline' });
    expect(verdict?.failure).toMatchObject({ kind, file: 'my-plugin.ts', line: 5 });
    const view = judgementView(verdict ? [verdict] : []);
    expect(view.bad).toHaveLength(1);
    const terminates = view.invariants.find(({ invariant }) => invariant === 'terminates');
    expect(terminates?.broken).toBe(/without end|endless/.test(_what) ? 1 : 0);
  });

  test('arguments that the policy refuses are told', async () => {
    const builtIn = { name: 'LowNodeUtilization', args: { thresholds: { cpu: 200 } } };
    const [verdict] = await judge('', 1, { builtIn });
    expect(verdict?.policyError).toMatch(/threshold|targetThresholds/i);
  });
});
