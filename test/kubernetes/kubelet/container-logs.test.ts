import type { ApiResponse } from 'kind-wasm-shim/kubernetes/apiserver/request.ts';
import { expect, test } from 'vitest';
import { pod } from '../../support/objects.ts';
import { running, type Story, simulate } from '../../support/simulate.ts';

function log(t: Story, name: string, query: Record<string, string> = {}): ApiResponse {
  const parameters = Object.fromEntries(Object.entries(query).map(([key, value]) => [key, [value]]));
  return t.cluster.server.handle({
    method: 'GET',
    path: `/api/v1/namespaces/default/pods/${name}/log`,
    query: parameters,
  });
}

function text(response: ApiResponse): string {
  return response.type === 'complete' ? `${response.code} ${JSON.stringify(response.body)}` : response.type;
}

const ticking = () => {
  const t = simulate({ nodes: 1 });
  t.apply(pod('ticking', { runs: 'while true; do echo tick; sleep 10; done' }));
  t.runUntil(running('ticking'));
  t.run(25_000);
  return t;
};

test('the log holds what was printed, the end of it when asked, with times when asked', () => {
  const t = ticking();
  expect(text(log(t, 'ticking'))).toBe('200 "tick\\ntick\\ntick\\n"');
  expect(text(log(t, 'ticking', { tailLines: '1' }))).toBe('200 "tick\\n"');
  expect(text(log(t, 'ticking', { sinceSeconds: '6' }))).toBe('200 "tick\\n"');
  expect(text(log(t, 'ticking', { tailLines: '1', timestamps: 'true' }))).toMatch(
    /^200 "2026-01-01T00:00:2\d\.\d{9}Z tick\\n"$/,
  );
});

test('a log that is followed goes on, and ends with its container', () => {
  const t = ticking();
  const response = log(t, 'ticking', { follow: 'true', tailLines: '1' });
  if (response.type !== 'stream') throw new Error(`expected a stream, found ${text(response)}`);
  const received: string[] = [];
  t.kernel.spawn(
    'reader',
    (function* () {
      for (let chunk = yield* response.chunks.take(); chunk !== undefined; chunk = yield* response.chunks.take()) {
        received.push(chunk);
      }
      received.push('end');
    })(),
  );
  t.run(10_000);
  expect(received).toEqual(['tick\n', 'tick\n']);
  t.delete('pods', 'ticking', { gracePeriodSeconds: 2 });
  t.runUntilQuiet();
  expect(received.at(-1)).toBe('end');
});

test('of a container that crashed the log before the last start can be had', () => {
  const t = simulate({ nodes: 1 });
  t.apply(pod('crash', { runs: 'echo boom; exit 1' }));
  t.runUntil((story) => story.facts('cri.containerExited').length === 2);
  expect(text(log(t, 'crash', { previous: 'true' }))).toBe('200 "boom\\n"');
});

test('of a container that has not started there is none', () => {
  const t = simulate({ nodes: [{ name: 'node-1' }] });
  t.apply(pod('slow', { runs: 'sleep infinity' }));
  t.runUntil((story) => story.facts('cri.sandboxStarted').length > 0);
  expect(text(log(t, 'slow'))).toMatch(/container \\"main\\" in pod \\"slow\\" is waiting to start: ContainerCreating/);
});
