// npm start: build the site, then serve it on 127.0.0.1. PORT names another port than 4321.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.ts';
import { runTool } from './command-line.ts';
import { assertPortIsFree, portFrom, serve } from './serve.ts';

await runTool('start', async () => {
  const port = portFrom(process.env);
  const address = `http://127.0.0.1:${port}`;
  const folder = join(fileURLToPath(new URL('../..', import.meta.url)), 'dist');
  await assertPortIsFree(port);
  await build(folder, { ...process.env, PODLAB_SITE: process.env.PODLAB_SITE ?? address });
  const server = await serve(folder, port);
  console.log(`Podlab is at ${address}/ (stop it with Ctrl-C)`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      server.close();
      server.closeAllConnections();
    });
  }
  return 0; // The process lives for as long as the server does.
});
