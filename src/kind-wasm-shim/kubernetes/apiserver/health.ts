import { booleanParameter, type Query } from './query.ts';
import type { ApiResponse } from './request.ts';
import { pageNotFound, plainText } from './responses.ts';

const checks = ['ping', 'log', 'etcd'];

/** Whether the server is well, which this one is whenever it answers.
 *  @models staging/src/k8s.io/apiserver/pkg/server/healthz/healthz.go handleRootHealth
 *  @simplifies the checks of start-up hooks are not listed. */
export function health(root: 'healthz' | 'livez' | 'readyz', rest: readonly string[], query: Query): ApiResponse {
  const [check, ...more] = rest;
  if (check !== undefined) return checks.includes(check) && more.length === 0 ? plainText(200, 'ok') : pageNotFound();
  if (booleanParameter(query, 'verbose') === undefined) return plainText(200, 'ok');
  return plainText(200, `${checks.map((name) => `[+]${name} ok\n`).join('')}${root} check passed\n`);
}
