// `npm test`: every check in one order, each announced and timed; ends with the line "N passed, N failed".
import process from 'node:process'
import { failed, type Outcome, type Step } from './outcome.ts'
import { closingLine, details } from './report.ts'
import { arrows } from './steps/arrows.ts'
import { generatedDocs } from './steps/generated-docs.ts'
import { lint } from './steps/lint.ts'
import { packages } from './steps/packages.ts'
import { snippets } from './steps/snippets.ts'
import { types } from './steps/types.ts'
import { unit } from './steps/unit.ts'

const steps: readonly Step[] = [types, lint, arrows, unit, packages, snippets, generatedDocs]

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !steps.some((step) => step.name === name))
if (unknown.length > 0) {
  console.error(`There is no step ${unknown.join(', ')}. The steps are: ${steps.map((step) => step.name).join(', ')}.`)
  process.exitCode = 2
} else {
  await runAll(steps.filter((step) => asked.length === 0 || asked.includes(step.name)))
}

async function runAll(chosen: readonly Step[]): Promise<void> {
  const started = performance.now()
  const outcomes: Outcome[] = []
  for (const [index, step] of chosen.entries()) {
    console.log(`\n[${index + 1}/${chosen.length}] ${step.title} ...`)
    const stepStarted = performance.now()
    const found = await runStep(step)
    outcomes.push(...found)
    console.log(`${details(found)}    ${closingLine(found)} (${seconds(stepStarted)})`)
  }
  console.log(`\nAll steps took ${seconds(started)}.\n${closingLine(outcomes)}`)
  process.exitCode = outcomes.some((outcome) => outcome.kind === 'failed') ? 1 : 0
}

/** A step that breaks is a failure of that step, and the steps after it still run. */
async function runStep(step: Step): Promise<readonly Outcome[]> {
  try {
    return await step.run()
  } catch (error) {
    return [failed(step.title, error instanceof Error ? (error.stack ?? error.message) : String(error))]
  }
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`
}
