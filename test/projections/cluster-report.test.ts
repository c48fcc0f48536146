import { WhatIf, type WhatIfCluster } from 'kind-wasm-shim/cluster/what-if/what-if.ts';
import { loadPolicyText, PolicyError } from 'kind-wasm-shim/kubernetes/descheduler/framework/load-policy.ts';
import {
  type DeschedulerVersion,
  deschedulerVersions,
} from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import { setupPlugins } from 'kind-wasm-shim/kubernetes/descheduler/plugins/registry.ts';
import { describe, expect, test } from 'vitest';
import { ReportBuilder } from '../../src/projections/cluster-report/build-report.ts';
import { compareReports } from '../../src/projections/cluster-report/compare.ts';
import { csvColumns, csvLine, reportAsCsv } from '../../src/projections/cluster-report/export-csv.ts';
import { type ExportedRun, reportAsJson } from '../../src/projections/cluster-report/export-json.ts';
import { reportAsMarkdown } from '../../src/projections/cluster-report/export-markdown.ts';
import { headlineOf } from '../../src/projections/cluster-report/headline.ts';
import { locatePolicyFault } from '../../src/projections/cluster-report/policy-fault.ts';
import type { ClusterReport } from '../../src/projections/cluster-report/report.ts';
import { pageOfVictims } from '../../src/projections/cluster-report/report-pages.ts';
import { SnapshotReader } from '../../src/scenarios/brought-cluster/snapshot-reader.ts';
import { sampleClusterText } from '../../src/scenarios/sample-cluster.ts';
import { policyFieldNames } from '../../src/ui/cluster-tool/policy-fields.ts';
import { addressWithPolicy, policyInAddress } from '../../src/ui/cluster-tool/policy-link.ts';
import { policyPresets } from '../../src/ui/cluster-tool/policy-presets.ts';

const about = {
  snapshotTakenAt: '2026-11-24T09:00:00Z',
  counts: { nodes: 10, pods: 55 },
  options: { cycles: 3, intervalSeconds: 300, scoringStrategy: 'LeastAllocated', seed: 1 },
};

const sample = readSample();

function readSample(): WhatIfCluster & {
  readonly priorityClasses: readonly object[];
  readonly takenAtMs: number | undefined;
} {
  const reader = new SnapshotReader();
  reader.push('sample.json', sampleClusterText());
  const result = reader.finish();
  if (!result.ok) throw new Error(`the sample has problems: ${JSON.stringify(result.problems)}`);
  return result.cluster;
}

function preset(name: string): string {
  const found = policyPresets.find((each) => each.name === name);
  if (!found) throw new Error(`there is no preset ${name}`);
  return found.text;
}

function run(
  policyText: string,
  version: DeschedulerVersion = 'v0.28.1',
  cluster: WhatIfCluster = sample,
): ClusterReport {
  const registry = setupPlugins(version);
  const { policy } = loadPolicyText(policyText, { registry });
  const whatIf = new WhatIf(cluster, {
    ...{ policy, registry, cycles: 3, intervalMs: 300_000, seed: 1, scoringStrategy: 'LeastAllocated' },
    nowMs: sample.takenAtMs ?? 0,
  });
  const nodes = cluster.nodes.map(({ metadata }) => metadata?.name ?? '');
  const builder = new ReportBuilder({ version, nodes, allocatable: whatIf.allocatable() });
  for (const step of whatIf.run()) builder.take(step);
  return builder.report();
}

function exported(report: ClusterReport, policy = preset('LowNodeUtilization')): ExportedRun {
  return { name: `A, ${report.version}`, policy, warnings: [], report };
}

const lowUtilization = run(preset('LowNodeUtilization'));

describe('the sample cluster', () => {
  test.each(deschedulerVersions)('gives every preset something to evict in %s', (version) => {
    const nothing = policyPresets.filter(({ text }) => run(text, version).victims.length === 0).map(({ name }) => name);
    expect(nothing).toEqual([]);
  });
});

