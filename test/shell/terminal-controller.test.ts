import { bashLibrary } from 'kind-wasm-shim/hosts/bash-library.ts';
import { LabConnection, type LabWorkerHandle } from 'kind-wasm-shim/hosts/browser/lab-connection.ts';
import { LabEngine } from 'kind-wasm-shim/hosts/browser/lab-engine.ts';
import type { LabRequest } from 'kind-wasm-shim/hosts/browser/lab-messages.ts';
import { expect, test } from 'vitest';
import { TerminalController } from '../../src/ui/terminal/terminal-controller.ts';

const bootstrap = {
  slug: 'test',
  seed: 1,
  clusterName: 'test',
  clusterConfig: 'kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n',
  files: { '/root/pods.txt': 'x\n' },
  cwd: '/root',
};

/** A terminal whose lab runs in this thread instead of a worker, on a clock that only moves when it is told. */
async function terminal() {
  let realMs = 0;
  let engine: LabEngine | undefined;
  const worker: LabWorkerHandle = {
    onmessage: null,
    onerror: null,
    terminate() {},
    postMessage(request: LabRequest) {
      if (request.type !== 'start') return engine?.handle(request);
      const post = (data: unknown) => queueMicrotask(() => worker.onmessage?.({ data } as MessageEvent));
      engine = new LabEngine({ bootstrap: request.bootstrap, post, now: () => realMs, functions: bashLibrary });
    },
  };
  let screen = '';
  const histories: (readonly string[])[] = [];
  const commands: string[] = [];
  const connection = new LabConnection(() => worker, bootstrap);
  const controller = new TerminalController({
    screen: { cols: 80, rows: 24, write: (text) => (screen += text) },
    connection,
    history: ['earlier'],
    onHistory: (history) => histories.push(history),
    onCommand: (command, output, status) => commands.push(`${command} => ${status} ${output}`),
  });
  connection.open();
  const settle = async (turns = 30) => {
    for (let turn = 0; turn < turns; turn++) {
      realMs += 16;
      await engine?.turn();
      await new Promise((resolve) => setTimeout(resolve));
    }
  };
  await settle(2);
  return { controller, connection, settle, commands, histories, screen: () => screen };
}

test('a typed line runs, and its history is kept', async () => {
  const t = await terminal();
  t.controller.take('echo hello\r');
  await t.settle();
  expect(t.commands).toEqual(['echo hello => 0 hello\n']);
  expect(t.histories.at(-1)).toEqual(['earlier', 'echo hello']);
  expect(t.screen()).toContain('hello\n');
});

test('a line that goes on gets another prompt', async () => {
  const t = await terminal();
  t.controller.take('for i in 1 2; do\r');
  await t.settle();
  expect(t.screen().endsWith('> \r\x1b[2C')).toBe(true);
  t.controller.take('echo "<$i>"; done\r');
  await t.settle();
  expect(t.commands).toEqual(['for i in 1 2; do\necho "<$i>"; done => 0 <1>\n<2>\n']);
});

test('a paste of several lines runs them one by one and leaves the last at the prompt', async () => {
  const t = await terminal();
  t.controller.take('\x1b[200~echo 一\necho two\necho thr\x1b[201~');
  await t.settle(60);
  t.controller.take('ee\r');
  await t.settle();
  expect(t.commands.map((command) => command.split(' => ')[0])).toEqual(['echo 一', 'echo two', 'echo three']);
});

test('Ctrl-C ends what runs and what waits behind it', async () => {
  const t = await terminal();
  const status = t.controller.run('sleep 1000\necho never');
  await t.settle(10);
  t.controller.take('\x03');
  await t.settle();
  expect(await status).toBe(130);
  expect(t.commands).toEqual(['sleep 1000 => 130 ^C\n']);
});

test.each([0, 1, 2, 5])(
  'what is typed while a command is being stopped runs at the prompt (%i turns in)',
  async (turns) => {
    const t = await terminal();
    t.controller.take('while true; do :; done\r');
    await t.settle(turns);
    t.controller.take('\x03');
    t.controller.take('echo status $?\r');
    t.controller.take('echo ne');
    await t.settle();
    t.controller.take('xt\r');
    await t.settle();
    expect(t.commands.slice(1)).toEqual(['echo status $? => 0 status 130\n', 'echo next => 0 next\n']);
  },
);

test('Ctrl-F skips a wait', async () => {
  const t = await terminal();
  t.controller.take('sleep 100; echo up\r');
  await t.settle(10);
  t.controller.take('\x06');
  await t.settle(10);
  expect(t.commands).toEqual(['sleep 100; echo up => 0 up\n']);
});

test('what is typed while a command reads goes to it, and Ctrl-D ends it', async () => {
  const t = await terminal();
  t.controller.take('cat\r');
  await t.settle(10);
  t.controller.take('linx\x7fe\r');
  await t.settle(10);
  t.controller.take('\x04');
  await t.settle(10);
  expect(t.commands).toEqual(['cat => 0 line\nline\n']);
});

test('Tab completes', async () => {
  const t = await terminal();
  t.controller.take('cat po\t');
  await t.settle(3);
  t.controller.take('\r');
  await t.settle();
  expect(t.commands).toEqual(['cat pods.txt  => 0 x\n']);
});

test('run enters the lines of a step and gives its last status', async () => {
  const t = await terminal();
  const status = t.controller.run('cat <<EOF\nin $((1+1))\nEOF\nfalse\n');
  await t.settle(80);
  expect(await status).toBe(1);
  expect(t.commands).toEqual(['cat <<EOF\nin $((1+1))\nEOF => 0 in 2\n', 'false => 1 ']);
});
