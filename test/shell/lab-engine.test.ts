import { bashLibrary } from 'kind-wasm-shim/hosts/bash-library.ts';
import { LabEngine } from 'kind-wasm-shim/hosts/browser/lab-engine.ts';
import { type LabMessage, type LabRequest, readLabRequest } from 'kind-wasm-shim/hosts/browser/lab-messages.ts';
import { expect, test } from 'vitest';

const clusterConfig = `kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
nodes:
- role: control-plane
- role: worker
`;

/** A lab with a clock of its own: each turn takes so many real milliseconds. */
function lab() {
  let realMs = 0;
  const messages: LabMessage[] = [];
  const engine = new LabEngine({
    bootstrap: {
      slug: 'test',
      seed: 1,
      clusterName: 'test',
      clusterConfig,
      files: { '/root/labs/test/check.sh': 'kubectl get nodes --no-headers | wc -l; exit 3\n' },
      cwd: '/root/labs/test',
    },
    post: (message) => messages.push(message),
    now: () => realMs,
    functions: bashLibrary,
  });
  const turns = async (count: number, ms = 16) => {
    for (let turn = 0; turn < count; turn++) {
      realMs += ms;
      await engine.turn();
    }
  };
  const send = (request: Exclude<LabRequest, { type: 'start' }>) => engine.handle(request);
  const output = () => messages.flatMap((message) => (message.type === 'output' ? [message.text] : [])).join('');
  const ends = () => messages.filter((message) => message.type === 'ended');
  return { engine, messages, turns, send, output, ends };
}

test('a lab is ready with a prompt and a cluster that is up', async () => {
  const t = lab();
  expect(t.messages[0]).toMatchObject({ type: 'ready', prompt: 'root@workstation:~/labs/test# ' });
  t.send({ type: 'run', id: 1, text: 'kubectl get nodes --no-headers | wc -l' });
  await t.turns(60);
  expect(t.output().trim()).toBe('2');
  expect(t.ends()).toMatchObject([{ id: 1, outcome: 'done', status: 0 }]);
});

test('a waiting command takes real time, and skipping takes none', async () => {
  const t = lab();
  t.send({ type: 'run', id: 1, text: 'sleep 2; echo slept' });
  await t.turns(60, 20);
  expect(t.output()).toBe('');
  await t.turns(60, 20);
  expect(t.output()).toBe('slept\n');
  t.send({ type: 'run', id: 2, text: 'sleep 300; echo again' });
  await t.turns(2);
  t.send({ type: 'skip' });
  await t.turns(3);
  expect(t.output()).toBe('slept\nagain\n');
});

test('an endless loop leaves the worker free, and Ctrl-C ends it', async () => {
  const t = lab();
  t.send({ type: 'run', id: 1, text: 'while true; do :; done' });
  await t.turns(20);
  t.send({ type: 'interrupt' });
  await t.turns(1);
  expect(t.ends()).toMatchObject([{ id: 1, status: 130 }]);
});

test('a check runs beside the terminal and tells its status and words', async () => {
  const t = lab();
  t.send({ type: 'check', id: 7, path: 'check.sh', cwd: '/root/labs/test' });
  await t.turns(60);
  expect(t.messages.filter((message) => message.type === 'checked')).toEqual([
    { type: 'checked', id: 7, status: 3, output: '2' },
  ]);
  expect(t.output()).toBe('');
});

test('observed objects are told at once and when they change', async () => {
  const t = lab();
  t.send({ type: 'observe', resources: ['nodes'] });
  const told = () => t.messages.filter((message) => message.type === 'objects');
  expect(told()).toMatchObject([{ resource: 'nodes', items: [{}, {}] }]);
  t.send({ type: 'run', id: 1, text: 'kubectl cordon test-worker' });
  await t.turns(60);
  expect(told().length).toBeGreaterThan(1);
});

test('time stands still while nothing waits for it', async () => {
  const t = lab();
  await t.turns(10, 200);
  const before = t.engine.kernel.nowMs;
  await t.turns(10, 200);
  expect(t.engine.kernel.nowMs).toBe(before);
});

test.each([
  [undefined, 'expected a request with a type'],
  [{ type: 'nonsense' }, 'there is no request "nonsense"'],
  [{ type: 'run', id: -1, text: 'x' }, 'run.id is not as expected: -1'],
  [{ type: 'run', id: 1, text: 5 }, 'run.text is not as expected: 5'],
  [{ type: 'speed', speed: Number.NaN }, 'speed.speed is not as expected: null'],
  [{ type: 'start', bootstrap: { slug: 'x' } }, 'start.bootstrap is not as expected: {"slug":"x"}'],
])('a request that is none is refused: %j', (data, problem) => {
  expect(readLabRequest(data)).toEqual({ problem });
});
