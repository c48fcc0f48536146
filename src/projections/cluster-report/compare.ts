import type { Language } from '../language.ts';
import { clusterWords } from '../node-utilization/words.ts';
import { spreadOf } from './headline.ts';
import type { ClusterReport, Victim } from './report.ts';
import { rowOfVictim, type VictimRow } from './report-pages.ts';
import { reportWords } from './report-words.ts';

/** Two runs over the same cluster, side by side. */
export interface ComparisonView {
  readonly sameVictims: boolean;
  /** In one sentence what is different, and what is not. */
  readonly sentences: readonly string[];
  readonly rows: readonly ComparisonRow[];
  /** The first eviction that is not the same in both; each side's, if it has one more. */
  readonly firstDifference: { readonly one: VictimRow | undefined; readonly other: VictimRow | undefined } | undefined;
  readonly onlyOne: readonly VictimRow[];
  readonly onlyOther: readonly VictimRow[];
  readonly onlyOneCount: number;
  readonly onlyOtherCount: number;
  readonly inBoth: number;
  /** Nodes that a plugin of the same name classified differently in the first cycle. */
  readonly classes: readonly {
    readonly node: string;
    readonly plugin: string;
    readonly one: string;
    readonly other: string;
  }[];
  readonly classCount: number;
}

/** A number of both runs. */
export interface ComparisonRow {
  readonly what: 'evicted' | 'refused' | 'landed' | 'waiting' | 'lost' | 'cycles' | 'rest' | 'fullest' | 'emptiest';
  readonly one: string;
  readonly other: string;
  readonly same: boolean;
}

const listed = 100;

/** Compares two reports about the same cluster. */
export function compareReports(one: ClusterReport, other: ClusterReport, language: Language): ComparisonView {
  const onlyOne = without(one, other);
  const onlyOther = without(other, one);
  const rows = (report: ClusterReport, indices: readonly number[]) =>
    indices.slice(0, listed).flatMap((index) => {
      const victim = report.victims[index];
      return victim ? [rowOfVictim(victim, index, language)] : [];
    });
  const classes = differentClasses(one, other, language);
  const inBoth = one.victims.length - onlyOne.length;
  return {
    sameVictims: onlyOne.length === 0 && onlyOther.length === 0,
    sentences: sentencesOf(
      { inBoth, onlyOne: onlyOne.length, onlyOther: onlyOther.length, classes: classes.length },
      language,
    ),
    rows: numbersOf(one, other, language),
    firstDifference: firstDifference(one, other, language),
    onlyOne: rows(one, onlyOne),
    onlyOther: rows(other, onlyOther),
    onlyOneCount: onlyOne.length,
    onlyOtherCount: onlyOther.length,
    inBoth,
    classes: classes.slice(0, listed),
    classCount: classes.length,
  };
}

/** The places of the evictions of one report that the other has not, each counted as often as it happened. */
function without(one: ClusterReport, other: ClusterReport): number[] {
  const left = new Map<string, number>();
  for (const victim of other.victims) left.set(identity(victim), (left.get(identity(victim)) ?? 0) + 1);
  return one.victims.flatMap((victim, index) => {
    const count = left.get(identity(victim)) ?? 0;
    if (count === 0) return [index];
    left.set(identity(victim), count - 1);
    return [];
  });
}

/** Successors have chance names, so evictions are the same when cycle, node, workload and, in the first cycle, pod are. */
function identity({ cycle, pod, node, workload }: Victim): string {
  return cycle === 1 ? `1 ${pod.namespace}/${pod.name}` : `${cycle} ${node} ${workload}`;
}

function firstDifference(
  one: ClusterReport,
  other: ClusterReport,
  language: Language,
): ComparisonView['firstDifference'] {
  const length = Math.max(one.victims.length, other.victims.length);
  for (let index = 0; index < length; index++) {
    const left = one.victims[index];
    const right = other.victims[index];
    if (left && right && identity(left) === identity(right) && left.plugin === right.plugin) continue;
    return {
      one: left && rowOfVictim(left, index, language),
      other: right && rowOfVictim(right, index, language),
    };
  }
  return undefined;
}

