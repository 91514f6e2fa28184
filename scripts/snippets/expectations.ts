// What a snippet says it prints: `console.log(x) // => value`, watched without changing what the snippet does.

export interface Watched {
  /** The snippet, with each such console.log also telling the line it stands on. */
  readonly code: string
  readonly expectations: readonly Expectation[]
}

export interface Expectation {
  /** The line of the snippet on which the console.log stands, counted from 0. */
  readonly line: number
  readonly value: string
}

/** The name under which `watch.mjs` of this folder offers the watching print. */
export const watchingPrint = 'globalThis.printWatched'

export function watched(code: string): Watched {
  const lines = code.split('\n')
  const expectations = expectationsOf(lines)
  for (const { line } of expectations) {
    lines[line] = lines[line]?.replace('console.log(', `${watchingPrint}(${line}, `) ?? ''
  }
  return { code: lines.join('\n'), expectations }
}

function expectationsOf(lines: readonly string[]): readonly Expectation[] {
  const found = new Map<number, string>()
  let print: number | undefined
  for (const [index, text] of lines.entries()) {
    if (text.includes('console.log(')) print = index
    const value = /\/\/ => (.*)$/.exec(text)?.[1]
    if (value === undefined) continue
    if (print === undefined) throw new Error(`"// => ${value}" stands behind no console.log`)
    // A value may go on in further comment lines.
    found.set(print, found.has(print) ? `${found.get(print)}\n${value}` : value)
  }
  return [...found].map(([line, value]) => ({ line, value }))
}

/** What was expected and did not come, one sentence each. */
export function disappointments(expectations: readonly Expectation[], printed: readonly Expectation[]): readonly string[] {
  return expectations.flatMap(({ line, value }) => {
    const came = printed.filter((print) => print.line === line).map((print) => print.value)
    if (came.length === 0) return [`line ${line + 1} of the snippet was never reached; it should print ${value}`]
    return oneLine(came.join('\n')) === oneLine(value) ? [] : [`line ${line + 1} of the snippet prints ${came.join('\n')} and should print ${value}`]
  })
}

function oneLine(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ')
}
