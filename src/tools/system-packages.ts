import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const chromiumPath = '/usr/bin/chromium';

/** What the browser tests need from the system, and how Debian calls it. */
const needs = [
  { package: 'chromium', what: 'a Chromium at /usr/bin/chromium', isThere: () => existsSync(chromiumPath) },
  { package: 'fonts-noto-cjk', what: 'a font with Chinese characters', isThere: hasChineseFont },
];

/** Installs Debian's packages for the browser tests when they are missing and that is allowed. Returns undefined when
 *  all is there, else one line that says what to install. */
export function installBrowserPackages(): string | undefined {
  const missing = needs.filter((need) => !need.isThere());
  if (missing.length === 0) return undefined;
  const packages = missing.map((need) => need.package);
  if (process.platform === 'linux' && process.getuid?.() === 0 && hasCommand('apt-get')) {
    console.error(`podlab: the browser tests need ${missing.map((need) => need.what).join(' and ')}`);
    console.error(`podlab: installing Debian's ${packages.join(' and ')}, once …`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 2], env });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
      stdio: ['ignore', 'ignore', 2],
      env,
    });
  }
  const still = needs.filter((need) => !need.isThere());
  if (still.length === 0) return undefined;
  const list = still.map((need) => `${need.what} (Debian: ${need.package})`).join(' and ');
  return `the browser tests need ${list}: apt-get install ${still.map((need) => need.package).join(' ')}`;
}

function hasChineseFont(): boolean {
  const { status, stdout } = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' });
  return status === 0 && stdout.trim() !== '';
}

function hasCommand(name: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;
}
