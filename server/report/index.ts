import { json } from './json'
import { sarif } from './sarif'
import { text } from './text'
import type { Printer } from './types'

/** Every output format. A new one is one file and one line here. */
export const printers: Readonly<Record<string, Printer>> = { text, json, sarif }
