import { Kernel } from 'kind-wasm-shim/kernel/kernel.ts';
import { StatusError } from 'kind-wasm-shim/kubernetes/api/errors.ts';
import { ApiClient } from 'kind-wasm-shim/kubernetes/apiserver/client.ts';
import type { ApiRequest, ApiResponse } from 'kind-wasm-shim/kubernetes/apiserver/request.ts';
import { ApiServer } from 'kind-wasm-shim/kubernetes/apiserver/server.ts';
import type { Pod } from 'kubernetes-types/core/v1';

/** An API server with nothing around it: no controllers, no kubelets. */
export function apiServer(seed = 1): { kernel: Kernel; server: ApiServer; client: ApiClient } {
  const kernel = new Kernel({ scenario: 'api-server-alone', seed });
  const server = new ApiServer(kernel);
  const client = new ApiClient(server, 'test');
  client.create('serviceaccounts', { metadata: { name: 'default', namespace: 'default' } });
  return { kernel, server, client };
}

/** A pod with one container. */
export function pod(name: string, spec: Partial<NonNullable<Pod['spec']>> = {}, labels?: Record<string, string>): Pod {
  return {
    metadata: { name, namespace: 'default', ...(labels ? { labels } : {}) },
    spec: { containers: [{ name: 'main', image: 'busybox:1.35' }], ...spec },
  };
}

/** Sends one request as the administrator. */
export function ask(
  server: ApiServer,
  method: ApiRequest['method'],
  path: string,
  body: unknown = '',
  headers: Readonly<Record<string, string>> = {},
): ApiResponse {
  const url = new URL(path, 'http://server');
  const query: Record<string, string[]> = {};
  for (const [name, value] of url.searchParams) query[name] = [...(query[name] ?? []), value];
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const user = { name: 'admin', groups: ['system:masters'] };
  return server.handle({ method, path: decodeURIComponent(url.pathname), query, headers, body: text, user });
}

/** What the server says to an action: its code and message, or that it was accepted. */
export function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof StatusError) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'accepted';
}
