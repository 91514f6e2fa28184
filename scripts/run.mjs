// The one door of every npm script: brings the tools and dependencies in, then runs the task under the right Node.
// Plain JavaScript that an old Node can read, because it runs before a new one is there.
import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { installDependencies } from './setup/dependencies.mjs'
import { SetupError } from './setup/setup-error.mjs'
import { findTools } from './setup/toolchain.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * What each task runs, in words of the shell; a `.ts` file runs by itself under the new Node.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const tasks = {
  start: ['node', 'examples/src/district-story.ts'],
  test: ['node', 'scripts/test/main.ts'],
  bench: ['node', 'scripts/bench/main.ts'],
  build: ['node', 'scripts/build/main.ts'],
  docs: ['node', 'scripts/docs/main.ts'],
  typecheck: ['node', 'scripts/test/main.ts', 'types'],
  lint: ['node', 'scripts/test/main.ts', 'lint'],
  arrows: ['node', 'scripts/test/main.ts', 'arrows'],
  vitest: ['vitest', '--config', 'vitest.workspace.ts'],
  gridgov: ['node', 'packages/cli/src/main.ts'],
  with: [],
}

await main(process.argv.slice(2))

/** @param {readonly string[]} args */
async function main([task, ...args]) {
  try {
    const command = [...taskNamed(task), ...args]
    const tools = findTools(root, say)
    // The task `with` may be the very pnpm command that mends the dependencies.
    if (task !== 'with') await installDependencies(root, tools, say)
    await run(command, tools.path)
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    say(`\n${error.message}`)
    process.exitCode = 1
  }
}

/** @param {string | undefined} task */
function taskNamed(task) {
  const command = task === undefined ? undefined : tasks[task]
  if (command === undefined) {
    throw new SetupError(`There is no task "${task ?? ''}". The tasks are: ${Object.keys(tasks).join(', ')}.`)
  }
  return command
}

/**
 * Runs a command in the terminal of this process and ends as it ends.
 * @param {readonly string[]} command
 * @param {readonly string[]} path folders that come first on the PATH
 */
function run([program, ...args], path) {
  if (program === undefined) throw new SetupError('Name the command to run, for example: npm run with -- pnpm outdated')
  const child = spawn(program, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: {
      ...process.env,
      PATH: [...path, join(root, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter),
    },
  })
  // The terminal sends an interrupt to both; the child decides what it means.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new SetupError(`${program} could not be started: ${error.message}.`)))
    child.on('close', (code, signal) => resolve((process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1))))
  })
}

/** @param {string} sentence */
function say(sentence) {
  process.stderr.write(`${sentence}\n`)
}
