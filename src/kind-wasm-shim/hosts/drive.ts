import type { Kernel } from '../kernel/kernel.ts';

/** Functions that only a host has, by the name of the host call that they answer. Each is pure: the same input gives
 *  the same answer. */
export type HostFunctions = Readonly<Record<string, (input: unknown) => Promise<unknown>>>;

/** Answers the call that the kernel waits for. */
export async function answerHostCall(kernel: Kernel, functions: HostFunctions): Promise<void> {
  const call = kernel.pendingHostCall;
  if (!call) return;
  const answer = functions[call.name];
  if (!answer) throw new Error(`no host function answers ${call.name}`);
  let value: unknown;
  try {
    value = await answer(call.input);
  } catch (error) {
    // The process that was cancelled meanwhile does not wait for it any more.
    if (kernel.pendingHostCall === call) {
      kernel.answerHostCall({ error: error instanceof Error ? error : new Error(String(error)) });
    }
    return;
  }
  if (kernel.pendingHostCall === call) kernel.answerHostCall({ value });
}

/** Runs to a virtual time, answering every host call on the way. */
export async function driveTo(kernel: Kernel, untilMs: number, functions: HostFunctions): Promise<void> {
  while (kernel.run(untilMs) === 'hostCall') await answerHostCall(kernel, functions);
}

/** Runs instant by instant until a condition holds; false when it still does not at the deadline. Throws when nothing is
 *  due any more that could make it true. */
export async function driveUntil(
  kernel: Kernel,
  condition: () => boolean,
  deadlineMs: number,
  functions: HostFunctions,
): Promise<boolean> {
  for (;;) {
    await driveTo(kernel, kernel.nowMs, functions);
    if (condition()) return true;
    const next = kernel.nextDueMs;
    if (next === undefined) throw new Error('nothing is due any more, and what is awaited has not happened');
    if (next > deadlineMs) return false;
    await driveTo(kernel, next, functions);
  }
}
