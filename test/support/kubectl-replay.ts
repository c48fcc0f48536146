import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Cluster, createCluster } from 'kind-wasm-shim/cluster/cluster.ts';
import { bashLibrary } from 'kind-wasm-shim/hosts/bash-library.ts';
import { driveTo } from 'kind-wasm-shim/hosts/drive.ts';
import { runScript } from 'kind-wasm-shim/hosts/run-script.ts';
import { Kernel } from 'kind-wasm-shim/kernel/kernel.ts';
import { createWorkstation } from 'kind-wasm-shim/shell/commands/kubectl/workstation.ts';
import type { Machine } from 'kind-wasm-shim/shell/machine.ts';
import { parse } from 'yaml';
import { Masking } from './masking.ts';

/** One recorded command and what it printed. */
export interface RecordedStep {
  readonly group: string;
  readonly step: number;
  readonly namespace: string;
  readonly cmd: string;
  readonly files: Readonly<Record<string, string>>;
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly stdin?: string;
  readonly until?: string;
  readonly sleep?: number;
  readonly unordered?: boolean;
}

/** Both sides of a step, made comparable. */
export interface ReplayedStep {
  readonly name: string;
  readonly cmd: string;
  readonly expected: Printed;
  readonly found: Printed;
}

interface Printed {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The recorded groups, each with its steps in order. */
export function recordedGroups(): Map<string, RecordedStep[]> {
  const file = fileURLToPath(new URL('../golden/apiserver/cli/server-1.32.kubectl-1.32.masked.jsonl', import.meta.url));
  const groups = new Map<string, RecordedStep[]>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '') continue;
    const step = JSON.parse(line) as RecordedStep;
    groups.set(step.group, [...(groups.get(step.group) ?? []), step]);
  }
  return groups;
}

/** Runs a group's commands in our shell on a cluster like the recorded one. */
export async function replayGroup(steps: readonly RecordedStep[]): Promise<ReplayedStep[]> {
  const world = await World.start(steps[0]?.namespace ?? 'default');
  const masking = new Masking();
  const replayed: ReplayedStep[] = [];
  for (const step of steps) {
    const found = await world.perform(step);
    replayed.push({
      name: `${step.group}#${step.step}`,
      cmd: step.cmd,
      expected: comparable(step, step),
      found: comparable(step, {
        exit: found.exit,
        stdout: masking.text(found.stdout),
        stderr: masking.text(found.stderr),
      }),
    });
  }
  return replayed;
}

const nodeName = 'node1';
const address = 'https://10.99.0.1:6443';
const busybox = 'docker.io/library/busybox:1.35';

/** The recorded cluster: one node, no system pods. */
class World {
  private readonly kernel: Kernel;
  private readonly cluster: Cluster;
  private readonly machine: Machine;

  private constructor(kernel: Kernel, cluster: Cluster, machine: Machine) {
    this.kernel = kernel;
    this.cluster = cluster;
    this.machine = machine;
  }

  static async start(namespace: string): Promise<World> {
    const kernel = new Kernel({ scenario: `kubectl/${namespace}`, seed: 1 });
    const cluster = createCluster(kernel, {
      kubernetesVersion: 'v1.32.13-ocp.63adf010aa20',
      nodes: [{ name: nodeName, role: 'worker', capacity: { cpu: '2' }, images: [busybox] }],
      objects: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }],
    });
    const machine = createWorkstation(kernel, { clusterName: 'c', server: cluster.server, address });
    machine.files.writeText('/root/.kube/config', kubeconfig(namespace));
    machine.files.makeDirectory('/workdir');
    await driveTo(kernel, 60_000, bashLibrary);
    return new World(kernel, cluster, machine);
  }

  async perform(step: RecordedStep): Promise<Printed> {
    for (const [name, text] of Object.entries(step.files)) this.machine.files.writeText(`/workdir/${name}`, text);
    await driveTo(this.kernel, this.kernel.nowMs + (step.sleep ?? 0.4) * 1000, bashLibrary);
    if (step.cmd.startsWith('install-static') || step.cmd.startsWith('remove-static'))
      return this.changeStaticPods(step);
    const until = step.until === undefined ? undefined : new RegExp(step.until);
    const deadline = this.kernel.nowMs + 25_000;
    for (;;) {
      const result = await runScript(this.kernel, this.machine, {
        args: ['-c', step.cmd],
        cwd: '/workdir',
        stdin: step.stdin ?? '',
        timeoutMs: 120_000,
      });
      const printed = { exit: result.exitCode, stdout: result.stdout, stderr: result.stderr };
      if (!until || until.test(printed.stdout + printed.stderr) || this.kernel.nowMs > deadline) return printed;
      await driveTo(this.kernel, this.kernel.nowMs + 300, bashLibrary);
    }
  }

  private changeStaticPods(step: RecordedStep): Printed {
    const name = step.cmd.split(' ')[1] ?? '';
    const { kubelet } = this.cluster.nodes.get(nodeName) ?? {};
    try {
      if (step.cmd.startsWith('install'))
        kubelet?.addStaticPod(name, parse(this.machine.files.readText(`/workdir/${name}`)));
      else kubelet?.removeStaticPod(name);
      return { exit: 0, stdout: '', stderr: '' };
    } catch (error) {
      return { exit: 1, stdout: '', stderr: String(error) };
    }
  }
}

