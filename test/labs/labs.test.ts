import { describe, expect, test } from 'vitest';
import { labNames, readLab } from '../../src/tools/labs/lab-files.ts';
import { PageCluster } from '../../src/tools/labs/page-cluster.ts';
import { seed } from '../support/seed.ts';

describe.each(labNames())(`lab %s, in our shell (seed ${seed})`, (slug) => {
  const lab = readLab(slug);

  test('every check fails on the untouched cluster, and says why in one sentence', async () => {
    const cluster = new PageCluster(lab, seed);
    expect(lab.checks.length).toBeGreaterThan(0);
    for (const check of lab.checks) {
      const { status, output } = await cluster.run('checks', check.name);
      expect({ check: check.name, status, lines: output.split('\n').length }).toEqual({
        check: check.name,
        status: 1,
        lines: 1,
      });
    }
  });

  test('every check fails right before its step and passes after it', async () => {
    const cluster = new PageCluster(lab, seed);
    for (const step of lab.steps) {
      const check = lab.checks.find(({ number }) => number === step.number);
      const before = check && (await cluster.run('checks', check.name)).status;
      const done = await cluster.run('steps', step.name);
      const after = check && (await cluster.run('checks', check.name));
      expect({ step: step.name, before, status: done.status, after: after?.status }).toEqual({
        step: step.name,
        before: check && 1,
        status: 0,
        after: check && 0,
      });
    }
  });

  test('steps can be run again', async () => {
    const cluster = new PageCluster(lab, seed);
    for (const step of [...lab.steps, ...lab.steps]) {
      const { status, output } = await cluster.run('steps', step.name);
      expect({ step: step.name, status, output: status === 0 ? '' : output }).toEqual({
        step: step.name,
        status: 0,
        output: '',
      });
    }
  });

  test('every check belongs to a step', () => {
    const numbers = lab.steps.map(({ number }) => number);
    expect(lab.checks.filter(({ number }) => !numbers.includes(number))).toEqual([]);
  });

  test.each(lab.wrong)('the wrong attempt $name is told: $expected', async (attempt) => {
    const cluster = new PageCluster(lab, seed);
    for (const step of lab.steps) if (step.number < attempt.check) await cluster.run('steps', step.name);
    expect((await cluster.run('wrong', attempt.name)).status).toBe(0);
    const check = lab.checks.find(({ number }) => number === attempt.check);
    const { status, output } = await cluster.run('checks', check?.name ?? 'no such check');
    expect(status).toBe(1);
    expect(output).toContain(attempt.expected);
  });
});

describe('checks of descheduler-low-node-utilization accept other ways to the same state', () => {
  const lab = readLab('descheduler-low-node-utilization');

  test.each([
    ['in flow style, the target first', '{targetThresholds: {"pods": 15}, thresholds: {"pods": 10}}', 0],
    ['with cpu beside the pods', '{thresholds: {cpu: 20, pods: 10}, targetThresholds: {cpu: 50, pods: 15}}', 0],
    ['with cpu only below', '{thresholds: {cpu: 10}, targetThresholds: {pods: 15}}', 1],
    ['with 100 in place of 10', '{thresholds: {pods: 100}, targetThresholds: {pods: 15}}', 1],
  ])('a policy %s', async (_, args, status) => {
    const policy = `apiVersion: descheduler/v1alpha2
kind: DeschedulerPolicy
profiles: [{name: p, pluginConfig: [{name: LowNodeUtilization, args: ${args}}], plugins: {balance: {enabled: [LowNodeUtilization]}}}]
`;
    const manifests = 'descheduler-low-node-utilization/manifests/policy.yaml';
    const cluster = new PageCluster({ ...lab, files: { ...lab.files, [manifests]: policy } }, seed);
    for (const step of lab.steps) if (step.number <= '03') await cluster.run('steps', step.name);
    expect(await cluster.run('checks', '03-policy')).toMatchObject({ status });
  });
});