function differentClasses(one: ClusterReport, other: ClusterReport, language: Language): ComparisonView['classes'] {
  const found: ComparisonView['classes'][number][] = [];
  for (const { plugin, classes } of one.cycles[0]?.plugins ?? []) {
    const counterpart = other.cycles[0]?.plugins.find((each) => each.plugin === plugin);
    if (!counterpart) continue;
    for (const [node, facts] of classes) {
      const theirs = counterpart.classes.get(node);
      if (!theirs || theirs.class === facts.class) continue;
      const { nodeClass } = clusterWords[language];
      found.push({ node, plugin, one: nodeClass(plugin, facts.class), other: nodeClass(plugin, theirs.class) });
    }
  }
  return found;
}

function numbersOf(one: ClusterReport, other: ClusterReport, language: Language): ComparisonRow[] {
  const { count } = reportWords[language];
  const row = (what: ComparisonRow['what'], read: (report: ClusterReport) => string): ComparisonRow => {
    const [left, right] = [read(one), read(other)];
    return { what, one: left, other: right, same: left === right };
  };
  const landings = (kind: string) => (report: ClusterReport) =>
    count(report.victims.filter(({ landing }) => landing.kind === kind).length);
  return [
    row('evicted', ({ victims }) => count(victims.length)),
    row('refused', ({ cycles }) => count(cycles.reduce((sum, { refused }) => sum + refused, 0))),
    row('landed', landings('node')),
    row('waiting', landings('pending')),
    row('lost', landings('lost')),
    row('cycles', ({ cycles }) => count(cycles.length)),
    row('rest', ({ end }) => restText(end?.why, language)),
    row('fullest', (report) => percentText(lastSpread(report)?.most)),
    row('emptiest', (report) => percentText(lastSpread(report)?.least)),
  ];
}

function lastSpread(report: ClusterReport) {
  const last = report.cycles.at(-1);
  return last && spreadOf(last.after, report.allocatable, 'cpu');
}

function percentText(percent: number | undefined): string {
  return percent === undefined ? '–' : `${percent.toFixed(1)} %`;
}

function restText(why: string | undefined, language: Language): string {
  const zh = language === 'zh';
  if (why === 'atRest') return zh ? '是' : 'yes';
  if (why === 'repeats') return zh ? '永不' : 'never';
  if (why === 'cycleFailed') return zh ? '周期出错' : 'the cycle fails';
  return zh ? '尚未' : 'not yet';
}

function sentencesOf(
  {
    inBoth,
    onlyOne,
    onlyOther,
    classes,
  }: { readonly inBoth: number; readonly onlyOne: number; readonly onlyOther: number; readonly classes: number },
  language: Language,
): string[] {
  const { count } = reportWords[language];
  const zh = language === 'zh';
  if (onlyOne === 0 && onlyOther === 0) {
    if (inBoth === 0) return [zh ? '两边都不驱逐任何 Pod。' : 'Neither side evicts anything.'];
    return [zh ? `两边驱逐的是同样的 ${count(inBoth)} 个 Pod。` : `Both sides evict the same ${count(inBoth)} pods.`];
  }
  const first = zh
    ? `${count(inBoth)} 次驱逐两边相同；左边多 ${count(onlyOne)} 次，右边多 ${count(onlyOther)} 次。`
    : `${count(inBoth)} evictions are the same; ${count(onlyOne)} are only on the left, ${count(onlyOther)} only on the right.`;
  if (classes === 0) return [first];
  return [
    first,
    zh
      ? `第 1 个周期有 ${count(classes)} 个节点归类不同。`
      : `In cycle 1 they put ${count(classes)} nodes into different classes.`,
  ];
}
