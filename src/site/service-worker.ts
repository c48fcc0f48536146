// Makes the site work offline after the first visit. The build strips the types, puts the list of files in front, and
// writes the result to sw.js (see src/tools/offline.ts).
//
// Pages come from the network while there is one, so that nobody reads yesterday's text; everything else comes from the
// cache first. The cache holds each file under its address and a hash of its content: a new build fetches only what changed.

/** Every file that is kept, as `/path`, with the hash of its content. Files left out are kept once they are used. */
declare const files: Readonly<Record<string, string>>;

interface LifecycleEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface RequestEvent extends LifecycleEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Worker {
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  addEventListener(type: 'install' | 'activate', listener: (event: LifecycleEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: RequestEvent) => void): void;
}

const worker = globalThis as unknown as Worker;
const cacheName = 'podlab';
const atOnce = 6;
const patienceMs = 4000;

worker.addEventListener('install', (event) => event.waitUntil(fetchMissing()));
worker.addEventListener('activate', (event) => event.waitUntil(dropOld().then(() => worker.clients.claim())));
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== worker.location.origin) return;
  event.respondWith(request.mode === 'navigate' ? page(request) : file(request));
});

async function fetchMissing(): Promise<void> {
  const cache = await caches.open(cacheName);
  const present = new Set((await cache.keys()).map(({ url }) => url));
  const missing = Object.keys(files).filter((path) => !present.has(absolute(keyOf(path))));
  const next = async (): Promise<void> => {
    for (let path = missing.pop(); path !== undefined; path = missing.pop()) {
      const response = await fetch(path, { cache: 'no-cache' });
      if (!response.ok) throw new Error(`${path}: expected the file, found ${response.status}`);
      await cache.put(keyOf(path), response);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, next));
}

async function dropOld(): Promise<void> {
  const cache = await caches.open(cacheName);
  const wanted = new Set(Object.keys(files).map((path) => absolute(keyOf(path))));
  for (const request of await cache.keys()) {
    if (!wanted.has(request.url)) await cache.delete(request);
  }
}

/** A page: from the network, and when that fails or takes too long, from the cache. */
async function page(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  const { pathname } = new URL(request.url);
  const kept = () => cache.match(keyOf(pathname.endsWith('/') ? pathname : `${pathname}/`));
  try {
    return await fetch(request, { signal: AbortSignal.timeout(patienceMs) });
  } catch {
    const found = await kept();
    if (found !== undefined) return found;
    const notFound = await cache.match(keyOf('/404.html'));
    return notFound === undefined
      ? Response.error()
      : new Response(notFound.body, { status: 404, headers: notFound.headers });
  }
}

/** Anything else: from the cache, else from the network. What carries a hash in its name is then kept. */
async function file(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  const { pathname } = new URL(request.url);
  const found = await cache.match(keyOf(pathname));
  if (found !== undefined) return found;
  const response = await fetch(request);
  if (response.ok && pathname.startsWith('/_astro/')) await cache.put(keyOf(pathname), response.clone());
  return response;
}

function keyOf(path: string): string {
  return `${path}?${files[path] ?? 'used'}`;
}

function absolute(key: string): string {
  return new URL(key, worker.location.origin).href;
}
