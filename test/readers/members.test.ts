/** Members of an object and variables of a function that share a name: `self.base_url` beside `base_url`. */
import assert from 'node:assert/strict'
import { casesIn, endpointsOf } from './marked'

/** What the cases of `cases/source/members.txt` send to, in the order of their files. */
const WANTED: Readonly<Record<string, readonly string[]>> = {
  'paths of the member and of the variable': ['https://yunwu.ai/v1', 'https://packyapi.com/v1/messages'],
  'class beside functions': [
    'https://yunwu.ai/v1',
    'https://packyapi.com/v1',
    'https://llm.brackenfield-hub.net/v1/beta',
  ],
  'field beside a constant': ['https://yunwu.ai/v1/beta', 'https://packyapi.com/v1'],
  'field beside a parameter': ['https://yunwu.ai/v1/beta'],
}

describe('members and variables of the same name', () => {
  for (const { name, cases } of casesIn('source')) {
    if (name !== 'members') continue
    for (const { name: title, files } of cases)
      it(title, () => {
        assert.deepEqual(
          endpointsOf(files).map((e) => e.url),
          WANTED[title],
        )
      })
  }
})
