import type { Event } from 'kubernetes-types/core/v1';
import { column, type TablePrinter } from '../table.ts';
import { age } from './duration.ts';

const wide = { priority: 1 } as const;

/** @models pkg/printers/internalversion/printers.go printEvent */
export const eventPrinter: TablePrinter = {
  columns: [
    column('Last Seen', 'When it last happened.'),
    column('Type', 'Normal or Warning.'),
    column('Reason', 'Why it happened, in one word.'),
    column('Object', 'What the event is about.'),
    column('Subobject', 'Which part of the object.', wide),
    column('Source', 'Who reports the event.', wide),
    column('Message', 'What happened.'),
    column('First Seen', 'When it first happened.', wide),
    column('Count', 'How often it happened.', wide),
    { ...column('Name', 'The name of the event.', wide), format: 'name' },
  ],
  cells: (object, nowMs) => {
    const event = object as unknown as Event;
    const { involvedObject, series, count, source } = event;
    const first = age(event.firstTimestamp || event.eventTime, nowMs);
    const last = age(series?.lastObservedTime, nowMs);
    const kind = (involvedObject?.kind ?? '').toLowerCase();
    const component = source?.component || event.reportingComponent || '';
    const host = source?.host || event.reportingInstance || '';
    return [
      series ? last : event.lastTimestamp ? age(event.lastTimestamp, nowMs) : first,
      event.type ?? '',
      event.reason ?? '',
      involvedObject?.name ? `${kind}/${involvedObject.name}` : kind,
      involvedObject?.fieldPath ?? '',
      host ? `${component}, ${host}` : component,
      (event.message ?? '').trim(),
      first,
      series ? (series.count ?? 0) : count || 1,
      object.metadata.name,
    ];
  },
};
