import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fetchKubectl, type KubectlVersion } from '../../src/tools/kubectl.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = join(root, 'src/kind-wasm-shim/hosts/node/kind.ts');

export interface Answer {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface PlainAnswer {
  readonly status: number;
  readonly text: string;
}

/** A simulated cluster behind HTTP, in a folder and with a registry of its own, and the real kubectl in front of it. */
export class ShimCluster {
  readonly name: string;
  readonly folder = mkdtempSync(join(tmpdir(), 'shim-'));
  readonly kubeconfig = join(this.folder, 'kubeconfig');
  private readonly kubectlPath: string;

  constructor(name: string, version: KubectlVersion = '1.32') {
    this.name = name;
    this.kubectlPath = fetchKubectl(version);
  }

  private get env(): NodeJS.ProcessEnv {
    const { PATH } = process.env;
    return {
      PATH,
      HOME: this.folder,
      KIND_WASM_SHIM_HOME: join(this.folder, 'clusters'),
      KUBECONFIG: this.kubeconfig,
      TZ: 'UTC',
    };
  }

  /** Runs a command of the shim's command line. */
  kind(...args: string[]): Answer {
    return this.run(process.execPath, ['--disable-warning=ExperimentalWarning', cli, ...args], '');
  }

  /** Runs the real kubectl with these words as its arguments. */
  kubectl(args: string | readonly string[], input = ''): Answer {
    return this.run(this.kubectlPath, typeof args === 'string' ? args.split(' ') : args, input);
  }

  /** Starts the real kubectl and returns what it has printed when it is stopped. */
  watch(args: string): { stop: () => Promise<string> } {
    const child = spawn(this.kubectlPath, args.split(' '), { env: this.env, cwd: this.folder });
    let printed = '';
    child.stdout.on('data', (chunk) => {
      printed += chunk;
    });
    return {
      stop: () =>
        new Promise((resolve) => {
          child.once('close', () => resolve(printed));
          child.kill('SIGINT');
        }),
    };
  }

  /** Sends a plain request, with the administrator's token unless another, or none (null), is given. */
  request(path: string, options: { method?: string; token?: string | null; body?: string } = {}): Promise<PlainAnswer> {
    const { clusters, users } = JSON.parse(this.kubectl('config view --raw -o json').stdout);
    const { server, 'certificate-authority-data': authority } = clusters[0].cluster;
    const token = options.token === undefined ? users[0].user.token : options.token;
    const headers = {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    };
    const { method = 'GET', body } = options;
    return new Promise((resolve, reject) => {
      const url = new URL(server);
      const { hostname, port } = url;
      const request = httpsRequest(
        { hostname, port, path, method, headers, ca: Buffer.from(authority, 'base64') },
        async (response) => {
          let text = '';
          for await (const chunk of response) text += chunk;
          resolve({ status: response.statusCode ?? 0, text });
        },
      );
      request.once('error', reject);
      request.end(body);
    });
  }

  /** Writes a file into the cluster's folder and returns its path. */
  write(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  delete(): void {
    this.kind('delete', 'cluster', '--name', this.name, '--kubeconfig', this.kubeconfig);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private run(program: string, args: readonly string[], input: string): Answer {
    const { status, stdout, stderr, error } = spawnSync(program, args, {
      env: this.env,
      cwd: this.folder,
      encoding: 'utf8',
      input,
      timeout: 60_000,
    });
    if (error) throw error;
    return { exit: status ?? 1, stdout, stderr };
  }
}
