// Parts of hand-written pages that are written by the code: what stands between two comments of the same name.

/** The page with each named region filled anew; fails where the page has no such region. */
export function withRegions(page: string, regions: Readonly<Record<string, string>>): string {
  return Object.entries(regions).reduce((text, [name, content]) => withRegion(text, name, content), page)
}

function withRegion(page: string, name: string, content: string): string {
  const region = new RegExp(`(<!-- generated: ${name} -->\\n)[^]*?(<!-- end: ${name} -->)`)
  if (!region.test(page)) throw new Error(`The page has no region "<!-- generated: ${name} -->" with an "<!-- end: ${name} -->".`)
  return page.replace(region, (_, begin: string, end: string) => `${begin}\n${content}\n${end}`)
}