describe('a report', () => {
  test('accounts for every pod that was evicted', () => {
    const { victims, cycles } = lowUtilization;
    expect(victims.length).toBe(cycles.reduce((sum, { evicted }) => sum + evicted, 0));
    for (const { landing } of victims) expect(landing.kind).not.toBe('unknown');
    for (const cycle of cycles) expect(cycle.asked).toBe(cycle.evicted + cycle.refused);
  });

  test('says by which numbers a pod was chosen', () => {
    const [first] = pageOfVictims(lowUtilization, { offset: 0, limit: 1 }, 'en').rows;
    // node-d: 2 search (300m), 1 index (600m), 3 reports (250m), 1 checkout (500m), 1 agent (50m).
    expect(first?.why).toContain('node-d is above its target: CPU 2500m (62.5 %) > 2000m (50 %)');
    expect(first?.why).toContain('number 1 of 7');
  });

  test('names the gate that closed, with its numbers, when there is nothing to do', () => {
    const text = preset('LowNodeUtilization').replaceAll(': 20', ': 0');
    expect(headlineOf(run(text), 55, 'en').slice(0, 2)).toEqual([
      'Nothing would be evicted.',
      'LowNodeUtilization stops: “No node is underutilized, nothing to do here, you might tune your thresholds further” (0 nodes are underutilized; at least 1 is needed).',
    ]);
  });

  test('finds victims by part of a name, page by page', () => {
    const all = pageOfVictims(lowUtilization, { offset: 0, limit: 100 }, 'en').rows;
    const shop = pageOfVictims(lowUtilization, { offset: 0, limit: 2, text: 'SHOP/' }, 'en');
    expect(shop.total).toBe(all.filter(({ pod }) => pod.startsWith('shop/')).length);
    expect(shop.rows).toHaveLength(2);
    const second = pageOfVictims(lowUtilization, { offset: 2, limit: 2, text: 'shop/' }, 'en');
    expect(second.rows[0]?.pod).toBe(all.filter(({ pod }) => pod.startsWith('shop/'))[2]?.pod);
  });

  test('groups the pods that stay by the evictor’s own words', () => {
    const { refusals } = lowUtilization;
    const daemons = refusals.find(({ text }) => text.includes('pod is a DaemonSet pod'));
    expect(daemons?.pods.map(({ pod }) => pod.namespace)).toContain('kube-system');
    for (const { count, pods } of refusals) expect(count).toBe(pods.length);
  });
});

describe('a policy that cannot rest', () => {
  test('is told apart from one that is still at work', () => {
    const text = preset('PodLifeTime').replace('86400', '1');
    const { pingPong, victims } = run(text);
    expect(victims.length).toBeGreaterThan(0);
    expect(pingPong.workloads.map(({ workload }) => workload)).toContain('data/Deployment/reports');
    expect(run(preset('PodLifeTime')).pingPong.workloads).toEqual([]);
  });
});

describe('two runs side by side', () => {
  test('of the same policy have no difference', () => {
    const view = compareReports(lowUtilization, run(preset('LowNodeUtilization')), 'en');
    expect(view).toMatchObject({ sameVictims: true, firstDifference: undefined, onlyOneCount: 0, onlyOtherCount: 0 });
    expect(view.rows.every(({ same }) => same)).toBe(true);
  });

  test('count what only one of them evicts, and show the first difference', () => {
    const gentle = preset('LowNodeUtilization').replaceAll(': 50', ': 60');
    const other = run(gentle);
    const view = compareReports(lowUtilization, other, 'en');
    expect(view.inBoth + view.onlyOneCount).toBe(lowUtilization.victims.length);
    expect(view.inBoth + view.onlyOtherCount).toBe(other.victims.length);
    expect(view.firstDifference).toBeDefined();
  });
});

