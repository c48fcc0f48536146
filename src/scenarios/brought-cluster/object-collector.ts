import type { KeptCounts, KeptObjects, KeptResource } from './brought-cluster.ts';
import { fieldPath, placeOfField } from './field-place.ts';
import { type FieldReading, spelled, WrongField } from './field-shape.ts';
import type { FoundObject } from './found-object.ts';
import { keptFields } from './kept-fields.ts';
import { kindOfObject } from './object-kind.ts';
import { SharedValues } from './shared-values.ts';
import type { SnapshotPlace, SnapshotProblem } from './snapshot-problem.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Takes objects as they are found, keeps what is read of them, and says which are broken. */
export class ObjectCollector {
  readonly kept: KeptObjects = { nodes: [], pods: [], priorityclasses: [], poddisruptionbudgets: [], namespaces: [] };
  readonly skipped = new Map<string, number>();
  readonly #report: (problem: SnapshotProblem) => void;
  readonly #isRead: () => boolean;
  readonly #reading: FieldReading = { path: [], shared: new SharedValues(), latestMs: Number.NEGATIVE_INFINITY };
  readonly #names = new Map<string, Set<string>>();

  /** Looking up where a field stands takes longer than reading the object, so it is only done when somebody reads it. */
  constructor(report: (problem: SnapshotProblem) => void, isRead: () => boolean) {
    this.#report = report;
    this.#isRead = isRead;
  }

  get latestMs(): number | undefined {
    return Number.isFinite(this.#reading.latestMs) ? this.#reading.latestMs : undefined;
  }

  counts(): KeptCounts {
    const { nodes, pods, priorityclasses, poddisruptionbudgets, namespaces } = this.kept;
    return {
      nodes: nodes.length,
      pods: pods.length,
      priorityclasses: priorityclasses.length,
      poddisruptionbudgets: poddisruptionbudgets.length,
      namespaces: namespaces.length,
    };
  }

  skippedCount(): number {
    let count = 0;
    for (const ofKind of this.skipped.values()) count += ofKind;
    return count;
  }

  add(file: string, found: FoundObject): void {
    const { value, index, listKind } = found;
    const place = { file, ...found.start, ...(index === undefined ? {} : { object: `items[${index}]` }) };
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.#report({ kind: 'notAnObject', place, expected: 'an object', found: spelled(value), lost: 'object' });
      return;
    }
    const object = value as Fields;
    const kind = kindOfObject(object, listKind);
    switch (kind.is) {
      case 'kept':
        this.#keep(kind.resource, object, found, place);
        break;
      case 'other':
        this.skipped.set(kind.name, (this.skipped.get(kind.name) ?? 0) + 1);
        break;
      case 'list':
        for (const [at, item] of kind.items.entries()) {
          this.add(file, { ...found, value: item, index: at, listKind: String(object.kind), text: '' });
        }
        break;
      case 'status':
        this.#report({
          kind: 'apiStatus',
          place,
          expected: 'objects',
          found: typeof object.message === 'string' ? object.message : spelled(object.reason),
          lost: 'object',
        });
        break;
      case 'table':
        this.#report({ kind: 'table', place, expected: 'objects', found: '`kind: Table`', lost: 'object' });
        break;
      case 'brokenList':
        this.#report({
          kind: 'wrongField',
          place: { ...place, field: 'items' },
          expected: 'a list',
          found: spelled(object.items),
          lost: 'object',
        });
        break;
      case 'unknown':
        this.#report({
          kind: 'noKind',
          place,
          expected: '`kind`',
          found: `fields ${spelled(Object.keys(object))}`,
          lost: 'object',
        });
    }
  }

  #keep(resource: KeptResource, object: Fields, found: FoundObject, where: SnapshotPlace): void {
    const metadata = (object.metadata ?? {}) as { name?: unknown; namespace?: unknown };
    const { name, namespace } = metadata;
    const place = { ...where, object: objectName(resource, found.index, namespace, name) };
    if (typeof name !== 'string' || name === '') {
      const field = fieldPath(['metadata', 'name']);
      const problem = { place: { ...place, field }, expected: 'a name', found: spelled(name), lost: 'object' } as const;
      this.#report({ kind: 'noName', ...problem });
      return;
    }
    const reading = this.#reading;
    reading.path.length = 0;
    const latestMs = reading.latestMs;
    let kept: { metadata: { namespace?: string } };
    try {
      kept = keptFields[resource](object, reading) as typeof kept;
    } catch (error) {
      if (!(error instanceof WrongField)) throw error;
      // A broken object does not set the clock.
      reading.latestMs = latestMs;
      const { kind, expected, found: value } = error;
      const at = this.#isRead() ? placeOfField(found, reading.path) : found.start;
      this.#report({
        kind,
        place: { ...place, ...at, field: fieldPath(reading.path) },
        expected,
        found: value,
        lost: 'object',
      });
      return;
    }
    if (resource === 'pods') kept.metadata.namespace ??= 'default';
    if (!this.#isNew(`${resource}/${kept.metadata.namespace ?? ''}`, name)) {
      this.#report({
        kind: 'duplicate',
        place,
        expected: 'each object once',
        found: place.object.replace(/^items\S+ /, ''),
        lost: 'object',
      });
      return;
    }
    (this.kept[resource] as unknown[]).push(kept);
  }

  #isNew(scope: string, name: string): boolean {
    const names = this.#names.get(scope);
    if (names === undefined) this.#names.set(scope, new Set([name]));
    else if (names.has(name)) return false;
    else names.add(name);
    return true;
  }
}

function objectName(resource: KeptResource, index: number | undefined, namespace: unknown, name: unknown): string {
  const scoped = typeof namespace === 'string' && namespace !== '' ? `${namespace}/${String(name)}` : String(name);
  return `${index === undefined ? '' : `items[${index}] `}${resource}${name === undefined ? '' : ` "${scoped}"`}`;
}
