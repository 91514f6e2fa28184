/** A file gets its final name where the file system knows no hard links, too, and never in the place of another. */

import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { giveName } from './database.ts'
import { newFolder } from './trial/log-folder.ts'

vi.mock('node:fs', async (original) => ({
  ...await original<object>(),
  linkSync: () => { throw Object.assign(new Error('EPERM: operation not permitted, link'), { code: 'EPERM' }) },
}))

let folder: string

beforeEach(() => { folder = newFolder() })
afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

it('is given by a rename where links are refused', () => {
  const [draft, path] = [join(folder, 'draft'), join(folder, 'log')]
  writeFileSync(draft, 'whole')
  expect(giveName(draft, path)).toBe(true)
  expect(readFileSync(path, 'utf8')).toBe('whole')
  expect(readdirSync(folder)).toEqual(['log'])
})

it('is not given where another file has it, and that file stays as it is', () => {
  const [draft, path] = [join(folder, 'draft'), join(folder, 'log')]
  writeFileSync(draft, 'whole')
  writeFileSync(path, 'of somebody else')
  expect(giveName(draft, path)).toBe(false)
  expect(readFileSync(path, 'utf8')).toBe('of somebody else')
})
