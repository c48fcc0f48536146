import type { Job } from 'kubernetes-types/batch/v1';
import { describe, expect, test } from 'vitest';
import { configMap, job } from '../support/objects.ts';
import { type Story, simulate } from '../support/simulate.ts';

const policy = `apiVersion: descheduler/v1alpha2
kind: DeschedulerPolicy
profiles:
- name: spread
  pluginConfig:
  - name: LowNodeUtilization
    args:
      thresholds: {cpu: 20, pods: 20}
      targetThresholds: {cpu: 50, pods: 50}
  plugins:
    balance:
      enabled: [LowNodeUtilization]
`;

/** One node with six pods of half a core each, and two nodes with one. */
function hotNode(): Story {
  const size = { capacity: { cpu: '4', memory: '8Gi', pods: '20' }, images: 'all' } as const;
  const t = simulate({
    nodes: [
      { name: 'hot', ...size },
      { name: 'cold', ...size },
      { name: 'cool', ...size },
    ],
    placed: [{ name: 'web', perNode: { hot: 6, cold: 1, cool: 1 }, requests: { cpu: '500m' } }],
  });
  t.settle();
  return t;
}

describe('LowNodeUtilization on a cluster', () => {
  test('evicts until the hot node is at its target, and the scheduler spreads what comes anew', () => {
    const t = hotNode();
    t.input({ type: 'runDescheduler', policy });
    t.settle();
    // 3000m of 4000m are 75 %; two pods less are 50 %, which is the target.
    expect(t.facts('descheduler.podEvicted').map(({ data }) => data.node)).toEqual(['hot', 'hot']);
    expect(t.spread()).toEqual({ hot: 4, cold: 2, cool: 2 });
    expect(t.facts('descheduler.cycleFinished').map(({ data }) => data)).toEqual([{ evicted: 2 }]);
  });

  test('every eviction follows from a request, and leaves an event on its pod', () => {
    const t = hotNode();
    t.input({ type: 'runDescheduler', policy });
    t.settle();
    const [evicted] = t.facts('descheduler.podEvicted');
    const name = evicted?.data.pod.name ?? '';
    expect(t.events(name)).toContain('Normal LowNodeUtilization pod evicted from hot node by sigs.k8s.io/descheduler');
    const deletion = t
      .facts('apiserver.objectWritten')
      .find(({ data }) => data.name === name && data.object.metadata.deletionTimestamp !== undefined);
    const causes = t.kernel.log.causesOf(deletion?.seq ?? 0).map(({ kind }) => kind);
    expect(causes).toContain('descheduler.evictionRequested');
    expect(causes).toContain('descheduler.nodeClassified');
  });

  test('evictions come one by one', () => {
    const t = hotNode();
    t.input({ type: 'runDescheduler', policy, evictionPauseMs: [1_000, 1_000] });
    t.settle();
    const [first, second] = t.facts('descheduler.evictionRequested').map(({ atMs }) => atMs);
    expect((second ?? 0) - (first ?? 0)).toBe(1_000);
  });

  test('a pod whose eviction is refused stays, and the next one goes', () => {
    const t = hotNode();
    const [, guarded] = t.pods().filter(({ spec }) => spec?.nodeName === 'hot');
    const name = guarded?.metadata?.name ?? '';
    t.input({ type: 'refuseEvictions', pod: `default/${name}` });
    t.input({ type: 'runDescheduler', policy });
    t.settle();
    expect(t.find('pods', name)).toBeDefined();
    expect(t.facts('descheduler.podEvicted')).toHaveLength(2);
    expect(t.facts('descheduler.evictionRefused').map(({ data }) => data.error)).toEqual([
      `error when evicting pod (ignoring) "${name}": Cannot evict pod as it would violate the pod's disruption budget.`,
    ]);
    t.input({ type: 'allowEvictions', pod: `default/${name}` });
  });

  test('a policy that is refused changes nothing and says why', () => {
    const t = hotNode();
    t.input({ type: 'runDescheduler', policy: policy.replace('cpu: 20, pods: 20', 'cpu: 120, pods: 20') });
    t.settle();
    expect(t.facts('descheduler.policyRefused').map(({ data }) => data.error)).toEqual([
      'in profile spread: thresholds config is not valid: cpu threshold not in [0, 100] range',
    ]);
    expect(t.spread()).toEqual({ hot: 6, cold: 1, cool: 1 });
  });
});

