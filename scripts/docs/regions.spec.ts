// Shows what fills the generated parts of pages a page with such a part, and one without.
import { describe, expect, it } from 'vitest'
import { withRegions } from './regions.ts'

describe('a region of a page', () => {
  it('is filled anew, and everything around it stays', () => {
    const page = 'before\n<!-- generated: table -->\nold\n<!-- end: table -->\nafter\n'
    const filled = withRegions(page, { table: 'new $1\n' })
    expect(filled).toBe('before\n<!-- generated: table -->\n\nnew $1\n\n<!-- end: table -->\nafter\n')
    expect(withRegions(filled, { table: 'new $1\n' })).toBe(filled)
  })

  it('that was taken out of the page is missed', () => {
    expect(() => withRegions('before\nafter\n', { table: 'new' })).toThrow('no region "<!-- generated: table -->"')
  })
})
