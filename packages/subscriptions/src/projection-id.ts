/** The identity of a projection: its name and its version. */

/** A projection as read models know it. Versions are kept side by side: a new one is built while the old one answers. */
export interface ProjectionId {
  readonly name: string
  readonly version: number
}