describe('the descheduler as a job', () => {
  const args = ['--policy-config-file', '/policy-dir/policy.yaml', '--v', '3'];
  const deschedulerJob = (more: readonly string[] = [], tag = 'v0.28.1') => {
    const made = job(
      'descheduler',
      {},
      {
        image: `registry.k8s.io/descheduler/descheduler:${tag}`,
        volumes: [{ name: 'policy', configMap: { name: 'policy' } }],
      },
    );
    const { spec } = made as Job;
    const [container] = spec?.template.spec?.containers ?? [];
    Object.assign(container ?? {}, {
      command: ['/bin/descheduler'],
      args: [...args, ...more],
      volumeMounts: [{ name: 'policy', mountPath: '/policy-dir' }],
    });
    return made;
  };

  test('reads its policy from a ConfigMap, evicts, logs, and ends', () => {
    const t = hotNode();
    t.apply(configMap('policy', { 'policy.yaml': policy }), deschedulerJob());
    t.settle();
    expect(t.get<Job>('jobs.batch', 'descheduler').status).toMatchObject({ succeeded: 1 });
    expect(t.spread('app=web')).toEqual({ hot: 4, cold: 2, cool: 2 });
    const [made] = t.pods('job-name=descheduler');
    const lines = t.logs(made?.metadata?.name ?? '').map((line) => line.replace(/^\S+ \S+ +1 (\S+):\d+\] /, '$1 '));
    expect(lines[0]).toBe('lownodeutilization.go "Criteria for a node under utilization" CPU=20 Mem=100 Pods=20');
    expect(lines).toContain(
      'nodeutilization.go "Node is overutilized" node="hot" usage={"cpu":"3","memory":"0","pods":"6"} usagePercentage={"cpu":75,"memory":0,"pods":30}',
    );
    expect(lines.filter((line) => line.includes('"Evicted pod"'))).toHaveLength(2);
    expect(lines.at(-1)).toBe('descheduler.go "Number of evicted pods" totalEvicted=2');
  });

  test('in a dry run says what it would evict, and evicts nothing', () => {
    const t = hotNode();
    t.apply(configMap('policy', { 'policy.yaml': policy }), deschedulerJob(['--dry-run']));
    t.settle();
    const [made] = t.pods('job-name=descheduler');
    const lines = t.logs(made?.metadata?.name ?? '');
    expect(lines.filter((line) => line.includes('"Evicted pod in dry run mode"'))).toHaveLength(2);
    expect(t.facts('descheduler.evictionRequested')).toEqual([]);
    expect(t.spread('app=web')).toEqual({ hot: 6, cold: 1, cool: 1 });
  });

  test('in a dry run a later profile sees what an earlier one would have evicted', () => {
    const t = hotNode();
    const [, profile = ''] = policy.split('profiles:\n');
    const twice = `${policy}${profile.replace('name: spread', 'name: again')}`;
    t.apply(configMap('policy', { 'policy.yaml': twice }), deschedulerJob(['--dry-run']));
    t.settle();
    expect(t.facts('descheduler.pluginFinished').map(({ data }) => [data.profile, data.evicted])).toEqual([
      ['spread', 2],
      ['again', 0],
    ]);
    expect(t.spread('app=web')).toEqual({ hot: 6, cold: 1, cool: 1 });
  });

  test('says what v0.36 says when its image is of v0.36', () => {
    const t = hotNode();
    t.apply(configMap('policy', { 'policy.yaml': policy }), deschedulerJob([], 'v0.36.0'));
    t.settle();
    const [made] = t.pods('job-name=descheduler');
    const lines = t.logs(made?.metadata?.name ?? '').map((line) => line.replace(/^\S+ \S+ +1 (\S+):\d+\] /, '$1 '));
    expect(lines).toContain(
      'nodeutilization.go "Node has been classified" category="overutilized" node="hot" usage={"cpu":"3","memory":"0","pods":"6"} usagePercentage={"cpu":75,"memory":0,"pods":30}',
    );
    expect(lines.at(-1)).toBe('descheduler.go "Number of evictions/requests" totalEvicted=2 evictionRequests=0');
    expect(t.spread('app=web')).toEqual({ hot: 4, cold: 2, cool: 2 });
  });

  test.each([
    ['a flag that there is not', ['--node-selector=a'], 'v0.28.1', 'Error: unknown flag: --node-selector'],
    [
      'an interval that is none',
      ['--descheduling-interval', '5'],
      'v0.28.1',
      'Error: invalid argument "5" for "--descheduling-interval" flag: time: missing unit in duration "5"',
    ],
    [
      'leaders without an interval',
      ['--leader-elect'],
      'v0.28.1',
      '"failed to run descheduler server" err="leaderElection must be used with deschedulingInterval"',
    ],
    ['another release', [], 'v0.30.0', 'this release of the descheduler is not modelled here'],
  ])('does not start with %s', (_, more, tag, text) => {
    const t = hotNode();
    t.apply(configMap('policy', { 'policy.yaml': policy }), deschedulerJob(more, tag));
    t.runUntil((story) => story.pods('job-name=descheduler').some(({ status }) => status?.phase === 'Failed'));
    const [made] = t.pods('job-name=descheduler');
    expect(t.logs(made?.metadata?.name ?? '')[0]).toContain(text);
    expect(t.facts('descheduler.cycleStarted')).toEqual([]);
  });

  test('with an interval runs again and again, so long after the start of each cycle', () => {
    const t = hotNode();
    t.apply(configMap('policy', { 'policy.yaml': policy }), deschedulerJob(['--descheduling-interval=1m']));
    t.runUntil((story) => story.facts('descheduler.cycleStarted').length === 3);
    const [first = 0, ...later] = t.facts('descheduler.cycleStarted').map(({ atMs }) => atMs);
    expect(later).toEqual([first + 60_000, first + 120_000]);
  });

  test('without its policy file it fails, and says so', () => {
    const t = hotNode();
    t.apply(configMap('policy', { 'other.yaml': policy }), deschedulerJob());
    t.runUntil((story) => story.pods('job-name=descheduler').some(({ status }) => status?.phase === 'Failed'));
    const [made] = t.pods('job-name=descheduler');
    expect(t.logs(made?.metadata?.name ?? '')[0]).toMatch(/open \/policy-dir\/policy\.yaml: no such file or directory/);
  });
});