/** Reads RFC 4180 by the letter of its grammar. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  rows.pop();
  return rows;
}

describe('the files', () => {
  test('the table reads back as RFC 4180, one row for each evicted pod', () => {
    const [heads, ...rows] = readCsv(reportAsCsv([{ name: 'A', report: lowUtilization }], 'en'));
    expect(heads).toEqual([...csvColumns]);
    expect(rows).toHaveLength(lowUtilization.victims.length);
    expect(rows.map((row) => `${row[3]}/${row[4]}`)).toEqual(
      lowUtilization.victims.map(({ pod }) => `${pod.namespace}/${pod.name}`),
    );
    for (const row of rows) expect(row).toHaveLength(csvColumns.length);
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '=HYPERLINK("http://evil","a,b")'])(
    'a cell %j is no formula to a spreadsheet',
    (cell) => {
      const [row] = readCsv(`${csvLine([cell, 'a, "b"\r\nc', 'plain'])}\r\n`);
      expect(row).toEqual([`'${cell}`, 'a, "b"\r\nc', 'plain']);
    },
  );

  test('the JSON has every number of the report', () => {
    const document = JSON.parse(reportAsJson(about, [exported(lowUtilization)], 'en'));
    expect(document.schema).toBe('podlab.descheduler-report/1');
    const [only] = document.runs;
    expect(only.policy).toBe(preset('LowNodeUtilization'));
    expect(only.victims).toHaveLength(lowUtilization.victims.length);
    expect(only.cycles[0].evicted).toBe(lowUtilization.cycles[0]?.evicted);
    expect(only.utilization.nodes).toHaveLength(10);
    expect(only.utilization.nodes[0].requested).toHaveLength(lowUtilization.cycles.length + 1);
    expect(only.cycles[0].plugins[0].nodes).toHaveLength(10);
  });

  test.each(['en', 'zh'] as const)(
    'the report in %s has the policy, every cycle, every victim and what is left out',
    (language) => {
      const text = reportAsMarkdown(about, [exported(lowUtilization)], language);
      expect(text).toContain(preset('LowNodeUtilization').trimEnd());
      for (const { pod } of lowUtilization.victims) expect(text).toContain(`${pod.namespace}/${pod.name}`);
      const tables = text.split('\n').filter((line) => line.startsWith('|'));
      const columns = (line: string) => line.replaceAll('\\|', '').split('|').length;
      const first = tables.findIndex((line) => /Pod/.test(line));
      for (const line of tables.slice(first, first + lowUtilization.victims.length + 2)) {
        expect(columns(line)).toBe(columns(tables[first] ?? ''));
      }
      expect(text).toContain(language === 'en' ? '## What this simulation leaves out' : '## 这次模拟没有考虑的');
    },
  );

  test('a policy with fences of its own does not end its block', () => {
    const text = reportAsMarkdown(about, [exported(lowUtilization, 'a: |\n  ```\n  b')], 'en');
    expect(text).toContain('````yaml\na: |\n  ```\n  b\n````');
  });
});

describe('where a policy is wrong', () => {
  const registry = setupPlugins('v0.28.1');
  const faultOf = (text: string) => {
    try {
      loadPolicyText(text, { registry });
    } catch (error) {
      if (error instanceof PolicyError) return locatePolicyFault(text, error.message, policyFieldNames(registry));
      throw error;
    }
    return undefined;
  };
  const good = preset('LowNodeUtilization');

  test('the parser’s line is exact', () => {
    expect(faultOf(good.replace('  - name: LowNodeUtilization', '  - name: [Low'))).toMatchObject({
      certainty: 'exact',
    });
  });

  test.each([
    ['a misspelt field', good.replace('targetThresholds', 'targetTreshold'), 15, 'targetThresholds'],
    ['a value of the wrong type', good.replace('nodeFit: true', 'nodeFit: yes please'), 8, undefined],
    ['thresholds that cross', good.replace('cpu: 20', 'cpu: 70'), 15, undefined],
    ['an unknown plugin', good.replaceAll('LowNodeUtilization', 'LowNodeUtilisation'), 9, undefined],
  ])('%s is found', (_, text, line, meant) => {
    expect(faultOf(text)).toMatchObject({ line, meant });
  });
});

describe('a link', () => {
  test('carries a policy and nothing else', () => {
    const policy = `${preset('PodLifeTime')}# 策略 “x” & = # %\n`;
    const address = addressWithPolicy('https://any.example/en/tools/descheduler/#old', policy);
    expect(policyInAddress(new URL(address).hash)).toBe(policy);
    expect(address).toMatch(/^https:\/\/any\.example\/en\/tools\/descheduler\/#policy=[\w-]+$/);
  });

  test.each(['#policy=%%%', '#policy=', '#policy=_w'])('with a damaged policy (%s) says so', (hash) => {
    expect(policyInAddress(hash)).toBe('unreadable');
  });

  test('to a heading is no policy', () => {
    expect(policyInAddress('#what-it-leaves-out')).toBeUndefined();
  });
});
