/**
 * UUIDs of version 5 (RFC 9562) in plain arithmetic. The library `uuid` makes a hash object of node:crypto for each, at five times the cost,
 * and each fact needs one; a spec holds the two equal.
 */

/** Makes the UUIDs of one namespace from names. */
export const uuidsIn = (namespace: string): ((name: string) => string) => {
  const start = Uint8Array.from(namespace.match(/[0-9a-f]{2}/g) ?? [], (hex) => Number.parseInt(hex, 16))
  let bytes = withRoomFor(start, 1024)
  return (name) => {
    // No character takes more than three bytes for each of its UTF-16 units.
    const most = start.length + name.length * 3
    if (bytes.length < most + longestPadding) bytes = withRoomFor(start, most * 2)
    const { written } = utf8.encodeInto(name, bytes.subarray(start.length))
    return textOf(sha1(bytes, start.length + written))
  }
}

const utf8 = new TextEncoder()
const bytesOfBlock = 64
/** A bit, and the length in eight bytes, filled up to whole blocks. */
const longestPadding = bytesOfBlock + 9

function withRoomFor(start: Uint8Array, length: number): Uint8Array {
  const bytes = new Uint8Array(length + longestPadding)
  bytes.set(start)
  return bytes
}

/** The first 128 bits as text, with version and variant in their places. Made of letters at once, since pieces would be put together several times. */
function textOf(words: Int32Array): string {
  for (let digit = 0, place = 0; digit < 32; digit += 1, place += 1) {
    if (digit === 8 || digit === 12 || digit === 16 || digit === 20) place += 1
    letters[place] = letterOf[((words[digit >>> 3] as number) >>> (28 - (digit & 7) * 4)) & 15] as number
  }
  letters[14] = letterOf[version] as number
  letters[19] = letterOf[8 | (((words[2] as number) >>> 28) & 3)] as number
  return String.fromCharCode(...letters)
}

const version = 5
const letterOf = Array.from('0123456789abcdef', (letter) => letter.charCodeAt(0))
const letters = Array.from({ length: 36 }, () => '-'.charCodeAt(0))

/** Both are written anew by each call. */
const schedule = new Int32Array(80)
const digest = new Int32Array(5)

/** SHA-1 (FIPS 180-4) of the first `length` of the bytes; writes the padding behind them. Good until the next call. */
function sha1(bytes: Uint8Array, length: number): Int32Array {
  const blocks = Math.ceil((length + 9) / bytesOfBlock)
  bytes.fill(0, length, blocks * bytesOfBlock)
  bytes[length] = 0x80
  digest.set(initialDigest)
  for (let block = 0; block < blocks; block += 1) {
    fillSchedule(bytes, block * bytesOfBlock)
    if (block === blocks - 1) schedule[15] = length * 8
    expandSchedule()
    addBlock()
  }
  return digest
}

const initialDigest = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]

function fillSchedule(bytes: Uint8Array, from: number): void {
  for (let word = 0; word < 16; word += 1) {
    const at = from + word * 4
    schedule[word] = ((bytes[at] as number) << 24) | ((bytes[at + 1] as number) << 16) | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number)
  }
}

function expandSchedule(): void {
  for (let word = 16; word < 80; word += 1) {
    schedule[word] = rotated((schedule[word - 3] as number) ^ (schedule[word - 8] as number) ^ (schedule[word - 14] as number) ^ (schedule[word - 16] as number), 1)
  }
}

function addBlock(): void {
  let a = digest[0] as number
  let b = digest[1] as number
  let c = digest[2] as number
  let d = digest[3] as number
  let e = digest[4] as number
  for (let round = 0; round < 80; round += 1) {
    const next = (rotated(a, 5) + mixed(round, b, c, d) + e + (schedule[round] as number)) | 0
    e = d
    d = c
    c = rotated(b, 30)
    b = a
    a = next
  }
  digest[0] = (digest[0] as number) + a
  digest[1] = (digest[1] as number) + b
  digest[2] = (digest[2] as number) + c
  digest[3] = (digest[3] as number) + d
  digest[4] = (digest[4] as number) + e
}

/** `| 0` keeps sums within 32 bits, where the engine needs no floating point for them. */
function mixed(round: number, b: number, c: number, d: number): number {
  if (round < 20) return (((b & c) | (~b & d)) + 0x5a827999) | 0
  if (round < 40) return ((b ^ c ^ d) + 0x6ed9eba1) | 0
  if (round < 60) return (((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc) | 0
  return ((b ^ c ^ d) + 0xca62c1d6) | 0
}

function rotated(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}
