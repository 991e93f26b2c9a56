/**
 * The glossary of relaylint. Every other file speaks in these words.
 *
 * All offsets are UTF-16 code units into the decoded text (byte order mark removed), half open: [start, end).
 * Lines and columns exist only in printers and in the protocol.
 */

export type * from './evidence'
export type * from './file'
export type * from './finding'
export type * from './model'
export type * from './region'
export type * from './value'
