/** A word as it is typed in a shell: in quotes where a shell would read some of its characters otherwise. */

/** `it's` becomes `'it'\''s'`; names of files and plain addresses stay as they are. */
export const shellWord = (word: string): string => /^[\p{L}\p{N}_@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
