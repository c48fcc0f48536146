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

/** Reads the cases of a file's text. The message of an error says what was expected instead. */
export function readVectors(text: string): ReadVector[] {
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
    const parsed = vectorSchema.safeParse(item);
    if (parsed.success) return { vector: parsed.data };
    const { id, plugin } = (typeof item === 'object' && item !== null ? item : {}) as Partial<Record<string, unknown>>;
    return {
      id: typeof id === 'string' ? id : `case ${index + 1}`,
      plugin: typeof plugin === 'string' ? plugin : undefined,
      malformed: parsed.error.issues.map(
        ({ path, message }) => `malformed: ${path.join('.') || 'the case'}: ${message}`,
      ),
    };
  });
}
