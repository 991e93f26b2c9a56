import assert from 'node:assert/strict'
import { loadPack } from '../../rules'
import { command, project } from '../helpers'

/** Reports that are kept carry the fact base that they rest on; annotations and the terminal do not. */
const KEPT = ['json', 'sarif', 'gitlab', 'junit', 'markdown', 'html', 'cyclonedx']

describe('the fact base of a report', () => {
  for (const format of KEPT)
    it(`${format} holds its hash`, async () => {
      const { root, remove } = project({ '.env': 'OPENAI_BASE_URL=https://yunwu.ai/v1\n' })
      try {
        const { out } = await command(['scan', '--format', format, root], root)
        assert.ok(out.includes(loadPack().hash))
      } finally {
        remove()
      }
    })
})
