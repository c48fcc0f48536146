/** Runs a command of the author's command line. A failure is one line that says what to do, and exit code 1. */
export async function runTool(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    console.error(`podlab: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
