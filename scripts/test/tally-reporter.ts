// A reporter for the test runner that writes one outcome per test, with the reasons of skipped ones, as JSON.
import { writeFileSync } from 'node:fs'
import process from 'node:process'
import type { Reporter, TestCase, TestModule } from 'vitest/node'
import { failed, passed, skipped, type Outcome } from './outcome.ts'

export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly { readonly message: string }[]): void {
    const outcomes = [
      ...modules.flatMap(outcomesOfModule),
      ...unhandled.map((error) => failed('an error outside of every test', error.message)),
    ]
    const file = process.env['UNIT_TEST_TALLY']
    if (file !== undefined) writeFileSync(file, JSON.stringify(outcomes))
  }
}

function outcomesOfModule(module: TestModule): readonly Outcome[] {
  const tests = [...module.children.allTests()].map(outcomeOfTest)
  const brokenParts = [...module.errors(), ...[...module.children.allSuites()].flatMap((suite) => suite.errors())]
  return [...tests, ...brokenParts.map((error) => failed(place(module), error.message))]
}

function outcomeOfTest(test: TestCase): Outcome {
  const name = `${place(test.module)}: ${test.fullName}`
  const result = test.result()
  switch (result.state) {
    case 'passed':
      return passed(name)
    case 'failed':
      return failed(name, result.errors.map((error) => error.message).join('\n'))
    case 'skipped':
      return skipped(name, result.note ?? 'the test is marked to be skipped, without a reason')
    case 'pending':
      return failed(name, 'the test never ended')
  }
}

/** The project, which is the package, and the file in it. */
function place(module: TestModule): string {
  return [module.project.name, module.relativeModuleId].filter((part) => part !== '').join(' ')
}
