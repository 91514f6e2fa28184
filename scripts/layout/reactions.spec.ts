// Every policy and process of the domain can be found and run by others, under a name that is for ever.
import { existsSync, globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as domain from '../../packages/domain/src/index.ts'
import { root } from '../workspace.ts'

/** Names that were released. The ids of the commands that were sent are derived from them, so none is ever changed, or given again. */
const released = ['restructureClock']

interface Reaction {
  readonly name: string
  readonly handles: readonly string[]
}

const files = globSync('packages/domain/src/{policies,processes}/*.ts', { cwd: root }).filter((file) => !/(index|\.spec)\.ts$/.test(file))
const offered = domain as Readonly<Record<string, unknown>>

describe.each(files)('%s', (file) => {
  const name = basename(file, '.ts').replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())

  it('holds one policy or process, offered by the domain under the name of the file', () => {
    expect((offered[name] as Reaction | undefined)?.name, `packages/domain/src/index.ts offers no ${name}`).toBe(name)
  })

  it('has a name that is known to be released', () => {
    expect(released).toContain(name)
  })

  it('has a spec beside it', () => {
    expect(existsSync(join(root, file.replace(/\.ts$/, '.spec.ts')))).toBe(true)
  })
})

it('a released policy or process is still there', () => {
  expect(released.filter((name) => offered[name] === undefined)).toEqual([])
})
