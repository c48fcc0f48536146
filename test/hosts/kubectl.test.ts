import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kubectlUnavailable } from '../../src/tools/kubectl.ts';
import { ShimCluster } from '../support/shim-cluster.ts';

const config = `kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
nodes:
- role: control-plane
- role: worker
- role: worker
`;

// The real kubectl is a binary for Linux on x86-64; elsewhere there is nothing to compare with.
describe.skipIf(kubectlUnavailable() !== undefined)('the real kubectl', () => {
  let cluster: ShimCluster;

  beforeAll(() => {
    cluster = new ShimCluster('kubectl-test');
    const created = cluster.kind(
      'create',
      'cluster',
      '--name',
      cluster.name,
      '--config',
      cluster.write('kind.yaml', config),
    );
    expect(created).toMatchObject({ exit: 0, stdout: '' });
    expect(created.stderr).toContain('Set kubectl context to "kind-kubectl-test"');
  });
  afterAll(() => cluster?.delete());

  test('asks for the version and is told one', () => {
    const { stdout } = cluster.kubectl('version');
    expect(stdout).toMatch(/^Client Version: v1\.32\.3\nKustomize Version: .*\nServer Version: v1\.32\.\d+\n$/);
  });

  test('finds the nodes ready, under the names that kind gives them', () => {
    const lines = cluster.kubectl('get nodes --no-headers').stdout.trim().split('\n');
    expect(lines.map((line) => line.split(/\s+/).slice(0, 3))).toEqual([
      ['kubectl-test-control-plane', 'Ready', 'control-plane'],
      ['kubectl-test-worker', 'Ready', '<none>'],
      ['kubectl-test-worker2', 'Ready', '<none>'],
    ]);
  });

  test('creates a deployment, waits for it, scales it, and sees each pod come and go in a watch', async () => {
    const watch = cluster.watch('get pods -w --no-headers -l app=web');
    expect(cluster.kubectl('create deployment web --image=registry.k8s.io/pause:3.9 --replicas=2').stdout).toBe(
      'deployment.apps/web created\n',
    );
    expect(cluster.kubectl('rollout status deployment/web --timeout=40s').stdout).toMatch(
      /deployment "web" successfully rolled out\n$/,
    );
    expect(cluster.kubectl('scale deployment/web --replicas=3').stdout).toBe('deployment.apps/web scaled\n');
    expect(cluster.kubectl('wait --for=jsonpath={.status.readyReplicas}=3 deployment/web --timeout=40s').stdout).toBe(
      'deployment.apps/web condition met\n',
    );
    const printed = await watch.stop();
    const seen = new Set(
      printed
        .split('\n')
        .map((line) => line.split(/\s+/)[0])
        .filter(Boolean),
    );
    expect(seen.size).toBe(3);
    expect(printed).toMatch(/Pending[\s\S]*ContainerCreating[\s\S]*Running/);
  });

  test('prints tables, wide tables, names, YAML, JSON, and what a template asks for', () => {
    expect(cluster.kubectl('get deployment web').stdout).toMatch(
      /^NAME +READY +UP-TO-DATE +AVAILABLE +AGE\nweb +3\/3 +3 +3 +\d+s\n$/,
    );
    expect(cluster.kubectl('get pods -o wide -l app=web').stdout).toMatch(
      /^NAME +READY +STATUS +RESTARTS +AGE +IP +NODE +NOMINATED NODE +READINESS GATES\n(web-[a-z0-9]+-[a-z0-9]{5} +1\/1 +Running +0 +\d+s +10\.[\d.]+ +kubectl-test-worker2? +<none> +<none>\n){3}$/,
    );
    expect(cluster.kubectl('get deployment web -o name').stdout).toBe('deployment.apps/web\n');
    expect(cluster.kubectl('get deployment web -o yaml').stdout).toMatch(
      /^apiVersion: apps\/v1\nkind: Deployment\nmetadata:\n/,
    );
    expect(JSON.parse(cluster.kubectl('get pods -l app=web -o json').stdout).items).toHaveLength(3);
    expect(cluster.kubectl(['get', 'deployment', 'web', '-o', 'jsonpath={.spec.replicas}']).stdout).toBe('3');
  });

  test('describes a pod with its events', () => {
    const pod = cluster.kubectl('get pods -l app=web -o name').stdout.split('\n')[0] ?? '';
    const { stdout } = cluster.kubectl(['describe', pod]);
    expect(stdout).toMatch(/^Name: +web-/);
    expect(stdout).toMatch(/Controlled By: +ReplicaSet\/web-/);
    expect(stdout).toMatch(/Normal +Scheduled +\S+ +default-scheduler +Successfully assigned default\/web-/);
    expect(stdout).toMatch(/Normal +Started +\S+ +kubelet +Started container pause/);
  });

  test('applies a manifest, applies it again changed and unchanged, and refuses one with a field that does not exist', () => {
    const manifest = (value: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  level: "${value}"\n`;
    expect(cluster.kubectl('apply -f -', manifest('1')).stdout).toBe('configmap/settings created\n');
    expect(cluster.kubectl('apply -f -', manifest('2')).stdout).toBe('configmap/settings configured\n');
    expect(cluster.kubectl('apply -f -', manifest('2')).stdout).toBe('configmap/settings unchanged\n');
    expect(cluster.kubectl(['get', 'cm', 'settings', '-o', 'jsonpath={.data.level}']).stdout).toBe('2');
  });

  test('lists events in the order they were last seen', () => {
    const { stdout } = cluster.kubectl('get events --sort-by=.lastTimestamp');
    expect(stdout).toMatch(/^LAST SEEN +TYPE +REASON +OBJECT +MESSAGE\n/);
    expect(stdout).toMatch(/ScalingReplicaSet +deployment\/web +Scaled up replica set web-\S+ from 0 to 2/);
  });

  test('is told when something does not exist, and when something already does', () => {
    expect(cluster.kubectl('get pod nobody')).toEqual({
      exit: 1,
      stdout: '',
      stderr: 'Error from server (NotFound): pods "nobody" not found\n',
    });
    expect(cluster.kubectl('create deployment web --image=x').stderr).toBe(
      'error: failed to create deployment: deployments.apps "web" already exists\n',
    );
    expect(cluster.kubectl('get unicorns').stderr).toBe('error: the server doesn\'t have a resource type "unicorns"\n');
  });

  test('deletes a deployment, and its pods go with it', () => {
    expect(cluster.kubectl('delete deployment web').stdout).toBe('deployment.apps "web" deleted\n');
    expect(cluster.kubectl('wait --for=delete pod -l app=web --timeout=60s').exit).toBe(0);
    expect(cluster.kubectl('get pods').stderr).toBe('No resources found in default namespace.\n');
  });

  test('cannot be had without the token, nor with a wrong one', async () => {
    const anonymous = await cluster.request('/api/v1/pods', { token: null });
    expect([anonymous.status, JSON.parse(anonymous.text).reason]).toEqual([403, 'Forbidden']);
    const wrong = await cluster.request('/api/v1/pods', { token: 'guess' });
    expect([wrong.status, JSON.parse(wrong.text).message]).toEqual([401, 'Unauthorized']);
  });

  test('meets a server that survives garbage', async () => {
    const garbage = await cluster.request('/api/v1/namespaces/default/pods', { method: 'POST', body: '{"kind":' });
    expect(garbage.status).toBe(400);
    const huge = await cluster.request('/api/v1/namespaces/default/configmaps', {
      method: 'POST',
      body: `"${'x'.repeat(4 * 1024 * 1024)}"`,
    });
    expect(huge.status).toBe(413);
    expect((await cluster.request('/%')).status).toBe(400);
    expect((await cluster.request('/api/v1/nowhere')).status).toBe(404);
    expect(cluster.kubectl('get --raw /readyz').stdout).toBe('ok');
  });
});

describe.skipIf(kubectlUnavailable() !== undefined)('the command line', () => {
  test('creates, lists and deletes clusters as kind does', () => {
    const cluster = new ShimCluster('cli-test');
    try {
      expect(cluster.kind('get', 'clusters')).toEqual({ exit: 0, stdout: '', stderr: 'No kind clusters found.\n' });
      expect(cluster.kind('create', 'cluster', '--name', 'cli-test', '--kubeconfig', cluster.kubeconfig).exit).toBe(0);
      expect(cluster.kind('get', 'clusters').stdout).toBe('cli-test\n');
      expect(cluster.kind('get', 'nodes', '--name', 'cli-test').stdout).toBe('cli-test-control-plane\n');
      expect(cluster.kubectl('config current-context').stdout).toBe('kind-cli-test\n');
      expect(cluster.kind('get', 'kubeconfig', '--name', 'cli-test').stdout).toContain(
        'current-context: kind-cli-test',
      );
      expect(cluster.kind('create', 'cluster', '--name', 'cli-test').stderr).toBe(
        'ERROR: failed to create cluster: node(s) already exist for a cluster with the name "cli-test"\n',
      );
      expect(cluster.kind('delete', 'cluster', '--name', 'cli-test', '--kubeconfig', cluster.kubeconfig).stderr).toBe(
        'Deleting cluster "cli-test" ...\nDeleted nodes: ["cli-test-control-plane"]\n',
      );
      expect(cluster.kind('get', 'clusters').stderr).toBe('No kind clusters found.\n');
    } finally {
      cluster.delete();
    }
  });

  test('says what is wrong with a configuration, and starts nothing', () => {
    const cluster = new ShimCluster('broken');
    try {
      const path = cluster.write(
        'kind.yaml',
        'kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes:\n- role: boss\n',
      );
      const { exit, stderr } = cluster.kind('create', 'cluster', '--name', 'broken', '--config', path);
      expect(exit).toBe(1);
      expect(stderr).toMatch(/^ERROR: failed to create cluster: .*boss/m);
      expect(cluster.kind('get', 'clusters').stdout).toBe('');
    } finally {
      cluster.delete();
    }
  });
});
