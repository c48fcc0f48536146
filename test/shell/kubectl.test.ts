import { createCluster } from 'kind-wasm-shim/cluster/cluster.ts';
import { bashLibrary } from 'kind-wasm-shim/hosts/bash-library.ts';
import { driveTo } from 'kind-wasm-shim/hosts/drive.ts';
import { runScript } from 'kind-wasm-shim/hosts/run-script.ts';
import { Kernel } from 'kind-wasm-shim/kernel/kernel.ts';
import { createWorkstation } from 'kind-wasm-shim/shell/commands/kubectl/workstation.ts';
import { describe, expect, test } from 'vitest';

/** A cluster of two nodes and a workstation in front of it; `run` gives a command's status, output and time. */
async function world(files: Readonly<Record<string, string>> = {}) {
  const kernel = new Kernel({ scenario: 'kubectl', seed: 1 });
  const nodes = ['a', 'b'].map((name) => ({ name, images: 'all' as const }));
  const cluster = createCluster(kernel, { nodes });
  const inRoot = Object.entries(files).map(([name, text]) => [`/root/${name}`, text]);
  const machine = createWorkstation(kernel, {
    clusterName: 'kind',
    server: cluster.server,
    files: Object.fromEntries(inRoot),
  });
  await driveTo(kernel, 30_000, bashLibrary);
  const run = async (text: string) => {
    const { exitCode, stdout, stderr, startedMs, endedMs } = await runScript(kernel, machine, {
      args: ['-c', text],
      cwd: '/root',
    });
    return { exit: exitCode, stdout, stderr, seconds: Math.round((endedMs - startedMs) / 1000) };
  };
  return { run, kernel };
}

const pod = (name: string, more = '') => `apiVersion: v1
kind: Pod
metadata: {name: ${name}, labels: {app: ${name}}}
spec:
  terminationGracePeriodSeconds: 3
  containers: [{name: main, image: registry.k8s.io/pause:3.10}]
${more}`;

describe('words that kubectl does not know', () => {
  test.each([
    ['kubectl gt pods', 'error: unknown command "gt" for "kubectl"\n\nDid you mean this?\n\tset\n\tget\n\tcp\n'],
    ['kubectl create nope', "error: Unexpected args: [nope]\nSee 'kubectl create -h' for help and examples\n"],
    ['kubectl create', 'error: must specify one of -f and -k\n'],
    ['kubectl cordon', "error: USAGE: cordon NODE [flags]\nSee 'kubectl cordon -h' for help and examples\n"],
    ['kubectl label cm x', 'error: at least one label update is required\n'],
    ['kubectl wait pod/x', 'error: unrecognized condition: ""\n'],
    ['kubectl create job x', 'error: either --image or --from must be specified\n'],
    [
      'kubectl create ns',
      "error: exactly one NAME is required, got 0\nSee 'kubectl create namespace -h' for help and examples\n",
    ],
    ['kubectl rollout nope', 'error: unknown command "nope"\nSee \'kubectl rollout -h\' for help and examples\n'],
    ['kubectl get pods -q', "error: unknown shorthand flag: 'q' in -q\nSee 'kubectl get --help' for usage.\n"],
    ['kubectl get pods -n', "error: flag needs an argument: 'n' in -n\nSee 'kubectl get --help' for usage.\n"],
    [
      'kubectl scale deploy x --replicas=many',
      'error: invalid argument "many" for "--replicas" flag: strconv.ParseInt: parsing "many": invalid syntax\nSee \'kubectl scale --help\' for usage.\n',
    ],
    [
      'kubectl wait pod/x --for=condition=Ready --timeout=30',
      'error: invalid argument "30" for "--timeout" flag: time: missing unit in duration "30"\nSee \'kubectl wait --help\' for usage.\n',
    ],
    [
      'kubectl get pod/a b',
      "error: there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'\n",
    ],
  ])('%s', async (command, stderr) => {
    const { run } = await world();
    expect(await run(command)).toMatchObject({ exit: 1, stdout: '', stderr });
  });

  test('what the real kubectl can do and this one cannot is said so, whatever its flags', async () => {
    const { run } = await world();
    const { exit, stderr } = await run('kubectl exec -it web -- sh');
    expect(exit).toBe(1);
    expect(stderr).toMatch(/^error: kubectl exec is not available here: .*kubectl logs/);
  });
});

describe('where kubectl connects to', () => {
  test('without a kubeconfig there is nobody at localhost', async () => {
    const { run } = await world();
    expect(await run('rm .kube/config; kubectl get pods')).toMatchObject({
      exit: 1,
      stderr: 'The connection to the server localhost:8080 was refused - did you specify the right host or port?\n',
    });
  });

  test('a context that the kubeconfig has not', async () => {
    const { run } = await world();
    expect((await run('kubectl --context other get pods')).stderr).toBe(
      'Error in configuration: context was not found for specified context: other\n',
    );
    expect((await run('kubectl config get-contexts')).stdout).toBe(
      'CURRENT   NAME        CLUSTER     AUTHINFO    NAMESPACE\n*         kind-kind   kind-kind   kind-kind   \n',
    );
  });
});

