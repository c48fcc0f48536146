// npm run dev: the site while it is being written, with drafts, rebuilt on every change. PORT as in npm start.
import { astro } from './build.ts';
import { runTool } from './command-line.ts';
import { portFrom } from './serve.ts';

await runTool('dev', async () => {
  const port = portFrom(process.env);
  await astro(['dev', '--host', '127.0.0.1', '--port', String(port)], process.env);
  return 0;
});
