import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assertPortIsFree, portFrom, serve } from '../../src/tools/serve.ts';

const folder = mkdtempSync(join(tmpdir(), 'podlab-serve-'));
const files: Record<string, string> = {
  'site/index.html': '<h1>home</h1>',
  'site/404.html': '<h1>nothing</h1>',
  'site/zh/rss.xml': '<rss/>',
  'site/_astro/engine.abc123.wasm': 'wasm',
  'site/_astro/page.abc123.js': 'script',
  'site/.env': 'secret',
  'secret.txt': 'secret',
};
let server: Server;
let port: number;

beforeAll(async () => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  writeFileSync(join(folder, 'site/_astro/page.abc123.js.gz'), gzipSync('script'));
  server = await serve(join(folder, 'site'), 0);
  port = (server.address() as AddressInfo).port;
});

afterAll(async () => {
  await new Promise((closed) => server.close(closed));
  rmSync(folder, { recursive: true });
});

interface Answer {
  status: number | undefined;
  type: string | undefined;
  cache: string | undefined;
  encoding: string | undefined;
  body: Buffer;
}

/** A request whose path is sent exactly as given: fetch would tidy it up first. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          type: response.headers['content-type'],
          cache: response.headers['cache-control'],
          encoding: response.headers['content-encoding'],
          body: Buffer.concat(chunks),
        }),
      );
    });
    sent.on('error', reject).end();
  });
}

test('files are sent as what they are', async () => {
  expect(await ask('/')).toMatchObject({ status: 200, type: 'text/html;charset=utf-8', cache: 'no-cache' });
  expect((await ask('/zh/rss.xml')).type).toMatch(/xml/);
  expect((await ask('/_astro/engine.abc123.wasm')).type).toBe('application/wasm');
});

test('files with a hash in their name may be kept for ever', async () => {
  expect((await ask('/_astro/page.abc123.js')).cache).toBe('public, max-age=31536000, immutable');
});

test('what the build compressed is sent compressed to who understands it', async () => {
  const packed = await ask('/_astro/page.abc123.js', { 'Accept-Encoding': 'gzip' });
  expect(packed.encoding).toBe('gzip');
  expect(gunzipSync(packed.body).toString()).toBe('script');
  const plain = await ask('/_astro/page.abc123.js', { 'Accept-Encoding': 'identity' });
  expect([plain.encoding, plain.body.toString()]).toEqual([undefined, 'script']);
});

test('an address without a file answers 404 with the page for it', async () => {
  const answer = await ask('/nothing/');
  expect([answer.status, answer.type, answer.body.toString()]).toEqual([
    404,
    'text/html;charset=utf-8',
    '<h1>nothing</h1>',
  ]);
});

test('nothing outside the folder, and no hidden file, is ever sent', async () => {
  const paths = [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/zh/..%5c..%5csecret.txt',
    '//../secret.txt',
    '/.env',
    '/%',
    '/%00',
  ];
  for (const path of paths) {
    const answer = await ask(path);
    expect([path, answer.status]).toEqual([path, 404]);
    expect(answer.body.toString()).not.toContain('secret');
  }
});

test('only reading is allowed', async () => {
  expect((await ask('/', {}, 'POST')).status).toBe(405);
  expect(await ask('/', {}, 'HEAD')).toMatchObject({ status: 200, body: Buffer.alloc(0) });
});

describe('a port', () => {
  test('is 4321 unless PORT says otherwise', () => {
    expect(portFrom({})).toBe(4321);
    expect(portFrom({ PORT: '8080' })).toBe(8080);
  });

  test.each(['abc', '0', '65536', '80.5', '-1', '1e3', ' 80'])('%j is refused', (PORT) => {
    expect(() => portFrom({ PORT })).toThrow(`PORT: expected a number from 1 to 65535, found ${JSON.stringify(PORT)}`);
  });

  test('that is taken is named, with what to do', async () => {
    const other = createServer();
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
    const { port: taken } = other.address() as AddressInfo;
    await expect(assertPortIsFree(taken)).rejects.toThrow(
      `port ${taken} on 127.0.0.1 is taken. Stop what uses it, or choose another: PORT=${taken + 1} npm start`,
    );
    await new Promise((closed) => other.close(closed));
  });
});

test('a folder without a built site is refused', async () => {
  await expect(serve(folder, 0)).rejects.toThrow(
    'expected a built site, found no index.html. Run npm run build first.',
  );
});
