import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadPack } from '../../rules'
import { createMachine } from '../../server/disk/host'
import { classify } from '../../server/engine/classify'
import { createFactBase } from '../../server/engine/factbase'
import { emptyPolicy } from '../../server/engine/policy'
import { parseAddress } from '../../server/engine/url'

const facts = createFactBase(loadPack())
const machine = createMachine()
/** `address  host  class`, in groups. */
const lines = readFileSync(join(process.cwd(), 'test/facts/hosts.txt'), 'utf8').split('\n')

describe('who runs a host, by the fact base', () => {
  let group = ''
  for (const line of lines) {
    if (line.startsWith('# ')) group = line.slice(2)
    const [text = '', host = '', cls = ''] = line.split('  ')
    if (line.startsWith('#') || cls === '') continue
    it(`${group}: ${text}`, () => {
      const address = parseAddress(text, machine)
      assert.ok(address, 'it is an address')
      if (host !== '*') assert.equal(address.host, host)
      assert.equal(classify(address, text, facts, emptyPolicy()).class, cls)
    })
  }
})
