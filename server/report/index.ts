import { cyclonedx } from './cyclonedx'
import { github } from './github'
import { gitlab } from './gitlab'
import { html } from './html'
import { json } from './json'
import { junit } from './junit'
import { markdown } from './markdown'
import { sarif } from './sarif'
import { text } from './text'
import type { Printer } from './types'

/** Every output format. A new one is one file and one line here. */
export const printers: Readonly<Record<string, Printer>> = {
  text,
  json,
  sarif,
  github,
  gitlab,
  junit,
  markdown,
  html,
  cyclonedx,
}
