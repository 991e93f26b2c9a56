/** A helper thread of a scan: reads files until the pile is empty and delivers what they say. */
import { parentPort, workerData } from 'node:worker_threads'
import { type Assignment, type Delivery, takeNext } from '../disk/crew'
import { createDiskHost, createMachine } from '../disk/host'
import { createFactBase } from '../engine/factbase'
import type { Pack } from '../engine/facts'
import { readers } from '../engine/readers'
import { createRedactor } from '../engine/redact'
import { type Outcome, readOne } from '../workspace/read-one'
import { knownTo } from '../workspace/worth'

const BATCH = 16

async function work({ root, tasks, counter, pack }: Assignment & { readonly pack: Pack }): Promise<void> {
  const context = {
    host: createDiskHost(root),
    machine: createMachine(),
    readers,
    redactor: createRedactor(pack.keys),
    known: knownTo(createFactBase(pack)),
  }
  const taken = new Int32Array(counter)
  let batch: [number, Outcome][] = []
  const deliver = () => {
    parentPort?.postMessage(batch satisfies Delivery)
    batch = []
  }
  for (let index = takeNext(taken, tasks.length); index >= 0; index = takeNext(taken, tasks.length)) {
    const task = tasks[index]
    if (task) batch.push([index, await readOne(task.path, task.persona, context)])
    if (batch.length >= BATCH) deliver()
  }
  deliver()
}

void work(workerData)
