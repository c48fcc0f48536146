import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as differences from 'kind-wasm-shim/kubernetes/descheduler/framework/differences.ts';
import { deschedulerVersions } from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import { describe, expect, test } from 'vitest';
import { checkPolicy } from '../../src/ui/policy-reference/check-policy.ts';
import { differenceTexts } from '../../src/ui/policy-reference/difference-texts.ts';
import { acceptanceOf, refusalOf } from '../../src/ui/policy-reference/example-answers.ts';
import { pluginExamples, policyWith } from '../../src/ui/policy-reference/examples.ts';
import { fieldTexts, withCode } from '../../src/ui/policy-reference/field-text.ts';
import { pluginNames, pluginSchema, policySchema } from '../../src/ui/policy-reference/plugin-schema.ts';
import { differencesAbout } from '../../src/ui/policy-reference/release-differences.ts';

const content = fileURLToPath(new URL('../../content', import.meta.url));

describe('the policy reference', () => {
  const fields = [...policySchema(), ...pluginNames.flatMap((name) => pluginSchema(name).fields)];

  test.each(['zh', 'en'] as const)(
    'has a sentence for every field of every schema and for no other (%s)',
    (language) => {
      const keys = new Set(fields.map(({ key }) => key));
      const texts = Object.keys(fieldTexts[language]);
      expect({
        missing: [...keys].filter((key) => !texts.includes(key)),
        leftOver: texts.filter((key) => !keys.has(key)),
      }).toEqual({ missing: [], leftOver: [] });
    },
  );

  test('has words for every difference between the releases and for no other', () => {
    expect(Object.keys(differenceTexts).sort()).toEqual(Object.keys(differences).sort());
  });

  test('names only subjects that there are', () => {
    const subjects = new Set(Object.values(differenceTexts).flatMap(({ about }) => about));
    expect([...subjects].filter((subject) => !['framework', 'policy', ...pluginNames].includes(subject))).toEqual([]);
    expect(differencesAbout(['framework']).length).toBeGreaterThan(0);
  });

  test.each(['zh', 'en'])('has a section and a page of its own for every plugin (%s)', (language) => {
    const reference = readFileSync(`${content}/${language}/guides/descheduler-policy.mdx`, 'utf8');
    const sections = [...reference.replaceAll('<wbr />', '').matchAll(/^## ([A-Z]\w+)$/gm)].map(([, name]) => name);
    expect(sections.filter((name) => name && pluginNames.includes(name)).sort()).toEqual([...pluginNames]);
    const pages = pluginNames.map((name) => `${language}/guides/descheduler-policy/${kebab(name)}.mdx`);
    expect(pages.filter((page) => !existsSync(`${content}/${page}`))).toEqual([]);
  });

  test('marks a field that only one release has', () => {
    const total = policySchema().find(({ path }) => path === 'maxNoOfPodsToEvictTotal');
    expect(total?.versions).toEqual(['v0.36.0']);
    const perNode = policySchema().find(({ path }) => path === 'maxNoOfPodsToEvictPerNode');
    expect(perNode?.versions).toEqual(['v0.28.1', 'v0.36.0']);
  });

  test('computes defaults, also the one that loading a policy fills in', () => {
    const defaultOf = (plugin: string, path: string) =>
      pluginSchema(plugin).fields.find((field) => field.path === path)?.defaultValue;
    expect(defaultOf('RemoveFailedPods', 'minPodLifetimeSeconds')).toBe('3600');
    expect(defaultOf('RemovePodsViolatingTopologySpreadConstraint', 'constraints')).toBe('["DoNotSchedule"]');
    expect(defaultOf('DefaultEvictor', 'priorityThreshold.value')).toBe('2000000000');
    expect(defaultOf('PodLifeTime', 'maxPodLifeTimeSeconds')).toBeUndefined();
  });

  test('says which plugins there are when it is asked for another', () => {
    expect(() => pluginSchema('LowNodeUtilisation')).toThrow('expected one of DefaultEvictor, HighNodeUtilization');
  });
});

describe('an example', () => {
  test('stands there for every plugin', () => {
    expect(Object.keys(pluginExamples).sort()).toEqual([...pluginNames]);
  });

  test.each(Object.entries(pluginExamples))(
    'of %s is accepted by both releases, and its counterexamples are not',
    (plugin, examples) => {
      const { extensionPoint, args, refused } = examples;
      expect(acceptanceOf(plugin, policyWith(plugin, extensionPoint, args))).not.toEqual([]);
      for (const example of refused) {
        const policy = policyWith(plugin, extensionPoint, example.args);
        expect(refusalOf(plugin, policy, example.acceptedBy)).not.toEqual([]);
      }
    },
  );

  test('that is refused where it should be accepted stops the build with the release’s own words', () => {
    const policy = policyWith('PodLifeTime', 'balance', 'maxPodLifeTimeSeconds: 60');
    expect(() => acceptanceOf('the example', policy)).toThrow(
      'the example: expected v0.28.1 and v0.36.0 to accept it, found: profile "example" configures balance extension point',
    );
  });

  test('that is accepted where it should be refused stops the build', () => {
    const policy = policyWith('PodLifeTime', 'deschedule', 'maxPodLifeTimeSeconds: 60');
    expect(() => refusalOf('the example', policy)).toThrow(
      'the example: expected no release to accept it, found v0.28.1 and v0.36.0',
    );
  });
});

describe('checking a policy', () => {
  test.each(deschedulerVersions)('completes it to one that %s loads as the same', (version) => {
    for (const [plugin, { extensionPoint, args }] of Object.entries(pluginExamples)) {
      const answer = checkPolicy(policyWith(plugin, extensionPoint, args), version);
      if (answer.kind !== 'accepted') throw new Error(`${plugin}: ${answer.error}`);
      expect(checkPolicy(answer.completed, version), plugin).toEqual(answer);
    }
  });

  test('tells apart a policy that is refused and one whose profile cannot be built', () => {
    const misspelt = policyWith('PodLifeTime', 'deschedule', 'maxPodLifetimeSeconds: 60');
    expect(checkPolicy(misspelt, 'v0.28.1')).toEqual({
      kind: 'refused',
      error:
        'failed decoding descheduler\'s policy config "policy.yaml": strict decoding error: unknown field "maxPodLifetimeSeconds"',
    });
    const misplaced = policyWith('PodLifeTime', 'balance', 'maxPodLifeTimeSeconds: 60');
    expect(checkPolicy(misplaced, 'v0.28.1')).toEqual({
      kind: 'profileRefused',
      error: 'profile "example" configures balance extension point of non-existing plugins: map[PodLifeTime:{}]',
    });
  });

  test('knows the priority classes that every cluster has, and no others', () => {
    const naming = (name: string) => policyWith('DefaultEvictor', undefined, `priorityThreshold:\n  name: ${name}`);
    expect(checkPolicy(naming('system-cluster-critical'), 'v0.36.0').kind).toBe('accepted');
    expect(checkPolicy(naming('mine'), 'v0.36.0').kind).toBe('refused');
    const answer = checkPolicy(naming('mine'), 'v0.28.1');
    expect(answer.kind === 'accepted' && answer.warnings.join()).toContain('"mine" not found');
  });

  test.each([
    ['nothing', ''],
    ['a list', '- a\n- b'],
    ['text that is not YAML', 'a: [1'],
    ['a number', '7'],
    ['YAML that refers to itself', 'a: &a\n  b: *a'],
  ])('answers %s with a refusal', (_, text) => {
    for (const version of deschedulerVersions) expect(checkPolicy(text, version).kind).toBe('refused');
  });
});

test('text of ours becomes HTML with its code marked and everything else escaped', () => {
  expect(withCode('`a<b` & <i>')).toBe('<code>a&lt;b</code> &amp; &lt;i>');
});

function kebab(name: string): string {
  return name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
