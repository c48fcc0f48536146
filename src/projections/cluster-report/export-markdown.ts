import type { Language } from '../language.ts';
import { clusterWords } from '../node-utilization/words.ts';
import type { ExportAbout, ExportedRun } from './export-json.ts';
import { headlineOf, spreadOf } from './headline.ts';
import { limitsOf } from './limits.ts';
import type { ClusterReport, CycleReport } from './report.ts';
import { reportWords } from './report-words.ts';
import { landingText, podText, whyText } from './why-text.ts';

const listed = 500;
const listedPerReason = 5;

/** Some runs as a document that a colleague can read: what was tried, what it would do, and what to mind. */
export function reportAsMarkdown(about: ExportAbout, runs: readonly ExportedRun[], language: Language): string {
  const zh = language === 'zh';
  const { count } = reportWords[language];
  const { nodes = 0, pods = 0 } = about.counts;
  const { cycles, intervalSeconds, scoringStrategy, seed } = about.options;
  const lines = [
    zh ? '# descheduler 策略试算报告' : '# What a descheduler policy would do',
    '',
    zh
      ? `- 快照：${count(nodes)} 个节点，${count(pods)} 个 Pod${about.snapshotTakenAt ? `，取于 ${about.snapshotTakenAt}` : ''}`
      : `- Snapshot: ${count(nodes)} nodes, ${count(pods)} pods${about.snapshotTakenAt ? `, taken at ${about.snapshotTakenAt}` : ''}`,
    zh
      ? `- 试算：最多 ${cycles} 个周期，间隔 ${intervalSeconds} s；调度器按 ${scoringStrategy} 打分；种子 ${seed}`
      : `- Tried: up to ${cycles} cycles, ${intervalSeconds} s apart; the scheduler scores by ${scoringStrategy}; seed ${seed}`,
    zh ? '- 这是模拟，没有动过集群。' : '- This is a simulation. No cluster was touched.',
    '',
  ];
  for (const run of runs) lines.push(...runAsMarkdown(run, pods, language));
  lines.push(zh ? '## 这次模拟没有考虑的' : '## What this simulation leaves out', '');
  for (const limit of limitsOf(language)) lines.push(`- ${limit}`);
  return `${lines.join('\n')}\n`;
}

function runAsMarkdown({ name, policy, warnings, report }: ExportedRun, pods: number, language: Language): string[] {
  const zh = language === 'zh';
  return [
    `## ${name}`,
    '',
    ...headlineOf(report, pods, language).map((sentence) => `${sentence}  `),
    '',
    ...warnings.map((warning) => `> descheduler: ${warning}\n`),
    zh ? '### 策略' : '### Policy',
    '',
    ...fenced(policy.trimEnd(), 'yaml'),
    '',
    zh ? '### 各周期' : '### Cycles',
    '',
    ...cyclesTable(report, language),
    '',
    ...pluginLines(report.cycles, language),
    ...victimLines(report, language),
    ...refusalLines(report, language),
  ];
}

function cyclesTable(report: ClusterReport, language: Language): string[] {
  const head =
    language === 'zh'
      ? ['周期', '驱逐', '被拒绝', '找到节点', '等待', '最满节点 CPU', '最空节点 CPU']
      : ['Cycle', 'Evicted', 'Refused', 'Placed', 'Waiting', 'Fullest node, CPU', 'Emptiest node, CPU'];
  const rows = report.cycles.map(({ cycle, evicted, refused, placed, pendingAfter, after }) => {
    const spread = spreadOf(after, report.allocatable, 'cpu');
    const percents = [spread?.most, spread?.least].map((percent) =>
      percent === undefined ? '–' : `${percent.toFixed(1)} %`,
    );
    return [cycle, evicted, refused, placed, pendingAfter].map(String).concat(percents);
  });
  return table(head, rows);
}

function pluginLines(cycles: readonly CycleReport[], language: Language): string[] {
  const words = reportWords[language];
  const lines: string[] = [];
  for (const { cycle, plugins, profileErrors, failed } of cycles) {
    const at = language === 'zh' ? `第 ${cycle} 个周期` : `Cycle ${cycle}`;
    if (failed !== undefined) lines.push(`- ${at}: ${failed}`);
    for (const { profile, error } of profileErrors) lines.push(`- ${at}, ${profile}: ${error}`);
    for (const { plugin, gates, evicted, classes } of plugins) {
      const counts = new Map<string, number>();
      for (const facts of classes.values()) {
        const name = clusterWords[language].nodeClass(plugin, facts.class);
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      const closed = gates.find(({ open }) => !open);
      const parts = [
        language === 'zh' ? `驱逐 ${evicted}` : `${evicted} evicted`,
        ...[...counts].map(([name, count]) => `${name} ${count}`),
        ...(closed ? [`“${closed.message}” (${words.gate(closed.gate, closed.found, closed.limit)})`] : []),
      ];
      lines.push(`- ${at}, ${plugin}: ${parts.join('; ')}`);
    }
  }
  return lines.length > 0 ? [...lines, ''] : [];
}

function victimLines(report: ClusterReport, language: Language): string[] {
  const zh = language === 'zh';
  const { victims } = report;
  if (victims.length === 0) return [];
  const head = zh
    ? ['周期', 'Pod', '节点', '插件', '原因', '去向']
    : ['Cycle', 'Pod', 'Node', 'Plugin', 'Why', 'Lands on'];
  const rows = victims
    .slice(0, listed)
    .map((victim) => [
      String(victim.cycle),
      podText(victim.pod),
      victim.node,
      victim.plugin,
      whyText(victim, language),
      landingText(victim.landing, language),
    ]);
  const rest = victims.length - rows.length;
  const more = zh ? `另有 ${rest} 个，见 CSV 或 JSON。` : `${rest} more are in the CSV and the JSON.`;
  return [zh ? '### 被驱逐的 Pod' : '### Evicted pods', '', ...table(head, rows), '', ...(rest > 0 ? [more, ''] : [])];
}

function refusalLines({ refusals }: ClusterReport, language: Language): string[] {
  const zh = language === 'zh';
  if (refusals.length === 0) return [];
  const words = reportWords[language];
  const head = zh ? ['原因', '次数', '例如'] : ['Reason', 'Times', 'For example'];
  const rows = refusals.map(({ by, text, count, pods }) => {
    const examples = pods
      .slice(0, listedPerReason)
      .map(({ pod, detail }) => podText(pod) + (detail ? ` (${detail})` : ''));
    return [words.refusedBy(by, text), words.count(count), examples.join(zh ? '、' : ', ')];
  });
  return [zh ? '### 留下的 Pod' : '### Pods that stay', '', ...table(head, rows), ''];
}

/** A table whose cells may hold anything. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(cellText).join(' | ')} |`;
  return [line(head), `|${head.map(() => ' --- |').join('')}`, ...rows.map(line)];
}

function cellText(text: string): string {
  return text.replace(/[\\|`*_<>[\]]/g, '\\$&').replace(/\s+/g, ' ');
}

/** A code block whose fence is longer than any in the text. */
function fenced(text: string, language: string): string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [fence + language, text, fence];
}
