import type { Language } from '../language.ts';
import type { ClusterReport, Victim } from './report.ts';
import { landingText, podText, whyText } from './why-text.ts';

/** A part of a long list. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  /** How many rows match, on all pages. */
  readonly total: number;
  readonly offset: number;
}

export interface VictimRow {
  /** The victim's place in the report. */
  readonly index: number;
  readonly cycle: number;
  readonly order: number;
  readonly pod: string;
  readonly workload: string;
  readonly node: string;
  readonly plugin: string;
  readonly why: string;
  readonly landing: string;
  readonly fate: Victim['landing']['kind'];
  readonly as: string | undefined;
  readonly message: string | undefined;
}

/** Which victims to show. Empty means all. */
export interface VictimQuery {
  readonly offset: number;
  readonly limit: number;
  readonly cycle?: number | undefined;
  /** Part of the name of the pod, workload, node, target or plugin. */
  readonly text?: string | undefined;
  readonly fate?: Victim['landing']['kind'] | undefined;
  readonly sort?: 'order' | 'pod' | 'node' | 'plugin' | 'landing' | undefined;
}

/** A page of victims, in the order of eviction unless asked otherwise. */
export function pageOfVictims(report: ClusterReport, query: VictimQuery, language: Language): Page<VictimRow> {
  const { cycle, fate, sort = 'order', offset, limit } = query;
  const text = query.text?.trim().toLowerCase() ?? '';
  const matching: number[] = [];
  report.victims.forEach((victim, index) => {
    if (cycle !== undefined && victim.cycle !== cycle) return;
    if (fate !== undefined && victim.landing.kind !== fate) return;
    if (text !== '' && !searchable(victim).includes(text)) return;
    matching.push(index);
  });
  if (sort !== 'order') {
    const key = (index: number) => sortKey(report.victims[index], sort);
    matching.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a - b));
  }
  const rows = matching.slice(offset, offset + limit).flatMap((index) => {
    const victim = report.victims[index];
    return victim ? [rowOfVictim(victim, index, language)] : [];
  });
  return { rows, total: matching.length, offset };
}

/** A victim as a row of the table. */
export function rowOfVictim(victim: Victim, index: number, language: Language): VictimRow {
  const { landing, cycle, order, workload, node, plugin } = victim;
  return {
    ...{ index, cycle, order, workload, node, plugin },
    pod: podText(victim.pod),
    why: whyText(victim, language),
    landing: landingText(landing, language),
    fate: landing.kind,
    as: landing.kind === 'node' || landing.kind === 'pending' ? podText(landing.as) : undefined,
    message: landing.kind === 'pending' ? landing.message : undefined,
  };
}

function searchable({ pod, workload, node, plugin, landing }: Victim): string {
  const target = landing.kind === 'node' ? landing.node : '';
  return `${pod.namespace}/${pod.name} ${workload} ${node} ${plugin} ${target}`.toLowerCase();
}

function sortKey(victim: Victim | undefined, sort: 'pod' | 'node' | 'plugin' | 'landing'): string {
  if (!victim) return '';
  if (sort === 'pod') return podText(victim.pod);
  if (sort === 'landing') return victim.landing.kind === 'node' ? victim.landing.node : `~${victim.landing.kind}`;
  return victim[sort];
}

export interface RefusalRow {
  readonly cycle: number;
  readonly plugin: string;
  readonly pod: string;
  readonly node: string;
  readonly detail: string | undefined;
}

/** A page of the pods that were kept for one reason. */
export function pageOfRefusals(
  report: ClusterReport,
  group: number,
  { offset, limit, text = '' }: { readonly offset: number; readonly limit: number; readonly text?: string | undefined },
): Page<RefusalRow> {
  const wanted = text.trim().toLowerCase();
  const all = report.refusals[group]?.pods ?? [];
  const matching =
    wanted === '' ? all : all.filter(({ pod, node }) => `${podText(pod)} ${node}`.toLowerCase().includes(wanted));
  const rows = matching.slice(offset, offset + limit).map(({ cycle, plugin, pod, node, detail }) => {
    return { cycle, plugin, pod: podText(pod), node, detail };
  });
  return { rows, total: matching.length, offset };
}
