// Loaded before a snippet: prints as console.log does, and notes for the check which line printed what.
import { appendFileSync } from 'node:fs'
import { formatWithOptions } from 'node:util'
import process from 'node:process'

/**
 * @param {number} line
 * @param {readonly unknown[]} values
 */
globalThis.printWatched = (line, ...values) => {
  const value = formatWithOptions({ depth: Infinity, breakLength: Infinity, maxArrayLength: Infinity }, ...values)
  appendFileSync(process.env['SNIPPET_PRINTS'] ?? '', `${JSON.stringify({ line, value })}\n`)
  console.log(...values)
}
