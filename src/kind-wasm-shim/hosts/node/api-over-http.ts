import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Channel } from '../../kernel/channel.ts';
import type { Task } from '../../kernel/effect.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { StatusError } from '../../kubernetes/api/errors.ts';
import type { ApiRequest, ApiResponse } from '../../kubernetes/apiserver/request.ts';
import type { ServingCertificate } from './serving-certificate.ts';

/** What a request body may be at most, as a real API server has it. */
const maxBodyBytes = 3 * 1024 * 1024;
/** How much a watcher may leave unread before it is cut off; it can watch again from where it was. */
const maxUnreadBytes = 16 * 1024 * 1024;

export interface ApiOverHttpOptions {
  readonly kernel: Kernel;
  readonly handle: (request: ApiRequest) => ApiResponse;
  /** Brings virtual time up to the present before a request is answered. */
  readonly advance: () => void;
  /** The bearer token of the cluster's administrator. */
  readonly token: string;
  readonly certificate: ServingCertificate;
}

/** An HTTPS server in front of the API handler. It adds what a transport adds and nothing else: bodies, credentials,
 *  chunked streams, and patience with clients that are slow, rude or gone. */
export function createApiServerOverHttp(options: ApiOverHttpOptions): Server {
  const { certificate: cert, privateKey: key } = options.certificate;
  const server = createServer({ cert, key }, (request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      if (error instanceof StatusError) sendStatus(response, error);
      else if (response.headersSent) response.destroy();
      else sendStatus(response, internalError(error));
    });
  });
  // Watches last as long as they like; the API ends them itself.
  server.requestTimeout = 0;
  // Who does not trust the certificate hangs up; that is for the client to tell.
  server.on('tlsClientError', () => {});
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
  });
  return server;
}

async function answer(options: ApiOverHttpOptions, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(message);
  const request = { ...describe(message, body), user: authenticate(message, options.token) };
  if (request.user.name === 'system:anonymous' && !isPublic(request.path)) throw forbiddenToAnonymous(request);
  options.advance();
  const answered = options.handle(request);
  // What the request has set going happens now, not at the next tick.
  options.advance();
  if (answered.type === 'complete') sendComplete(response, answered, request.method === 'HEAD');
  else if (answered.type === 'watch') {
    pipe(options.kernel, response, answered, answered.events, (event) => `${JSON.stringify(event)}\n`);
  } else pipe(options.kernel, response, answered, answered.chunks, (chunk) => chunk);
}

function describe(message: IncomingMessage, body: string): ApiRequest {
  const url = new URL(message.url ?? '/', 'http://localhost');
  const query: Record<string, string[]> = {};
  for (const [name, value] of url.searchParams) {
    query[name] ??= [];
    query[name].push(value);
  }
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  let path: string;
  try {
    path = decodeURIComponent(url.pathname);
  } catch {
    throw new StatusError({
      code: 400,
      reason: 'BadRequest',
      message: `malformed path ${JSON.stringify(url.pathname)}`,
    });
  }
  return { method: (message.method ?? 'GET') as ApiRequest['method'], path, query, headers, body };
}

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBodyBytes) {
      throw new StatusError({
        code: 413,
        reason: 'RequestEntityTooLarge',
        message: `Request entity too large: limit is ${maxBodyBytes}`,
      });
    }
    chunks.push(chunk);
  }
  // kubectl writes some bodies as protobuf; the handler takes those as one character a byte.
  const isProtobuf = message.headers['content-type']?.startsWith('application/vnd.kubernetes.protobuf') === true;
  return Buffer.concat(chunks).toString(isProtobuf ? 'latin1' : 'utf8');
}

/** Who asks: the administrator by token, or somebody without credentials. A wrong token is refused.
 *  @models staging/src/k8s.io/apiserver/pkg/endpoints/filters/authentication.go WithAuthentication
 *  @simplifies one administrator, by token; no certificates, no service account tokens. */
function authenticate(message: IncomingMessage, token: string): { name: string; groups: string[] } {
  const header = message.headers.authorization;
  if (header === undefined) return { name: 'system:anonymous', groups: ['system:unauthenticated'] };
  const given = /^Bearer (.+)$/i.exec(header)?.[1];
  if (given === undefined || !isSameText(given, token)) {
    throw new StatusError({ code: 401, reason: 'Unauthorized', message: 'Unauthorized' });
  }
  return { name: 'kubernetes-admin', groups: ['kubeadm:cluster-admins', 'system:authenticated'] };
}

function isSameText(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function isPublic(path: string): boolean {
  return /^\/(version|healthz|livez|readyz)(\/|$)/.test(path);
}

/** @models staging/src/k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/errors.go forbiddenMessage
 *  @simplifies the text for paths outside resources is used for every path. */
function forbiddenToAnonymous({ method, path }: ApiRequest): StatusError {
  const verb = method.toLowerCase();
  return new StatusError({
    code: 403,
    reason: 'Forbidden',
    message: `forbidden: User "system:anonymous" cannot ${verb} path ${JSON.stringify(path)}`,
    details: {},
  });
}

function internalError(error: unknown): StatusError {
  console.error(error);
  const reason = error instanceof Error ? error.message : String(error);
  return new StatusError({
    code: 500,
    reason: 'InternalError',
    message: `Internal error occurred: ${reason}`,
    details: { causes: [{ message: reason }] },
  });
}

function sendStatus(response: ServerResponse, error: StatusError): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(error.code, {
    'content-type': 'application/json',
    ...(error.code === 413 ? { connection: 'close' } : {}),
  });
  response.end(`${JSON.stringify(error.status)}\n`);
}

function sendComplete(response: ServerResponse, answered: ApiResponse & { type: 'complete' }, headOnly: boolean): void {
  const { body } = answered;
  const content =
    typeof body === 'string' ? body : body instanceof Uint8Array ? Buffer.from(body) : `${JSON.stringify(body)}\n`;
  response.writeHead(answered.code, { ...answered.headers, 'content-length': Buffer.byteLength(content) });
  response.end(headOnly ? undefined : content);
}

/** Copies a stream of the cluster to a client until either side has had enough. */
function pipe<Item>(
  kernel: Kernel,
  response: ServerResponse,
  answered: { headers: Readonly<Record<string, string>>; close: () => void },
  items: Channel<Item>,
  asText: (item: Item) => string,
): void {
  response.writeHead(200, answered.headers);
  response.flushHeaders();
  const copying = kernel.spawn('http-stream', copy());
  response.on('close', () => {
    copying.cancel();
    answered.close();
  });

  function* copy(): Task {
    for (;;) {
      const item = yield* items.take();
      if (item === undefined) break;
      response.write(asText(item));
      if (response.writableLength > maxUnreadBytes) {
        response.destroy();
        return;
      }
    }
    response.end();
  }
}
