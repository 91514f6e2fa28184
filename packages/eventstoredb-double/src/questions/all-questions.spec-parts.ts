/** Every question besides the first 88, by chapter. */

import { deletionQuestions } from './deletion.spec-parts.ts'
import { idempotencyQuestions } from './idempotency.spec-parts.ts'
import { limitQuestions } from './limits.spec-parts.ts'
import type { Question } from './question.spec-parts.ts'
import { randomQuestions } from './random-scripts.spec-parts.ts'
import { readingQuestions } from './reading.spec-parts.ts'
import { subscribingQuestions } from './subscribing.spec-parts.ts'

export const chapters: Readonly<Record<string, readonly Question[]>> = {
  idempotency: idempotencyQuestions,
  limits: limitQuestions,
  reading: readingQuestions,
  deletion: deletionQuestions,
  subscribing: subscribingQuestions,
  chance: randomQuestions,
}
