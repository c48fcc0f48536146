import type { Status } from 'kubernetes-types/meta/v1';
import type { Channel } from '../../../kernel/channel.ts';
import { StatusError } from '../../../kubernetes/api/errors.ts';
import type { KubernetesObject } from '../../../kubernetes/api/meta.ts';
import type { ApiRequest, ApiResponse, WatchEvent } from '../../../kubernetes/apiserver/request.ts';
import { CommandError } from './errors.ts';
import { type Mapping, pathOf } from './mapping.ts';

/** A server that answers, and as whom it knows us. */
export interface ApiConnection {
  handle(request: ApiRequest): ApiResponse;
  readonly user?: NonNullable<ApiRequest['user']>;
}

export type Query = Readonly<Record<string, string | undefined>>;

/** What a watch gives: its events, and how to end it. */
export interface OpenWatch {
  readonly events: Channel<WatchEvent>;
  close(): void;
}

/** Asks the server for a Table, as kubectl does when it prints for people. */
export const tableAccept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

const userAgent = 'kubectl/v1.32.3 (linux/amd64) kubernetes/32cc146';

interface Sent {
  readonly query?: Query;
  readonly accept?: string;
  readonly contentType?: string;
  readonly body?: unknown;
}

/** The HTTP client of kubectl, with an answer at once in place of a network. */
export class Connection {
  private readonly open: () => ApiConnection;
  private readonly impersonate: string | undefined;
  private readonly pending: string[] = [];
  private connection: ApiConnection | undefined;

  constructor(open: () => ApiConnection, impersonate: string | undefined) {
    this.open = open;
    this.impersonate = impersonate;
  }

  /** Warnings that the server has sent since the last call. */
  takeWarnings(): string[] {
    return this.pending.splice(0);
  }

  get(path: string, sent: Sent = {}): KubernetesObject {
    return this.object('GET', path, sent);
  }

  /** Reads a collection; an answer that it cannot be read says what was asked for.
   *  @models staging/src/k8s.io/cli-runtime/pkg/resource/selector.go Selector.Visit */
  list(mapping: Mapping, namespace: string | undefined, sent: Sent = {}): KubernetesObject {
    try {
      return this.get(pathOf(mapping, namespace), sent);
    } catch (error) {
      if (!(error instanceof StatusError) || !(error.code === 400 || error.code === 404)) throw error;
      const { labelSelector = '', fieldSelector = '' } = sent.query ?? {};
      const what = JSON.stringify(`${mapping.group}/${mapping.version}, Resource=${mapping.resource}`);
      const how =
        labelSelector === '' && fieldSelector === ''
          ? `Unable to list ${what}`
          : `Unable to find ${what} that match label selector ${JSON.stringify(labelSelector)}, field selector ${JSON.stringify(fieldSelector)}`;
      throw new StatusError({ ...error.status, message: `${how}: ${error.message}` });
    }
  }

  /** The answer as it came, for `get --raw`. */
  getRaw(path: string): unknown {
    return this.complete('GET', path, {});
  }

  create(path: string, body: unknown, query: Query = {}): KubernetesObject {
    return this.object('POST', path, { query, body, contentType: 'application/json' });
  }

  patch(path: string, contentType: string, body: string, query: Query = {}): KubernetesObject {
    return this.object('PATCH', path, { query, body, contentType });
  }

  replace(path: string, body: unknown, query: Query = {}): KubernetesObject {
    return this.object('PUT', path, { query, body, contentType: 'application/json' });
  }

  delete(path: string, options: unknown): KubernetesObject {
    return this.object('DELETE', path, { body: options, contentType: 'application/json' });
  }

  watch(path: string, sent: Sent): OpenWatch {
    const response = this.send('GET', path, { ...sent, query: { ...sent.query, watch: 'true' } });
    if (response.type === 'watch') return response;
    throw failure(response, 'GET', path);
  }

  /** Text that may still grow; `closed` chunks mean that the server has ended it. */
  stream(path: string, query: Query): { readonly text: string } | { readonly chunks: Channel<string>; close(): void } {
    const response = this.send('GET', path, { query });
    if (response.type === 'stream') return response;
    if (response.type === 'complete' && response.code < 300) return { text: String(response.body) };
    throw failure(response, 'GET', path);
  }

  private object(method: ApiRequest['method'], path: string, sent: Sent): KubernetesObject {
    return this.complete(method, path, sent) as KubernetesObject;
  }

  private complete(method: ApiRequest['method'], path: string, sent: Sent): unknown {
    const response = this.send(method, path, sent);
    if (response.type !== 'complete' || response.code >= 300) throw failure(response, method, path);
    return response.body;
  }

  private send(method: ApiRequest['method'], path: string, sent: Sent): ApiResponse {
    this.connection ??= this.open();
    const query = Object.entries(sent.query ?? {}).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, [value]] as const],
    );
    const response = this.connection.handle({
      method,
      path,
      query: Object.fromEntries(query),
      headers: {
        accept: sent.accept ?? 'application/json',
        'user-agent': userAgent,
        ...(sent.contentType === undefined ? {} : { 'content-type': sent.contentType }),
        ...(this.impersonate === undefined ? {} : { 'impersonate-user': this.impersonate }),
      },
      ...(sent.body === undefined
        ? {}
        : { body: typeof sent.body === 'string' ? sent.body : JSON.stringify(sent.body) }),
      ...(this.connection.user === undefined ? {} : { user: this.connection.user }),
    });
    this.pending.push(...warningsOf(response.headers.warning));
    return response;
  }
}

/** An error in client-go's words for an answer that is none.
 *  @models staging/src/k8s.io/client-go/rest/request.go Request.transformResponse */
function failure(response: ApiResponse, method: string, path: string): Error {
  if (response.type !== 'complete') return new CommandError(`the server answered ${method} ${path} with a stream`);
  const { body, code } = response;
  if (typeof body === 'object' && body !== null && (body as Status).kind === 'Status') {
    return new StatusError({ ...(body as Status), code });
  }
  if (code === 404) {
    return new StatusError({ code, reason: 'NotFound', message: 'the server could not find the requested resource' });
  }
  if (code === 406) {
    return new StatusError({ code, reason: 'NotAcceptable', message: String(body) });
  }
  return new StatusError({
    code,
    reason: 'Unknown',
    message: `an error on the server (${JSON.stringify(String(body))}) has prevented the request from succeeding`,
  });
}

/** The texts of a `Warning` header: `299 - "text"`, several separated by commas. */
function warningsOf(header: string | undefined): string[] {
  if (!header) return [];
  return [...header.matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text.replace(/\\(.)/g, '$1'));
}
