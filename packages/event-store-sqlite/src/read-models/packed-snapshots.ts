/** Texts of snapshots as the file keeps them: short ones as they are, longer ones deflated. */

import { deflateSync, inflateSync } from 'node:zlib'
import type { TextPacking } from '@grid-governance/subscriptions'
import { DamagedLog } from '../sqlite-failures.ts'

/** Below this little is gained: a row of the file is read by its page, which holds four of them. */
const worthDeflating = 1024

/** The quickest: a model says the same names over and over, so that it takes four fifths off; the slower levels take up to twice the time for a twentieth more. */
const level = 1

export const packedSnapshots: TextPacking = {
  pack: (text) => {
    const length = Buffer.byteLength(text)
    if (length < worthDeflating) return { packed: text, bytes: length, length }
    const packed = deflateSync(text, { level })
    return { packed, bytes: packed.length, length }
  },
  unpack: ({ packed, length }) => typeof packed === 'string' ? packed : inflated(packed, length).toString(),
}

/** The least that zlib takes for a chunk. */
const smallestChunk = 64
/** Deflate makes nothing smaller than by this. */
const most = 1032

/** In one piece, since the length is known. What is not what was packed is told by its length and its checksum. */
function inflated(packed: Uint8Array, length: number): Buffer {
  if (length > packed.length * most) throw damaged(`${packed.length} bytes never were ${length}`)
  const text = inflate(packed, length)
  if (text.length !== length) throw damaged(`it has ${text.length} bytes instead of ${length}`)
  return text
}

function inflate(packed: Uint8Array, length: number): Buffer {
  try {
    return inflateSync(packed, { chunkSize: Math.max(length, smallestChunk), maxOutputLength: Math.max(length, 1) })
  } catch (error) {
    if (error instanceof Error && 'code' in error && damages.has(String(error.code))) throw damaged(error.message)
    throw error
  }
}

const damages: ReadonlySet<string> = new Set(['Z_DATA_ERROR', 'Z_BUF_ERROR', 'Z_NEED_DICT', 'ERR_BUFFER_TOO_LARGE'])

function damaged(how: string): DamagedLog {
  return new DamagedLog(`a snapshot is damaged: ${how}`)
}
