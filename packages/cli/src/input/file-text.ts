/** From the bytes of an input file to its text. */

import * as E from 'fp-ts/lib/Either.js'
import type { InputProblem } from './input-problem.ts'

/** The encodings that spreadsheets in use write: UTF-8 (with or without a mark in front), and GB 18030, which contains GBK. */
export const encodings = ['utf-8', 'gb18030'] as const
export type Encoding = typeof encodings[number]

/** The text of a file; bytes that are not text in this encoding are a problem, never replaced by question marks. Without an encoding it must be UTF-8. */
export const textOf = (bytes: Uint8Array, encoding?: Encoding): E.Either<InputProblem, string> => {
  try {
    return E.right(new TextDecoder(encoding ?? 'utf-8', { fatal: true }).decode(bytes))
  } catch {
    return E.left({ problem: 'notText', encodings: encoding !== undefined })
  }
}
