import { describe, expect, test } from 'vitest';
import { recordedGroups, replayGroup } from '../support/kubectl-replay.ts';

/** Recorded commands that our kubectl or our cluster does not answer alike, and why. A command that is not here has to
 *  print exactly what the real one printed; one that is here and does so has to be taken off. */
const differs: Readonly<Record<string, readonly string[]>> = {
  'resources that are not served, so discovery is shorter': ['disc-a#4', 'disc-a#5', 'disc-a#6'],
  'go-template is not written; -o jsonpath and custom-columns are': ['get-a#18'],
  'another machine, whose system UUID is no uuid, so later uids have other numbers': ['node-a#14'],
  'the recording shows pods of groups that ran beside it, and another machine': ['desc-a#9', 'node-a#2', 'node-a#3'],
  'create role, rolebinding, quota, ingress and token are not written': [
    'create-a#12',
    'create-a#13',
    'create-a#14',
    'create-a#16',
    'create-a#17',
    'create-a#19',
    'create-a#23',
    'create-a#24',
    'create-a#25',
    'auth-a#4',
  ],
  'server-side apply is not served': ['apply-a#6', 'apply-a#7', 'apply-a#8', 'apply-a#9'],
  'the server tells a broken JSON patch in words of its own': ['patch-a#12'],
  'containers are simulated: nothing can be run in them': [
    'run-a#11',
    'run-a#12',
    'run-a#13',
    'run-a#14',
    'run-a#15',
    'run-a#16',
  ],
  'what is printed to stdout and stderr at once came in another order': ['run-a#8', 'run-a#10'],
  'kubectl expose is not written': ['run-a#19', 'run-a#20', 'run-a#21'],
  'a state caught in passing: here the pod is gone, or backs off, already': ['fail-a#13'],
  'the log of the container before was gone when this was recorded': ['fail-a#10'],
  'the scheduler records its events through the old API': ['fail-a#16'],
  'authorization allows everything': ['auth-a#2', 'auth-a#3', 'auth-a#7', 'auth-a#8', 'auth-a#9', 'auth-a#19'],
  'the schema of the API is not kept for explain': ['auth-a#10', 'auth-a#11', 'auth-a#12', 'auth-a#13', 'auth-a#14'],
  'kubectl diff is not written': ['auth-a#17'],
  'the user is another one': ['auth-a#18'],
  'quotas are not served': [
    'valid-a#1',
    'valid-a#2',
    'valid-a#4',
    'valid-a#5',
    'valid-a#6',
    'valid-a#15',
    'valid-a#17',
    'valid-a#18',
  ],
};

const listed = new Set(Object.values(differs).flat());

describe('kubectl prints what the real kubectl 1.32 printed', () => {
  test.each([...recordedGroups()])('%s', async (_, steps) => {
    const replayed = await replayGroup(steps);
    const wrong = replayed.filter(({ name }) => !listed.has(name));
    expect(wrong.map(({ name, cmd, found }) => ({ name, cmd, ...found }))).toEqual(
      wrong.map(({ name, cmd, expected }) => ({ name, cmd, ...expected })),
    );
    const alike = replayed.filter(({ name, expected, found }) => listed.has(name) && sameText(expected, found));
    expect(alike.map(({ name }) => `${name} is alike now; take it off the list above`)).toEqual([]);
  });
});

function sameText(expected: unknown, found: unknown): boolean {
  return JSON.stringify(expected) === JSON.stringify(found);
}