describe('waiting takes virtual time', () => {
  test('a delete waits until the pod is gone, and --wait=false does not', async () => {
    const slow = pod('slow').replace('image: registry.k8s.io/pause:3.10', 'image: busybox, command: [sleep, "3600"]');
    const { run } = await world({ 'slow.yaml': slow });
    await run('kubectl apply -f slow.yaml && kubectl wait --for=condition=Ready pod/slow');
    expect((await run('kubectl delete pod slow --wait=false')).seconds).toBe(0);
    expect((await run('kubectl get pod slow --no-headers')).stdout).toMatch(/^slow +1\/1 +Terminating/);
    // Two seconds of grace, and up to three relists that the pod's worker waits for.
    const { seconds } = await run('kubectl wait --for=delete pod/slow');
    expect(seconds).toBeGreaterThanOrEqual(2);
    expect(seconds).toBeLessThanOrEqual(6);
  });

  test('a wait that is not met says which object kept it waiting', async () => {
    const { run } = await world({ 'pod.yaml': pod('lost', '  nodeSelector: {disk: none}') });
    await run('kubectl apply -f pod.yaml');
    expect(await run('kubectl wait --for=condition=Ready pod/lost --timeout=7s')).toEqual({
      exit: 1,
      stdout: '',
      stderr: 'error: timed out waiting for the condition on pods/lost\n',
      seconds: 7,
    });
  });

  test('a wait for a value of a field', async () => {
    const { run } = await world({ 'pod.yaml': pod('web') });
    const { stdout, exit } = await run(
      "kubectl apply -f pod.yaml && kubectl wait --for=jsonpath='{.status.phase}'=Running pod/web",
    );
    expect({ stdout, exit }).toEqual({ exit: 0, stdout: 'pod/web created\npod/web condition met\n' });
  });

  test('a watch prints each change below the header and ends when its reader does', async () => {
    const { run } = await world({ 'pod.yaml': pod('web') });
    const { stdout } = await run(
      'kubectl get pods -w | head -n 4 & sleep 1; kubectl apply -f pod.yaml >/dev/null; wait',
    );
    const [header, ...rows] = stdout.trimEnd().split('\n');
    expect(header).toMatch(/^NAME +READY +STATUS +RESTARTS +AGE$/);
    expect(rows.map((row) => row.split(/ +/).slice(0, 3))).toEqual([
      ['web', '0/1', 'Pending'],
      ['web', '0/1', 'Pending'],
      ['web', '0/1', 'ContainerCreating'],
    ]);
  });

  test('timeout ends a watch', async () => {
    const { run } = await world();
    expect(await run('timeout 5 kubectl get pods -w')).toMatchObject({ exit: 124, seconds: 5 });
  });
});

describe('manifests', () => {
  test('from stdin, several documents and a List', async () => {
    const { run } = await world();
    const { stdout } = await run(`kubectl apply -f - <<'EOF'
apiVersion: v1
kind: ConfigMap
metadata: {name: one}
---
# nothing here
---
apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: ConfigMap, metadata: {name: two}}
- {apiVersion: v1, kind: ConfigMap, metadata: {name: three}}
EOF`);
    expect(stdout).toBe('configmap/one created\nconfigmap/two created\nconfigmap/three created\n');
  });

  test('the good documents of a file are applied, and the bad one is told', async () => {
    const { run } = await world({
      'two.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n---\napiVersion: x/v1\nkind: Widget\nmetadata: {name: w}\n',
    });
    expect(await run('kubectl apply -f two.yaml')).toMatchObject({
      exit: 1,
      stdout: 'configmap/one created\n',
      stderr:
        'error: resource mapping not found for name: "w" namespace: "" from "two.yaml": no matches for kind "Widget" in version "x/v1"\nensure CRDs are installed first\n',
    });
  });

  test('a namespace in the manifest and another one on the command line', async () => {
    const { run } = await world({
      'cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: default}\n',
    });
    expect((await run('kubectl -n kube-system apply -f cm.yaml')).stderr).toContain(
      `the namespace from the provided object "default" does not match the namespace "kube-system". You must pass '--namespace=default' to perform this operation.`,
    );
  });

  test('a directory, an address, a file that is not there', async () => {
    const { run } = await world({
      'dir/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
      'dir/notes.txt': 'x',
    });
    expect((await run('kubectl apply -f dir')).stdout).toBe('configmap/a created\n');
    expect((await run('kubectl apply -f https://example.com/x.yaml')).stderr).toContain('this machine has no network');
    expect((await run('kubectl apply -f nope.yaml')).stderr).toBe('error: the path "nope.yaml" does not exist\n');
  });
});

test('a drain moves the pods of a Deployment away, and passes over those of a DaemonSet', async () => {
  const { run } = await world();
  await run(
    'kubectl create deployment web --image=registry.k8s.io/pause:3.10 --replicas=4 && kubectl rollout status deployment/web',
  );
  const { stdout, exit } = await run('kubectl drain a');
  expect(exit).toBe(0);
  const lines = stdout.trimEnd().split('\n');
  expect(lines[0]).toBe('node/a cordoned');
  expect(lines.at(-1)).toBe('node/a drained');
  expect(lines.filter((line) => line.startsWith('evicting pod default/web-'))).toHaveLength(2);
  await run('kubectl rollout status deployment/web');
  expect((await run("kubectl get pods -o jsonpath='{.items[*].spec.nodeName}'")).stdout).toBe('b b b b');
});

test('a bare pod keeps a drain from beginning', async () => {
  const { run } = await world({ 'pod.yaml': pod('bare') });
  await run('kubectl cordon b && kubectl apply -f pod.yaml && kubectl wait --for=condition=Ready pod/bare');
  const { exit, stderr } = await run('kubectl drain a');
  expect(exit).toBe(1);
  expect(
    stderr,
  ).toBe(`error: unable to drain node "a" due to error: cannot delete Pods that declare no controller (use --force to override): default/bare, continuing command...
There are pending nodes to be drained:
 a
error: cannot delete Pods that declare no controller (use --force to override): default/bare
`);
});
