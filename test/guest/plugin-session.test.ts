import type { GuestFailure } from 'kind-wasm-shim/guest/guest-result.ts';
import { type AskedEviction, openPlugin, type PluginCode } from 'kind-wasm-shim/guest/plugin-session.ts';
import { type GuestRuntime, loadGuestRuntime } from 'kind-wasm-shim/guest/runtime.ts';
import { goRaw } from 'kind-wasm-shim/kubernetes/descheduler/framework/go-json.ts';
import { loadPolicy } from 'kind-wasm-shim/kubernetes/descheduler/framework/load-policy.ts';
import type { PluginHandle } from 'kind-wasm-shim/kubernetes/descheduler/framework/plugin.ts';
import { definePlugin } from 'kind-wasm-shim/kubernetes/descheduler/framework/plugin.ts';
import { PodEvictor } from 'kind-wasm-shim/kubernetes/descheduler/framework/pod-evictor.ts';
import { newProfile } from 'kind-wasm-shim/kubernetes/descheduler/framework/profile.ts';
import { ClusterSnapshot } from 'kind-wasm-shim/kubernetes/descheduler/framework/snapshot.ts';
import type { DeschedulerStep, EvictionResult } from 'kind-wasm-shim/kubernetes/descheduler/framework/steps.ts';
import { setupPlugins } from 'kind-wasm-shim/kubernetes/descheduler/plugins/registry.ts';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pluginSources } from './plugin-sources.ts';

let runtime: GuestRuntime;
beforeAll(async () => {
  runtime = await loadGuestRuntime();
});
beforeEach(() => runtime.ready());

const path = 'my-plugin.ts';

const nodes: Node[] = ['a', 'b', 'c'].map((name) => ({
  metadata: { name: `node-${name}` },
  spec: {},
  status: { allocatable: { cpu: '4', memory: '8Gi', pods: '20' } },
}));

function pod(name: string, nodeName: string, more: Partial<Pod['metadata']> = {}): Pod {
  const ownerReferences = [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'web' }];
  return {
    metadata: {
      namespace: 'default',
      name,
      uid: `uid-${name}`,
      creationTimestamp: '2026-01-01T00:00:00Z',
      ownerReferences,
      ...more,
    },
    spec: { nodeName, containers: [{ name: 'main', resources: { requests: { cpu: '500m' } } }] },
    status: { phase: 'Running' },
  };
}

const mirror = pod('etcd', 'node-a', { annotations: { 'kubernetes.io/config.mirror': 'x' }, ownerReferences: [] });
const pods: Pod[] = [pod('web-1', 'node-a'), pod('web-2', 'node-a'), pod('web-3', 'node-b'), mirror];

interface Told {
  readonly steps: readonly DeschedulerStep[];
  readonly evicted: readonly string[];
  readonly asked: readonly AskedEviction[];
  readonly failure: GuestFailure | undefined;
  readonly logs: readonly string[];
}

/** Runs a plugin over the frozen cluster through a real profile, answering evictions as the API would. */
function run(
  body: string,
  answer: (name: string) => EvictionResult = () => ({ evicted: true }),
  /** Whether time passes for the code. */
  timed = false,
): Told {
  let nowMs = 0;
  const code: PluginCode = { files: { [path]: body }, sources: pluginSources, plugin: { kind: 'own', path } };
  const opened = openPlugin(runtime, code, 'v0.28.1', { deadlineMs: 400, now: () => (timed ? (nowMs += 10) : 0) });
  if (!opened.ok) return { steps: [], evicted: [], asked: [], failure: opened, logs: opened.logs };
  const { plugin } = opened;
  const asked: AskedEviction[] = [];
  plugin.onEviction = (eviction) => asked.push(eviction);
  const builtIn = setupPlugins();
  const mine = definePlugin<unknown>({
    name: plugin.name,
    extensionPoints: plugin.points,
    argsType: goRaw,
    validate: () => undefined,
    setDefaults: (args) => args,
    build: (args) => ({
      name: plugin.name,
      balance: (handle: PluginHandle) => plugin.run('balance', 'v0.28.1', args, handle),
    }),
  });
  const registry = { ...builtIn, plugins: new Map([...builtIn.plugins, [plugin.name, mine]]) };
  const document = {
    apiVersion: 'descheduler/v1alpha2',
    kind: 'DeschedulerPolicy',
    maxNoOfPodsToEvictPerNode: 3,
    profiles: [
      {
        name: 'p',
        pluginConfig: [{ name: plugin.name, args: { most: 1 } }],
        plugins: { balance: { enabled: [plugin.name] } },
      },
    ],
  };
  const { policy } = loadPolicy(document, { registry });
  const [described] = policy.profiles;
  if (!described) throw new Error('the policy has a profile');
  const snapshot = new ClusterSnapshot(nodes, pods);
  const profileRun = newProfile(described, registry).run('balance', {
    podEvictor: new PodEvictor(policy),
    snapshotFor: () => ({ nodes, snapshot, detail: 'full', nowMs: Date.parse('2026-01-01T01:00:00Z') }),
  });
  const steps: DeschedulerStep[] = [];
  const evicted: string[] = [];
  let given: EvictionResult | undefined;
  for (let next = profileRun.next(given); !next.done; next = profileRun.next(given)) {
    given = undefined;
    if (next.value.kind === 'evict') {
      given = answer(next.value.pod.name);
      if (given.evicted) evicted.push(next.value.pod.name);
    } else steps.push(next.value);
  }
  plugin.close();
  return { steps, evicted, asked, failure: plugin.failure, logs: plugin.logs };
}

