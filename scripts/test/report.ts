// The words in which a run of the tests is told.
import type { Outcome } from './outcome.ts'

/** Every failure with its reason and every skipped check with its reason; nothing about what passed. */
export function details(outcomes: readonly Outcome[]): string {
  return outcomes.map(detail).join('')
}

function detail(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'passed':
      return ''
    case 'failed':
      return `    FAILED ${outcome.name}\n${indented(outcome.why)}\n`
    case 'skipped':
      return `    skipped ${outcome.name}: ${outcome.why}\n`
  }
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '      ')
}

/** "N passed, N failed", with ", N skipped" where something was. */
export function closingLine(outcomes: readonly Outcome[]): string {
  const count = (kind: Outcome['kind']): number => outcomes.filter((outcome) => outcome.kind === kind).length
  const skippedPart = count('skipped') > 0 ? `, ${count('skipped')} skipped` : ''
  return `${count('passed')} passed, ${count('failed')} failed${skippedPart}`
}
