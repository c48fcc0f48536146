import { type Cluster, createCluster } from 'kind-wasm-shim/cluster/cluster.ts';
import { parseClusterConfig } from 'kind-wasm-shim/cluster/cluster-config.ts';
import { runScript } from 'kind-wasm-shim/hosts/run-script.ts';
import { Kernel } from 'kind-wasm-shim/kernel/kernel.ts';
import { createWorkstation } from 'kind-wasm-shim/shell/commands/kubectl/workstation.ts';
import type { Machine } from 'kind-wasm-shim/shell/machine.ts';
import type { Lab } from './lab-files.ts';

/** What a script has printed, both streams as they came, and how it ended. */
export interface ScriptOutcome {
  readonly status: number;
  readonly output: string;
}

const bootMs = 60_000;
const scriptMs = 10 * 60_000;

/** A lab's cluster as the page has it, and the reader's machine in front of it, without a browser. */
export class PageCluster {
  readonly kernel: Kernel;
  readonly cluster: Cluster;
  private readonly machine: Machine;
  private readonly lab: Lab;

  constructor(lab: Lab, seed: number) {
    this.lab = lab;
    this.kernel = new Kernel({ scenario: `labs/${lab.slug}`, seed });
    const name = lab.clusterName;
    this.cluster = createCluster(this.kernel, { ...parseClusterConfig(lab.clusterConfig), name });
    if (this.kernel.runUntilQuiet(bootMs) !== 'quiet')
      throw new Error(`the cluster did not come to rest in ${bootMs} ms`);
    const files = Object.entries(lab.files).map(([path, text]) => [`/root/${path}`, text]);
    this.machine = createWorkstation(this.kernel, {
      clusterName: name,
      server: this.cluster.server,
      files: Object.fromEntries(files),
    });
  }

  /** Runs one of the lab's scripts where its files are. */
  async run(kind: 'steps' | 'checks' | 'wrong', name: string): Promise<ScriptOutcome> {
    let output = '';
    const { exitCode } = await runScript(this.kernel, this.machine, {
      args: [`${kind}/${name}.sh`],
      cwd: `/root/${this.lab.slug}`,
      timeoutMs: scriptMs,
      output: (_, text) => {
        output += text;
      },
    });
    return { status: exitCode, output: output.trimEnd() };
  }
}