/** A plugin whose balance has this body, from line 4 on. */
function balance(body: string): string {
  return `import type { Plugin } from 'kind-wasm-shim/kubernetes/descheduler/framework/plugin.ts';
export const plugin: Plugin = {
  name: 'MyPlugin',
  *balance(handle) {
${body}
  },
};
`;
}

describe('a plugin in the sandbox', () => {
  test('evicts through the real evictor, and learns whether it did', () => {
    const told = run(
      balance(`    for (const node of handle.nodes) {
      for (const pod of handle.snapshot.activePods(node.metadata?.name ?? '')) {
        const reason = handle.evictor.filter(pod);
        if (reason !== undefined) { console.log(pod.metadata?.name, reason); continue; }
        const done = yield* handle.evictor.evict(pod, node.metadata?.name ?? '');
        console.log(pod.metadata?.name, done);
      }
    }`),
      (name) => (name === 'web-2' ? { evicted: false, code: 429, message: 'budget' } : { evicted: true }),
    );
    expect(told.failure).toBe(undefined);
    expect(told.evicted).toEqual(['web-1', 'web-3']);
    expect(told.logs).toEqual([
      'etcd [pod is a mirror pod, pod does not have any ownerRefs]',
      'web-1 true',
      'web-2 false',
      'web-3 true',
    ]);
    expect(told.steps.map(({ kind }) => kind)).toEqual(['pluginStarted', 'evictionRefused', 'pluginFinished']);
    expect(told.asked.map(({ pod: { name }, refusal }) => [name, refusal])).toEqual([
      ['web-1', undefined],
      ['web-2', undefined],
      ['web-3', undefined],
    ]);
  });

  test('reads dates, and has no clock but the time of the run', () => {
    const told = run(
      balance(`    const [pod] = handle.snapshot.activePods('node-b');
    console.log((handle.nowMs - Date.parse(pod?.metadata?.creationTimestamp ?? '')) / 60000, new Date(0).toISOString());
    Date.now();`),
    );
    expect(told.logs).toEqual(['60 1970-01-01T00:00:00.000Z']);
    expect(told.failure).toMatchObject({ kind: 'thrown', line: 7 });
    expect(told.failure?.message).toContain('there is no clock here');
    expect(run(balance('    new (new Date(0).constructor)();')).failure?.message).toContain('no clock');
  });

  test('may use the framework and the API of Kubernetes as the built-in plugins do', () => {
    const told = run(`import { podRequests } from 'kind-wasm-shim/kubernetes/descheduler/framework/pod-requests.ts';
import { milliValue } from 'kind-wasm-shim/kubernetes/api/quantity.ts';
export const plugin = {
  name: 'MyPlugin',
  *balance({ nodes, snapshot }) {
    console.log(snapshot.activePods(nodes[0].metadata.name).map((pod) => String(milliValue(podRequests(pod).get('cpu')))));
  },
};`);
    expect(told.failure).toBe(undefined);
    expect(told.logs).toEqual(['["500","500","500"]']);
  });

  test('an eviction of a mirror pod is noticed with what the evictor says of it', () => {
    const told = run(
      balance(
        `    for (const pod of handle.snapshot.activePods('node-a')) yield* handle.evictor.evict(pod, 'node-a');`,
      ),
    );
    expect(told.asked.find(({ pod: { name } }) => name === 'etcd')?.refusal).toContain('pod is a mirror pod');
  });

  test('the limits of the policy hold for it', () => {
    const told = run(
      balance(`    for (const pod of [...handle.snapshot.activePods('node-a'), ...handle.snapshot.activePods('node-a')]) {
      yield* handle.evictor.evict(pod, 'node-a');
    }
    console.log(handle.evictor.nodeLimitExceeded('node-a'), handle.evictor.nodeLimitExceeded('node-b'));`),
    );
    expect(told.evicted).toHaveLength(3);
    expect(told.logs).toEqual(['true false']);
  });

  test('a step that the plugin yields itself goes out as it is', () => {
    const told = run(
      balance(
        `    yield { kind: 'podNotEvictable', pod: { namespace: 'default', name: 'web-1' }, node: 'node-a', reason: 'too young' };`,
      ),
    );
    expect(told.steps[1]).toEqual({
      kind: 'podNotEvictable',
      pod: { namespace: 'default', name: 'web-1' },
      node: 'node-a',
      reason: 'too young',
    });
  });
});

