/** Texts as a read-model store keeps them: it alone knows how, but whoever keeps to a budget knows what they take up. */

/** A text as it is kept. */
export interface PackedText {
  /** For the store that packed it. */
  readonly packed: string | Uint8Array
  /** What it takes up in the store, in bytes. */
  readonly bytes: number
  /** The length of the text itself, in bytes of UTF-8: what it costs to make and to read. */
  readonly length: number
}

/** How a store packs texts. Unpacked, they are what they were; handing over what was packed elsewhere is a defect. */
export interface TextPacking {
  readonly pack: (text: string) => PackedText
  readonly unpack: (packed: PackedText) => string
}

/** Texts kept as they are. */
export const plainTexts: TextPacking = {
  pack: (text) => {
    const length = Buffer.byteLength(text)
    return { packed: text, bytes: length, length }
  },
  unpack: ({ packed }) => {
    if (typeof packed !== 'string') throw new Error('A text that was packed elsewhere cannot be unpacked here.')
    return packed
  },
}
