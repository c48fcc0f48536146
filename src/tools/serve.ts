import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import sirv from 'sirv';
import { ToolError } from './command-line.ts';

export const defaultPort = 4321;

/** The port named by `PORT`, or 4321. */
export function portFrom(env: Readonly<Record<string, string | undefined>>): number {
  const given = env.PORT;
  if (given === undefined || given === '') return defaultPort;
  const port = /^\d{1,5}$/.test(given) ? Number(given) : Number.NaN;
  if (!(port >= 1 && port <= 65535)) {
    throw new ToolError(
      `PORT: expected a number from 1 to 65535, found ${JSON.stringify(given)}. Correct it or unset it.`,
    );
  }
  return port;
}

/** Serves a built site on 127.0.0.1 and resolves once it listens. Files under _astro carry a hash in their names and may
 *  be kept for ever; everything else is asked for again. What was compressed by the build is sent compressed. */
export async function serve(folder: string, port: number): Promise<Server> {
  if (!existsSync(join(folder, 'index.html'))) {
    throw new ToolError(`${folder}: expected a built site, found no index.html. Run npm run build first.`);
  }
  const notFound = readFileSync(join(folder, '404.html'));
  const files = sirv(folder, {
    etag: true,
    gzip: true,
    dotfiles: false,
    setHeaders(response, path) {
      const forEver = path.startsWith('/_astro/');
      response.setHeader('Cache-Control', forEver ? 'public, max-age=31536000, immutable' : 'no-cache');
      response.setHeader('X-Content-Type-Options', 'nosniff');
    },
  });
  const server = createServer((request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end();
      return;
    }
    files(request, response, () => {
      response.writeHead(404, {
        'Content-Type': 'text/html;charset=utf-8',
        'Content-Length': notFound.length,
        'Cache-Control': 'no-cache',
      });
      response.end(request.method === 'HEAD' ? undefined : notFound);
    });
  });
  await listen(server, port);
  return server;
}

/** Rejects when a port cannot be had, so that this is known before the site is built and not after. */
export async function assertPortIsFree(port: number): Promise<void> {
  const server = createServer();
  await listen(server, port);
  await new Promise((closed) => server.close(closed));
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, port)));
    server.listen(port, '127.0.0.1', resolve);
  });
}

function listenError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new ToolError(
      `port ${port} on 127.0.0.1 is taken. Stop what uses it, or choose another: PORT=${port + 1} npm start`,
    );
  }
  if (error.code === 'EACCES') {
    return new ToolError(
      `port ${port} may not be used by this user. Choose one above 1023: PORT=${defaultPort} npm start`,
    );
  }
  return error;
}
