/** The command was called in a way it does not understand: told with its usage, exit code 2. */
export class Misuse extends Error {
  override readonly name = 'Misuse';
}

/** Something stands in the way that the person at the terminal can mend: told as one sentence, exit code 1. */
export class Obstacle extends Error {
  override readonly name = 'Obstacle';
}

/** Runs a command and turns what it throws into a sentence and an exit code. */
export async function runCommand(usage: string, command: () => Promise<number>): Promise<void> {
  if (process.argv.includes('--help')) {
    console.log(usage);
    return;
  }
  try {
    process.exitCode = await command();
  } catch (error) {
    if (error instanceof Misuse) {
      console.error(`${error.message}\n\n${usage}`);
      process.exitCode = 2;
      return;
    }
    const expected = error instanceof Obstacle || (error instanceof Error && error.name === 'StartError');
    console.error(expected ? error.message : error instanceof Error ? error.stack : String(error));
    process.exitCode = 1;
  }
}
