/** Handlers, rewrites and proxies of source code against `cases/source/forwarders.txt`: what forwards its callers, and what does not. */
import assert from 'node:assert/strict'
import { casesIn, modelOf, placeOf } from './marked'

describe('source code that forwards its callers', () => {
  for (const { name, cases } of casesIn('source')) {
    if (name !== 'forwarders') continue
    for (const { name: title, files } of cases)
      it(title, () => {
        const wanted = files.flatMap((f) => f.marks.filter((m) => m.forwarded).map((m) => placeOf(f.path, m)))
        const found = modelOf(files).upstreams.map((u) => placeOf(u.path, u.span))
        assert.deepEqual([...new Set(found)], wanted)
      })
  }
})
