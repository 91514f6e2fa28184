/** Given, when, then: scenarios for deciders, projections, policies and processes, in any test runner. */

export { AssertionError, assertSame, differences } from './testing/differences.ts'
export { deciderScenarios, type Decided, type DeciderScenarios, type ScenarioContext } from './testing/decider-scenarios.ts'
export { givenFacts, type FactScenarios, type ModelScenario, type ModelThen, type PolicyScenario, type ProcessScenario, type ProjectionScenario } from './testing/fact-scenarios.ts'
export { firstMoment, inStream, recordedLog, type Append } from './testing/recording.ts'
