import { namespacedName, type StoredObject } from '../api/meta.ts';

/** A field of the objects by which they are often asked for, such as the node of a pod. */
export type IndexedField = (object: StoredObject) => string;

/** The latest objects of one resource: by key, in the order of the keys, by namespace, and by indexed fields. */
export class ObjectTable {
  private readonly objects = new OrderedObjects();
  private readonly namespaces = new Map<string, OrderedObjects>();
  private readonly indices = new Map<string, { of: IndexedField; found: Map<string, OrderedObjects> }>();

  get size(): number {
    return this.objects.byKey.size;
  }

  get(key: string): StoredObject | undefined {
    return this.objects.byKey.get(key);
  }

  put(object: StoredObject): void {
    const key = namespacedName(object);
    const before = this.objects.byKey.get(key);
    this.objects.put(key, object);
    place(this.namespaces, object.metadata.namespace ?? '').put(key, object);
    for (const { of, found } of this.indices.values()) {
      const value = of(object);
      if (before && of(before) !== value) found.get(of(before))?.remove(key);
      place(found, value).put(key, object);
    }
  }

  remove(object: StoredObject): void {
    const key = namespacedName(object);
    const before = this.objects.byKey.get(key);
    if (!before) return;
    this.objects.remove(key);
    this.namespaces.get(object.metadata.namespace ?? '')?.remove(key);
    for (const { of, found } of this.indices.values()) found.get(of(before))?.remove(key);
  }

  /** All objects in the order of their keys, which is the order of a list. */
  all(): readonly StoredObject[] {
    return this.objects.inOrder();
  }

  inNamespace(namespace: string): readonly StoredObject[] {
    return this.namespaces.get(namespace)?.inOrder() ?? [];
  }

  /** Keeps an index by a field from now on. */
  addIndex(name: string, of: IndexedField): void {
    const found = new Map<string, OrderedObjects>();
    for (const [key, object] of this.objects.byKey) place(found, of(object)).put(key, object);
    this.indices.set(name, { of, found });
  }

  hasIndex(name: string): boolean {
    return this.indices.has(name);
  }

  /** The objects whose indexed field has this value, in the order of their keys. */
  indexed(name: string, value: string): readonly StoredObject[] {
    return this.indices.get(name)?.found.get(value)?.inOrder() ?? [];
  }
}

/** Objects by key that can be read in the order of the keys. Sorting is put off until somebody reads. */
class OrderedObjects {
  readonly byKey = new Map<string, StoredObject>();
  private sortedKeys: string[] | undefined = [];
  private ordered: readonly StoredObject[] | undefined = [];

  put(key: string, object: StoredObject): void {
    if (!this.byKey.has(key)) this.sortedKeys = undefined;
    this.byKey.set(key, object);
    this.ordered = undefined;
  }

  remove(key: string): void {
    if (!this.byKey.delete(key)) return;
    this.sortedKeys = undefined;
    this.ordered = undefined;
  }

  inOrder(): readonly StoredObject[] {
    if (this.ordered) return this.ordered;
    this.sortedKeys ??= [...this.byKey.keys()].sort();
    this.ordered = this.sortedKeys.map((key) => this.byKey.get(key) as StoredObject);
    return this.ordered;
  }
}

function place(groups: Map<string, OrderedObjects>, value: string): OrderedObjects {
  let group = groups.get(value);
  if (!group) {
    group = new OrderedObjects();
    groups.set(value, group);
  }
  return group;
}
