// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are bash's own expansions
import { bashLibrary } from 'kind-wasm-shim/hosts/bash-library.ts';
import { driveTo, driveUntil } from 'kind-wasm-shim/hosts/drive.ts';
import { ShellSession } from 'kind-wasm-shim/shell/session.ts';
import { describe, expect, test } from 'vitest';
import { workstation } from './run-both.ts';

/** An interactive shell on a workstation, with what a person at the keyboard can do. */
function terminal() {
  const { kernel, machine } = workstation({ '/root/pods.txt': 'pod-1\npod-2\n' });
  let shown = '';
  const session = new ShellSession(kernel, {
    machine,
    output: (_, text) => {
      shown += text;
    },
    terminal: () => ({ columns: 80, rows: 24 }),
  });
  return {
    kernel,
    session,
    /** Enters a line and waits for its end; what it wrote. */
    async enter(line: string): Promise<string> {
      shown = '';
      const run = session.run(line);
      await driveUntil(kernel, () => run.outcome !== 'running', kernel.nowMs + 3_600_000, bashLibrary);
      return shown;
    },
    /** Enters a line and lets so much time pass. */
    async enterFor(line: string, ms: number): Promise<string> {
      shown = '';
      session.run(line);
      await driveTo(kernel, kernel.nowMs + ms, bashLibrary);
      return shown;
    },
    async pass(ms: number): Promise<void> {
      await driveTo(kernel, kernel.nowMs + ms, bashLibrary);
    },
    get shown() {
      return shown;
    },
  };
}

describe('a session', () => {
  test('keeps its directory, variables, functions and arrays between commands', async () => {
    const t = terminal();
    await t.enter('cd /tmp; x=1; a=(p q); f() { echo "f $1 $x"; }');
    expect(await t.enter('f hello; echo "${a[1]}"; pwd')).toBe('f hello 1\nq\n/tmp\n');
    expect(t.session.prompt).toBe('root@workstation:/tmp# ');
  });

  test('shows output while the command still runs', async () => {
    const t = terminal();
    expect(await t.enterFor('for i in 1 2 3; do echo $i; sleep 1; done', 1500)).toBe('1\n2\n');
    expect(t.session.isRunning).toBe(true);
  });

  test.each([
    ['a sleeping command', 'sleep 1000'],
    ['a loop without a wait', 'while true; do :; done'],
    ['a pipeline whose reader waits', 'sleep 1000 | cat'],
    ['a command that reads the keyboard', 'cat'],
    ['a builtin that reads the keyboard', 'read x'],
    ['a wait for a job', 'sleep 1000 & wait'],
    ['a function in a substitution', 'f() { sleep 1000; }; x=$(f)'],
    ['an endless producer', 'yes > /dev/null'],
  ])('Ctrl-C ends %s at once, with status 130', async (_, line) => {
    const t = terminal();
    await t.enterFor(line, 2000);
    expect(t.session.isRunning).toBe(true);
    const before = t.kernel.nowMs;
    t.session.interrupt();
    await t.pass(0);
    expect(t.session.isRunning).toBe(false);
    expect(t.kernel.nowMs).toBe(before);
    expect(t.session.lastStatus).toBe(130);
    expect(await t.enter('echo alive')).toBe('alive\n');
  });

  test('Ctrl-C keeps what was written and runs the INT trap', async () => {
    const t = terminal();
    await t.enter("trap 'echo trapped' INT");
    await t.enterFor('echo before; sleep 100; echo after $?', 1000);
    t.session.interrupt();
    await t.pass(100);
    expect(t.shown).toBe('before\ntrapped\nafter 130\n');
  });

  test('asks for more while a line is incomplete, and runs nothing', async () => {
    const t = terminal();
    for (const line of [
      'for i in 1 2; do',
      'echo "abc',
      'cat <<EOF',
      'echo a &&',
      'echo a |',
      'echo $((1+',
      'echo a\\',
      'if true',
      'f() {',
      'echo $(',
    ]) {
      expect(await t.enter(line)).toBe('');
      expect([line, t.session.current?.outcome]).toEqual([line, 'incomplete']);
    }
    expect(await t.enter('for i in 1 2; do\necho $i\ndone')).toBe('1\n2\n');
  });

  test('tells a mistake in the syntax and goes on', async () => {
    const t = terminal();
    expect(await t.enter('echo hi; fi')).toBe("bash: syntax error near unexpected token `fi'\n");
    expect(t.session.lastStatus).toBe(2);
    expect(await t.enter('echo $?')).toBe('2\n');
    expect(await t.enter('nosuch')).toBe('bash: nosuch: command not found\n');
  });

  test('background jobs run on while other commands do, and their end is told', async () => {
    const t = terminal();
    expect(await t.enter('(sleep 2; echo from the background) &')).toMatch(/^\[1\] \d+\n$/);
    expect(await t.enter('sleep 3; echo front')).toBe(
      'from the background\nfront\n[1]+  Done                    (sleep 2; echo from the background)\n',
    );
  });

  test('Ctrl-D ends the input of the command that reads', async () => {
    const t = terminal();
    await t.enterFor('wc -l', 10);
    t.session.type('one\n');
    t.session.type('two\n');
    await t.pass(10);
    t.session.endInput();
    await t.pass(10);
    expect(t.session.isRunning).toBe(false);
    expect(t.shown.trim()).toBe('2');
  });

  test('aliases expand, and unset variables with set -u give up the line only', async () => {
    const t = terminal();
    await t.enter("alias hi='echo hello'");
    expect(await t.enter('hi there')).toBe('hello there\n');
    await t.enter('set -u');
    expect(await t.enter('echo $nope')).toBe('bash: nope: unbound variable\n');
    expect(await t.enter('echo on')).toBe('on\n');
  });

  test('history lists what was entered', async () => {
    const t = terminal();
    await t.enter('true');
    expect(await t.enter('history')).toBe('    1  true\n    2  history\n');
  });

  test('exit ends the shell, and the next command starts a new one', async () => {
    const t = terminal();
    await t.enter('x=1; trap "echo bye" EXIT');
    expect(await t.enter('exit 3')).toBe('bye\n');
    expect(t.session.isClosed).toBe(true);
    expect(await t.enter('echo "[$x]"')).toBe('[]\n');
  });

  test('Tab offers commands, files, directories and variables', async () => {
    const t = terminal();
    await t.enter('mkdir "my dir"; MYVAR=1');
    const labels = (line: string) =>
      t.session.complete(line, line.length).candidates.map((candidate) => candidate.text);
    expect(labels('base')).toEqual(['base64 ', 'basename ']);
    expect(labels('cat po')).toEqual(['pods.txt ']);
    expect(labels('cd m')).toEqual(['my\\ dir/']);
    expect(labels('echo $MYV')).toEqual(['$MYVAR ']);
    expect(labels('true && base')).toEqual(['base64 ', 'basename ']);
    expect(labels('cat < po')).toEqual(['pods.txt ']);
  });
});

