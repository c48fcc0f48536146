import type { Node, Pod } from 'kubernetes-types/core/v1';
import type { PriorityClass } from 'kubernetes-types/scheduling/v1';
import { z } from 'zod';

// The schema of recorded cases. test/golden/descheduler/README.md says what the fields mean.

const byName = <Value extends z.ZodType>(value: Value) => z.record(z.string(), value);
const names = z.array(z.string());
const count = z.int().min(0);

const expectedSchema = z.strictObject({
  evictions: z.array(z.strictObject({ pod: z.string(), node: z.string(), reason: z.string() })).nullish(),
  unordered: z.enum(['set', 'perNodeCounts', 'perDomainCounts', 'total', 'errorVaries', 'unstable']).optional(),
  distinctRuns: count.optional(),
  totalEvicted: count.optional(),
  evictedPerNode: byName(count).optional(),
  evictedPerDomain: byName(count).optional(),
  error: z.string().optional(),
  errorVariants: names.optional(),
  valid: z.boolean().optional(),
  classification: z
    .strictObject({
      underutilized: names.optional(),
      overutilized: names.optional(),
      appropriate: names.optional(),
      unschedulable: names.optional(),
    })
    .optional(),
  usage: byName(byName(z.number())).optional(),
  usagePercentage: byName(byName(z.number())).optional(),
  totalCapacityToBeMoved: byName(z.number()).optional(),
  outcome: names.optional(),
  notEvictable: byName(z.string()).optional(),
  evictionErrors: byName(z.string()).optional(),
  unstableFields: names.optional(),
});

const kubernetesObject = <Kind>() =>
  z.looseObject({ metadata: z.looseObject({ name: z.string() }) }).transform((object) => object as unknown as Kind);

const vectorSchema = z.strictObject({
  tool: z.literal('descheduler'),
  version: z.string(),
  id: z.string(),
  plugin: z.string(),
  tags: names.optional(),
  args: byName(z.unknown()).optional(),
  evictorArgs: byName(z.unknown()).optional(),
  limits: z
    .strictObject({
      maxNoOfPodsToEvictPerNode: z.number().optional(),
      maxNoOfPodsToEvictPerNamespace: z.number().optional(),
    })
    .optional(),
  nodeSelector: z.string().optional(),
  priorityClasses: z.array(kubernetesObject<PriorityClass>()).optional(),
  blockedPods: names.optional(),
  now: z.string().optional(),
  nodes: z.array(kubernetesObject<Node>()).optional(),
  pods: z.array(kubernetesObject<Pod>()).optional(),
  policy: z.unknown().optional(),
  expected: expectedSchema,
});

/** One recorded case: an input, and what the real program answered. */
export type Vector = z.infer<typeof vectorSchema>;

/** What the real program answered. */
export type Expected = Vector['expected'];

/** A case that was read, or what is wrong with it. */
export type ReadVector =
  | { readonly vector: Vector }
  | { readonly id: string; readonly plugin: string | undefined; readonly malformed: readonly string[] };

/** The inputs of cases by id. A recording of another version than the first holds only what that version answered. */
export type VectorInputs = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** The inputs that the cases of a file's text carry. A text that holds no cases has none. */
export function inputsOf(text: string): VectorInputs {
  try {
    const content: unknown = JSON.parse(text);
    const cases = Array.isArray(content) ? content.filter(hasInput) : [];
    return new Map(cases.map(({ expected: _, ...input }) => [String(input.id), input]));
  } catch {
    return new Map();
  }
}

function hasInput(item: unknown): item is Readonly<Record<string, unknown>> {
  return typeof item === 'object' && item !== null && ('nodes' in item || 'policy' in item);
}

/** Reads the cases of a file's text. One without an input takes the one of its id from `inputs`. The message of an error
 *  says what was expected instead. */
export function readVectors(text: string, inputs: VectorInputs = new Map()): ReadVector[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new Error(`expected JSON, one array of cases; ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!Array.isArray(content)) {
    throw new Error(`expected one array of cases, found ${content === null ? 'null' : `one ${typeof content}`}`);
  }
  return content.map((item: unknown, index) => {
    const fields = (typeof item === 'object' && item !== null ? item : {}) as Partial<Record<string, unknown>>;
    const { id, plugin } = fields;
    const input = hasInput(fields) ? undefined : inputs.get(String(id));
    const parsed = vectorSchema.safeParse(input === undefined ? item : { ...input, ...fields });
    if (parsed.success) return { vector: parsed.data };
    return {
      id: typeof id === 'string' ? id : `case ${index + 1}`,
      plugin: typeof plugin === 'string' ? plugin : undefined,
      malformed: parsed.error.issues.map(
        ({ path, message }) => `malformed: ${path.join('.') || 'the case'}: ${message}`,
      ),
    };
  });
}
