// The value of an outcome that must not be a failure.

/** Throws what a benchmark cannot go on with. */
export function right<A>(result: { readonly _tag: 'Left', readonly left: unknown } | { readonly _tag: 'Right', readonly right: A }): A {
  if (result._tag === 'Left') throw new Error(JSON.stringify(result.left))
  return result.right
}