describe('a plugin that misbehaves is stopped, and its line is told', () => {
  test.each<[string, string, GuestFailure['kind'], number | undefined, string]>([
    ['an endless loop', '    let n = 0;\n    while (true) n++;', 'deadline', 6, 'still running after'],
    ['an error', "    throw new Error('no node');", 'thrown', 5, 'Error: no node'],
    [
      'allocating for ever',
      '    const all = [];\n    while (true) all.push(new Array(1000).fill(1));',
      'memory',
      6,
      'more memory',
    ],
    ['recursion', '    const f = (): number => f() + 1;\n    f();', 'stack', 5, 'too deep'],
    ['a number as a step', '    const x = 1;\n    yield x as never;', 'badReturn', 6, '1 is no step'],
    [
      'a step of no kind',
      "    yield { kind: 'deleteEverything' } as never;",
      'badReturn',
      5,
      '"deleteEverything" does not exist for plugins',
    ],
    [
      'a step with a wrong field',
      "    yield { kind: 'podNotEvictable', pod: 'web' } as never;",
      'badReturn',
      5,
      'the step.pod must be an object with namespace, name, found "web"',
    ],
    [
      'a function in a step',
      "    yield { kind: 'evict', pod: { namespace: 'x', name: 'y' }, node: 'n', reason: '', more: () => 1 } as never;",
      'badReturn',
      5,
      'the step.more must be plain data, found a function',
    ],
    [
      'steps without end',
      "    const pod = { namespace: 'default', name: 'web-1' };\n    while (true) yield { kind: 'podNotEvictable', pod, node: 'node-a', reason: '' };",
      'badReturn',
      6,
      'more than 2000 steps',
    ],
    [
      'changing a pod',
      "    handle.snapshot.activePods('node-a')[0].metadata.name = 'other';",
      'thrown',
      5,
      'TypeError',
    ],
    ['changing the list of nodes', '    handle.nodes.push(handle.nodes[0]);', 'thrown', 5, 'TypeError'],
    ['replacing the evictor', '    handle.evictor.filter = () => undefined;', 'thrown', 5, 'TypeError'],
    [
      'asking about a pod that does not exist',
      "    handle.evictor.filter({ metadata: { namespace: 'x', name: 'y' } });",
      'thrown',
      5,
      'there is no such pod',
    ],
    ['evicting nothing', '    yield* handle.evictor.evict(undefined as never, "node-a");', 'thrown', 5, 'TypeError'],
  ])('%s', (_what, body, kind, line, message) => {
    const { failure } = run(balance(body), undefined, kind === 'deadline');
    expect([failure?.kind, failure?.file, failure?.line]).toEqual([kind, path, line]);
    expect(failure?.message).toContain(message);
  });

  test.each<[string, string, string]>([
    ['no plugin', 'export const other = 1;', 'must export plugin'],
    ['nonsense instead of a plugin', 'export const plugin = 7;', 'plugin must be an object'],
    ['no name', 'export const plugin = { *balance() {} };', 'plugin.name must be'],
    ['no method', "export const plugin = { name: 'MyPlugin' };", 'must have a method'],
    [
      'an ordinary method that answers',
      "export const plugin = { name: 'MyPlugin', balance: () => [1] };",
      'balance must be a generator',
    ],
    [
      'an async generator',
      "export const plugin = { name: 'MyPlugin', async *balance() { yield 1; } };",
      'answer at once',
    ],
    ['a promise', "export const plugin = { name: 'MyPlugin', async balance() {} };", 'balance must be a generator'],
    [
      'an import that there is none of',
      "import x from 'kind-wasm-shim/kubernetes/descheduler/framework/nothing.ts';\nexport const plugin = x;",
      'the modules are kind-wasm-shim/kubernetes/descheduler/framework/',
    ],
  ])('%s', (_what, text, message) => {
    expect(run(text).failure?.message).toContain(message);
  });

  test('swallowing the errors does not help an endless loop of steps', () => {
    const { failure } = run(
      balance(`    const step = { kind: 'podNotEvictable', pod: { namespace: 'default', name: 'web-1' }, node: 'node-a', reason: '' };
    while (true) try { while (true) yield step; } catch { } finally { continue; }`),
    );
    expect(failure?.kind).toMatch(/^(badReturn|deadline)$/);
  });

  test('a pod that does not exist is asked for like any other, and known not to exist', () => {
    const told = run(
      balance(`    const done = yield* handle.evictor.evict({ metadata: { namespace: 'default', name: 'ghost' } }, 'node-a');
    console.log(done);`),
      () => ({ evicted: false, code: 404, message: 'pods "ghost" not found' }),
    );
    expect(told.failure).toBe(undefined);
    expect(told.asked).toEqual([
      { pod: { namespace: 'default', name: 'ghost' }, node: 'node-a', actualNode: undefined, refusal: undefined },
    ]);
    expect(told.logs).toEqual(['false']);
  });
});
