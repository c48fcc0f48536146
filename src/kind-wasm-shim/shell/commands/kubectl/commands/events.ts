import type { Event } from 'kubernetes-types/core/v1';
import type { Task } from '../../../../kernel/effect.ts';
import type { WatchEvent } from '../../../../kubernetes/apiserver/request.ts';
import { byTime, eventAge } from '../describe/events.ts';
import { CommandError } from '../errors.ts';
import type { Invocation, Subcommand } from '../invocation.ts';
import { pathOf } from '../mapping.ts';
import { formatObject, outputFlag, outputFormat } from '../output.ts';
import { getTable, TabWriter } from '../printers/tab-writer.ts';
import { parseTargets } from '../targets.ts';

/** @models staging/src/k8s.io/kubectl/pkg/cmd/events/events.go EventsOptions.Run */
export const eventsCommand: Subcommand = {
  name: 'events',
  usage: 'events [(-o|--output=)json|yaml|name|jsonpath] [--for TYPE/NAME] [--watch] [--types=Normal,Warning]',
  flags: [
    outputFlag,
    { name: 'all-namespaces', short: 'A', type: 'bool' },
    { name: 'for', type: 'string' },
    { name: 'types', type: 'list' },
    { name: 'watch', short: 'w', type: 'bool' },
    { name: 'no-headers', type: 'bool' },
    { name: 'chunk-size', type: 'int', default: '500' },
    { name: 'show-managed-fields', type: 'bool' },
  ],
  *run(k) {
    for (const type of k.flags.list('types')) {
      if (!['Normal', 'Warning'].some((known) => known.toLowerCase() === type.toLowerCase()))
        throw new CommandError('valid --types are Normal or Warning');
    }
    const everywhere = k.flags.bool('all-namespaces');
    const path = pathOf(k.discovery.resource('events'), everywhere ? undefined : k.namespace);
    const query = { fieldSelector: aboutSelector(k), limit: '500' };
    const list = k.connection.get(path, { query });
    const events = byTime((list.items ?? []) as Event[]).filter((event) => hasType(k, event));
    const format = outputFormat(k);
    const writer = new TabWriter(getTable);
    const watching = k.flags.bool('watch');
    if (events.length === 0 && !watching) {
      yield* k.err(everywhere ? 'No events found.\n' : `No events found in ${k.namespace} namespace.\n`);
      return 0;
    }
    if (format.type !== 'human') {
      yield* k.out(
        formatObject(format, { apiVersion: 'v1', items: events, kind: 'List', metadata: { resourceVersion: '' } }),
      );
      return 0;
    }
    if (!k.flags.bool('no-headers'))
      writer.write(`${everywhere ? 'NAMESPACE\t' : ''}LAST SEEN\tTYPE\tREASON\tOBJECT\tMESSAGE\n`);
    for (const event of events) writer.write(row(k, event));
    yield* k.out(writer.flush());
    if (watching) yield* follow(k, path, query.fieldSelector, list.metadata?.resourceVersion ?? '0', writer);
    return 0;
  },
};

function* follow(
  k: Invocation,
  path: string,
  fieldSelector: string | undefined,
  resourceVersion: string,
  writer: TabWriter,
): Task {
  const { events, close } = k.connection.watch(path, { query: { fieldSelector, resourceVersion } });
  try {
    for (let next = yield* events.take(); next !== undefined; next = yield* events.take()) {
      const { type, object } = next as WatchEvent<Event>;
      if ((type !== 'ADDED' && type !== 'MODIFIED') || !hasType(k, object)) continue;
      writer.write(row(k, object));
      yield* k.out(writer.flush());
    }
  } finally {
    close();
  }
}

function aboutSelector(k: Invocation): string | undefined {
  const about = k.flags.string('for');
  if (about === '') return undefined;
  if (!about.includes('/')) throw new CommandError('--for must be in resource/name form');
  const [target] = parseTargets(k.discovery, [about], { selects: false, resourceAloneIsAll: false });
  return `involvedObject.kind=${target?.mapping.kind},involvedObject.name=${target?.name}`;
}

function hasType(k: Invocation, event: Event): boolean {
  const types = k.flags.list('types').map((type) => type.toLowerCase());
  return types.length === 0 || types.includes((event.type ?? '').toLowerCase());
}

function row(k: Invocation, event: Event): string {
  const namespace = k.flags.bool('all-namespaces') ? `${event.metadata.namespace}\t` : '';
  const { kind, name } = event.involvedObject;
  return `${namespace}${eventAge(event, k.ctx.kernel.nowMs)}\t${event.type}\t${event.reason}\t${kind}/${name}\t${(event.message ?? '').trim()}\n`;
}
