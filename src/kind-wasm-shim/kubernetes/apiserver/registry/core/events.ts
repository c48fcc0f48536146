import type { Event } from 'kubernetes-types/core/v1';
import { eventPrinter } from '../../printers/event.ts';
import { allVerbs, type ResourceStrategy } from '../../resource-strategy.ts';

type Field = (event: Event) => string | undefined;

const fields: Readonly<Record<string, Field>> = {
  'involvedObject.kind': (event) => event.involvedObject?.kind,
  'involvedObject.namespace': (event) => event.involvedObject?.namespace,
  'involvedObject.name': (event) => event.involvedObject?.name,
  'involvedObject.uid': (event) => event.involvedObject?.uid,
  'involvedObject.apiVersion': (event) => event.involvedObject?.apiVersion,
  'involvedObject.resourceVersion': (event) => event.involvedObject?.resourceVersion,
  'involvedObject.fieldPath': (event) => event.involvedObject?.fieldPath,
  reason: (event) => event.reason,
  reportingComponent: (event) => event.reportingComponent,
  source: (event) => event.source?.component || event.reportingComponent,
  type: (event) => event.type,
};

/** @models pkg/registry/core/event/strategy.go eventStrategy
 *  @simplifies events do not expire; upstream forgets them after an hour. */
export const events: ResourceStrategy = {
  group: '',
  version: 'v1',
  plural: 'events',
  singular: 'event',
  kind: 'Event',
  namespaced: true,
  verbs: allVerbs,
  shortNames: ['ev'],
  table: eventPrinter,
  fields: Object.fromEntries(
    Object.entries(fields).map(([name, read]) => [name, (object) => read(object as unknown as Event) ?? '']),
  ),
  indexed: ['involvedObject.uid'],
};
