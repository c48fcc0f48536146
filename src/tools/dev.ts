// npm run dev: the site while it is being written, with drafts, rebuilt on every change. PORT as in npm start.
import { astro } from './build.ts';
import { portFrom } from './serve.ts';
import { runTool } from './tool.ts';

await runTool(() => {
  const port = portFrom(process.env);
  return astro(['dev', '--host', '127.0.0.1', '--port', String(port)], process.env);
});
