/** A mistake on the command line: printed as one line, exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Something outside the program stands in the way (a taken port, a failed build): printed as one line, exit status 1. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
}

/** Runs a tool's main function and ends the process as it says: its number, 2 for a usage error, 1 for something
 *  that stands in the way, and 1 with the whole stack for a mistake of ours. */
export async function runTool(name: string, main: (args: string[]) => number | Promise<number>): Promise<void> {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    if (error instanceof ToolError) {
      console.error(`${name}: ${error.message}`);
      process.exitCode = 1;
    } else if (error instanceof UsageError) {
      console.error(`${name}: ${error.message}`);
      process.exitCode = 2;
    } else {
      console.error(error);
      process.exitCode = 1;
    }
  }
}