describe('on virtual time', () => {
  test('a pipeline ends when its reader has enough, however long its producer would go on', async () => {
    const t = terminal();
    const start = t.kernel.nowMs;
    expect(await t.enter('while true; do echo line; sleep 1; done | head -3')).toBe('line\nline\nline\n');
    // The producer notices at its next write.
    expect(t.kernel.nowMs - start).toBeLessThan(3100);
  });

  test('grep passes on what it finds as it comes', async () => {
    const t = terminal();
    expect(await t.enterFor('for i in 1 2 3; do echo pod-$i; sleep 1; done | grep pod-[12]', 1500)).toBe(
      'pod-1\npod-2\n',
    );
  });

  test('timeout ends a command at its deadline with 124', async () => {
    const t = terminal();
    const start = t.kernel.nowMs;
    expect(await t.enter('timeout 5 sleep 100; echo $?')).toBe('124\n');
    expect(Math.round((t.kernel.nowMs - start) / 100) / 10).toBe(5);
  });

  test('date and SECONDS follow the virtual clock', async () => {
    const t = terminal();
    expect(await t.enter('s=$SECONDS; a=$(date +%s); sleep 90; b=$(date +%s); echo $((b-a)) $((SECONDS-s))')).toBe(
      '90 90\n',
    );
  });

  test('processes joined by a pipe run at the same time', async () => {
    const t = terminal();
    const start = t.kernel.nowMs;
    await t.enter('sleep 2 | sleep 3; (sleep 1 & sleep 2 & wait)');
    expect(Math.round((t.kernel.nowMs - start) / 1000)).toBe(5);
  });

  test('an endless loop costs virtual time and can be looked at in slices', async () => {
    const t = terminal();
    const start = t.kernel.eventsExecuted;
    await t.enterFor('i=0; while true; do i=$((i+1)); done', 100);
    expect(t.kernel.eventsExecuted - start).toBeLessThan(20_000);
    expect(Number(t.session.variable('i'))).toBeGreaterThan(100);
  });

  test('tail -f shows what is appended', async () => {
    const t = terminal();
    await t.enter('(sleep 3; echo pod-3 >> pods.txt) &');
    expect(await t.enterFor('tail -n 1 -f pods.txt', 5000)).toContain('pod-2\npod-3\n');
  });

  test('the same commands give the same log', async () => {
    const logs: string[] = [];
    for (let round = 0; round < 2; round++) {
      const t = terminal();
      await t.enter('for i in 1 2 3; do (sleep 0.$RANDOM; echo $i) & done; wait; mktemp');
      logs.push(JSON.stringify(t.kernel.log.entries) + t.shown);
    }
    expect(logs[0]).toBe(logs[1]);
  });
});

describe('bad input', () => {
  test.each([
    ['endless recursion', 'f() { f; }; f', 'maximum function nesting level exceeded'],
    ['a value that doubles for ever', 'x=aaaaaaaa; while true; do x=$x$x; done', 'is too long'],
    ['endless substitution', 'f() { x=$(f); }; f', 'fork: Resource temporarily unavailable'],
    ['a huge brace range', 'echo {1..99999999}', 'brace expansion: more than 10000 words'],
  ])('%s is refused, and the session goes on', async (_, line, message) => {
    const t = terminal();
    expect(await t.enter(line)).toContain(message);
    expect(await t.enter('echo alive')).toBe('alive\n');
  });
});
