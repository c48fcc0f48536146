// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are bash's own expansions
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seed } from '../support/seed.ts';
import { hasRealBash, runBoth } from './run-both.ts';

/** A piece of a word: plain, escaped, quoted, or an expansion. */
const plain = fc.constantFrom('a', 'b', 'x1', '-', '.', '=', ':', ',', '%', '+', '@', '_', '^', '你');
const inside = fc.string({
  unit: fc.constantFrom('a', ' ', '*', '?', '#', ';', '&', '|', '~', '好'),
  maxLength: 5,
});
const operation = fc.constantFrom(
  '',
  ':-d e',
  ':+alt',
  '#a',
  '##*b',
  '%c',
  '%% *',
  '/a/Z',
  '// /_',
  '/#a/<',
  '/%c/>',
  ':1',
  ':1:2',
  ': -2',
  '^',
  '^^',
  ',,',
);
const expansion = fc
  .tuple(fc.constantFrom('v1', 'v2', 'v3', 'empty', 'nope'), operation)
  .map(([name, operator]) => `\${${name}${operator}}`);
const listExpansion = fc.constantFrom(
  '$@',
  '$*',
  '$#',
  '${#v1}',
  '${a[@]}',
  '${a[*]}',
  '${a[1]}',
  '${#a[@]}',
  '$((1+2))',
  '$((x=4,x*2))',
);
const substitution = fc.constantFrom('$(echo p q)', '$(printf "l1\\nl2\\n")', '`echo t`', '$(true)');
const dollar = fc.oneof(expansion, listExpansion, substitution);
const piece = fc.oneof(
  plain,
  fc.constantFrom('\\ ', '\\*', '\\$', '\\"', "\\'", '\\\\', '\\a'),
  inside.map((text) => `'${text}'`),
  fc.array(fc.oneof(inside, dollar), { maxLength: 3 }).map((parts) => `"${parts.join('')}"`),
  dollar,
  fc.constantFrom("$'t\\tn\\n'", '*', '?.t', '[ab]*'),
);
const word = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));

const setUp = `v1='abc'; v2=' a b  c '; v3='*'; empty=; a=(one 'two three' '' '*'); set -- 'p 1' '' p2
touch a.t b.t c.u
`;

describe.skipIf(!hasRealBash)('random words', () => {
  test(`expand as bash expands them (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(word, fc.constantFrom('', 'IFS=,; ', 'IFS=; ', "IFS=' c'; ")), {
          minLength: 12,
          maxLength: 12,
        }),
        async (lines) => {
          const text =
            setUp +
            lines
              .map(
                ([one, ifs]) =>
                  `( ${ifs}printf '<%s>' ${one}; echo )\n( ${ifs}y=${one.includes('{') ? '"$v2"' : one}; printf '[%s]\\n' "$y" )\n`,
              )
              .join('');
          const { real, ours } = await runBoth(text);
          expect(ours.stdout).toEqual(real.stdout);
        },
      ),
      { seed, numRuns: 15, endOnFailure: true },
    );
  });

  test(`arithmetic is computed as bash computes it (seed ${seed})`, async () => {
    const operand = fc.oneof(
      fc.integer({ min: 0, max: 99 }).map(String),
      fc.constantFrom('x', 'y', '0x1f', '010', 'z', '9223372036854775807'),
    );
    const expression = fc
      .array(
        fc.tuple(
          operand,
          fc.constantFrom(
            '+',
            '-',
            '*',
            '/',
            '%',
            '<<',
            '>>',
            '<',
            '>',
            '==',
            '!=',
            '&',
            '|',
            '^',
            '&&',
            '||',
            '<=',
            '?7:',
            ',',
          ),
        ),
        { minLength: 1, maxLength: 5 },
      )
      .map((pairs) =>
        pairs.map(([value, operator], place) => (place === pairs.length - 1 ? value : `${value}${operator}`)).join(''),
      );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(expression, fc.constantFrom('', '-', '!', '~', '- -')), { minLength: 20, maxLength: 20 }),
        async (lines) => {
          const text = `x=5; y=-3\n${lines.map(([one, sign]) => `echo $(( ${sign}${one} ))\n`).join('')}`;
          const { real, ours } = await runBoth(text);
          expect(ours.stdout).toEqual(real.stdout);
        },
      ),
      { seed, numRuns: 10, endOnFailure: true },
    );
  });
});
