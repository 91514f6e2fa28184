/** The disk: the folder to work in, and files that appear whole or not at all. */

import { randomUUID } from 'node:crypto'
import { link, mkdtemp, open, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { FileUnusable, TargetExists } from './failures.ts'

/** A new folder for what is thrown away at the end; in the system's temporary folder unless another one is named. */
export const newWorkFolder = async (base: string = tmpdir()): Promise<E.Either<FileUnusable, string>> =>
  await attempt(base, async () => await mkdtemp(join(resolve(base), 'grid-governance-analytics-')))

/** Removes a file or a folder with all that is in it; what is not there is removed already. */
export const remove = async (path: string): Promise<void> => { await rm(path, { recursive: true, force: true }) }

export const fileIn = (folder: string, name: string): string => join(folder, name)

/** A file that is being written beside its target, so that it can take the target's name in one step. */
export interface FileInWork {
  readonly part: string
  /** Makes sure of what was written, and gives it the name of its target. */
  readonly finish: () => Promise<E.Either<FileUnusable | TargetExists, void>>
  /** Leaves nothing behind. */
  readonly abandon: () => Promise<void>
}

/** Prepares to write a file; fails before any work is done where its folder is missing, or where something is there already. */
export const beginFile = async (target: string, overwrite: boolean): Promise<E.Either<FileUnusable | TargetExists, FileInWork>> => {
  const path = resolve(target)
  const refused = await refusal(target, path, overwrite)
  if (refused !== undefined) return E.left(refused)
  const part = join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.part`)
  return E.right({
    part,
    finish: async () => {
      const placed = await attempt(target, async () => {
        await sync(part)
        await (overwrite ? rename(part, path) : takeName(part, path))
      })
      return E.isLeft(placed) && placed.left.detail.startsWith('EEXIST') ? E.left({ tag: 'TargetExists', path: target }) : placed
    },
    abandon: async () => { await remove(part) },
  })
}

async function refusal(target: string, path: string, overwrite: boolean): Promise<FileUnusable | TargetExists | undefined> {
  const folder = await stat(dirname(path)).catch(() => undefined)
  if (folder?.isDirectory() !== true) return { tag: 'FileUnusable', path: target, reason: 'noFolder', detail: dirname(target) }
  const there = await stat(path).catch(() => undefined)
  if (there?.isDirectory() === true) return { tag: 'FileUnusable', path: target, reason: 'isDirectory', detail: 'it is a directory' }
  return there !== undefined && !overwrite ? { tag: 'TargetExists', path: target } : undefined
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A rename would replace what came there meanwhile; a link does not. Where a disk knows no links, a rename has to do. */
async function takeName(part: string, path: string): Promise<void> {
  try {
    await link(part, path)
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code === 'EEXIST') throw error
    await rename(part, path)
    return
  }
  await rm(part)
}

async function attempt<A>(path: string, work: () => Promise<A>): Promise<E.Either<FileUnusable, A>> {
  try {
    return E.right(await work())
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error
    return E.left({ tag: 'FileUnusable', path, reason: reasons[String(error.code)] ?? 'other', detail: error.message })
  }
}

const reasons: { readonly [code: string]: FileUnusable['reason'] } = {
  ENOENT: 'missing', ENOTDIR: 'noFolder', EISDIR: 'isDirectory', EACCES: 'notAllowed', EPERM: 'notAllowed', EROFS: 'notAllowed', ENOSPC: 'full', EDQUOT: 'full',
}