function kubeconfig(namespace: string): string {
  return `apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {insecure-skip-tls-verify: true, server: "${address}"}}]
contexts: [{name: c, context: {cluster: c, namespace: ${namespace}, user: u}}]
users: [{name: u, user: {token: secret}}]
current-context: c
`;
}

/** Takes away what is volatile even after masking; test/golden/apiserver/cli/README.md says what that is. */
function comparable(step: RecordedStep, { exit, stdout, stderr }: Printed): Printed {
  return { exit, stdout: settled(step, withoutOpenShift(stdout)), stderr: settled(step, stderr) };
}

/** What only the recorded server's branch of Kubernetes adds. */
function withoutOpenShift(text: string): string {
  return text
    .replace(/^.*ConfigMapName: {2}openshift-service-ca\.crt\n.*\n/gm, '')
    .replace(/^configmap\/openshift-service-ca\.crt.*\n/gm, '')
    .replace(
      / {6}- configMap:\n {10}items:\n {10}- key: service-ca\.crt\n {12}path: service-ca\.crt\n {10}name: openshift-service-ca\.crt\n/g,
      '',
    )
    .replace(
      /,\n {24}\{\n {28}"configMap": \{\n {32}"items": \[\n {36}\{\n {40}"key": "service-ca\.crt",\n {40}"path": "service-ca\.crt"\n {36}\}\n {32}\],\n {32}"name": "openshift-service-ca\.crt"\n {28}\}\n {24}\}/g,
      '',
    );
}

function settled(step: RecordedStep, text: string): string {
  if (/kubectl rollout status/.test(step.cmd)) return text.split('\n').slice(-2).join('\n');
  if (/kubectl logs/.test(step.cmd)) return text.split('\n').sort().join('\n');
  if (/version/.test(step.cmd))
    return text.replace(/("?(?:gitCommit|gitTreeState|goVersion)"?: )[^\n,]*/g, '$1<version>');
  let out = text.replaceAll('<age> (x<n> over <age>)', '<age>');
  // Rows whose names are random come in a random order.
  out = out.replace(/(?:^.*<hash>.*\n)+/gm, (rows) =>
    /kubectl get/.test(step.cmd) ? `${rows.trimEnd().split('\n').sort().join('\n')}\n` : rows,
  );
  out = out.replace(/(Events:\n.*\n.*\n)((?: {2}.*\n?)+)/g, (_, head: string, rows: string) => head + sortedRows(rows));
  if (/kubectl (get )?events/.test(step.cmd) && !/-o (yaml|json)/.test(step.cmd)) {
    const [head = '', ...rows] = out.split('\n');
    out = `${head}\n${sortedRows(rows.join('\n'))}`;
  }
  return out;
}

function sortedRows(rows: string): string {
  const kept = rows
    .split('\n')
    .filter((row) => row !== '' && !/failed to sync configmap cache|\(combined from similar events\)/.test(row));
  return `${[...new Set(kept)].sort().join('\n')}\n`;
}
