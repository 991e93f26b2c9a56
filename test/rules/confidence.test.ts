/** Messages say less where less is known: of a default, and of an address that is known in parts. */
import assert from 'node:assert/strict'
import { scanned } from '../helpers'

const cases: readonly (readonly [value: string, resolution: string, message: RegExp])[] = [
  ['https://yunwu.ai/v1', 'literal', /^`OPENAI_BASE_URL` sends requests to yunwu\.ai,/],
  ['${X:-https://yunwu.ai/v1}', 'default', /^`OPENAI_BASE_URL` sends requests by default to yunwu\.ai,/],
  ['https://${X}.yunwu.ai/v1', 'partial', /^`OPENAI_BASE_URL` may send requests to \*\.yunwu\.ai,/],
  ['https://llm.brackenfield-hub.net', 'literal', /the address behind `OPENAI_BASE_URL`\.$/],
  ['${X:-https://llm.brackenfield-hub.net}', 'default', /the default address behind `OPENAI_BASE_URL`\.$/],
]

describe('messages by what is known of an address', () => {
  for (const [value, resolution, message] of cases)
    it(value, async () => {
      const { report } = await scanned({ '.env': `OPENAI_BASE_URL=${value}\n` })
      assert.deepEqual(
        report.endpoints.map((e) => e.resolution),
        [resolution],
      )
      assert.match(report.findings[0]?.message ?? '', message)
    })
})
