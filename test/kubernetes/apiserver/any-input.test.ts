import { RandomStream } from 'kind-wasm-shim/kernel/random.ts';
import type { ApiRequest, ApiResponse } from 'kind-wasm-shim/kubernetes/apiserver/request.ts';
import { type FieldType, kindType, objectTypes } from 'kind-wasm-shim/kubernetes/apiserver/schema/schema.ts';
import type { ApiServer } from 'kind-wasm-shim/kubernetes/apiserver/server.ts';
import { expect, test } from 'vitest';
import { seed } from '../../support/seed.ts';
import { apiServer, ask } from './world.ts';

/** A value of a type, or now and then of another. */
function value(random: RandomStream, type: FieldType, depth: number): unknown {
  if (random.integer(1, 40) === 1) return random.pick<unknown>([null, [], {}, 'text', 7, true, -1, '']);
  switch (type.is) {
    case 'list':
      return depth > 6 ? [] : Array.from({ length: random.integer(0, 2) }, () => value(random, type.of, depth + 1));
    case 'map':
      return {
        [random.pick(['app', 'cpu', 'memory', 'a.b/c', '', '__proto__', 'x'.repeat(70)])]: value(
          random,
          type.of,
          depth + 1,
        ),
      };
    case 'object': {
      const inner = objectTypes().get(type.type);
      return inner && depth < 7 ? object(random, inner.fields, depth + 1) : {};
    }
    case 'int32':
    case 'int64':
      return random.pick([0, 1, 3, -1, 80, 99_999, 2 ** 31]);
    case 'boolean':
      return random.fraction() < 0.5;
    case 'quantity':
      return random.pick(['1', '100m', '1Gi', '1e3', 'x', '', '-1', '0.0000000001']);
    case 'time':
      return random.pick(['2026-01-01T00:00:00Z', 'never', '']);
    case 'intOrString':
      return random.pick<unknown>([0, 80, '25%', 'http', '']);
    default:
      return random.pick(['', 'a', 'web', 'Bad_Name', 'Always', 'Never', 'v1', 'default', 'TCP', '\u0000', 'é']);
  }
}

function object(random: RandomStream, fields: ReadonlyMap<string, FieldType>, depth: number): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [name, type] of fields) {
    if (random.fraction() < 0.45)
      Object.defineProperty(found, name, { value: value(random, type, depth), enumerable: true });
  }
  if (random.integer(1, 10) === 1) found.unheard = random.pick<unknown>([1, {}, null]);
  return found;
}

function checked(server: ApiServer, request: Pick<ApiRequest, 'method' | 'path'> & Partial<ApiRequest>): ApiResponse {
  const response = server.handle({ user: { name: 'anybody', groups: [] }, ...request });
  const what = `${request.method} ${request.path} ${request.body?.slice(0, 2000)} (seed ${seed})`;
  expect(JSON.stringify(response.type === 'complete' ? response.body : ''), what).not.toContain(
    'Internal error occurred',
  );
  if (response.type !== 'complete') response.close();
  return response;
}

test('no object, however odd, breaks the server', () => {
  const { server } = apiServer();
  const random = new RandomStream(seed, 'any-input');
  for (let round = 0; round < 40; round++) {
    for (const { group, version, plural, kind, namespaced } of server.strategies) {
      const type = kindType(group, version, kind);
      if (!type) continue;
      const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
      const collection = namespaced ? `${root}/namespaces/default/${plural}` : `${root}/${plural}`;
      const name = `odd-${round}`;
      const given = {
        ...object(random, type.fields, 0),
        kind,
        apiVersion: group === '' ? version : `${group}/${version}`,
      };
      const metadata = { ...(random.fraction() < 0.8 ? { name } : {}), labels: { app: 'web' } };
      const body = JSON.stringify(random.fraction() < 0.9 ? { ...given, metadata } : given);
      checked(server, { method: 'POST', path: collection, body });
      checked(server, { method: 'PUT', path: `${collection}/${name}`, body });
      const contentType = random.pick(['application/merge-patch+json', 'application/strategic-merge-patch+json']);
      checked(server, {
        method: 'PATCH',
        path: `${collection}/${name}`,
        body,
        headers: { 'content-type': contentType },
      });
      checked(server, {
        method: 'PATCH',
        path: `${collection}/${name}/status`,
        body,
        headers: { 'content-type': contentType },
      });
      checked(server, {
        method: 'GET',
        path: collection,
        headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' },
      });
      checked(server, {
        method: 'DELETE',
        path: `${collection}/${name}`,
        body: random.pick(['', body, '{"gracePeriodSeconds":"x"}']),
      });
    }
  }
});

test('no path and no query, however odd, breaks the server', () => {
  const { server } = apiServer();
  const random = new RandomStream(seed, 'any-path');
  const words = [
    'api',
    'apis',
    'v1',
    'apps',
    'namespaces',
    'default',
    'pods',
    'watch',
    'log',
    'status',
    'scale',
    '',
    '%',
    '..',
    'x',
    '__proto__',
  ];
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;
  const parameters = [
    'limit',
    'continue',
    'watch',
    'resourceVersion',
    'labelSelector',
    'fieldSelector',
    'dryRun',
    'timeoutSeconds',
    'resourceVersionMatch',
    'fieldValidation',
    'propagationPolicy',
  ];
  const values = [
    '',
    '0',
    '1',
    '-1',
    'x',
    'true',
    'a=b',
    'a in (',
    'metadata.name=',
    'Exact',
    'NotOlderThan',
    'All',
    '99999999999999999999',
    'eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6LTEsInN0YXJ0IjoieCJ9',
  ];
  for (let round = 0; round < 3000; round++) {
    const path = `/${Array.from({ length: random.integer(0, 8) }, () => random.pick(words)).join('/')}`;
    const query: Record<string, string[]> = {};
    for (let count = random.integer(0, 3); count > 0; count--) query[random.pick(parameters)] = [random.pick(values)];
    checked(server, { method: random.pick(methods), path, query, body: random.pick(['', '{}', 'null', '[', '"x"']) });
  }
});

test('a document that nests too deeply is refused, as JSON and as YAML', () => {
  const { server } = apiServer();
  const deep = `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x","labels":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}}`;
  const path = '/api/v1/namespaces/default/configmaps';
  for (const contentType of ['application/json', 'application/yaml']) {
    const response = ask(server, 'POST', path, deep, { 'content-type': contentType });
    expect(response).toMatchObject({ code: 400, body: { reason: 'BadRequest' } });
  }
});

test('a YAML document that grows when its aliases are followed is refused', () => {
  const { server } = apiServer();
  const levels = Array.from(
    { length: 12 },
    (_, level) =>
      `l${level}: &l${level} [${Array(9)
        .fill(level === 0 ? 'x' : `*l${level - 1}`)
        .join(', ')}]`,
  );
  const body = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n${levels.join('\n')}\n`;
  const path = '/api/v1/namespaces/default/configmaps';
  expect(ask(server, 'POST', path, body, { 'content-type': 'application/yaml' })).toMatchObject({ code: 400 });
});
