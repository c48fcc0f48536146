import { readFileSync } from 'node:fs';
import { Kernel } from 'kind-wasm-shim/kernel/kernel.ts';
import { ApiClient } from 'kind-wasm-shim/kubernetes/apiserver/client.ts';
import type { ApiRequest, ApiResponse } from 'kind-wasm-shim/kubernetes/apiserver/request.ts';
import { ApiServer } from 'kind-wasm-shim/kubernetes/apiserver/server.ts';
import { expect, test } from 'vitest';

interface Case {
  readonly id: string;
  readonly method: ApiRequest['method'];
  readonly path: string;
  readonly accept?: string;
  readonly contentType?: string;
  readonly body?: unknown;
  readonly during?: readonly Pick<Case, 'method' | 'path' | 'contentType' | 'body'>[];
  readonly status: number;
  readonly answer?: unknown;
}

const cases = readFileSync(new URL('../../golden/apiserver/http-1.32.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Case);

const fewerGroups = 'the list of groups and resources is that of the recorded build; ours serves fewer';
const noController = 'shows the work of controllers, which this test does without';
const noKubelet = 'shows the work of a kubelet, which this test does without';
const noApply = 'server-side apply is refused by this server';
const authorization = 'who may do what is decided in front of the handler';

/** The cases that are asked and not compared, by the number in their id. */
const notCompared: Readonly<Record<string, string>> = {
  '001': 'the version is that of the recorded build',
  '002': 'the address is that of the recorded cluster',
  '003': fewerGroups,
  '004': fewerGroups,
  '005': fewerGroups,
  '009': fewerGroups,
  '011': fewerGroups,
  '012': fewerGroups,
  '015': 'the start-up hooks are those of the recorded build',
  '018': 'the document was not recorded',
  '019': 'the document was not recorded',
  '020': 'the answer was not recorded',
  '026': noController,
  '027': 'the YAML shows managedFields, which are not kept',
  '028': 'the text shows managedFields, which are not kept',
  '050': authorization,
  '051': authorization,
  '052': authorization,
  '082': noApply,
  '083': noApply,
  '084': noApply,
  '085': noApply,
  '093': noController,
  '094': noController,
  '096': noController,
  '111': noKubelet,
  '112': noKubelet,
  '113': noKubelet,
  '114': noKubelet,
  '119': noKubelet,
  '120': noKubelet,
  '121': noKubelet,
  '122': noKubelet,
  '123': noKubelet,
  '125': noController,
  '131': 'our user has no uid',
  '132': noKubelet,
};

/** Both sides without what differs from run to run. */
function masked(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.filter((item) => !isOfTheBranch(item)).map(masked);
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([key, part]) => part !== undefined && !leftOut(key, value));
    return Object.fromEntries(entries.map(([key, part]) => [key, variable[key] ?? masked(part)]));
  }
  if (typeof value !== 'string') return value;
  return value
    .replaceAll(/<uid:\d+>|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uid>')
    .replace(/^(?:<time>|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$/, '<time>')
    .replace(/^(gen|kube-api-access)-(?:<rand>|[a-z0-9]{5})$/, '$1-<rand>')
    .replace(/resource version: \S+ \(\S+\)$/, 'resource version: <rv> (<rv>)')
    .replace(/resource version: \S+, current: \S+$/, 'resource version: <rv>, current: <rv>')
    .replace(/^(?:\d+m)?\d+s$/, '<age>');
}

const variable: Readonly<Record<string, string>> = { uid: '<uid>', resourceVersion: '<rv>', continue: '<continue>' };

function leftOut(key: string, object: object): boolean {
  return key === 'managedFields' || (key === 'description' && 'priority' in object);
}

function isOfTheBranch(item: unknown): boolean {
  return (item as { configMap?: { name?: string } } | null)?.configMap?.name === 'openshift-service-ca.crt';
}

test('our server answers as a real one did, request by request', () => {
  const kernel = new Kernel({ scenario: 'golden-http', seed: 1 });
  const server = new ApiServer(kernel);
  const client = new ApiClient(server, 'admin');
  client.create('namespaces', { metadata: { name: 'h-dev' } });
  client.create('serviceaccounts', { metadata: { name: 'default', namespace: 'h-dev' } });
  const ask = (request: Pick<Case, 'method' | 'path' | 'accept' | 'contentType' | 'body'>): ApiResponse => {
    const url = new URL(request.path, 'http://server');
    const query: Record<string, string[]> = {};
    for (const [name, value] of url.searchParams) query[name] = [...(query[name] ?? []), value];
    const headers: Record<string, string> = {};
    if (request.accept) headers.accept = request.accept;
    if (request.contentType) headers['content-type'] = request.contentType;
    const { method, body = '' } = request;
    const text = typeof body === 'string' ? body : JSON.stringify(body).replaceAll('"<rv>"', '"1"');
    const user = { name: 'admin', groups: ['system:masters', 'system:authenticated'] };
    return server.handle({ method, path: decodeURIComponent(url.pathname), query, headers, body: text, user });
  };
  const steps: Readonly<Record<string, () => void>> = {
    '060': () => {
      for (let count = 0; count < 5; count++) {
        client.create('configmaps', {
          metadata: { name: `l${count}`, namespace: 'h-dev', labels: { set: 'l' } },
          data: { a: '1' },
        });
      }
    },
    // The recorder compacted etcd by hand.
    '063': () => server.storage.compact(2),
    '116': () => client.bind('h-dev', 'p', 'node1'),
    '124': () => client.delete('pods', 'h-dev', 'p', { gracePeriodSeconds: 0 }),
  };
  let listVersion = '';
  let continueToken = '';
  const differences: unknown[] = [];
  let compared = 0;
  for (const recorded of cases) {
    const number = recorded.id.slice(4, 7);
    steps[number]?.();
    const path = recorded.path.replaceAll('$LRV', listVersion).replaceAll('$CONT', continueToken);
    const response = ask({ ...recorded, path });
    const answer = readAnswer(kernel, response, () => {
      for (const request of recorded.during ?? []) {
        kernel.run(kernel.nowMs + 400);
        ask(request);
      }
    });
    const { metadata } = (answer ?? {}) as { metadata?: { resourceVersion?: string; continue?: string } };
    if (number === '099') listVersion = metadata?.resourceVersion ?? '';
    if (number === '060') continueToken = metadata?.continue ?? '';
    if (notCompared[number] !== undefined) continue;
    compared += 1;
    try {
      expect({ status: response.code, answer: masked(answer) }).toEqual({
        status: recorded.status,
        answer: masked(recorded.answer),
      });
    } catch (error) {
      differences.push(`${recorded.id}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  expect(differences).toEqual([]);
  expect([cases.length, compared]).toEqual([135, 135 - Object.keys(notCompared).length]);
});

function readAnswer(kernel: Kernel, response: ApiResponse, meanwhile: () => void): unknown {
  if (response.type === 'complete') return response.body;
  if (response.type === 'stream') return undefined;
  const events: unknown[] = [];
  kernel.spawn(
    'reader of the watch',
    (function* () {
      for (let event = yield* response.events.take(); event; event = yield* response.events.take()) events.push(event);
    })(),
  );
  const startMs = kernel.nowMs;
  meanwhile();
  kernel.run(startMs + 15_000);
  response.close();
  return events;
}
